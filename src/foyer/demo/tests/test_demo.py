"""The demo bank is built by the house's own verbs, once, and never in production."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from foyer.conversations.models import Closure, Conversation, Queue, Rating
from foyer.customers.models import Customer
from foyer.demo import people
from foyer.demo.building import build
from foyer.demo.cast import CLIENTS, PLACES, STAFF
from foyer.demo.hall import CANNED, QUEUES
from foyer.knowledge.models import Article
from foyer.staff.models import Unit, User

pytestmark = pytest.mark.django_db


def test_known_passwords_never_reach_production(settings):
    settings.FOYER_PRODUCTION = True

    with pytest.raises(CommandError, match="not loaded in production"):
        call_command("load_demo", days=0, people=0)

    assert not User.objects.exists()


def test_the_bank_is_built_once(bank):
    first = counts()
    build()

    assert counts() == first == (len(PLACES), len(STAFF), len(CLIENTS), len(QUEUES))
    assert Article.objects.filter(status="published").count() >= 120


def test_a_played_day_leaves_answers_closures_ratings_and_a_line(bank):
    call_command("load_demo", days=1, people=0, a_day=40, stdout=StringIO(), stderr=StringIO())

    assert Conversation.objects.filter(status="waiting").count() == 5
    assert Conversation.objects.exclude(status__in=["waiting", "closed"]).count() == 0
    played = Conversation.objects.filter(status="closed").count()
    assert Closure.objects.count() == played
    assert 0 <= Rating.objects.count() <= played


def test_the_command_says_who_may_sign_in(bank):
    out = StringIO()

    call_command("load_demo", days=0, people=0, stdout=out, stderr=StringIO())

    for person in people():
        assert person["sign_in"] in out.getvalue()
    assert User.objects.get(username="linshan").check_password(people()[1]["secret"])


@pytest.mark.parametrize(("language", "word"), [("en", "knowledge editor"), ("zh", "知识编辑")])
def test_the_command_speaks_the_operators_language(bank, monkeypatch, language, word):
    monkeypatch.setenv("FOYER_LANGUAGE", language)
    out = StringIO()

    call_command("load_demo", days=0, people=0, stdout=out, stderr=StringIO())

    assert word in out.getvalue()


def test_every_ready_word_and_queue_speaks_both_languages():
    for ready in CANNED:
        assert ready.text.zh and ready.text.en and ready.title.zh and ready.title.en
    for line in QUEUES:
        assert line.name.zh and line.name.en


def counts() -> tuple[int, int, int, int]:
    return Unit.objects.count(), User.objects.count(), Customer.objects.count(), Queue.objects.count()
