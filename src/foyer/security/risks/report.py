"""An impact assessment to keep or to show an examiner: as PDF, in either language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.base import house
from foyer.base.paper import Line, document, heading, note, title
from foyer.security.models import Assessment
from foyer.security.risks import facts
from foyer.security.risks.assessments import QUESTIONS


def as_pdf(row: Assessment, language: str) -> bytes:
    """The facts it began with, each question with its article, the answers, and who drafted and approved it."""
    with override("zh-hans" if language == "zh" else "en"):
        name = f"{row.code} v{row.version} {row.title.in_(language)}"
        lines = [title(name), note(f"{house.name().in_(language)} · {row.subject} · {row.get_state_display()}")]
        if row.approved_at:
            approved = _("Approved on %(day)s, to be reviewed by %(review)s, kept until %(kept)s.") % {
                "day": f"{row.approved_at:%Y-%m-%d}", "review": f"{row.review_at:%Y-%m-%d}",
                "kept": f"{row.kept_until:%Y-%m-%d}",
            }  # fmt: skip
            lines.append(note(approved))
        for code, (question, article) in QUESTIONS.items():
            lines += [heading(f"{question.in_(language)} ({article})")]
            lines.append(Line(row.answers.get(code, {}).get(language, "") or "–", space_after=3))
        lines.append(heading(_("Facts")))
        lines += [Line(f"{what.in_(language)}: {said.in_(language)}") for what, said in facts.of(row)]
        return document(lines, title=name, language=language, foot=f"{row.code} v{row.version}")
