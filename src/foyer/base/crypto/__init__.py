"""Personal data that only the application can read, and that can still be found.

    class Customer(Row):
        phone = EncryptedTextField(_("phone"))                            # AES-256-GCM in the column, text in Python
        phone_index = BlindIndexField(source="phone", purpose="customers.phone", unique=True)

    Customer.objects.filter(phone_index__of="13800138000")               # equality only, under every key of the ring

`settings.FOYER_KEYS` is the key ring, {id: base64 of 32 bytes}. What is written now uses the highest id (or the one
`settings.FOYER_KEY_CURRENT` declares); every key in the ring can still be read. To rotate: add a key on every
machine, make it current, run `manage.py rotate_keys` (stop and start it as you like), then remove the old key.

A stored text is `v1:<key id>:<base64 of nonce + ciphertext + tag>`. The name of its table and column is authenticated
with it, so a ciphertext copied into another column is refused, as is one that was changed by a single bit.
"""

from foyer.base.crypto.blind import BlindIndexField, blind_index, blind_indexes
from foyer.base.crypto.fields import EncryptedJSONField, EncryptedTextField
from foyer.base.crypto.ring import KeyMissing, Unreadable, current_prefix, open_text, seal
from foyer.base.crypto.rotation import elsewhere, encrypted_models, rotate, rotates

__all__ = [
    "BlindIndexField",
    "EncryptedJSONField",
    "EncryptedTextField",
    "KeyMissing",
    "Unreadable",
    "blind_index",
    "blind_indexes",
    "current_prefix",
    "elsewhere",
    "encrypted_models",
    "open_text",
    "rotate",
    "rotates",
    "seal",
]
