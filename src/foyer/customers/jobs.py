"""Work of this room that nobody waits for."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.base import clock
from foyer.base.jobs import job
from foyer.customers import sms
from foyer.customers.codes import digits_of
from foyer.customers.collecting import jobs as collecting  # noqa: F401  its sweeps
from foyer.customers.intake import jobs as intake  # noqa: F401  sources that are due
from foyer.customers.models import Customer, SignInCode

_DJANGO_LANGUAGE = {"zh": "zh-hans", "en": "en"}


@job("customers.send_code")
def send_code(code_id: str, older_indexes: list[str]) -> None:
    """Send a sign-in code to the customer whose number it was asked for; for a number we do not know, do nothing.

    Run twice, it sends the same digits twice. It sends nothing that no longer opens anything: a code that is used, has
    run out or was followed by another. `older_indexes` are the number's blind indexes under the older keys of the ring.
    """
    code = SignInCode.objects.filter(pk=code_id).first()
    if code is None or not _is_awaited(code):
        return
    customer = Customer.objects.filter(phone_index__in=[code.phone_index, *older_indexes]).first()
    digits = digits_of(code)
    if customer and digits:
        sms.configured().send(customer.phone, _text(digits, customer.language))


def _is_awaited(code: SignInCode) -> bool:
    later = SignInCode.objects.filter(phone_index=code.phone_index, sent_at__gt=code.sent_at)
    return code.used_at is None and code.expires_at > clock.now() and not later.exists()


def _text(digits: str, language: str) -> str:
    with override(_DJANGO_LANGUAGE[language]):
        text = _("Your sign-in code is %(code)s. It is valid for 5 minutes. We never ask you for it.")
    return text % {"code": digits}
