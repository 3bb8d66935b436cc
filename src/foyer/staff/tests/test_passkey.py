"""A passkey is added, opens the account without a password, and is a second factor: in a browser, under our CSP."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import PASSWORD

CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), None)
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def plug_in_a_key(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def submit(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"#id_{name}", value)
    page.click("main form button[type=submit]")


def by_password(page: Page, house: str) -> None:
    page.goto(f"{house}/accounts/login/")
    submit(page, login="agent", password=PASSWORD)


def sign_out(page: Page, house: str) -> None:
    page.goto(f"{house}/accounts/logout/")
    submit(page)
    expect(page).to_have_url(f"{house}/accounts/login/")


def add_the_key(page: Page, house: str) -> None:
    page.goto(f"{house}/accounts/reauthenticate/")
    submit(page, password=PASSWORD)
    page.goto(f"{house}/accounts/2fa/webauthn/add/")
    page.check("#id_passwordless")
    page.click("#mfa_webauthn_add")
    expect(page).to_have_url(f"{house}/accounts/2fa/recovery-codes/")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_passkey_opens_the_account_and_is_a_second_factor(live_server):
    bring_on()
    house, blocked = live_server.url, []
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"]).new_page()
        page.on("console", lambda line: blocked.append(line.text) if "Content Security" in line.text else None)
        plug_in_a_key(page)
        by_password(page, house)
        add_the_key(page, house)
        sign_out(page, house)

        page.click("#passkey_login")
        expect(page).to_have_url(f"{house}/desk/")
        sign_out(page, house)

        by_password(page, house)
        expect(page).to_have_url(f"{house}/accounts/2fa/authenticate/")
        page.click("#mfa_webauthn_authenticate")
        expect(page).to_have_url(f"{house}/desk/")
    assert blocked == []
