"""The variables a canned response may hold: {{customer}}, {{agent}}, {{bank}}."""

import re

VARIABLES = ("customer", "agent", "bank")
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def unknown_variables(text: str) -> list[str]:
    """The names in `text` that nothing would fill."""
    return sorted({name for name in _VARIABLE.findall(text) if name not in VARIABLES})


def fill(text: str, values: dict[str, str]) -> str:
    """The text with its variables filled; an unknown one is left as it stands, so that the agent sees it."""
    return _VARIABLE.sub(lambda match: values.get(match[1], match[0]), text)
