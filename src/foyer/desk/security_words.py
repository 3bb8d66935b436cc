"""How the pages of security call what the trail and the rules keep as codes."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = dict[str, str | Promise]

DETAILS: Words = {
    "account": _("Account (digest)"),
    "added": _("Added"),
    "call": _("Call"),
    "changed": _("Changed"),
    "channel": _("Channel"),
    "code": _("Code"),
    "count": _("Counted"),
    "decision": _("Decision"),
    "deleted": _("Deleted"),
    "demo": _("Demonstration"),
    "did": _("What it did"),
    "digest": _("Digest of what was asked"),
    "drill": _("Drill"),
    "dry": _("Dry run"),
    "entries": _("Entries"),
    "error": _("Error"),
    "factor": _("Second factor"),
    "files": _("Files"),
    "form": _("Format"),
    "format": _("Format"),
    "hits": _("Hits"),
    "how": _("How"),
    "inject": _("Inject"),
    "kind": _("Kind"),
    "language": _("Language"),
    "letter": _("Letter"),
    "level": _("Level"),
    "limit": _("At most"),
    "line": _("Line"),
    "lines": _("Lines"),
    "method": _("Method"),
    "number": _("Number"),
    "occasion": _("Occasion"),
    "owner": _("Owner"),
    "page": _("Page"),
    "people": _("People"),
    "placed": _("Planted"),
    "proof": _("Proof"),
    "reason": _("Reason"),
    "refused": _("Refused"),
    "removed": _("Removed"),
    "response": _("Response"),
    "role": _("Role"),
    "roles": _("Roles"),
    "rows": _("Rows"),
    "rule": _("Rule"),
    "sent": _("Sent"),
    "session": _("Session"),
    "skill": _("Skill"),
    "source": _("Source"),
    "state": _("State"),
    "status": _("Status"),
    "streams": _("Live streams"),
    "times": _("Times"),
    "to": _("To"),
    "trusted": _("Trusted"),
    "until": _("Until"),
    "verdict": _("Verdict"),
    "version": _("Version"),
    "what": _("What"),
    "why": _("Why"),
    "years": _("Years"),
}
SUBJECTS: Words = {
    "account": _("Account"),
    "approval": _("Approval"),
    "action": _("Action"),
    "alert": _("Alert"),
    "article": _("Article"),
    "assessment": _("Impact assessment"),
    "asset": _("Asset"),
    "attachment": _("Attachment"),
    "canary": _("Canary"),
    "consent": _("Consent"),
    "conversation": _("Conversation"),
    "customer": _("Customer"),
    "disclosure": _("Disclosure"),
    "door": _("Door"),
    "drill": _("Drill"),
    "hold": _("Legal hold"),
    "house": _("The house"),
    "identity_change": _("Change of identity"),
    "incident": _("Incident"),
    "key": _("Key"),
    "live": _("Live streams"),
    "notice": _("Notice"),
    "page": _("Page"),
    "phone": _("Phone (digest)"),
    "purpose": _("Purpose"),
    "quarantined_row": _("Quarantined row"),
    "recipient": _("Recipient"),
    "record": _("Record"),
    "release": _("Data set"),
    "request": _("Subject request"),
    "response": _("Response"),
    "retention": _("Retention"),
    "risk": _("Risk"),
    "role": _("Role"),
    "rule": _("Rule"),
    "search": _("Search"),
    "session": _("Session"),
    "source": _("Source"),
    "trail": _("Audit trail"),
    "unit": _("Unit"),
    "user": _("Colleague"),
    "verification": _("Verification"),
    "visitor": _("Visitor"),
    "webhook": _("Webhook"),
    "write_key": _("Write key"),
}
GROUPS: Words = {
    "actor": _("Who acts"),
    "address": _("Address"),
    "network": _("Network"),
    "session": _("Session"),
    "device": _("Device"),
    "subject": _("What it is done to"),
    "customer": _("Customer"),
    "house": _("The whole house"),
}
PATHS: Words = {"outcome": _("Outcome"), "reason": _("Reason"), "act": _("Act"), "subject": _("Subject")}
OPERATORS: Words = {
    "=": _("is"), "!=": _("is not"), "<": _("below"), "<=": _("at most"), ">": _("above"), ">=": _("at least"),
    "has": _("has"),
}  # fmt: skip
VALUES: Words = {
    "demo": _("made up for the demo bank"), "done": _("Done"), "refused": _("Refused"), "failed": _("Failed"),
    "device": _("another device"),
    "network": _("another network"), "file_infected": _("an infected file"), "signature": _("signature"),
    "already_had": _("seen before"), "true": _("True alarm"), "false": _("False alarm"), "benign": _("Explained"),
    "escalated": _("Escalated"), "new": _("New"), "expired": _("its time was over"), "totp": _("Authenticator app"),
    "webauthn": _("Passkey"), "recovery_codes": _("Recovery codes"), "sms_code": _("text message"),
    "staff": _("Staff"), "customer": _("Customer"), "visitor": _("Visitor"), "assistant": _("Assistant"),
    "system": _("The house"),
}  # fmt: skip
ENDED: Words = {
    "expired": _("its time was over"),
    "done": pgettext_lazy("response", "done"),
}
GIVEN: str | Promise = _("is given")


def detail(name: str) -> str:
    """The name of a detail; one that a room added later in its own word, readable."""
    return str(DETAILS.get(name) or name.replace("_", " ").capitalize())


def value(said: Any) -> str:
    """A detail's value in words."""
    if isinstance(said, bool):
        return str(_("yes")) if said else str(_("no"))
    if isinstance(said, list | tuple):
        return ", ".join(value(one) for one in said)
    if isinstance(said, dict):
        return "; ".join(f"{detail(str(name))} {value(one)}" for name, one in said.items())
    return str(VALUES.get(str(said), said))


def subject(said: str) -> tuple[str, str]:
    """What kind of thing, and which."""
    kind, _colon, which = said.partition(":")
    if not which:
        return said, ""
    return str(SUBJECTS.get(kind) or kind.replace("_", " ").capitalize()), which


def condition(path: str, operator: str, wanted: Any) -> str:
    """One condition of a rule: "Hits is 0", "Second factor is given"."""
    first, _dot, rest = path.partition(".")
    name = detail(rest) if first == "details" else str(PATHS.get(first, first))
    if operator == ">" and wanted == "":
        return f"{name} {GIVEN}"
    return f"{name} {OPERATORS[operator]} {value(wanted)}"
