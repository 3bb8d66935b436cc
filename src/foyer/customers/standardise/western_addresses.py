"""Western addresses by their usual ends: state and ZIP, postcode before or after the town, a British postcode."""

import re

_COUNTRY = re.compile(
    r",\s*(?:usa|u\.s\.a\.|united states(?: of america)?|uk|u\.k\.|united kingdom|england|canada|australia|germany"
    r"|deutschland|france|austria|czech republic|czechia|switzerland|singapore)\.?$",
    re.IGNORECASE,
)
_STATE_ZIP = re.compile(r"^(?P<rest>.*?)[,\s]+(?P<state>[A-Z]{2,3})[,\s]+(?P<code>[0-9]{5}(?:-[0-9]{4})?|[0-9]{4})$")
_CANADA = re.compile(r"^(?P<rest>.*?)[,\s]+(?P<state>[A-Z]{2})[,\s]+(?P<code>[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9])$")
_BRITISH = re.compile(r"^(?P<rest>.*?)[,\s]+(?P<code>[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})$")
_CODE_TOWN = re.compile(
    r"^(?P<rest>.*?),\s*(?:[A-Z]{1,2}-)?(?P<code>[0-9]{3} ?[0-9]{2}|[0-9]{4})\s+(?P<town>[^,0-9]+)$"
)
Western = tuple[str | None, str | None, str | None, str | None, str | None]


def western_parts(value: str) -> Western:
    """State, town, county (never told), street and postcode."""
    found = _COUNTRY.sub("", re.sub(r"\s*,\s*", ", ", value)).strip(" ,")
    for pattern in (_STATE_ZIP, _CANADA):
        if match := pattern.match(found):
            street, town = _street_and_town(match["rest"])
            return match["state"], town, None, street, match["code"]
    if match := _CODE_TOWN.match(found):
        return None, match["town"].strip(), None, match["rest"].strip(" ,") or None, match["code"]
    if match := _BRITISH.match(found):
        street, town = _street_and_town(match["rest"])
        return None, town, None, street, match["code"]
    street, town = _street_and_town(found)
    return None, town, None, street, None


def _street_and_town(text: str) -> tuple[str | None, str | None]:
    """The last part behind a comma is the town, unless it has a number in it."""
    street, comma, town = text.rpartition(",")
    if not comma or re.search(r"[0-9]", town):
        return text.strip(" ,") or None, None
    return street.strip(" ,") or None, town.strip() or None
