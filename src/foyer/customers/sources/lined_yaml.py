"""YAML read with the line of every value, so that a mistake can be shown where it stands.

Only null, true/false and numbers are more than text here: `NO` is Norway and `2024-01-31` is what was written.
"""

import re
from collections.abc import Callable
from typing import Any

import yaml
from django.utils.translation import gettext as _

from foyer.customers.sources.problems import MappingNotValid, Problem

Path = tuple[str | int, ...]
LARGEST_FILE = 1_000_000
DEEPEST = 24


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict[str, Any] = {}


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^-?(?:0|[1-9]\d*)$", "-0123456789"),
    ("float", r"^-?\d+\.\d+$", "-0123456789"),
    ("null", r"^(?:~|null|)$", ["~", "n", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


class Lined:
    """A document and where each of its values begins."""

    def __init__(self, text: str, file: str) -> None:
        self.file, self.lines = file, {}
        self.data: Any = None
        self.problems: list[Problem] = []
        self._read(text)

    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of a value; of the nearest one around it when the path names nothing written."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def _read(self, text: str) -> None:
        if len(text) > LARGEST_FILE:
            raise MappingNotValid(self.file, [Problem(1, _("The file is too large for a mapping."))])
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        except yaml.MarkedYAMLError as error:
            raise MappingNotValid(self.file, [_syntax(error)]) from None
        except yaml.YAMLError:
            raise MappingNotValid(self.file, [Problem(1, _("The file is not YAML."))]) from None
        finally:
            loader.dispose()
        if node is not None:
            self.data = self._value(node, ())

    def _value(self, node: yaml.Node, path: Path) -> Any:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if len(path) > DEEPEST:
            raise MappingNotValid(self.file, [Problem(self.lines[path], _("This is nested too deeply."))])
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self._value(each, (*path, n)) for n, each in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in found:
                what = _("{word} is written twice here.").format(word=key)
                self.problems.append(Problem(line, what, _("Keep one of the two.")))
                continue
            self.lines[(*path, key)] = line
            found[key] = self._value(value_node, (*path, key))
        return found


def _scalar(node: yaml.Node) -> Any:
    kind = node.tag.rpartition(":")[2]
    read: dict[str, Callable[[str], Any]] = {
        "bool": lambda text: text == "true",
        "int": int,
        "float": float,
        "null": lambda _text: None,
    }
    return read.get(kind, str)(node.value)


def _syntax(error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark or error.context_mark
    what = _("This is not valid YAML: {reason}.").format(reason=error.problem or error.context or "")
    return Problem(mark.line + 1 if mark else 1, what, _("Look at the indentation, colons and quotes here."))
