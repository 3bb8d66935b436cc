"""What the child does for hearing: load the model once, then sound in, words out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from foyer.assistant.speech.hearing import Recogniser, finding, shipped
from foyer.assistant.speech.sound import decode


def work(settings: dict[str, Any]) -> Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]:
    recogniser = load(settings["folder"], words=settings.get("words", []), threads=settings.get("threads", 2))

    def one(asked: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        heard = recogniser.hear(
            decode(body, asked["encoding"], asked["rate"]),
            language=asked["language"], words=asked.get("words", []), quick=asked.get("quick", False),
        )  # fmt: skip
        return {"text": heard.text, "language": heard.language, "sureness": heard.sureness}, b""

    return one


def load(folder: str, *, words: list[str], threads: int) -> Recogniser:
    """The bank's model, or the shipped one."""
    if not folder:
        from foyer.assistant.speech.hearing.whisper import Whisper

        return Whisper(shipped.NAME, shipped.NAME, files=shipped.files(), threads=threads)
    if lack := finding.lack_of(folder):
        raise finding.UnknownModel(f"{lack.code} {lack.folder} {' '.join(lack.names)}".strip())
    finding.check(Path(folder))
    kind = finding.kind_of(Path(folder))
    if kind == "whisper":
        from foyer.assistant.speech.hearing.whisper import Whisper

        return Whisper(Path(folder).name, folder, threads=threads)
    from foyer.assistant.speech.hearing.sherpa import Sherpa

    return Sherpa(kind, folder, words=words, threads=threads)
