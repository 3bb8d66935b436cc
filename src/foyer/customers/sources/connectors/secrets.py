"""Secrets come from the environment, at the moment they are used: `${NAME}` stands for the variable's value."""

import os
import re

from foyer.customers.sources.connectors.port import SecretMissing

_NAME = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def filled(text: str) -> str:
    """The text with every `${NAME}` replaced. Raises SecretMissing."""
    return _NAME.sub(lambda match: _value(match[1]), text)


def _value(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise SecretMissing(name)
    return value
