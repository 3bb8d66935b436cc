"""Every field that holds something about a person, with its class and its protection."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foyer.base.crypto import BlindIndexField, EncryptedTextField, HashedWordsField, SealedJSONField
from foyer.base.errors import Sentence
from foyer.base.legends import TOKEN, Legend, legend_of
from foyer.privacy.classes.declared import DECLARED
from foyer.privacy.classes.looking import candidates, fields
from foyer.privacy.classes.nobody import NOBODY

SEALED, BLIND, HASHED, PSEUDONYM, CLEAR = "sealed", "blind", "hashed", "pseudonym", "clear"
PROTECTIONS: dict[str, str | Promise] = {
    SEALED: _("sealed"),
    BLIND: _("blind index"),
    HASHED: _("hash"),
    PSEUDONYM: _("pseudonym"),
    CLEAR: _("in clear"),
}
_SEALED_ELSEWHERE = {("mfa.Authenticator", "data")}
_TOKENS_OF_LIBRARIES = {("sessions.Session", "session_key"), ("usersessions.UserSession", "session_key"),
                        ("account.EmailConfirmation", "key")}  # fmt: skip


@dataclass(frozen=True)
class Classified:
    """One field: its class, what protects it, and why that is enough where it is not sealed."""

    model: str
    field: str
    legend: Legend
    protection: str
    why: Sentence = ""

    @property
    def room(self) -> str:
        return self.model.split(".")[0]

    @property
    def table(self) -> str:
        return str(apps.get_model(self.model)._meta.db_table)

    @property
    def protection_name(self) -> str | Promise:
        return PROTECTIONS[self.protection]


def declared() -> list[Classified]:
    """Every classified field, in the order of rooms and tables."""
    found = [_classified(label, name, field) for label, name, field in fields()]
    return sorted((one for one in found if one), key=lambda one: (one.room, one.model))


def tables() -> dict[str, list[Classified]]:
    """The same by table."""
    sorted_out: dict[str, list[Classified]] = {}
    for one in declared():
        sorted_out.setdefault(one.model, []).append(one)
    return sorted_out


def unsaid() -> list[str]:
    """Fields that may hold something about a person, of which nobody said anything: none, or a test fails."""
    harmless = {(label, name) for group in NOBODY.values() for label, names in group.items() for name in names.split()}
    return [
        f"{label}.{name}"
        for label, name, field in candidates()
        if legend_of(field) is None and (label, name) not in DECLARED and (label, name) not in harmless
    ]


def said_twice_or_of_nothing() -> list[str]:
    """What `nobody` and `declared` say of fields that are not there, or that say themselves what they hold."""
    there = {(label, name): field for label, name, field in fields()}
    said = [(label, name) for group in NOBODY.values() for label, names in group.items() for name in names.split()]
    both = [*said, *DECLARED]
    return [f"{label}.{name}" for label, name in both if (label, name) not in there or legend_of(there[label, name])]


def open_c2() -> list[Classified]:
    """C2 fields that are neither sealed nor hashed and give no reason: none, or a test fails."""
    return [one for one in declared() if one.legend.data_class == "C2" and one.protection == CLEAR and not one.why]


def open_c3() -> list[Classified]:
    """C3 fields that are anything but a hash (or sealed, where the thing itself is needed to check a proof)."""
    return [
        one
        for one in declared()
        if one.legend.data_class == "C3" and one.protection not in {HASHED, SEALED} and not one.why
    ]


def _classified(label: str, name: str, field: Any) -> Classified | None:
    legend: Legend | None = legend_of(field)
    why: Sentence = ""
    if legend is None:
        if (label, name) not in DECLARED:
            return None
        legend, why = DECLARED[label, name]
    return Classified(label, name, legend, _protection(label, name, field, legend), why)


def _protection(label: str, name: str, field: Any, legend: Legend) -> str:
    if isinstance(field, (EncryptedTextField, SealedJSONField)) or (label, name) in _SEALED_ELSEWHERE:
        return SEALED
    if isinstance(field, (BlindIndexField, HashedWordsField)) or name in {"search_keys", "index", "phone_index"}:
        return BLIND
    if legend.data_class == "C3":
        return HASHED if (label, name) not in _TOKENS_OF_LIBRARIES else CLEAR
    return PSEUDONYM if legend is TOKEN else CLEAR
