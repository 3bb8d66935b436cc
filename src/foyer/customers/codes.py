"""The six digits of a sign-in code: derived from the code's row under the key ring, kept nowhere.

So whoever holds the ring can send them again, the same ones, however often a job is repeated; and neither a job's
arguments nor a table holds them in clear.
"""

import hashlib
import hmac
from uuid import UUID

from foyer.base.crypto import blind_indexes
from foyer.customers.models import SignInCode

_PURPOSE = "customers.sign_in_code"
_MANY = 1_000_000


def digits_for(code_id: UUID) -> str:
    """The digits of a code that is being made, under the current key."""
    return _under_each_key(code_id)[0]


def digits_of(code: SignInCode) -> str | None:
    """The digits of a code that was made, whichever key was current then; None when that key has left the ring."""
    return next((digits for digits in _under_each_key(code.pk) if is_right(code, digits)), None)


def is_right(code: SignInCode, digits: str) -> bool:
    return hmac.compare_digest(code.code_hash, digest(digits))


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _under_each_key(code_id: UUID) -> list[str]:
    return [f"{int(index, 16) % _MANY:06}" for index in blind_indexes(str(code_id), _PURPOSE)]
