"""Doubts: figures that contradict each other, links that lead nowhere, one question with two answers."""

from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.base.jobs import run_waiting
from foyer.base.text import Bilingual
from foyer.knowledge import actions
from foyer.knowledge.actions import checking
from foyer.knowledge.actions.publishing import go_live
from foyer.knowledge.checks import doubts, elsewhere
from foyer.knowledge.checks.figures import figures, only_in
from foyer.knowledge.checks.links import Link, links
from foyer.knowledge.errors import NoSuchFinding, ReasonMissing
from foyer.knowledge.models import Article, CheckRun, Finding
from foyer.knowledge.tests import factories

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
TIMES = [("workdays", 3), ("workdays", 5), ("hours", 24), ("months", 6), ("months", 24)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("三个工作日内，每笔0.5%，最高50元", [("workdays", 3), ("percent", 0.5), ("cny", 50)]),
        ("within three working days, 0.5% each, at most CNY 50", [("workdays", 3), ("percent", 0.5), ("cny", 50)]),
        ("每日转账限额为五十万元", [("cny", 500_000)]),
        ("up to CNY 500,000 a day", [("cny", 500_000)]),
        ("2.5 million yuan or US$ 1,000", [("cny", 2_500_000), ("usd", 1_000)]),
        ("3至5个工作日；24小时；半年；两年", TIMES),
        ("three to five working days; 24-hour; six months; two years", TIMES),
        ("百分之三", [("percent", 3)]),
        ("09:00至17:00，下午5点半", [("clock", 540), ("clock", 1020), ("clock", 1050)]),
        ("from 9:00 to 17:00, 5:30 pm", [("clock", 540), ("clock", 1020), ("clock", 1050)]),
        ("2026年1月1日起，每月15日，周一", []),
        ("点击“三步”完成，一般即时到账", []),
    ],
)  # fmt: skip
def test_figures_are_the_same_in_both_languages(text, told):
    assert [(figure.unit, float(figure.value)) for figure in figures(text)] == told


def test_only_what_the_translation_has_nowhere_counts_as_apart():
    assert [each.text for each in only_in("三个工作日内答复", "We answer within five working days")] == ["三个工作日"]
    assert only_in("每天最多1万元、全年20万元", "CNY 10,000 a day and 200,000 a year") == []
    assert only_in("一天之内", "within the day") == []


def test_links_of_every_kind_are_found_and_punctuation_is_not_part_of_them():
    said = "见 /articles/card-lost/2，或article:card-pin；表格file:价目表.pdf。官网https://bank.example/a?b=1。(http://x.example/y)"

    assert list(links(said)) == [
        Link("page", "https://bank.example/a?b=1"), Link("page", "http://x.example/y"),
        Link("article", "card-lost", 2), Link("article", "card-pin"), Link("file", "价目表.pdf"),
    ]  # fmt: skip


def says(zh, en, code="card-lost", words=factories.LOST, **about):
    return factories.published(code, {**words, "answer": Bilingual(zh, en)}, learn=False, **about)


@pytest.mark.django_db
def test_two_articles_that_give_different_figures_for_the_same_thing_are_found():
    says("境内其他银行3个工作日内退回。", "Other banks return it within three working days.")
    says(
        "境内其他银行10个工作日内退回。", "Other banks return it within 10 working days.", "card-cash", factories.LIMIT
    )
    says("境内其他银行10个工作日内退回。", "Other banks return it within 10 working days.", "branch", factories.HOURS,
         category="branch")  # fmt: skip

    found = [doubt for doubt in doubts.found() if doubt.kind == Finding.Kind.FIGURES]

    assert {doubt.details["language"] for doubt in found} == {"zh", "en"}
    codes = {Article.objects.get(pk=pk).code for doubt in found for pk in (doubt.article, doubt.other)}
    assert codes == {"card-lost", "card-cash"}


