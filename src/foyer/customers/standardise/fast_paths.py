"""What the engine can decide by itself: a value that already is its own canonical form, or nearly.

Each gives the test and the value, on text; both equal what the standardiser says (a property test holds them to it).
The patterns keep to the syntax that DuckDB (RE2) and Spark (Java) share.
"""

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from foyer.customers.standardise.names import NO_NAMES, PLAIN, TITLE
from foyer.customers.standardise.phones import mobile_pattern

FastPath = Callable[[ir.StringValue], tuple[ir.BooleanValue, ir.StringValue]]

ISO_DATE = r"^(?:1[89]|20)[0-9][0-9]-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])$"
PLAIN_NUMBER = r"^(?:0|-?[1-9][0-9]{0,17})(?:\.[0-9]{1,12})?$"


def _matched(text: ir.StringValue, pattern: str) -> ir.BooleanValue:
    """The pattern on one line: Java lets $ stand before a last line break, RE2 does not."""
    return text.re_search(pattern) & ~text.contains("\n")


def _phone(text: ir.StringValue) -> tuple[ir.BooleanValue, ir.StringValue]:
    return _matched(text, mobile_pattern()), ibis.literal("+86") + text


def _itself(pattern: str) -> FastPath:
    return lambda text: (_matched(text, pattern), text)


def _sex(text: ir.StringValue) -> tuple[ir.BooleanValue, ir.StringValue]:
    clean = text.isin(("M", "F", "男", "女", "1", "2"))
    return clean, ibis.ifelse(text.isin(("M", "男", "1")), ibis.literal("M"), ibis.literal("F"))


def _name(text: ir.StringValue) -> tuple[ir.BooleanValue, ir.StringValue]:
    return _matched(text, PLAIN) & ~text.re_search(TITLE) & ~text.isin(sorted(NO_NAMES)), text


FAST_PATHS: dict[str, FastPath] = {
    "phone": _phone,
    "name": _name,
    "date": _itself(ISO_DATE),
    "decimal": _itself(PLAIN_NUMBER),
    "sex": _sex,
}
