"""The decision: a pure function of what was said, what was found, and where the dialogue stands."""

import pytest

from foyer.assistant.deciding import Answer, AskAgain, Courtesy, HandOver, Offer, State, after, decide
from foyer.assistant.tests.factories import PLAIN, hit, nothing, sure, unsure
from foyer.assistant.understanding import understand


def decided(text, hits, state=None, language="zh"):
    return decide(understand(text, language=language), hits, state or State(), PLAIN)


def test_when_sure_it_answers():
    assert decided("卡丢了怎么补", sure()) == Answer(
        "card-lost", reasons=("sure",), scores=decided("卡丢了怎么补", sure()).scores
    )


def test_when_unsure_it_offers_at_most_three():
    decision = decided("关于卡", unsure())

    assert isinstance(decision, Offer)
    assert [one.article_code for one in decision.hits] == ["first", "second", "third"]


def test_when_nothing_is_close_it_asks_once_and_then_hands_over():
    first = decided("今天天气", nothing())
    second = decided("天气", nothing(), after(State(), first))

    assert isinstance(first, AskAgain)
    assert (second.reason, second.reasons) == ("failed_twice", ("nothing_close", "failed_twice"))


def test_an_answer_in_between_begins_the_count_anew():
    state = after(State(failures=1), decided("卡丢了", sure()))

    assert state.failures == 0
    assert isinstance(decided("天气", nothing(), state), AskAgain)


def test_a_wish_for_a_person_comes_before_everything():
    decision = decided("转人工", sure())

    assert (decision.reason, decision.topic, decision.code) == ("asked", "", "")


@pytest.mark.parametrize(
    ("text", "hits", "why"),
    [
        ("我被骗了", nothing(), "topic_by_words"),
        ("有一笔交易我没见过", sure("card-payment-unknown", topic="fraud"), "topic_by_article"),
        (
            "收到一条可疑短信",
            [hit("security-scam", 0.9, topic="fraud"), hit("first", 0.85)],
            "topic_by_words_and_article",
        ),
    ],
)
def test_fraud_is_handed_over_by_words_or_by_article_or_by_both(text, hits, why):
    decision = decided(text, hits)

    assert (decision.reason, decision.topic, decision.reasons) == ("fraud", "fraud", (why,))


def test_a_weak_word_alone_or_an_unsure_article_alone_does_not_hand_over():
    assert isinstance(decided("怎么防止诈骗", sure()), Answer)
    assert isinstance(decided("关于安全", [*unsure()[:2], hit("security-scam", 0.75, topic="fraud")]), Offer)


def test_fraud_brings_its_safety_article_along():
    assert decided("我被骗了", [hit("other", 0.9), hit("security-scam", 0.8, topic="fraud")]).code == "security-scam"
    assert decided("我被骗了", nothing()).code == ""


@pytest.mark.parametrize("text", ["2", "第二个", "second"])
def test_a_choice_from_the_offer_is_answered(text):
    assert decided(text, nothing(), State(offered=("first", "second", "third"))).code == "second"


def test_tapping_a_title_is_a_choice():
    hits = unsure("second", "first", nearest=1.0)

    assert decided("标题", hits, State(offered=("first", "second"))) == Answer(
        "second", reasons=("chosen_from_offer",), scores=decided("标题", hits).scores
    )


def test_no_to_an_offer_twice_hands_over():
    state = State(offered=("first", "second"))
    first = decided("都不是", nothing(), state)
    second = decided("不对", nothing(), after(state, first))

    assert isinstance(first, AskAgain)
    assert second.reason == "failed_twice"


def test_a_no_with_a_new_sure_question_is_answered():
    assert decided("不对，我的卡丢了", sure(), State(answered="card-fees")).code == "card-lost"


def test_asking_again_what_was_just_answered_offers_others_and_then_hands_over():
    state = State(answered="card-lost")
    first = decided("卡丢了怎么补", sure(), state)
    state = after(state, first)
    second = decided("卡丢了怎么补", sure(), state)

    assert isinstance(first, Offer)
    assert "card-lost" not in [one.article_code for one in first.hits]
    assert second.reason == "failed_twice"


def test_three_offers_in_a_row_become_a_person():
    state = State()
    kinds = []
    for _turn in range(3):
        decision = decided("关于卡", unsure(), state)
        kinds.append(type(decision))
        state = after(state, decision)

    assert kinds == [Offer, Offer, HandOver]


def test_courtesies_leave_the_dialogue_as_it_is():
    state = State(failures=1, offered=("first",), answered="x")
    decision = decided("谢谢", nothing(), state)

    assert isinstance(decision, Courtesy)
    assert after(state, decision) == state


def test_the_scores_are_kept_with_the_decision():
    scores = decided("卡丢了", sure()).scores

    assert scores["confidence"] > 0.8
    assert scores["found"][0]["code"] == "card-lost"


def test_no_article_at_all_is_no_error():
    assert isinstance(decided("卡丢了", []), AskAgain)
