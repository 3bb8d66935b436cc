"""The keys that seal, in somebody's browser, what they wrote and have not sent.

They come with each page of who is signed in and stand in no storage of the browser. When the sign-in is over, what lies
there opens for nobody but the same person, signed in again. They follow from the key ring; after a rotation the one
before still opens.
"""

import base64
import hashlib
from typing import Any

from foyer.base.crypto import blind_indexes

PURPOSE = "base.kept_words"


def keeping(person: str) -> dict[str, Any]:
    """For the page's script: a mark that tells one person's words from another's, and the keys, the newest first."""
    keys = [base64.b64encode(bytes.fromhex(one)).decode() for one in blind_indexes(person, PURPOSE)]
    return {"whose": hashlib.sha256(f"{PURPOSE} {person}".encode()).hexdigest()[:16], "keys": keys}
