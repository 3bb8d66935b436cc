"""Recovery codes on paper, of which this house keeps digests only.

allauth keeps one seed and makes every code from it again to compare; whoever reads the table and the key ring would
have them all. Ours are random, 118 bits each, so that a plain SHA-256 of a code leads nowhere; they are made when they
are first shown, shown once, and forgotten but for their digests. Codes that were made from a seed before keep their
eight digits, so their digests are salted and slow (scrypt), and `hide_old` throws the seeds away.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction

from foyer.base.recovery import GROUP, digest, new_code

LONGEST = 64


class Codes:
    """What takes the place of allauth's methods; `self` is its RecoveryCodes."""

    instance: Any

    @classmethod
    def activate(cls, user: Any) -> Any:
        """A row without codes: they are made when they are first looked at."""
        row = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
        if row is None:
            row = Authenticator.objects.create(
                user=user, type=Authenticator.Type.RECOVERY_CODES, data={"digests": None, "spent": []}
            )
        return cls(row)  # type: ignore[call-arg]

    @transaction.atomic
    def get_unused_codes(self) -> list[str]:
        """The codes, when they are looked at for the first time; from then on as many stars."""
        row = Authenticator.objects.select_for_update().get(pk=self.instance.pk)
        self.instance.data = row.data
        if row.data.get("digests") is None and row.data.get("viewed_at"):
            made = [new_code() for _ in range(app_settings.RECOVERY_CODE_COUNT)]
            self.instance.data |= {"digests": [digest(code) for code in made], "spent": []}
            self.instance.save(update_fields=["data"])
            return made
        return ["*" * GROUP] * (len(row.data.get("digests") or ()) + len(row.data.get("old") or ()))

    @transaction.atomic
    def validate_code(self, code: str) -> bool:
        """Whether it is one of them; it opens once."""
        if not code or len(code) > LONGEST:
            return False
        row = Authenticator.objects.select_for_update().get(pk=self.instance.pk)
        self.instance = row
        kept = next((one for one in row.data.get("digests") or () if hmac.compare_digest(one, digest(code))), None)
        old = None if kept else _of_old(row.data, code)
        if not kept and not old:
            return False
        if kept:
            row.data["digests"].remove(kept)
            row.data["spent"] = [*row.data.get("spent", []), kept]
        else:
            row.data["old"].remove(old)
        row.save(update_fields=["data"])
        return True


def was_one(data: dict[str, Any], code: str) -> bool:
    """Whether a code that was just refused is one that opened before."""
    return digest(code) in data.get("spent", ())


def hide_old(data: dict[str, Any], codes: list[str]) -> dict[str, Any]:
    """What stands in place of a seed: slow digests of the codes that it still had."""
    old = [_slow(code, secrets.token_hex(16)) for code in codes]
    return {"digests": [], "spent": [], "old": old, "viewed_at": data.get("viewed_at") or 1}


def install() -> None:
    """Put ours in place of allauth's, which offers no other way."""
    for name in ("activate", "get_unused_codes", "validate_code"):
        setattr(RecoveryCodes, name, vars(Codes)[name])


def _of_old(data: dict[str, Any], code: str) -> str | None:
    short = code.strip().replace(" ", "")
    if not short.isdigit():
        return None
    return next((one for one in data.get("old") or () if hmac.compare_digest(one, _slow(short, one[:32]))), None)


def _slow(code: str, salt: str) -> str:
    return salt + hashlib.scrypt(code.encode(), salt=bytes.fromhex(salt), n=2**14, r=8, p=1).hex()


install()
