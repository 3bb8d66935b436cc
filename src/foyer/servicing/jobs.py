"""Work of this room that nobody waits for."""

from foyer.base.actors import SYSTEM
from foyer.base.jobs import job, periodic
from foyer.customers import queries as customers
from foyer.customers import reaching, sms
from foyer.servicing import actions
from foyer.servicing.errors import CoreUnavailable
from foyer.servicing.models import Order, State


@periodic("servicing.expire_and_remind", every_seconds=10)
def expire_and_remind() -> None:
    """Orders in which nothing was heard."""
    actions.expire_and_remind()


@periodic("servicing.open_slots", every_seconds=3600)
def open_slots() -> None:
    """The times of a day more, every day."""
    actions.open_slots()


@job("servicing.act_again")
def act_again(order_id: str) -> None:
    """Ask the core system again what became of an act, under the same key, until it answers."""
    order = Order.objects.filter(pk=order_id).first()
    if order is None or order.state != State.ACTING:
        return
    done = actions.act(order_id, by=SYSTEM, told=False)
    if done is None:
        raise CoreUnavailable


@job("servicing.tell_old_phone")
def tell_old_phone(order_id: str) -> None:
    """Tell the number that was the customer's until now that it is no longer: whoever holds it may object."""
    order = Order.objects.filter(pk=order_id).first()
    old = order.result.get("old_phone", "") if order else ""
    if order is None or order.customer_id is None or not old:
        return
    if reaching.may_leave(order.customer_id, "anti_fraud", "sms"):
        customer = customers.by_id(order.customer_id)
        sms.send_to(order.customer_id, old, _text(customer.language if customer else order.language))


def _text(language: str) -> str:
    from django.utils.translation import gettext as _
    from django.utils.translation import override

    from foyer.base import house

    with override("zh-hans" if language == "zh" else "en"):
        words = _("%(bank)s: you asked us to use another phone number. If this was not you, call %(phone)s at once.")
        return words % {"bank": house.name().in_(language), "phone": house.phone() or "110"}
