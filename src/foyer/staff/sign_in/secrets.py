"""Second-factor secrets, which allauth keeps in its own table: sealed at rest, sealed again when the key changes."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from foyer.base.crypto import TOKENS, is_current, open_text, rotates, seal

PLACE = "mfa_authenticator.data"


def hide(text: str) -> str:
    return seal(text, PLACE, TOKENS)


def reveal(sealed: str) -> str:
    return open_text(sealed, PLACE)


@rotates("second factors", TOKENS)
def reseal() -> int:
    """Seal every secret that an older key sealed again; stopped, it goes on next time."""
    authenticators = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    return sum(_reseal(pk) for pk in authenticators.values_list("pk", flat=True))


@transaction.atomic
def _reseal(pk: int) -> int:
    row = Authenticator.objects.select_for_update().get(pk=pk)
    old = {name: text for name, text in row.data.items() if name in ("secret", "seed") and _is_stale(text)}
    if old:
        row.data |= {name: hide(reveal(text)) for name, text in old.items()}
        row.save(update_fields=["data"])
    return len(old)


def _is_stale(sealed: str) -> bool:
    return not is_current(sealed)
