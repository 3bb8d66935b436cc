"""What a person is given to keep of each decision: a consent receipt, in the manner of Kantara's (ISO/IEC TS 27560)."""

from typing import Any

from django.utils.translation import override

from foyer.base import house
from foyer.base.paper import Line, document, heading, note, title
from foyer.privacy.consents import doors
from foyer.privacy.consents.kinds import names
from foyer.privacy.consents.ledger import said_of
from foyer.privacy.models import Consent

VERSION = "KI-CR-v1.1.0"
TERMINATION = {"zh": "随时在隐私中心撤回", "en": "Withdrawn at any time in the privacy centre"}


def as_json(consent: Consent) -> dict[str, Any]:
    """The machine-readable receipt: what was agreed or refused, to which text, when and how; no name, no number."""
    said = said_of(consent.notice, consent.purpose.code) if consent.notice else {}
    return {
        "version": VERSION,
        "jurisdiction": "CN",
        "consentReceiptID": consent.receipt,
        "consentTimestamp": int(consent.at.timestamp()),
        "collectionMethod": f"{consent.door}/{consent.how}",
        "language": consent.language,
        "piiPrincipalId": str(consent.customer_id or consent.visitor),
        "piiControllers": [{"piiController": str(house.name().in_(consent.language)), "phone": house.phone()}],
        "policyVersion": consent.notice.version if consent.notice else None,
        "policyDigest": consent.notice.digest if consent.notice else None,
        "decision": consent.decision,
        "sensitive": consent.purpose.pipl_sensitive,
        "services": [
            {
                "service": consent.purpose.code,
                "purposes": [
                    {
                        "purpose": said.get("plain", consent.purpose.plain.as_json()),
                        "purposeCategory": [consent.purpose.group],
                        "consentType": "EXPLICIT",
                        "legalBasis": consent.purpose.basis,
                        "piiCategory": list(consent.kinds),
                        "means": said.get("means", consent.purpose.means.as_json()),
                        "termination": TERMINATION,
                        "thirdPartyDisclosure": consent.purpose.group == "sharing",
                        "validUntil": consent.expires_at.isoformat() if consent.expires_at else None,
                        "termsDigest": consent.terms,
                    }
                ],
            }
        ],
        "onBehalf": consent.by.startswith("staff:"),
        "evidence": consent.evidence,
    }


def as_lines(consent: Consent, language: str) -> list[tuple[str, str]]:
    """The same in words: label and value, in the active language."""
    from django.utils.formats import date_format
    from django.utils.timezone import localtime
    from django.utils.translation import gettext as _

    version = f"v{consent.notice.version}" if consent.notice else "—"
    found = [
        (_("Receipt"), consent.receipt),
        (_("Purpose"), consent.purpose.name.in_(language)),
        (_("What it means"), consent.purpose.plain.in_(language)),
        (_("Decision"), str(consent.get_decision_display())),
        (_("At"), date_format(localtime(consent.at), "DATETIME_FORMAT")),
        (_("How it was said"), f"{doors.name_of(consent.door)} · {consent.get_how_display()}"),
        (_("Kinds of data"), " · ".join(names(consent.kinds, language))),
        (_("Legal basis"), f"{consent.purpose.get_basis_display()} ({consent.purpose.articles})"),
        (_("Privacy notice"), version),
    ]
    if consent.expires_at:
        found.append((_("Holds until"), date_format(localtime(consent.expires_at), "DATE_FORMAT")))
    if consent.evidence:
        found.append((_("Scan or recording"), consent.evidence))
    return found


def as_pdf(consent: Consent, language: str) -> bytes:
    """The receipt on paper."""
    from django.utils.translation import gettext as _

    with override("zh-hans" if language == "zh" else "en"):
        name = _("Consent receipt")
        lines = [title(name), note(house.name().in_(language))]
        for label, value in as_lines(consent, language):
            lines += [heading(label), Line(value, space_after=3)]
        lines.append(note(_("You can change this choice at any time in the privacy centre, as easily as you made it.")))
        return document(lines, title=f"{name} {consent.receipt}", language=language, foot=consent.receipt)
