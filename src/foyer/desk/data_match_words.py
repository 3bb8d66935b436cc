"""What the steward's desk says of a pair: comparisons, their steps, reasons, and the conclusion of a waterfall."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]
PAIR_STATES: Words = {
    "waiting": _("Waiting"),
    "merged": _("Merged"),
    "kept_apart": _("Kept apart"),
    "settled": _("No longer in question"),
}
MERGE_REASONS = [_("Same identity document"), _("Same name, birthday and phone"), _("Confirmed with the customer")]
KEEP_REASONS = [
    _("Different identity documents"),
    _("Family members at one address"),
    _("Same name, other person"),
    _("Confirmed with the customer"),
]
UNMERGE_REASONS = [_("They are different people"), _("The source corrected its record"), _("Merged by mistake")]
COMPARISONS: Words = {
    "prior": _("Before looking"),
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "organisation": _("Company name"),
    "born_on": _("Date of birth"),
    "sex": _("Sex"),
    "resident_id": _("Resident ID"),
    "passport": _("Passport"),
    "uscc": _("Unified social credit code"),
    "social_security": _("Social security number"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "street": _("Street"),
    "address_2": _("Second address line"),
    "area": _("Place and postcode"),
    "province": _("Province"),
    "household": _("Same household"),
    "total": _("All together"),
}
STEPS: Words = {
    "same": _("same"),
    "different": _("different"),
    "similar": _("similar"),
    "same characters": _("same characters"),
    "same sound": _("same sound"),
    "swapped with the given name": _("swapped with the given name"),
    "nearly the same": _("nearly the same"),
    "one character differs": _("one character differs"),
    "initial only": _("initial only"),
    "same name": _("same name"),
    "same day": _("same day"),
    "one digit off": _("one digit off"),
    "day and month swapped": _("day and month swapped"),
    "same day and month": _("same day and month"),
    "one in common": _("one in common"),
    "same before the @": _("same before the @"),
    "nearly the same, with the same digits": _("nearly the same, with the same digits"),
    "same street and number": _("same street and number"),
    "nearly the same street and number": _("nearly the same street and number"),
    "same street": _("same street"),
    "swapped with the second line": _("swapped with the second line"),
    "nearly the same street": _("nearly the same street"),
    "same number": _("same number"),
    "same place and postcode": _("same place and postcode"),
    "same place, postcode one digit off": _("same place, postcode one digit off"),
    "same postcode, place nearly the same": _("same postcode, place nearly the same"),
    "same postcode": _("same postcode"),
    "same place": _("same place"),
    "both nearly the same": _("both nearly the same"),
    "place nearly the same": _("place nearly the same"),
    "same city": _("same city"),
}
EXPLAINED: Words = {
    "prior": _("two records taken at random are seldom one customer"),
    "household": _("people of one home agree on this without being one person"),
    "total": _("the sum, which gives the probability"),
}
CHANGES: Words = {"merge": _("Merged"), "split": _("Split"), "unmerge": _("Merge undone")}


def conclusion(probability: float, bars: list[dict[str, Any]]) -> str:
    """What the waterfall says, in a sentence."""
    compared = [bar for bar in bars if bar["comparison"] not in ("prior", "household", "total")]
    best = max(compared, key=lambda bar: bar["bits"], default=None)
    worst = min(compared, key=lambda bar: bar["bits"], default=None)
    words = {"share": chance(probability), "for": said(best), "against": said(worst)}
    if best is None or worst is None or best["bits"] <= 0:
        return gettext("%(share)s likely one customer: little speaks for it") % words
    if worst["bits"] >= 0:
        return gettext("%(share)s likely one customer: most for it is %(for)s") % words
    return gettext("%(share)s likely one customer: most for it is %(for)s, most against it %(against)s") % words


def chance(probability: float) -> str:
    """A probability that is never told as certain."""
    if probability >= 0.995:
        return "> 99%"
    return "< 1%" if probability < 0.01 else f"{round(probability * 100)}%"


def said(bar: dict[str, Any] | None) -> str:
    """ "phone (one in common)" """
    if bar is None:
        return ""
    name, step = str(COMPARISONS.get(bar["comparison"], bar["comparison"])), str(STEPS.get(bar["step"], bar["step"]))
    return gettext("%(comparison)s (%(step)s)") % {"comparison": name.lower(), "step": step} if step else name.lower()


def weighed(bits: float) -> str:
    """How much a bar says: "12× for", "4× against"."""
    times = 2 ** min(abs(bits), 40)
    number = f"{times:,.0f}" if times >= 10 else f"{times:.1f}"
    if times > 1_000_000:
        number = "1,000,000+"
    return (gettext("%(times)s× for") if bits >= 0 else gettext("%(times)s× against")) % {"times": number}
