"""Recovery codes: shown once, kept as digests, each opens once; who reads the table has none."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt
from django.test import Client

from foyer.staff.sign_in import paper, spent
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import PASSWORD
from foyer.staff.tests.test_second_factor import AUTHENTICATE, protect
from foyer.staff.tests.test_signing_in import sign_in, who

pytestmark = pytest.mark.django_db
CODES = "/accounts/2fa/recovery-codes/"


def row(user):
    return Authenticator.objects.get(user=user, type="recovery_codes")


def shown(client):
    """What the page shows to somebody who has just proved to be themselves."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client.get(CODES).context["unused_codes"]


@pytest.fixture
def agent(client):
    cast = bring_on()
    sign_in(client, "agent")
    protect(cast.agent)
    return cast.agent


def test_they_are_shown_once_and_nowhere_kept(client, agent):
    first, again = shown(client), client.get(CODES).context["unused_codes"]

    assert len(set(first)) == 10 and all(len(code.replace("-", "")) == 24 for code in first)
    assert set(again) == {"****"} and client.get(CODES + "download/").status_code == 403
    kept = json.dumps(row(agent).data)
    assert not any(code in kept or code.replace("-", "") in kept for code in first)


def test_looking_at_the_page_that_makes_new_ones_makes_none(client, agent):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get(CODES + "generate/")

    assert row(agent).data["digests"] is None
    assert len(shown(client)) == 10


@pytest.mark.parametrize(
    "written", [str, str.upper, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")]
)
def test_each_opens_once_however_it_is_written(client, agent, written):
    code = written(shown(client)[3])
    for expected in (str(agent.pk), None):
        browser = Client()
        sign_in(browser, "agent")
        browser.post(AUTHENTICATE, {"code": code})
        assert who(browser) == expected
    assert spent.is_spent(agent, code) and not spent.is_spent(agent, "abcd-efgh")


def test_a_digest_from_the_table_opens_nothing(client, agent):
    shown(client)
    for stolen in [*row(agent).data["digests"][:2], "", "-", "x" * 500, "\x00"]:
        browser = Client()
        sign_in(browser, "agent")
        browser.post(AUTHENTICATE, {"code": stolen})
        assert who(browser) is None


def test_new_codes_end_the_old_ones(client, agent):
    old = shown(client)[0]
    client.post(CODES + "generate/")
    new = client.get(CODES).context["unused_codes"]

    assert old not in new and len(new) == 10
    browser = Client()
    sign_in(browser, "agent")
    browser.post(AUTHENTICATE, {"code": old})
    assert who(browser) is None


def test_codes_of_before_open_once_and_their_seed_is_gone(agent):
    kept = row(agent)
    kept.data = {"seed": encrypt("0a" * 40), "used_mask": 1}
    kept.save()
    codes = RecoveryCodes(kept).generate_codes()

    kept.data = paper.hide_old(kept.data, codes[1:])
    kept.save()

    assert "seed" not in row(agent).data and not any(code in json.dumps(row(agent).data) for code in codes)
    for code, expected in ((codes[0], None), (codes[4], str(agent.pk)), (codes[4], None)):
        browser = Client()
        sign_in(browser, "agent")
        browser.post(AUTHENTICATE, {"code": code})
        assert who(browser) == expected
