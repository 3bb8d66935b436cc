"""The tables of this room; private to it. One module per idea."""

from foyer.customers.models.collecting import (
    ANONYMOUS,
    AnonymousIdentity,
    BehaviourEvent,
    CollectedBatch,
    Landing,
    WriteKey,
)
from foyer.customers.models.identity import IdentityChange, MatchDecision, MatchModel, PairReview
from foyer.customers.models.people import (
    PHONE,
    Customer,
    CustomerNumber,
    CustomerSession,
    Kind,
    Language,
    SignInCode,
    SurvivorshipRule,
)
from foyer.customers.models.quality import QualityAlert, QualityScore, QuarantinedRow
from foyer.customers.models.records import (
    Holding,
    HoldingParty,
    Identifier,
    Relation,
    SourceRecord,
    TimelineEntry,
)
from foyer.customers.models.second_way import AuthenticatorApp
from foyer.customers.models.sources import IntakeRun, LandedFile, RegisteredSource
from foyer.customers.models.trust import Freeze, NoticeReading, RiskNotice

__all__ = [
    "ANONYMOUS",
    "PHONE",
    "AnonymousIdentity",
    "AuthenticatorApp",
    "BehaviourEvent",
    "CollectedBatch",
    "Customer",
    "CustomerNumber",
    "CustomerSession",
    "Freeze",
    "Holding",
    "HoldingParty",
    "Identifier",
    "IdentityChange",
    "IntakeRun",
    "Kind",
    "LandedFile",
    "Landing",
    "Language",
    "MatchDecision",
    "MatchModel",
    "NoticeReading",
    "PairReview",
    "QualityAlert",
    "QualityScore",
    "QuarantinedRow",
    "RegisteredSource",
    "Relation",
    "RiskNotice",
    "SignInCode",
    "SourceRecord",
    "SurvivorshipRule",
    "TimelineEntry",
    "WriteKey",
]
