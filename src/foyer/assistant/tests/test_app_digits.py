"""What the assistant asks for where a customer chose an authenticator app: its digits, not a code that is sent."""

import base64

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from foyer.assistant.dialogue import saying
from foyer.assistant.dialogue.advancing import send_code
from foyer.assistant.dialogue.answering import _code
from foyer.base import clock
from foyer.customers.models import AuthenticatorApp
from foyer.servicing import queries
from foyer.servicing.tests.conftest import cast, customer  # noqa: F401
from foyer.servicing.tests.factories import by, talk_with
from foyer.servicing.tests.test_attacks import ready_to_prove

pytestmark = pytest.mark.django_db
SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # pragma: allowlist secret
NOW = clock.now().replace(hour=2, minute=0, second=10)


def test_it_asks_for_the_apps_digits_and_says_what_mends_wrong_ones(customer, settings):  # noqa: F811
    settings.FOYER_SMS = "demo"
    AuthenticatorApp.objects.create(customer=customer, seed=SEED, begun_in=customer.pk, confirmed_at=NOW)
    with clock.at(NOW):
        talk = talk_with(customer)
        order = ready_to_prove(talk, customer)
        asked = send_code(order.pk, "zh", by=by(talk))
        wrong = _code(queries.order_of(order.pk), "000000", "zh", by(talk))
        right = TOTP(base64.b32decode(SEED), 6, SHA1(), 30).generate(int(clock.now().timestamp())).decode()  # noqa: S303
        done = _code(queries.order_of(order.pk), right, "zh", by(talk))

    assert saying.APP_DIGITS.zh in str(asked) and saying.RESEND.zh not in str(asked)
    assert saying.APP_WRONG.zh in str(wrong)
    assert saying.APP_WRONG.zh not in str(done) and not queries.order_of(order.pk).proving
