"""Intents are content: written, phrased, moved, brought in and out; a bad row stops no good one."""

import pytest

from foyer.assistant.intents import content, exchange
from foyer.assistant.intents.errors import AlreadyPhrased, BadFile, BadIntent, BadPhrasing, NoSuchIntent
from foyer.assistant.models import Intent, IntentPhrasing
from foyer.assistant.tests.intents import file_of
from foyer.base.actors import SYSTEM
from foyer.base.text import Bilingual
from foyer.security.models import AuditEntry

pytestmark = pytest.mark.django_db

NAME = Bilingual("挂失", "Lost card")


@pytest.fixture
def lost():
    return content.write("card-lost", name=NAME, by=SYSTEM)


def test_writing_twice_is_written_once_and_told_once(lost):
    content.write("card-lost", name=NAME, by=SYSTEM)

    assert Intent.objects.count() == 1
    assert AuditEntry.objects.filter(act="assistant.intent_written").count() == 1


def test_an_intent_needs_a_code_and_both_names():
    for code, name in (("Card Lost", NAME), ("", NAME), ("a" * 61, NAME), ("card", Bilingual("挂失", ""))):
        with pytest.raises(BadIntent):
            content.write(code, name=name, by=SYSTEM)


def test_a_phrasing_is_taken_once_whatever_its_capitals_and_marks(lost):
    first = content.add("card-lost", "  I lost   my card! ", by=SYSTEM)

    with pytest.raises(AlreadyPhrased):
        content.add("card-lost", "i LOST my card", by=SYSTEM)
    assert (first.text, first.lang) == ("I lost my card!", "en")
    assert content.add("card-lost", "我的卡丢了", by=SYSTEM).lang == "zh"


def test_what_is_no_sentence_is_no_phrasing(lost):
    for text in ("", "   ", "?!…", "长" * 301):
        with pytest.raises(BadPhrasing):
            content.add("card-lost", text, by=SYSTEM)
    with pytest.raises(NoSuchIntent):
        content.add("nowhere", "hello there", by=SYSTEM)


def test_a_phrasing_is_moved_and_removed(lost):
    content.write("balance", name=Bilingual("余额", "Balance"), by=SYSTEM)
    row = content.add("card-lost", "我还有多少钱", by=SYSTEM)

    content.move(row.pk, to="balance", by=SYSTEM)
    assert list(content.intent_of("balance").phrasings.all()) == [row]
    content.remove(row.pk, by=SYSTEM)
    content.remove(row.pk, by=SYSTEM)

    assert not IntentPhrasing.objects.exists()
    assert AuditEntry.objects.filter(act="assistant.intent_unphrased").count() == 1


def test_a_retired_intent_comes_back_with_its_phrasings(lost):
    content.add("card-lost", "我的卡丢了", by=SYSTEM)
    content.retire("card-lost", by=SYSTEM)
    assert b"card-lost" not in exchange.as_csv(by=SYSTEM)

    content.restore("card-lost", by=SYSTEM)

    assert "我的卡丢了".encode() in exchange.as_csv(by=SYSTEM)


def test_a_spreadsheet_is_taken_in_and_its_bad_rows_are_named():
    rows = [
        {"intent": "card-lost", "lang": "zh", "text": "我的卡丢了", "name_zh": "挂失", "name_en": "Lost card"},
        {"intent": "card-lost", "text": "my card is gone"},
        {"intent": "card-lost", "text": "我的卡丢了！"},
        {"intent": "unknown", "text": "what is this"},
        {"intent": "card-lost", "text": "?!"},
    ]

    outcome = exchange.take_in("intents.csv", file_of(rows), by=SYSTEM)

    assert (outcome.new, outcome.same, outcome.intents) == (2, 1, 1)
    assert [number for number, _why in outcome.problems] == [5, 6]
    assert exchange.take_in("intents.csv", file_of(rows), by=SYSTEM).new == 0


def test_what_is_exported_is_imported_the_same(lost):
    content.add("card-lost", "我的卡丢了", by=SYSTEM)
    content.add("card-lost", "my card is gone", by=SYSTEM)
    whole = exchange.as_yaml(by=SYSTEM)
    IntentPhrasing.objects.all().delete()
    Intent.objects.all().delete()

    outcome = exchange.take_in("intents.yaml", whole, by=SYSTEM)

    assert (outcome.intents, outcome.new, outcome.problems) == (1, 2, [])
    assert exchange.as_yaml(by=SYSTEM) == whole


def test_a_spreadsheet_never_computes_what_a_customer_wrote(lost):
    content.add("card-lost", "=cmd|' /C calc'!A0", by=SYSTEM)

    assert "'=cmd" in exchange.as_csv(by=SYSTEM).decode("utf-8-sig")


def test_what_is_no_file_of_intents_is_refused():
    files = [
        ("a.csv", b"name,number\nx,1\n"), ("a.csv", b"\xff\xfe\x00\xd8"), ("a.yaml", b"- just\n- a list\n"),
        ("a.yaml", b"x: [1"), ("a.yaml", b"card: 5\n"), ("a.yaml", b"!!python/object/apply:os.system ['id']"),
        ("a.yaml", b"card: {name: [1]}"), ("a.yaml", b"card: {zh: {a: b}}"),
        ("a.csv", b"text,intent\n" + b"x" * (exchange.MOST_BYTES + 1)),
    ]  # fmt: skip
    for name, data in files:
        with pytest.raises(BadFile):
            exchange.take_in(name, data, by=SYSTEM)
    assert not Intent.objects.exists()
