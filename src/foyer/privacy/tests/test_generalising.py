"""How much must be hidden so that nobody stands alone; by hand, by brute force, on both engines."""

from itertools import product
from typing import Any

import pandas as pd
import pytest

from foyer.base.engine.testing import duck, engine, lake  # noqa: F401
from foyer.privacy.deid.generalising import choose, climbed, kept
from foyer.privacy.deid.ladders import LADDERS
from foyer.privacy.deid.measuring import Anonymity, measure

WARD = pd.DataFrame(  # Machanavajjhala et al. 2007, figure 2: the 4-anonymous table of their example
    {
        "zip": ["130**"] * 4 + ["1485*"] * 4 + ["130**"] * 4,
        "age": ["<30"] * 4 + [">=40"] * 4 + ["3*"] * 4,
        "condition": ["heart", "heart", "viral", "viral", "cancer", "heart", "viral", "viral"] + ["cancer"] * 4,
    }
)
QUASI = {"born_on": "day", "place": "place"}


def people(rows: int = 10) -> pd.DataFrame:
    """Ten birthdays of ten years in three districts of two cities."""
    places = ["浙江省/杭州市/西湖区", "浙江省/杭州市/上城区", "浙江省/宁波市/海曙区"]
    return pd.DataFrame(
        {
            "born_on": [f"19{80 + n}-0{n % 9 + 1}-1{n % 10}" for n in range(rows)],
            "place": [places[n % 3] for n in range(rows)],
            "tier": ["gold" if n % 2 else "plain" for n in range(rows)],
        }
    )


def test_k_and_l_of_the_example_of_the_literature(engine: Any) -> None:  # noqa: F811
    found = measure(engine, engine.frame(WARD), ["zip", "age"], ["condition"])

    assert (found.rows, found.classes, found.k, found.l) == (12, 3, 4, 1)


def test_t_is_the_largest_distance_between_a_class_and_the_whole(engine: Any) -> None:  # noqa: F811
    """Whole: heart 3, viral 4, cancer 5 of 12; the third class is all cancer: (3/12 + 4/12 + 7/12) / 2."""
    assert measure(engine, engine.frame(WARD), ["zip", "age"], ["condition"]).t == pytest.approx(7 / 12, abs=1e-4)


def test_an_empty_table_hides_nobody(duck: Any) -> None:  # noqa: F811
    assert measure(duck, duck.frame(WARD.head(0)), ["zip"], ["condition"]) == Anonymity(0, 0, 0, 0, 0.0)


def test_the_lowest_rungs_that_reach_k_are_chosen(engine: Any) -> None:  # noqa: F811
    chosen = choose(engine, engine.frame(people()), QUASI, [], k=10, limit=0.0)

    assert chosen is not None
    assert dict(chosen.rungs) == {"born_on": 4, "place": 2}  # ten years, province


def test_both_engines_leave_out_the_same_rows(engine: Any) -> None:  # noqa: F811
    table = climbed(engine.frame(people()), QUASI, {"born_on": 3, "place": 1})
    left = engine.execute(kept(table, list(QUASI), ["tier"], k=3, l=2).order_by(["born_on", "place"]))

    assert list(left["born_on"].unique()) == ["1980-1984", "1985-1989"]
    assert set(left["place"]) == {"浙江省/杭州市"}


def test_no_choice_hides_less_than_the_one_that_was_chosen(duck: Any) -> None:  # noqa: F811
    table = duck.frame(people(30))
    for k in (2, 3, 5):
        chosen = choose(duck, table, QUASI, ["tier"], k=k, l=2, limit=0.1)
        fitting = [
            sum(rung / LADDERS[ladder].top for rung, ladder in zip(rungs, QUASI.values(), strict=True)) / 2
            for rungs in product(*(range(LADDERS[ladder].top + 1) for ladder in QUASI.values()))
            if _fits(people(30), dict(zip(QUASI, rungs, strict=True)), k, duck)
        ]

        assert chosen is not None
        assert chosen.loss == pytest.approx(min(fitting))


def test_where_even_hiding_all_is_not_enough_there_is_no_choice(duck: Any) -> None:  # noqa: F811
    assert choose(duck, duck.frame(people()), QUASI, [], k=11) is None


def test_what_is_missing_is_shown_as_hidden(engine: Any) -> None:  # noqa: F811
    table = engine.frame(pd.DataFrame({"born_on": ["1990-05-17", None], "place": [None, "浙江省/杭州市/西湖区"]}))
    shown = engine.execute(climbed(table, QUASI, {"born_on": 4, "place": 2}).order_by("born_on"))

    assert [tuple(row) for row in shown.to_numpy()] == [("*", "浙江省"), ("1990-1999", "*")]


def _fits(frame: pd.DataFrame, rungs: dict[str, int], k: int, opened: Any) -> bool:
    """By plain pandas: at most a tenth in groups below k or of one kind only."""
    shown = opened.execute(climbed(opened.frame(frame), QUASI, rungs))
    groups = shown.groupby(list(QUASI)).agg(size=("tier", "size"), kinds=("tier", "nunique"))
    poor = groups[(groups["size"] < k) | (groups["kinds"] < 2)]["size"].sum()
    return poor / len(frame) <= 0.1
