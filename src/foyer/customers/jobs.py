"""Work of this room that nobody waits for."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.base import clock, house
from foyer.base.jobs import job, periodic
from foyer.customers import reaching, sms
from foyer.customers.codes import digits_of
from foyer.customers.collecting import jobs as collecting  # noqa: F401  its sweeps
from foyer.customers.identity import jobs as identity  # noqa: F401  learning from decisions
from foyer.customers.intake import jobs as intake  # noqa: F401  sources that are due
from foyer.customers.models import Customer, CustomerSession, SignInCode
from foyer.customers.trust.idling import end_idle

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
    if customer and digits and reaching.may_leave(customer.pk, "service", "sms"):
        sms.send_to(customer.pk, customer.phone, _text(digits, customer.language))


@periodic("customers.end_idle_sessions", every_seconds=60)
def end_idle_sessions() -> None:
    """Sign-ins that nobody has used for a while."""
    end_idle()


@job("customers.tell_new_device")
def tell_new_device(session_id: str) -> None:
    """Tell a customer by text message that somebody signed in as them from a browser we did not know."""
    session = CustomerSession.objects.select_related("customer").filter(pk=session_id).first()
    if session and session.customer.phone and reaching.may_leave(session.customer_id, "anti_fraud", "sms"):
        sms.send_to(session.customer.pk, session.customer.phone, _new_device_text(session))


def _new_device_text(session: CustomerSession) -> str:
    at = timezone.localtime(session.created_at)
    with override(_DJANGO_LANGUAGE[session.customer.language]):
        text = _(
            "%(bank)s: signed in on %(at)s from a new device (%(device)s). If this was not you, freeze your services "
            "on the page “My security” or call %(phone)s."
        )
        device = session.device_name or _("unknown")
        bank = house.name().in_(session.customer.language)
        return text % {"bank": bank, "at": f"{at:%m-%d %H:%M}", "device": device, "phone": house.phone() or _("us")}


def _is_awaited(code: SignInCode) -> bool:
    later = SignInCode.objects.filter(phone_index=code.phone_index, asked_by=code.asked_by, sent_at__gt=code.sent_at)
    return code.used_at is None and code.expires_at > clock.now() and not later.exists()


def _text(digits: str, language: str) -> str:
    with override(_DJANGO_LANGUAGE[language]):
        text = _("Your sign-in code is %(code)s. It is valid for 5 minutes. We never ask you for it.")
    return text % {"code": digits}
