"""The mark that a machine translated something, in the reader's own language; a draft carries it to its reader."""

from foyer.base.text import Bilingual

MARKS = Bilingual("AI 翻译", "Translated by AI")
CHECKED = Bilingual("（AI 翻译，客服已核对）", "(Translated by AI, checked by our colleague)")


def marked(text: str, language: str) -> str:
    """A draft with the line that its reader sees below it."""
    return f"{text}\n\n{CHECKED.in_(language)}"
