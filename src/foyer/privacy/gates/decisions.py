"""What a gate answers: yes or no, why, in both languages, and what would mend it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from foyer.base.errors import Refusal, Sentence

NONE: Sentence = ""
REASONS: dict[str, tuple[Sentence, Sentence]] = {
    "necessary": (_("Needed to give the service that was asked for."), NONE),
    "by_law": (_("The law demands it."), NONE),
    "consented": (_("The customer agreed."), NONE),
    "not_objected": (_("The customer has not said no."), NONE),
    "unknown_purpose": (_("Nobody declared what the data would be used for."), _("Name a purpose of the register.")),
    "not_in_use": (_("This purpose is not in use."), _("Have it activated, with its impact assessment.")),
    "kind_not_covered": (_("This purpose does not cover that kind of data."), _("Use only kinds the notice names.")),
    "nobody": (_("It is not known whose data this is."), _("Let the customer identify themselves first.")),
    "never_asked": (_("The customer has not agreed to this."), _("Ask for consent in the privacy centre.")),
    "refused": (_("The customer said no."), _("Respect it; the customer can change it in the privacy centre.")),
    "withdrawn": (
        _("The customer withdrew their consent."), _("Respect it; the customer can change it in the privacy centre.")
    ),
    "expired": (_("The consent has run out."), _("Ask for consent again.")),
    "terms_changed": (
        _("What the customer agreed to has changed since."), _("Ask for consent to the notice now in force.")
    ),
    "cannot_tell": (_("The consents cannot be read now, so nothing is used."), _("Try again in a moment.")),
    "wrong_channel": (_("This purpose does not go by that channel."), _("Choose the purpose of the channel.")),
    "channel_refused": (
        _("The customer does not want to be contacted this way."), _("Choose another way of contact.")
    ),
    "died": (_("The customer has died."), _("Write to the heirs, about the estate only.")),
    "child": (_("A child under fourteen is not written to for this."), NONE),
    "quiet_hours": (_("Nobody is contacted for this at this hour."), _("Wait until the hours of contact.")),
    "too_often": (_("The customer was contacted as often as the limit allows."), _("Wait until the limit has passed.")),
    "asked_lately": (_("The customer said no a short time ago and is not asked again yet."), NONE),
    "asked_in_session": (_("The customer was already asked in this session."), NONE),
    "nothing_to_ask": (_("There is nothing to ask: an answer holds, or none is needed."), NONE),
    "no_notice": (_("No published notice speaks of this purpose."), _("Publish a privacy notice first.")),
    "may_ask": (_("The customer may be asked."), NONE),
}  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """`code` is for programs; `message` and `mend` are read in the reader's language; `until` when a no may end."""

    allowed: bool
    code: str
    purpose: str
    basis: str = ""
    channel: str = ""
    until: datetime | None = None
    said: tuple[Sentence, Sentence] | None = field(default=None, compare=False)

    def __bool__(self) -> bool:
        return self.allowed

    @property
    def message(self) -> Sentence:
        return (self.said or REASONS[self.code])[0]

    @property
    def mend(self) -> Sentence:
        return (self.said or REASONS[self.code])[1]

    def sentence(self, language: str) -> str:
        """The reason in one language: zh or en."""
        with override("zh-hans" if language == "zh" else "en"):
            return str(self.message)

    def as_json(self) -> dict[str, Any]:
        return {
            "allowed": self.allowed,
            "code": self.code,
            "purpose": self.purpose,
            "basis": self.basis,
            "channel": self.channel,
            "until": self.until.isoformat() if self.until else None,
            "message": {"zh": self.sentence("zh"), "en": self.sentence("en")},
            "mend": str(self.mend),
        }


class NoBasis(Refusal):
    """Data was about to be used without a purpose, or for one that is refused."""

    code = "no_basis"
    message = _("There is no basis for using this data.")
    mend = _("Declare a purpose of the register, and use only what it allows.")
    status = 403

    def __init__(self, decision: Decision | None = None) -> None:
        self.decision = decision
        if decision is None:
            super().__init__()
        else:
            super().__init__(decision.message, mend=decision.mend, reason=decision.code, purpose=decision.purpose)


class NotNow(NoBasis):
    """Somebody may not be contacted: for this, this way, or now."""

    code = "not_now"
    message = _("This customer may not be contacted for this now.")
    status = 409


def say(allowed: bool, code: str, purpose: str, **more: Any) -> Decision:
    """A decision for one of the reasons above."""
    return Decision(allowed, code, purpose, **more)
