"""What a customer is told by text message when their ways to sign in change."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from foyer.base import clock, house
from foyer.base.jobs import job
from foyer.customers import reaching, sms
from foyer.customers.models import Customer

_DJANGO_LANGUAGE = {"zh": "zh-hans", "en": "en"}
_TEXTS = {
    "set_up": gettext_noop(
        "%(bank)s: an authenticator app was set up for your sign-in on %(at)s. If this was not you, freeze your "
        "services on the page “My security” or call %(phone)s."
    ),
    "removed": gettext_noop(
        "%(bank)s: the authenticator app was removed from your sign-in on %(at)s. If this was not you, freeze your "
        "services on the page “My security” or call %(phone)s."
    ),
    "recovery": gettext_noop(
        "%(bank)s: new recovery codes were made for your sign-in on %(at)s. If this was not you, freeze your services "
        "on the page “My security” or call %(phone)s."
    ),
}


@job("customers.tell_app_changed")
def tell_app_changed(customer_id: str, what: str) -> None:
    """The app was set up or removed, or its recovery codes are new: to the phone that the bank has."""
    customer = Customer.objects.filter(pk=customer_id).first()
    if customer and customer.phone and reaching.may_leave(customer.pk, "anti_fraud", "sms"):
        sms.send_to(customer.pk, customer.phone, _text(customer, what))


def _text(customer: Customer, what: str) -> str:
    at = timezone.localtime(clock.now())
    with override(_DJANGO_LANGUAGE[customer.language]):
        bank = house.name().in_(customer.language)
        return _(_TEXTS[what]) % {"bank": bank, "at": f"{at:%m-%d %H:%M}", "phone": house.phone() or _("us")}
