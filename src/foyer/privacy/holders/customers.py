"""What `customers`, the room below, holds: registered here, since it does not know of privacy."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Sentence
from foyer.base.legends import BEHAVIOUR, CONTACT, DOCUMENT, FINANCE, PERSONAL, PROFILE, SECRET, TOKEN, Legend
from foyer.customers import erasing
from foyer.customers.actions import correct_details
from foyer.privacy.holders.registry import Holder, Rows, register
from foyer.privacy.holders.subject import Subject

FLOOR = 30
LAKE_FLOOR = 35  # what lies in the lake is found through the tables, so it goes before them
IDENTITY = frozenset(f"customers.{entity}" for entity in ("party", "identifier", "contact_point", "address"))
MONEY = frozenset(f"customers.{entity}" for entity in ("account", "account_party", "holding", "transaction"))


def _trace(*kinds: str) -> Callable[[Subject], int]:
    return lambda subject: sum(erasing.counted(subject.person, kind) for kind in kinds)


def _export(*kinds: str) -> Callable[[Subject], Rows]:
    return lambda subject: [
        {"kind": kind, **row} for kind in kinds for row in erasing.shown(subject.person, kind)
    ]  # fmt: skip


def _erase(*kinds: str) -> Callable[[Subject], int]:
    @transaction.atomic
    def erase(subject: Subject) -> int:
        return sum(erasing.removed(subject.person, kind) for kind in kinds)

    return erase


def _rows(  # noqa: PLR0917  the columns of a table
    code: str, name: Sentence, legend: Legend, rule: str, kinds: tuple[str, ...],
    models: tuple[str, ...], *, basis: str = "contract", by_law: bool = False, shows: bool = True, **more: Any,
) -> None:  # fmt: skip
    register(
        Holder(
            f"customers.{code}", name, where="table", legend=legend, basis=basis, rule=rule, floor=FLOOR,
            trace=_trace(*kinds), erase=_erase(*kinds), export=_export(*kinds) if shows else None,
            for_law=_export(*kinds) if by_law else None, models=tuple(f"customers.{model}" for model in models), **more,
        )
    )  # fmt: skip


def _lake(code: str, name: Sentence, legend: Legend, rule: str, **more: Any) -> None:
    register(
        Holder(
            f"customers.lake.{code}", name, where="lake", legend=legend, basis="contract", rule=rule, floor=LAKE_FLOOR,
            trace=lambda subject: erasing.counted_in_lake(subject.person, code),
            erase=lambda subject: erasing.removed_from_lake(subject.person, code),
            datasets=erasing.GROUPS[code], **more,
        )
    )  # fmt: skip


def _of(datasets: frozenset[str]) -> Callable[[Subject], Rows]:
    def rows(subject: Subject) -> Rows:
        return [row for row in erasing.shown_from_lake(subject.person, "current") if row["dataset"] in datasets]

    return rows


def _correct(subject: Subject, values: dict[str, str]) -> int:
    return correct_details(subject.customers[0], values)


_lake("raw", _("Rows as source systems sent them"), FINANCE, "intake")
_lake("converted", _("Rows converted to the collection standard"), FINANCE, "intake")
_lake("behaviour", _("Behaviour events in the lake"), BEHAVIOUR, "behaviour")
_lake("derived", _("Who is who, and ranked values"), TOKEN, "intake")
_lake(
    "current", _("Current state of the sources: identity, accounts, movements"), FINANCE, "transactions",
    for_law=_of(IDENTITY | MONEY),
    export=lambda subject: erasing.shown_from_lake(subject.person, "current"),
)  # fmt: skip
_rows("behaviour", _("Behaviour on pages and in apps"), BEHAVIOUR, "behaviour", ("batches", "events"),
      ("CollectedBatch", "BehaviourEvent"), basis="legitimate")  # fmt: skip
_rows("devices", _("Devices joined to the customer"), TOKEN, "behaviour", ("anonymous",), ("AnonymousIdentity",))
_rows("sign_in", _("Sign-in codes and sessions"), SECRET, "security_logs", ("codes", "apps", "sessions"),
      ("SignInCode", "AuthenticatorApp", "CustomerSession"), shows=False)  # fmt: skip
_rows("trust", _("Risk notices read, and freezes of online services"), PROFILE, "security_logs",
      ("readings", "freezes"), ("NoticeReading", "Freeze"))  # fmt: skip
_rows("quarantine", _("Rows the quality gate held back"), FINANCE, "intake", ("quarantine",), ("QuarantinedRow",),
      shows=False)  # fmt: skip
_rows("matching", _("Decisions on who is one customer"), TOKEN, "ai_logs", ("pairs", "decisions", "changes"),
      ("PairReview", "MatchDecision", "IdentityChange"), basis="legitimate")  # fmt: skip
_rows("timeline", _("Timeline"), PROFILE, "conversations", ("timeline",), ("TimelineEntry",))
_rows("relations", _("Relations to other people"), PERSONAL, "identity", ("relations",), ("Relation",))
_rows("holdings", _("Accounts, cards and other products"), FINANCE, "transactions", ("holdings", "parties"),
      ("Holding", "HoldingParty"), by_law=True)  # fmt: skip
_rows("identifiers", _("By what they are found"), TOKEN, "identity", ("identifiers",), ("Identifier",), shows=False)
_rows("records", _("Records of source systems"), DOCUMENT, "identity", ("records",), ("SourceRecord",), by_law=True)
_rows("profile", _("Customer profile"), CONTACT, "identity", ("customers",), ("Customer",), by_law=True,
      correct=_correct)  # fmt: skip
