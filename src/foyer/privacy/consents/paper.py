"""The privacy notice as people read it: sections in order, and what the register fills in; on a page and as PDF."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.base import house
from foyer.base.paper import Line, document, heading, note, title
from foyer.privacy.consents.kinds import names
from foyer.privacy.consents.notices import SECTIONS
from foyer.privacy.models import PrivacyNotice, Purpose


@dataclass(frozen=True)
class Section:
    code: str
    label: str
    text: str


@dataclass(frozen=True)
class PurposeLine:
    """What a notice says of one purpose, in one language."""

    code: str
    name: str
    plain: str
    means: str
    without: str
    kinds: list[str]
    basis: str
    articles: str
    retention: str
    is_optional: bool
    is_sensitive: bool


def sections(notice: PrivacyNotice, language: str) -> list[Section]:
    """The sections after the title; a version from before there was one of them does without it."""
    with override("zh-hans" if language == "zh" else "en"):
        return [
            Section(code, str(label), notice.words.get(code, {}).get(language, ""))
            for code, label in SECTIONS.items()
            if code != "title" and code in notice.words
        ]


def purposes(notice: PrivacyNotice, language: str) -> list[PurposeLine]:
    """What it says of each purpose."""
    with override("zh-hans" if language == "zh" else "en"):
        return [_line(said, language) for said in notice.purposes]


def heading_of(notice: PrivacyNotice, language: str) -> str:
    return str(notice.words.get("title", {}).get(language, ""))


def as_pdf(notice: PrivacyNotice, language: str) -> bytes:
    """The whole notice, to keep."""
    name = heading_of(notice, language)
    with override("zh-hans" if language == "zh" else "en"):
        when = notice.published_at.date().isoformat() if notice.published_at else _("Draft")
        lines = [title(name), note(f"{house.name().in_(language)} · v{notice.version} · {when} · {notice.digest[:16]}")]
        for part in sections(notice, language):
            lines += [heading(part.label), Line(part.text, space_after=3)]
        lines.append(heading(_("What for, with which data, for how long")))
        for said in purposes(notice, language):
            lines += _set(said)
        return document(lines, title=name, language=language, foot=f"v{notice.version}")


def _set(said: PurposeLine) -> list[Line]:
    facts = [
        f"{_('Kinds of data')}: {' · '.join(said.kinds)}",
        f"{_('Legal basis')}: {said.basis} ({said.articles})",
        f"{_('Kept')}: {said.retention}",
    ]
    return [
        Line(said.name, 11, is_heading=True, space_after=0.5),
        Line(f"{said.plain} {said.means}", space_after=0.5),
        Line("    ".join(facts), 9, space_after=3),
    ]


def _line(said: dict[str, Any], language: str) -> PurposeLine:
    bases = dict(Purpose.Basis.choices)
    return PurposeLine(
        said["code"], said["name"][language], said["plain"][language], said["means"][language],
        said["without"][language], names(said["kinds"], language), str(bases[said["basis"]]), said["articles"],
        said["retention"][language], said["rule"] != "always", said["is_sensitive"],
    )  # fmt: skip
