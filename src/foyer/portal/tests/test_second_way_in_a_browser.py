"""Signing in with an authenticator app, in a real browser: asked after the number, and a recovery code does too."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from foyer.base import clock
from foyer.base.recovery import digest, new_code
from foyer.customers.models import AuthenticatorApp
from foyer.customers.tests.factories import CustomerFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # pragma: allowlist secret


def test_the_app_is_asked_for_after_the_number_and_a_recovery_code_opens(page: Page, settings: Any) -> None:
    settings.FOYER_SMS = "demo"
    mine, spare = CustomerFactory(), new_code()
    AuthenticatorApp.objects.create(
        customer=mine, seed=SEED, begun_in=mine.pk, confirmed_at=clock.now(), recovery=[digest(spare)]
    )
    page.goto("/sign-in")
    enter = page.locator("#sign-in-form button[type=submit]")
    page.fill("#phone", mine.phone)
    enter.click()
    expect(page.locator("#app")).to_be_hidden()
    page.fill("#code", page.locator("[data-demo-code]:visible").inner_text())
    enter.click()
    expect(page.locator("#app")).to_be_focused()
    expect(page.locator("[data-error]")).to_be_hidden()

    page.fill("#app", "000000")
    enter.click()
    expect(page.locator("[data-error]")).to_be_visible()
    page.fill("#app", spare)
    enter.click()

    page.wait_for_url(lambda url: "/sign-in" not in url)
    assert page.context.cookies() and AuthenticatorApp.objects.get().recovery == []
