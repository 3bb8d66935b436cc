"""What a verification can find, and how it says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

SAID: dict[str, str | Promise] = {
    "altered": _("the entry is not what was sealed"),
    "forged": _("the entry was written without the keys"),
    "resealed": _("the seal was written without the keys"),
    "removed": _("the entry was removed"),
    "gap": _("the seals from here on were removed"),
    "moved": _("another entry stands here than was sealed here"),
    "broken": _("the seal does not follow the one before it"),
    "inserted": _("the entry was put in past the house and is in no seal"),
    "late": _("the entry has waited more than a minute for its seal"),
    "lost": _("the entry disappeared before it was sealed"),
    "backwards": _("time went backwards"),
    "anchor_forged": _("the anchor was not signed by this house"),
    "anchor_differs": _("the chain is not the one that was anchored here"),
    "anchor_removed": _("the anchor was removed from the database"),
    "anchor_missing": _("the anchor is not in the file outside the database"),
    "cut": _("the chain was cut off: it went at least this far"),
}


@dataclass(frozen=True)
class Finding:
    """One row that is not as it should be: its number, its identifier, the fields that differ."""

    kind: str
    seq: int | None = None
    id: str = ""
    fields: tuple[str, ...] = ()
    last: int | None = None

    @property
    def sentence(self) -> str:
        """“12 0198… altered: the entry is not what was sealed (outcome, reason)”."""
        place = "–" if self.seq is None else f"{self.seq}–{self.last}" if self.last else str(self.seq)
        fields = f" ({', '.join(self.fields)})" if self.fields else ""
        return f"{place} {self.id} {self.kind}: {SAID[self.kind]}{fields}".replace("  ", " ")

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Report:
    """What one verification saw."""

    entry_count: int = 0
    first: int | None = None
    last: int | None = None
    finding_count: int = 0
    unchecked_count: int = 0
    seconds: float = 0.0
    findings: list[Finding] = field(default_factory=list)
    told: Callable[[Finding], None] | None = None

    MOST_KEPT = 1_000

    def add(self, finding: Finding) -> None:
        self.finding_count += 1
        if len(self.findings) < self.MOST_KEPT:
            self.findings.append(finding)
        if self.told:
            self.told(finding)

    @property
    def is_whole(self) -> bool:
        return self.finding_count == 0

    @property
    def rate(self) -> int:
        """Entries a second."""
        return round(self.entry_count / self.seconds) if self.seconds else 0

    @property
    def conclusion(self) -> str:
        if self.is_whole:
            return str(_("Nothing was altered, removed, inserted or reordered."))
        return ngettext("%d finding.", "%d findings.", self.finding_count) % self.finding_count
