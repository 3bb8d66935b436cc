"""Removing what was said by somebody, once the law no longer wants the proof kept: the only way out of the ledger."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.privacy.consents import acts
from foyer.privacy.models import Asked, ChoiceLink, Consent, ConsentState, NoticeShown


@transaction.atomic
def forget(customer: UUID, *, before: datetime, by: Actor) -> int:
    """Remove a customer's decisions made before an instant; how many. What holds of them goes with them.

    Decisions are proof, kept as long as the retention schedule says; whoever calls this has decided that it is over.
    """
    rows = Consent.objects.filter(customer=customer, at__lt=before)
    ids = list(rows.values_list("pk", flat=True))
    ConsentState.objects.filter(consent__in=ids).delete()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('foyer.forgetting', 'on', true)")
        Consent.objects.filter(pk__in=ids).delete()
        cursor.execute("SELECT set_config('foyer.forgetting', '', true)")
    for table in (Asked, NoticeShown):
        table.objects.filter(customer=customer, at__lt=before).delete()
    if not Consent.objects.filter(customer=customer).exists():
        ChoiceLink.objects.filter(customer=customer).delete()
    if ids:
        audit.record(acts.CONSENTS_FORGOTTEN, by=by, on=f"customer:{customer}", customer=customer,
                     details={"count": len(ids), "before": before.isoformat()})  # fmt: skip
    return len(ids)
