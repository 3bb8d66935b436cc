"""The keys: what signs sessions, what encrypts personal data and backups, and who keeps them."""

from collections.abc import Mapping
from functools import cached_property

from foyer.config import custody, keys
from foyer.config.env.place import Place
from foyer.config.variables import WrongSetting, choice, flag, text, words
from foyer.config.words import _


class KeyRing(Place):
    """Keys and their custody."""

    secret_key_given = text(
        "FOYER_SECRET_KEY",
        "",
        "The key that signs sessions; empty keeps one in FOYER_HOME/keys/django, made on first start.",
    )
    field_keys_given = text(
        "FOYER_FIELD_KEYS",
        "",
        "The ring that encrypts personal data, as 1:base64,2:base64 (the highest encrypts; 3@content:base64 serves "
        "that purpose alone); empty keeps it in FOYER_HOME/keys/field-N.",
    )
    field_key_current = text(
        "FOYER_FIELD_KEY_CURRENT",
        "",
        "Which key of FOYER_FIELD_KEYS encrypts, so that every machine can know a new one before any uses it; "
        "empty takes the highest.",
    )
    kms_url = text(
        "FOYER_KMS_URL",
        "",
        "The key service that wraps the ring's keys, over https; FOYER_HOME/keys then holds wrapped keys only.",
    )
    kms_token = text("FOYER_KMS_TOKEN", "", "The bearer token for FOYER_KMS_URL.")
    crypto_suite = choice(
        "FOYER_CRYPTO_SUITE",
        ("aes", "sm", "aes,sm"),
        "aes",
        "What encrypts: aes is AES-256-GCM with SHA-256, sm is SM4-GCM with SM3; both stay readable. "
        "With aes,sm values are also found by what sm indexed, until foyer keys rotate has run through.",
    )
    seals_of_rows_only = flag(
        "FOYER_SEALS_OF_ROWS_ONLY",
        False,
        "Refuse values that were sealed before seals were bound to their rows. Set it when foyer keys status says "
        "that every row is under the current key.",
    )
    backup_recipients = words(
        "FOYER_BACKUP_RECIPIENTS",
        [],
        "Public keys (age1…) that can also open backups, besides the one in FOYER_HOME/keys/backup: "
        "a key in the bank's safe.",
    )

    @cached_property
    def secret_key(self) -> str:
        return self.secret_key_given or keys.kept(self.key_folder, "django", keys.new_signing_key)

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """The key ring, from whoever keeps it."""
        if self.kms_url:
            return custody.Wrapped(self.key_folder, custody.HttpKms(self.kms_url, self.kms_token))
        if not self.field_keys_given:
            return custody.Folder(self.key_folder)
        try:
            return custody.Given(keys.parse_field_keys(self.field_keys_given), self.field_key_current)
        except ValueError as error:
            raise WrongSetting(_("FOYER_FIELD_KEYS must be number:key pairs, each key 32 bytes in base64.")) from error
