"""The copy of a person's data as a PDF."""

from typing import Any

from django.utils.translation import gettext as _

from foyer.base import clock, house
from foyer.base.paper import Line, document, heading, note, title
from foyer.privacy.models import SubjectRequest

MOST_ROWS = 400
"""Of one kind; the files for a machine have them all."""


def copy_pdf(request: SubjectRequest, sections: list[dict[str, Any]]) -> bytes:
    """To read and keep."""
    name = _("A copy of your data")
    lines = [title(name), note(f"{house.name().in_(request.language)} · {request.number} · {clock.now():%Y-%m-%d}")]
    for section in sections:
        lines.append(heading(f"{section['name']} ({section['count']})"))
        for row in section["rows"][:MOST_ROWS]:
            lines.append(Line("; ".join(f"{name}: {value}" for name, value in row)[:1_500]))
        if section["count"] > MOST_ROWS:
            lines.append(note(_("The rest is in the files for a machine.")))
    return document(lines, title=name, language=request.language)
