"""What is wrong with a mapping file: where, what, and how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.base.errors import Invalid, Sentence


@dataclass(frozen=True)
class Problem:
    """One mistake in a mapping file; `line` counts from 1."""

    line: int
    what: Sentence
    mend: Sentence = ""

    def __str__(self) -> str:
        words = _("line {line}: {what}").format(line=self.line, what=self.what)
        return f"{words}{'' if words.endswith('。') else ' '}{self.mend}".rstrip()


class MappingNotValid(Invalid):
    """A mapping file that cannot be used; `problems` says each mistake with its line."""

    code = "mapping_not_valid"
    message = gettext_lazy("This mapping file cannot be used.")
    mend = gettext_lazy("Mend the lines named, then check it again.")

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        self.file, self.problems = file, sorted(problems, key=lambda problem: problem.line)
        super().__init__(problems=[{"line": each.line, "what": str(each)} for each in self.problems])

    def __str__(self) -> str:
        return "\n".join(f"{self.file}: {problem}" for problem in self.problems)


def nearest(word: str, known: Iterable[str]) -> str:
    """A suggestion in words: the known name most like `word`, or a list of the known ones when there are few."""
    names = sorted(known)
    close = get_close_matches(word.lower(), names, n=1, cutoff=0.55)
    if close:
        return _("Did you mean {name}?").format(name=close[0])
    return _("Known are: {names}.").format(names=", ".join(names)) if 0 < len(names) <= 24 else ""
