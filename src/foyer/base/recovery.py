"""Recovery codes on paper: random, 118 bits each, so that a plain SHA-256 of one leads nowhere."""

import hashlib
import secrets

# pragma: allowlist nextline secret
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that reads like another: 31, so 24 of them are 118 bits
SIZE, GROUP = 24, 4


def new_code() -> str:
    letters = "".join(secrets.choice(LETTERS) for _ in range(SIZE))
    return "-".join(letters[at : at + GROUP] for at in range(0, SIZE, GROUP))


def digest(code: str) -> str:
    """Of what was written, in whatever groups and case."""
    plain = "".join(one for one in code.casefold() if one.isalnum())
    return hashlib.sha256(f"foyer recovery code {plain}".encode()).hexdigest()
