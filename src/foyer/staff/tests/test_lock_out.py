"""After five wrong passwords the name is locked from that address for a quarter of an hour."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client
from django.utils.translation import override

from foyer.staff.tests.factories import PASSWORD
from foyer.staff.tests.test_signing_in import sign_in, who

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "203.0.113.5", "203.0.113.77"


def guess(name: str = "agent", times: int = 5, address: str = HERE):
    return [sign_in(Client(), name, "wrong", REMOTE_ADDR=address) for _ in range(times)][-1]


def test_the_fifth_wrong_password_locks_and_the_page_says_for_how_long(cast):
    assert guess(times=4).status_code == 200

    response = guess(times=1)

    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert "15" in response.content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "15 分钟后"), ("en", "Try again in 15 minutes")])
def test_the_page_speaks_the_readers_language(cast, language, words):
    guess(times=4)
    browser = Client()
    browser.cookies["django_language"] = language

    with override(language):
        page = sign_in(browser, "agent", "wrong", REMOTE_ADDR=HERE)

    assert words in page.content.decode()


def test_the_right_password_does_not_open_a_locked_name(cast, client):
    guess()

    assert sign_in(client, "agent", REMOTE_ADDR=HERE).status_code == 429
    assert who(client) is None


def test_name_and_address_count_together_in_any_case(cast):
    guess("agent", 2)
    guess("AGENT", 1)
    guess("agent@bank.example", 1)

    assert guess("Agent@Bank.example", 1).status_code == 429


def test_a_colleague_and_another_address_are_not_locked(cast, client):
    guess()

    assert sign_in(client, "colleague", REMOTE_ADDR=HERE).status_code == 302
    assert sign_in(Client(), "agent", REMOTE_ADDR=ELSEWHERE).status_code == 302


def test_an_unknown_name_is_locked_like_a_known_one(cast):
    assert guess("nobody", 4).status_code == 200
    assert guess("nobody", 1).status_code == 429


def test_trying_on_does_not_prolong_the_lock_and_it_opens_by_itself(cast, client):
    guess()
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=10))
    waiting = guess(times=1)
    assert waiting["Retry-After"] == "300"

    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=6))
    assert sign_in(client, "agent", REMOTE_ADDR=HERE).status_code == 302


def test_a_success_forgets_the_failures_before_it(cast):
    guess(times=4)
    sign_in(Client(), "agent", REMOTE_ADDR=HERE)

    assert guess(times=4).status_code == 200


def test_many_addresses_against_one_name_are_slowed_too(cast, client):
    for number in range(10):
        guess(times=1, address=f"198.51.100.{number}")

    sign_in(client, "agent", REMOTE_ADDR=ELSEWHERE)

    assert who(client) is None


def test_the_record_keeps_no_password(cast):
    guess(times=1)

    kept = AccessAttempt.objects.get()
    assert "wrong" not in kept.post_data + kept.get_data
    assert PASSWORD not in kept.post_data


def test_an_administrator_opens_it_sooner(cast, client):
    guess()
    AccessAttempt.objects.filter(username="agent").delete()

    assert sign_in(client, "agent", REMOTE_ADDR=HERE).status_code == 302
