"""Who is offered a conversation: the pure decision, with its reasons."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foyer.conversations.routing import Candidate, Request, decide

NOW = datetime(2026, 11, 23, tzinfo=UTC)
ZH, EN, BOTH = frozenset({"zh"}), frozenset({"en"}), frozenset({"zh", "en"})


def agent(
    number: int, *, load: int = 0, capacity: int = 3, languages: frozenset[str] = BOTH, **skills: int
) -> Candidate:
    return Candidate(UUID(int=number), f"agent {number}", capacity, load, languages, skills, NOW)


def order(request: Request, *candidates: Candidate) -> list[int]:
    return [ranked.candidate.id.int for ranked in decide(request, list(candidates)).ranking]


def test_the_customers_own_agent_comes_first_even_when_busier() -> None:
    request = Request("zh", dedicated=UUID(int=2), last=UUID(int=1))

    assert order(request, agent(1), agent(2, load=2), agent(3)) == [2, 1, 3]


def test_then_who_served_them_last_then_skill_then_the_least_busy() -> None:
    assert order(Request("zh", last=UUID(int=2)), agent(1), agent(2, load=1)) == [2, 1]
    needs = Request("zh", skills=frozenset({"loans"}))
    assert order(needs, agent(1, loans=2), agent(2, loans=5, load=2), agent(3, loans=2, load=1)) == [2, 1, 3]


def test_who_is_full_or_lacks_language_or_skill_is_left_out_and_told_why() -> None:
    request = Request("en", skills=frozenset({"loans"}))

    decision = decide(request, [agent(1, load=3, loans=1), agent(2, languages=ZH, loans=1), agent(3)])

    assert decision.best is None
    assert [str(reason.en) for _candidate, reason in decision.left_out] == [
        "has no free capacity",
        "does not serve in the language",
        "lacks a needed skill",
    ]


def test_after_a_long_wait_language_and_skill_are_wishes() -> None:
    request = Request("en", skills=frozenset({"loans"}), relaxed=True)

    assert order(request, agent(1, languages=ZH), agent(2, languages=ZH, loans=1), agent(3, languages=EN)) == [3, 2, 1]


def test_who_let_it_pass_is_not_asked_again_at_once() -> None:
    assert order(Request("zh", passed_by=frozenset({UUID(int=1)})), agent(1), agent(2, load=2)) == [2]


def test_each_choice_is_explained_in_both_languages() -> None:
    best = decide(Request("zh", dedicated=UUID(int=1)), [agent(1, load=1)]).best

    assert best is not None
    assert [reason.en for reason in best.reasons][:2] == ["the customer's own agent", "serves in the language"]
    assert all(reason.zh and reason.en for reason in best.reasons)


candidates = st.lists(
    st.builds(
        Candidate,
        id=st.uuids(),
        name=st.just("x"),
        capacity=st.integers(0, 5),
        load=st.integers(0, 5),
        languages=st.sampled_from([ZH, EN, BOTH]),
        skills=st.dictionaries(st.sampled_from(["loans", "cards"]), st.integers(1, 5)),
        last_given_at=st.sampled_from([None, NOW]),
    ),
    max_size=8,
    unique_by=lambda candidate: candidate.id,
)
requests = st.builds(
    Request,
    language=st.sampled_from(["zh", "en"]),
    skills=st.frozensets(st.sampled_from(["loans", "cards"])),
    relaxed=st.booleans(),
)


@given(request=requests, people=candidates)
def test_nobody_is_lost_doubled_or_overfilled_and_the_order_of_asking_does_not_matter(
    request: Request, people: list[Candidate]
) -> None:
    decision = decide(request, people)

    ranked = [line.candidate for line in decision.ranking]
    assert sorted([*ranked, *(person for person, _ in decision.left_out)], key=lambda p: p.id) == sorted(
        people, key=lambda p: p.id
    )
    assert all(person.load < person.capacity for person in ranked)
    assert ranked == [line.candidate for line in decide(request, people[::-1]).ranking]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_more_free_agent_never_leaves_a_customer_worse_off(language: str) -> None:
    assert order(Request(language), agent(1)) and order(Request(language), agent(1), agent(2))