@pytest.mark.django_db
def test_languages_links_and_questions_are_doubted(monkeypatch):
    internal = says("内部", "internal", "staff-rule", factories.HOURS, audience="staff")
    article = says(
        "三个工作日内答复，见article:nowhere和article:staff-rule，表格file:a.pdf。",
        "Answered within five working days.",
    )
    twin = {**factories.LIMIT, "questions": {**factories.LIMIT["questions"], "zh": ["我的卡丢了？", *"甲乙丙丁"]}}
    factories.published("twin", twin, learn=False)

    actions.check()

    rows = {(row.kind, row.details.get("why") or "") for row in Finding.objects.all()}
    assert rows == {
        ("languages", ""), ("question", ""), ("link", "not_speaking"), ("link", "staff_only"), ("link", "not_attached"),
    }  # fmt: skip
    assert Finding.objects.get(kind="languages").article == article
    assert internal.findings.count() == 0


@pytest.mark.django_db
def test_a_doubt_is_mended_by_writing_or_accepted_with_a_reason_and_comes_back_when_it_changes():
    article = says("三个工作日内答复。", "Answered within five working days.")
    actions.check()
    actions.check()
    finding = Finding.objects.get()
    with pytest.raises(ReasonMissing):
        actions.accept(finding.pk, reason=" ", by=SYSTEM)
    actions.accept(finding.pk, reason="the English counts Saturdays", by=SYSTEM)
    actions.check()
    finding.refresh_from_db()
    assert (finding.state, finding.reason) == ("accepted", "the English counts Saturdays")

    rewritten = factories.content(answer=Bilingual("四个工作日内答复。", "Answered within five working days."))
    go_live(actions.edit(article, content=rewritten, by=SYSTEM), by=SYSTEM)
    actions.check()
    assert sorted(Finding.objects.values_list("state", flat=True)) == ["accepted", "open"]

    mended = factories.content(answer=Bilingual("五个工作日内答复。", "Answered within five working days."))
    go_live(actions.edit(article, content=mended, by=SYSTEM), by=SYSTEM)
    actions.check()
    assert sorted(Finding.objects.values_list("state", flat=True)) == ["accepted", "mended"]
    assert actions.reconsider(finding.pk, by=SYSTEM).state == "open"
    with pytest.raises(NoSuchFinding):
        actions.accept(article.pk, reason="x", by=SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_what_was_published_is_checked_soon_after_and_pages_elsewhere_once_a_day():
    with clock.at(NOON):
        factories.published()
        assert not checking.check_when_due()
    with clock.at(NOON + timedelta(minutes=3)):
        assert checking.check_when_due()
        run_waiting()
        assert CheckRun.objects.get().with_pages
        assert not checking.check_when_due()
    with clock.at(NOON + timedelta(days=2)):
        assert checking.check_when_due()


@pytest.fixture
def pages(settings):
    """A server on this machine: /here is there, /gone is not, /shy answers HEAD with 405."""

    class Answer(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.send_response({"/here": 200, "/shy": 405, "/locked": 403}.get(self.path, 404))
            self.end_headers()

        def do_GET(self):
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_said):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    settings.FOYER_INTERNAL_HOSTS = [f"127.0.0.1:{server.server_port}"]
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.django_db
def test_pages_elsewhere_are_asked_only_where_the_house_may_call(pages):
    said = " ".join(f"{pages}/{path}" for path in ("here", "gone", "shy", "locked"))
    says(f"{said} http://169.254.169.254/latest/meta-data", "x")

    found = {doubt.details["target"].rpartition("/")[2]: doubt.details["why"] for doubt in elsewhere.found()}

    assert found == {"gone": "status_404", "meta-data": "not_allowed"}


@pytest.mark.django_db
def test_a_check_without_pages_leaves_what_was_found_elsewhere(pages):
    says(f"见{pages}/gone", "x")
    actions.check(with_pages=True)
    actions.check()

    assert Finding.objects.get().state == "open"
