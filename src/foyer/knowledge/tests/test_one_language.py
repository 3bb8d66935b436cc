"""An article in one language alone: written, handed in, published, found, and shown to readers of the other as such."""

import pytest

from foyer.base.actors import SYSTEM, Actor
from foyer.base.text import Bilingual
from foyer.knowledge import actions, queries
from foyer.knowledge.content import is_written, only_language, problems_of, stale_after
from foyer.knowledge.documents import read
from foyer.knowledge.errors import Incomplete
from foyer.knowledge.models import ArticleVersion
from foyer.knowledge.queries import register, reviewing, versions
from foyer.knowledge.tests import factories
from foyer.knowledge.tests.test_importing import GOOD, write
from foyer.staff import approvals
from foyer.staff.tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db


def alone(language="zh", words=factories.LOST, **changes):
    """The words of an article in one language."""
    half = {
        "title": Bilingual(**{language: getattr(words["title"], language)}),
        "answer": Bilingual(**{language: getattr(words["answer"], language)}),
        "questions": {language: words["questions"][language]},
        "steps": {language: words["steps"][language]},
    }
    return factories.content({**half, **changes})


def spoken(code="card-lost", language="zh", words=factories.LOST, **about):
    version = actions.draft(code=code, category="cards", content=alone(language, words, **about), by=SYSTEM)
    factories.go_live(version, by=SYSTEM)
    actions.relearn()
    return version.article


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_is_handed_in_approved_by_another_and_speaks(language):
    unit = UnitFactory()
    writer, checker = (UserFactory(role="knowledge_editor", unit=unit) for _each in range(2))
    version = actions.draft(code="card-lost", category="cards", content=alone(language), by=Actor.staff(writer))

    approvals.approve(actions.submit(version, by=Actor.staff(writer)), by=Actor.staff(checker))

    other = {"zh": "en", "en": "zh"}[language]
    page = queries.article("card-lost", lang=other)
    assert (page.written_in, page.is_foreign) == (language, True)
    assert page.answer == getattr(factories.LOST["answer"], language) and page.steps
    assert not queries.article("card-lost", lang=language).is_foreign


def test_what_is_half_written_or_not_at_all_is_refused():
    half = factories.content(answer=Bilingual(factories.LOST["answer"].zh))
    assert problems_of(half) == ["英文：缺少答案"] or "English: the answer is missing" in problems_of(half)
    only_variant = alone(variants={"phone": {"en": "Block it"}})
    assert len(problems_of(only_variant)) == 4  # who begins a language writes all of it
    nothing = factories.content(title=Bilingual(), answer=Bilingual(), questions={}, steps={})
    assert len(problems_of(nothing)) == 9
    for content in (half, nothing):
        with pytest.raises(Incomplete):
            actions.draft(code="half", category="cards", content=content, by=SYSTEM)
    spaces = factories.content(
        title=Bilingual(factories.LOST["title"].zh, " "), answer=Bilingual(factories.LOST["answer"].zh, "\n"),
        questions={"zh": factories.LOST["questions"]["zh"], "en": [" "]},
        steps={"zh": factories.LOST["steps"]["zh"], "en": []},
    )  # fmt: skip
    assert not is_written(spaces, "en") and only_language(spaces) == "zh" and problems_of(spaces) == []


def test_a_language_that_is_not_there_does_not_lag_and_is_told_plainly():
    article = spoken()
    changed = actions.edit(article, content=alone(steps={"zh": ["马上挂失"]}), by=SYSTEM)

    assert changed.stale_language == "" and versions.lag_of(changed) is None
    assert versions.not_written(changed) in ("English", "英文")
    assert (register.counts()["lagging"], register.counts()["one_language"]) == (0, 1)
    assert reviewing.figures_apart(changed) == {}
    assert [line.only_language for line in register.lines([article])] == ["zh"]


