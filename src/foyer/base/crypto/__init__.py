"""Personal data that only the application can read, and that can still be found.

    class Customer(Row):
        phone = EncryptedTextField(_("phone"))                            # AES-256-GCM in the column, text in Python
        phone_index = BlindIndexField(source="phone", purpose="customers.phone", unique=True)

    Customer.objects.filter(phone_index__of="13800138000")               # equality only, under every key of the ring

`settings.FOYER_KEYS` is the key ring, {id: base64 of 32 bytes}, as `config.custody` brings it: from files, from the
environment, or from a KMS. What is written now uses the highest id (or the one that is declared current); every key in
the ring can still be read. `foyer keys rotate` adds a key and seals everything again under it, while the house runs.

A stored text is `v3:<key id><purpose>:<base64 of row + nonce + ciphertext + tag>` (`s3` where SM4 sealed it; `v2` and
`s2` without a row). The name of its table and column and the identifier of its row are authenticated with it, so a
ciphertext copied into another column or row is refused, as is one that was changed by a single bit. Each purpose
(identity, finance, content, …) has keys of its own, derived from the ring.
"""

from foyer.base.crypto.blind import BlindIndexField, blind_index, blind_indexes
from foyer.base.crypto.fields import (
    EncryptedDecimalField,
    EncryptedJSONField,
    EncryptedTextField,
    SealedJSONField,
)
from foyer.base.crypto.many import indexer, ring_mark, sealer
from foyer.base.crypto.purposes import AUDIT, BACKUPS, CONTENT, FILES, FINANCE_DATA, IDENTITY, LAKE, TOKENS
from foyer.base.crypto.ring import KeyMissing, index_stamp
from foyer.base.crypto.rotation import elsewhere, encrypted_models, rotate, rotates
from foyer.base.crypto.sealing import Moved, NotBound, Unreadable, is_current, open_text, seal
from foyer.base.crypto.words import HashedWordsField, hashed_query, hashed_words

__all__ = [
    "AUDIT",
    "BACKUPS",
    "CONTENT",
    "FILES",
    "FINANCE_DATA",
    "IDENTITY",
    "LAKE",
    "TOKENS",
    "BlindIndexField",
    "EncryptedDecimalField",
    "EncryptedJSONField",
    "EncryptedTextField",
    "HashedWordsField",
    "KeyMissing",
    "Moved",
    "NotBound",
    "SealedJSONField",
    "Unreadable",
    "blind_index",
    "blind_indexes",
    "elsewhere",
    "encrypted_models",
    "hashed_query",
    "hashed_words",
    "index_stamp",
    "indexer",
    "is_current",
    "open_text",
    "ring_mark",
    "rotate",
    "rotates",
    "seal",
    "sealer",
]
