"""Whether a one-time code of a second factor was right once and has been used: somebody has seen it."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.utils import decrypt

from foyer.staff.sign_in import paper

LONGEST = 64


def is_spent(user: Any, code: str) -> bool:
    """Asked of a code that was just refused, so what would be right by itself must have been used before."""
    if not code or len(code) > LONGEST:
        return False
    return any(_CHECKS[one.type](one, code) for one in Authenticator.objects.filter(user=user, type__in=_CHECKS))


def _of_app(authenticator: Authenticator, code: str) -> bool:
    return validate_totp_code(decrypt(authenticator.data["secret"]), code)


def _of_paper(authenticator: Authenticator, code: str) -> bool:
    return paper.was_one(authenticator.data, code)


_CHECKS = {Authenticator.Type.TOTP.value: _of_app, Authenticator.Type.RECOVERY_CODES.value: _of_paper}