def test_the_translation_that_comes_later_leaves_nothing_behind():
    article = spoken()
    title_first = alone()
    title_first = factories.content(
        title=factories.LOST["title"], answer=Bilingual(factories.LOST["answer"].zh),
        questions=title_first.questions, steps=title_first.steps,
    )  # fmt: skip
    begun = actions.edit(article, content=title_first, by=SYSTEM, unfinished=True)
    assert begun.stale_language == ""
    with pytest.raises(Incomplete):
        actions.submit(begun, by=SYSTEM)

    whole = actions.edit(article, content=factories.content(), by=SYSTEM)
    assert (whole.number, whole.stale_language, versions.not_written(whole)) == (2, "", "")

    later = factories.content(steps={"zh": ["马上挂失"], "en": factories.LOST["steps"]["en"]})
    assert stale_after(factories.content(), later) == "en"  # from now on they keep each other company
    assert stale_after(factories.content(), alone()) == ""  # a language that was taken out is missing, not late


def test_it_is_found_from_the_other_language_with_its_passage():
    factories.shelf()
    asked = ["外币能换多少", "一年能换多少外币", "外币兑换额度是多少", "个人换汇限额", "换美元有限制吗"]
    limit = {
        "title": Bilingual("外币兑换额度"), "answer": Bilingual("外币兑换每人每年可兑换等值五万美元。"),
        "questions": {"zh": asked}, "steps": {"zh": ["带身份证到网点"]},
    }  # fmt: skip
    version = actions.draft(code="fx-limit", category="fees", content=factories.content(limit), by=SYSTEM)
    factories.go_live(version, by=SYSTEM)
    actions.relearn()

    question = "How much foreign currency can one person exchange a year?"
    hit = queries.search(question, "en")[0]
    [passage] = queries.passages(question, "en", limit=1)

    assert (hit.article_code, hit.title, hit.written_in) == ("fx-limit", "外币兑换额度", "zh")
    assert (passage.lang, passage.text) == ("zh", "外币兑换每人每年可兑换等值五万美元。")
    assert {hit.article_code for hit in queries.search(question, "en", written_in="en")} == {
        hit.article_code for hit in queries.search(question, "en") if hit.written_in == "en"
    }
    listed = {title.code: (title.written_in, title.languages) for title in queries.published("en")}
    assert listed["fx-limit"] == ("zh", ("zh",)) and listed["card-lost"] == ("en", ("zh", "en"))


def test_a_channels_text_is_in_the_language_there_is():
    spoken(variants={"wechat": {"zh": "马上挂失：菜单—挂失"}})
    page = queries.article("card-lost", lang="en", channel="wechat")

    assert (page.answer, page.is_short, page.written_in) == ("马上挂失：菜单—挂失", True, "zh")


def test_files_may_hold_one_language(tmp_path):
    chinese = GOOD[: GOOD.index("  en:")]
    report = actions.import_articles(write(tmp_path, chinese))
    assert (report.created, report.problems) == (["card-lost"], [])
    assert queries.article("card-lost", lang="en").is_foreign

    wordless = GOOD[: GOOD.index("  zh:")]
    [problem] = actions.import_articles(write(tmp_path, wordless.replace("card-lost", "card-gone"))).problems
    assert problem.line == 1 and "zh" in problem.message and "en" in problem.message


def test_a_sheet_in_one_language_proposes_what_can_be_handed_in_at_once():
    asked = "；".join(factories.LOST["questions"]["zh"])
    row = f"问题,答案,相似问,步骤,分类\n银行卡丢失怎么办,请马上挂失您的卡。,{asked},1. 打开手机银行,cards\n"
    [proposal] = read("faq.csv", row.encode()).proposals

    assert problems_of(proposal.content()) == [] and only_language(proposal.content()) == "zh"


def test_what_goes_out_in_one_language_comes_in_again():
    from foyer.knowledge.actions.exporting import as_proposal
    from foyer.knowledge.documents import bundle

    spoken(language="en")
    [stored] = ArticleVersion.objects.select_related("article")
    kept = as_proposal(stored)

    for again in (bundle.from_markdown(bundle.as_markdown(kept), "a"), bundle.checked(bundle.as_entry(kept), "a")):
        assert again.content().fingerprint == stored.fingerprint and only_language(again.content()) == "en"
