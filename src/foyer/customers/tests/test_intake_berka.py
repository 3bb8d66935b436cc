"""The Berka bank, as its own files are written: thirty invented clients in the same format."""

import gzip
from pathlib import Path

import pytest

from foyer.base.actors import SYSTEM
from foyer.base.engine.testing import Once, lake  # noqa: F401
from foyer.config.env import PROJECT
from foyer.customers.intake import run
from foyer.customers.intake.history import set_aside
from foyer.customers.models import Customer, Holding, HoldingParty, IntakeRun, SourceRecord
from foyer.customers.sources import read
from foyer.customers.tests.intake_bank import state

MAPPING = PROJECT / "examples" / "sources" / "berka.yaml"
pytestmark = pytest.mark.django_db

TABLES = {
    "client": '"client_id";"birth_number";"district_id"',
    "account": '"account_id";"district_id";"frequency";"date"',
    "disp": '"disp_id";"client_id";"account_id";"type"',
    "card": '"card_id";"disp_id";"type";"issued"',
    "loan": '"loan_id";"account_id";"date";"amount";"duration";"payments";"status"',
    "order": '"order_id";"account_id";"bank_to";"account_to";"amount";"k_symbol"',
    "district": "A1;A2;A3",
    "trans": '"trans_id";"account_id";"date";"type";"operation";"amount";"balance";"k_symbol";"bank";"account"',
}
ROWS = {
    "client": [f'{n};"{60 + n}{(n % 12 + 1) + 50 * (n % 2):02}{n % 28 + 1:02}";{n % 2 + 1}' for n in range(1, 31)],
    "account": [f'{n};1;"POPLATEK MESICNE";9301{n % 28 + 1:02}' for n in range(1, 26)],
    "disp": [f'{n};{n};{n};"OWNER"' for n in range(1, 26)] + [f'{n};{n};{n - 25};"DISPONENT"' for n in range(26, 31)],
    "card": ['1;2;"classic";931107 00:00:00', '2;27;"gold";940119 00:00:00'],
    "loan": [f'{n};{n};930705;96396;12;8033.00;"{status}"' for n, status in enumerate("ABCD", 1)],
    "order": ['1;1;"YZ";"87144583";2452.00;"SIPO"', '2;2;"ST";"89597016";3372.70;"UVER"', '3;3;"QR";"1";10.00;" "'],
    "district": ['1;"Hl.m. Praha";"Prague"', '2;"Benesov";"central Bohemia"'],
    "trans": [
        '1;1;930101;"PRIJEM";"VKLAD";700.00;700.00;"";;',
        '2;1;930301;"VYDAJ";"VYBER";200.00;500.00;"";;',
        '3;1;930201;"PRIJEM";"";18.90;518.90;"UROK";;',
        '4;2;930101;"VYDAJ";"PREVOD NA UCET";100.00;-100.00;"SIPO";"AB";"4327679"',
    ],
}


def write_files(folder: Path) -> None:
    """All packed but one; the last line of the transactions is cut short, as in the extract that is given away."""
    for table, header in TABLES.items():
        text = "\r\n".join([header, *ROWS[table]]) + "\r\n"
        text += '5;2;930102;"PRIJE' if table == "trans" else ""
        packed = table != "district"
        (folder / f"{table}.asc{'.gz' if packed else ''}").write_bytes(
            gzip.compress(text.encode()) if packed else text.encode()
        )


@pytest.fixture(scope="module")
def run_of(once: Once, tmp_path_factory: pytest.TempPathFactory) -> IntakeRun:
    folder = tmp_path_factory.mktemp("berka")
    write_files(folder)
    return once.make(lambda _engine: run(read(MAPPING), at=str(folder), by=SYSTEM))


@pytest.fixture
def taken_in(run_of: IntakeRun, once: Once, lake: Path) -> IntakeRun:  # noqa: F811
    once.share(lake)
    return run_of


def test_the_czech_banks_rows_are_read_as_the_standard_says(taken_in: IntakeRun) -> None:
    people = {row["source_key"]: row for row in state("party")}
    assert (str(people["1"]["born_on"]), people["1"]["sex"]) == ("1961-02-02", "F")
    assert (str(people["10"]["born_on"]), people["10"]["sex"]) == ("1970-11-11", "M")
    assert {row["text"] for row in state("address")} == {"Hl.m. Praha, Prague", "Benesov, central Bohemia"}
    assert [row["role"] for row in state("account_party") if row["account_key"] == "1"] == ["owner", "user"]
    assert [(line.line, line.reason) for line in set_aside(taken_in)] == [(6, "cut_short")]


def test_balances_signs_and_kinds_follow_the_transactions(taken_in: IntakeRun) -> None:
    accounts = {row["account_key"]: row for row in state("account")}
    assert [str(accounts[key]["balance"]) for key in ("1", "2", "3")] == ["500.00", "-100.00", "None"]
    assert str(accounts["1"]["balance_at"]) == "1993-02-28 23:00:00"  # midnight in Prague, as an instant
    moved = [(str(row["amount"]), row["kind"], row["counterparty"]) for row in state("transaction")]
    assert moved == [
        ("700.00", "cash_in", None), ("-200.00", "cash_out", None), ("18.90", "interest", None),
        ("-100.00", "transfer_out", "AB 4327679"),
    ]  # fmt: skip


def test_cards_loans_and_orders_are_holdings_of_their_owner(taken_in: IntakeRun) -> None:
    holdings = {row["holding_key"]: row for row in state("holding")}
    assert len(holdings) == 9
    assert (holdings["card-2"]["account_key"], holdings["card-2"]["party_key"]) == ("2", "27")
    assert [holdings[f"loan-{n}"]["status"] for n in range(1, 5)] == ["repaid", "defaulted", "active", "overdue"]
    assert [holdings[f"order-{n}"]["product"] for n in (1, 2, 3)] == ["household", "loan payment", None]
    assert {row["kind"] for row in holdings.values()} == {"card", "loan", "standing_order"}


def test_every_client_becomes_a_customer_with_what_they_hold(taken_in: IntakeRun) -> None:
    assert SourceRecord.objects.filter(source="berka").count() == 30
    assert Customer.objects.count() == 30
    assert Holding.objects.count() == 25 + 9
    assert HoldingParty.objects.filter(role="owner").count() >= 25
