"""Which number the bank's identity provider has for a colleague (the claim sub), written down before they first come.

With `FOYER_OIDC_LINK=sub` nobody is known by an address, which can be given to somebody else one day; the number never
is. What an administrator writes here stands in the trail.
"""

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.staff.acts import PROVIDER_LINKED
from foyer.staff.models import User

PROVIDER = "bank"
LONGEST = 191


def is_offered() -> bool:
    """Whether this house has a provider."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS"))


def number_of(user: User) -> str:
    """The number that signs somebody in; empty when none does."""
    return SocialAccount.objects.filter(user=user, provider=PROVIDER).values_list("uid", flat=True).first() or ""


def is_taken(number: str, user: User) -> bool:
    """Whether it is somebody else's."""
    return SocialAccount.objects.filter(provider=PROVIDER, uid=number).exclude(user=user).exists()


@transaction.atomic
def link(user: User, number: str, *, by: Actor) -> None:
    """This number and no other signs the colleague in from now on; an empty one lets none do so."""
    if number == number_of(user):
        return
    SocialAccount.objects.filter(user=user, provider=PROVIDER).delete()
    if number:
        SocialAccount.objects.create(user=user, provider=PROVIDER, uid=number, extra_data={})
    audit.record(PROVIDER_LINKED, by=by, on=f"user:{user.pk}", details={"linked": bool(number)})
