"""Why records were taken for one person: the explainer of identity merges."""

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.customers import erasing
from foyer.privacy.holders import Subject
from foyer.privacy.requests.explaining import MOST, Explained, Explainer, register


def _explained(subject: Subject) -> list[Explained]:
    rows = erasing.shown(subject.person, "changes")
    told = [Explained(parse_datetime(row["at"]), _what(row["kind"]), _why(row)) for row in rows]  # type: ignore[arg-type]
    return sorted(told, key=lambda one: one.at, reverse=True)[:MOST]


def _what(kind: str) -> str:
    return {
        "merge": _("Records of several systems were taken for you"),
        "split": _("Records were found to be of different people"),
        "unmerge": _("A merge of records was taken back"),
    }.get(kind, kind)


def _why(row: dict) -> tuple[str, ...]:
    count = len({one for records in row["before"].values() for one in records})
    by = _("by a colleague who looked at them") if str(row["by"]).startswith("staff") else _("by a matching model")
    compared = _("Name, document, phone, e-mail, date of birth and address of %(count)s records were compared.")
    return (compared % {"count": count}, _("It was decided %(by)s.") % {"by": by})


register(Explainer("customers.identity", gettext_lazy("Who is one customer"), _explained))
