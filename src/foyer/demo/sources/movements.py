"""Two years of movements on the accounts, made by DuckDB in one go: no loop in Python touches a movement.

Everything is a hash of the account and the movement's place, so the same accounts have the same movements.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from foyer.demo.sources.bank import Row

SECONDS = 729 * 86_400
KINDS = """
    (0, 11, '代发工资', 'C', 6000, 14000, '批量处理', '某某科技有限公司', '工资'),
    (11, 46, '刷卡消费', 'D', 8, 620, '商户终端', '便利超市', '消费'),
    (46, 62, '转出', 'D', 50, 4000, '手机银行', '', '转账'),
    (62, 74, '转入', 'C', 50, 4500, '手机银行', '', '转账'),
    (74, 82, '现金支取', 'D', 100, 2000, '自助设备', '', ''),
    (82, 87, '现金存入', 'C', 200, 5000, '网点柜面', '', ''),
    (87, 92, '手续费', 'D', 2, 30, '批量处理', '', '短信服务费'),
    (92, 96, '结息', 'C', 1, 60, '批量处理', '', '季度结息'),
    (96, 100, '保费与理赔', 'D', 100, 1500, '批量处理', '人寿保险', '保费')
"""
MADE = f"""
    CREATE TABLE made AS
    WITH kinds (least, most, kind, side, low, high, channel, other, words) AS (VALUES {KINDS}),
    places AS (SELECT number, movements, unnest(range(movements)) AS place FROM accounts),
    rolled AS (
        SELECT number, place, hash(number, place) AS h, hash(place, number, 7) AS g,
               $today::timestamp - to_seconds((hash(number, place, 3) % {SECONDS})::bigint) AS booked
        FROM places
    ),
    valued AS (
        SELECT rolled.*, kinds.*, (low + (g % ((high - low) * 100)::ubigint) / 100.0)::decimal(18, 2) AS amount
        FROM rolled JOIN kinds ON h % 100 >= least AND h % 100 < most
    ),
    summed AS (
        SELECT *, sum(CASE side WHEN 'C' THEN amount ELSE -amount END)
                  OVER (PARTITION BY number ORDER BY booked, place) AS total FROM valued
    )
    SELECT number, place, booked, kind, side, amount, channel, other, words,
           total + greatest(0, -min(total) OVER (PARTITION BY number)) + 500 + hash(number) % 20000 AS balance
    FROM summed
"""  # noqa: S608  constants of this file
WRONG = """
    SELECT 'X' || row_number() OVER () AS 流水号, * FROM (VALUES
        ('6229900000000000000', '2026-01-05 10:00:00', '借', '12.00', 'CNY', '1.00', '转出', '手机银行', '', ''),
        (NULL, '2026-01-06 10:00:00', '借', '12.00', 'CNY', '1.00', '转出', '手机银行', '', ''),
        ((SELECT min(number) FROM accounts), '2026-13-45', '贷', '12.00', 'CNY', '1.00', '转入', '手机银行', '', ''),
        ((SELECT min(number) FROM accounts), '2026-01-07 10:00:00', '贷', '二百', 'CNY', '1.00', '转入', '', '', ''),
        ((SELECT min(number) FROM accounts), '2026-01-08 10:00:00', '贷', '9999999999999', 'CNY', '', '转入', '', '', ''),
        ((SELECT min(number) FROM accounts), '2026-01-09 10:00:00', '贷', '5.00', '', '1.00', '转入', '', '', '')
    ) AS wrong (账号, 记账时间, 借贷, 金额, 币种, 余额, 交易类型, 渠道, 对方户名, 附言)
"""
ROWS = """
    SELECT number || '-' || place AS 流水号, number AS 账号, strftime(booked, '%Y-%m-%d %H:%M:%S') AS 记账时间,
           CASE side WHEN 'C' THEN '贷' ELSE '借' END AS 借贷, amount::text AS 金额, 'CNY' AS 币种,
           balance::decimal(18, 2)::text AS 余额, kind AS 交易类型, channel AS 渠道, other AS 对方户名, words AS 附言
    FROM made
"""


def write_movements(accounts: list[Row], folder: Path, today: date) -> int:
    """A Parquet file for each month, oldest first; sets each account's balance. Returns how many movements."""
    moving = [account for account in accounts if account["_movements"]]
    table = pa.table({
        "number": [account["账号"] for account in moving],
        "movements": pa.array([account["_movements"] for account in moving], pa.int64()),
    })  # fmt: skip
    with duckdb.connect() as database:
        database.register("accounts", table)
        database.execute(MADE, {"today": today})
        months = database.execute("SELECT DISTINCT strftime(booked, '%Y%m') FROM made ORDER BY 1").fetchall()
        for (month,) in months:
            _write(database, f"{ROWS} WHERE strftime(booked, '%Y%m') = '{month}' ORDER BY booked", folder, month)
        _write(database, WRONG, folder, "corrections")
        _balances(database, moving)
        row = database.execute("SELECT count(*) FROM made").fetchone()
    return int(row[0]) if row else 0


def _write(database: duckdb.DuckDBPyConnection, query: str, folder: Path, name: str) -> None:
    path = str(folder / f"movements-{name}.parquet").replace("'", "''")
    database.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")


def _balances(database: duckdb.DuckDBPyConnection, accounts: list[Row]) -> None:
    query = "SELECT number, arg_max(balance, (booked, place))::decimal(18, 2)::text FROM made GROUP BY number"
    last = dict(database.execute(query).fetchall())
    for account in accounts:
        account["余额"] = last[account["账号"]] if account["状态"] == "正常" else "0.00"
