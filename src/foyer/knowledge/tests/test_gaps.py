"""What customers found no good answer to: collected without them, grouped by meaning, written, tested again, closed."""

from datetime import timedelta

import pytest

from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.text import Bilingual
from foyer.knowledge import actions
from foyer.knowledge.actions.publishing import go_live
from foyer.knowledge.errors import GapSettled, NoSuchGap
from foyer.knowledge.models import Article, Gap, GapQuestion
from foyer.knowledge.queries import gaps as listing
from foyer.knowledge.tests import factories
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
INSECT = ("卡里的余额变成虫子了怎么办", "余额显示成虫子的图案怎么办", "怎么余额是虫子图案")


def missed(*texts: str, why: str = "asked_again", lang: str = "zh") -> list[GapQuestion | None]:
    return [actions.miss(text, lang=lang, why=why, source=f"{why}:{text}") for text in texts]


def written_for(gap: Gap) -> object:
    """The article, whole and speaking."""
    version = actions.write_article(gap.pk, by=SYSTEM)
    words = {
        **factories.LOST,
        "title": Bilingual(gap.title, "Insects for a balance"),
        "answer": Bilingual("这是主题皮肤，在设置里关闭。", "It is a theme; switch it off in Settings."),
        "questions": {"zh": [*INSECT, "虫子图案", "余额有虫子"], "en": factories.HOURS["questions"]["en"]},
    }
    version = actions.edit(version.article, content=factories.content(words), by=SYSTEM)
    go_live(version, by=SYSTEM)
    actions.relearn()
    return version


def test_questions_that_mean_the_same_are_one_gap_and_others_another():
    missed(*INSECT, "你们卖不卖电影票")

    sizes = sorted(listing.gaps("open").values_list("total", flat=True))

    assert sizes == [1, 3]


def test_nothing_personal_is_kept():
    question = missed("我叫王小明，身份证110101199003074258，手机13800138000，我的余额变成虫子了")[0]

    assert question is not None
    assert not any(secret in question.text for secret in ("王小明", "110101199003074258", "13800138000"))
    assert "虫子" in question.text and "王小明" not in str(vars(question.gap))


def test_the_same_message_counts_once_and_leaves_no_trace_of_itself():
    first = actions.miss(INSECT[0], lang="zh", why="asked_again", source="message:1")
    again = actions.miss(INSECT[0], lang="zh", why="asked_again", source="message:1")

    assert first == again and GapQuestion.objects.count() == 1
    assert first is not None and "message" not in first.source


@pytest.mark.parametrize("text", ["", "  ", "好", "13800138000", "…"])
def test_what_is_no_question_is_not_kept(text):
    assert actions.miss(text, lang="zh", why="asked_again", source="x") is None


def test_a_gap_is_written_answered_and_closed():
    missed(*INSECT)
    gap = Gap.objects.get()
    assert actions.retest() == 0

    written_for(gap)
    closed = actions.retest()

    gap.refresh_from_db()
    assert closed == 1 and gap.state == Gap.State.CLOSED and gap.article.code
    assert gap.questions.filter(answered_at__isnull=False).count() == 3


def test_the_draft_begins_with_what_was_asked_and_is_begun_once():
    missed(*INSECT)
    gap = Gap.objects.get()

    version = actions.write_article(gap.pk, by=SYSTEM)

    gap.refresh_from_db()
    asked = set(version.phrasings.filter(kind="question").values_list("text", flat=True))
    assert asked == set(INSECT) and version.title.zh == gap.title and gap.state == Gap.State.DRAFTED
    assert actions.write_article(gap.pk, by=SYSTEM) == version


def test_a_closed_gap_opens_again_when_it_is_missed_anew():
    missed(*INSECT)
    gap = Gap.objects.get()
    written_for(gap)
    actions.retest()

    missed("余额又变成虫子图案了怎么办")

    gap.refresh_from_db()
    assert gap.state == Gap.State.OPEN and gap.settled_at is None and Gap.objects.count() == 1


def test_an_article_that_did_not_help_does_not_settle_what_it_left_open():
    factories.shelf()
    actions.miss("我的卡丢了", lang="zh", why="unhelpful", source="r", article_code="card-lost")

    assert actions.retest() == 0


def test_what_is_dismissed_stays_off_the_list():
    missed(INSECT[0])
    gap = Gap.objects.get()

    actions.dismiss_gap(gap.pk, reason="不是银行的事", by=SYSTEM)
    missed(INSECT[1])

    gap.refresh_from_db()
    assert gap.state == Gap.State.DISMISSED and gap.questions.count() == 2
    with pytest.raises(GapSettled):
        actions.write_article(gap.pk, by=SYSTEM)


def test_two_gaps_can_be_joined_by_hand():
    missed("你们卖不卖电影票", INSECT[0])
    one, other = Gap.objects.order_by("opened_at")

    actions.join_gaps(one.pk, other.pk, by=SYSTEM)

    assert Gap.objects.get().questions.count() == 2
    with pytest.raises(NoSuchGap):
        actions.assign_gap(one.pk, to=None, by=SYSTEM)


def test_a_line_shows_count_trend_reasons_and_examples(django_assert_num_queries):
    now = clock.now()
    for place, text in enumerate(INSECT):
        actions.miss(text, lang="zh", why="refused", source=str(place), at=now - timedelta(days=4 * place))
    editor = UserFactory(role="knowledge_editor")
    actions.assign_gap(Gap.objects.get().pk, to=editor, by=Actor.staff(editor))
    rows = list(listing.gaps("open"))

    with django_assert_num_queries(2):
        line = listing.gap_lines(rows, now)[0]

    assert (line.count, line.this_week, line.last_week, line.trend) == (3, 2, 1, 1)
    assert line.weeks[-2:] == [1, 2] and len(line.examples) == 2 and line.reasons[0][1] == 3
    assert line.gap.assignee == editor


def test_a_search_that_found_nothing_counts_once_a_day_and_cannot_fill_the_list():
    for _ in range(3):
        actions.miss_search("电影票怎么买呀", lang="zh")

    assert GapQuestion.objects.count() == 1


def test_a_thumbs_down_is_a_gap_of_that_article():
    factories.shelf()
    reader = Actor("visitor", Article.objects.get(code="card-lost").pk)

    actions.rate("card-lost", 1, is_helpful=False, by=reader, lang="zh", comment="没说补卡要多少钱")

    question = GapQuestion.objects.get()
    assert (question.why, question.article_code, question.text) == ("unhelpful", "card-lost", "没说补卡要多少钱")
