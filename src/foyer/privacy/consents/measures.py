"""The numbers of consents."""

from foyer.base import measures
from foyer.base.text import Bilingual

DECISIONS = measures.counter(
    "privacy.consent_decisions",
    name=Bilingual("同意决定", "Consent decisions"),
    dimensions=("purpose", "decision", "door"),
)
