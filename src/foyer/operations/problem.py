"""What an operator is told when something is wrong with machine or installation: one sentence and the remedy."""


class Problem(Exception):
    """`str()` is what is wrong; `mend` is what to do about it. Shown without a traceback."""

    def __init__(self, sentence: str, mend: str = "") -> None:
        super().__init__(sentence)
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.args[0]} {self.mend}".rstrip()
