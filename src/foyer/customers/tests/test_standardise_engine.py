"""A standardiser as a column: the same on DuckDB and on Spark, and by the fast path as by the slow one."""

import ibis
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foyer.base.engine import Engine
from foyer.customers.standard import STANDARD
from foyer.customers.standardise import REGISTRY, Address, address_parts
from foyer.customers.standardise.engine import address_columns, apply
from foyer.customers.standardise.fast_paths import FAST_PATHS

MESS = [
    None,
    "",
    " ",
    "13800010001",
    "010-65529988",
    "138****0001",
    "张 三",
    "SMITH, John",
    "欧阳娜娜先生",
    "11010519491231002x",
    "2024-01-05",
    "2024-1-5",
    "2024-02-29",
    "05/01/2024",
    "1,234.50",
    "12万",
    "-0",
    "007",
    "男",
    "1",
    "是",
    "RMB",
    "中国",
    "北京市朝阳区建国路88号",
    "广东深圳南山科技园1号 518000",
    "zs@QQ.com",
    "GB82 WEST 1234 5698 7654 32",
    '{"a": 1}',
    "x\ny",
]
ONE_COLUMN = pa.table({"value": pa.array(MESS, pa.string())})
NAMES = sorted(set(REGISTRY) - {"code"})


def test_every_standardiser_gives_on_the_engine_what_it_gives_by_itself(engine: Engine) -> None:
    rows = engine.frame(ONE_COLUMN)
    found = engine.arrow(rows.mutate(**{f"as_{name}": apply(name, rows.value) for name in NAMES})).to_pylist()
    for row in found:
        for name in NAMES:
            expected = None if row["value"] is None else REGISTRY[name].read(row["value"])
            assert row[f"as_{name}"] == expected, (name, row["value"])


def test_options_and_the_kind_beside_it(engine: Engine) -> None:
    rows = engine.frame(
        pa.table({"kind": ["phone", "email", "wechat", None], "value": ["13800010001", "A@b.cn", "zs_88", "x@y.cn"]})
    )
    table = STANDARD["contact_point"]["kind"].options["table"]

    made = rows.mutate(
        read=apply("contact", rows.value, by=rows.kind),
        code=apply("code", rows.kind, table=table),
        day=apply("date", ibis.literal("05/01/2024"), day_first=True, formats=("%Y",)),
    )
    found = engine.execute(made.order_by("value"))

    assert dict(zip(found["value"], found["read"], strict=True)) == {
        "13800010001": "+8613800010001",
        "A@b.cn": "a@b.cn",
        "zs_88": "zs_88",
        "x@y.cn": "x@y.cn",
    }
    assert set(found["day"]) == {"2024-01-05"}


def test_a_column_of_nothing_is_nothing(engine: Engine) -> None:
    rows = engine.frame(pa.table({"value": pa.array([None, None], pa.string())}))
    assert (
        engine.execute(rows.select(read=apply("name", rows.value), phone=apply("phone", rows.value)))
        .isna()
        .all(axis=None)
    )


def test_an_address_gives_its_parts_in_columns(engine: Engine) -> None:
    rows = engine.frame(ONE_COLUMN)
    found = engine.arrow(rows.mutate(**address_columns(rows.value))).to_pylist()
    for row in found:
        expected = Address() if row["value"] is None else address_parts(row["value"])
        assert tuple(row[name] for name in Address._fields) == expected


def test_canonical_instants_are_read_by_the_engine_as_told(engine: Engine) -> None:
    rows = engine.frame(pa.table({"value": ["2024-01-05 10:00:00", "2024-01-05T10:00:00.5Z"]}))
    found = engine.execute(rows.select(at=apply("datetime", rows.value).cast("timestamp('UTC', 6)")).order_by("at"))
    assert [str(at) for at in pd.to_datetime(found["at"], utc=True)] == [
        "2024-01-05 02:00:00+00:00",
        "2024-01-05 10:00:00.500000+00:00",
    ]


NEAR = {
    "name": st.text("张王欧阳三丰先生女士未知不详无 \n·鿿一", max_size=5),
    "phone": st.from_regex(r"\A1[3-9][0-9]{8,10}\n?\Z"),
    "date": st.from_regex(r"\A(1[789]|20|21)[0-9]{2}-?[01][0-9]-[0-3][0-9]\n?\Z"),
    "decimal": st.from_regex(r"\A-?[0-9]{1,3}(\.[0-9]{0,13})?\n?\Z"),
    "sex": st.sampled_from(["男", "女", "M", "m", "F", "1", "2", "0", "男 "]),
}


@pytest.mark.parametrize("name", FAST_PATHS)
def test_the_fast_path_says_what_the_slow_one_says(name: str, engine: Engine) -> None:
    values: list[str] = []

    @settings(max_examples=400, database=None, deadline=None)
    @given(st.one_of(NEAR[name], st.text(max_size=20)))
    def collect(value: str) -> None:
        values.append(value)

    collect()
    rows = engine.frame(pa.table({"value": pa.array([one.replace("\x00", "") for one in values], pa.string())}))
    found = engine.arrow(rows.mutate(read=apply(name, rows.value))).to_pylist()
    assert [row["read"] for row in found] == [REGISTRY[name].read(row["value"]) for row in found]
