"""Why a folder that the bank named for speech cannot be used, in the words of whoever reads it."""

from django.utils.translation import gettext as _

from foyer.assistant.speech.hearing.finding import Lack

KINDS = {
    "whisper": "Whisper (CTranslate2)", "transducer": "sherpa-onnx transducer", "sherpa_whisper": "sherpa-onnx Whisper",
    "sense_voice": "SenseVoice", "paraformer": "Paraformer",
}  # fmt: skip


def said(lack: Lack) -> str:
    """A sentence on what is wrong."""
    about = {"folder": lack.folder, "kind": KINDS.get(lack.kind, lack.kind), "names": ", ".join(lack.names)}
    return _sentences()[lack.code] % about


def mend(lack: Lack) -> str:
    """A sentence on what puts it right."""
    about = {"names": ", ".join(lack.names), "key": lack.names[-1] if lack.names else ""}
    return _mends()[lack.code] % about


def _sentences() -> dict[str, str]:
    return {
        "no_folder": _("There is no folder %(folder)s."),
        "unknown": _("%(folder)s holds no speech model of a kind we know."),
        "incomplete": _("%(folder)s looks like a model of the kind %(kind)s, but lacks %(names)s."),
        "not_fetched": _("In %(folder)s the model itself was not fetched: %(names)s is empty or only points at it."),
        "foreign": _("%(folder)s looks like a model of the kind %(kind)s, but was not made for sherpa-onnx."),
        "no_package": _("The package that loads %(folder)s is not installed: %(names)s."),
        "no_voice": _("%(folder)s holds no voice of a kind we know."),
    }


def _mends() -> dict[str, str]:
    return {
        "no_folder": _("Name a folder that the house may read, or leave the setting empty."),
        "unknown": _("Put the files there as the model's authors publish them; docs/speech.md names them."),
        "incomplete": _("Fetch the missing files from where the model came from."),
        "not_fetched": _("Fetch it again with git lfs, or as an archive."),
        "foreign": _("Take the export that sherpa-onnx publishes: its file carries the note “%(key)s”."),
        "no_package": _("Install foyer[speech]."),
        "no_voice": _(
            "A voice is a Piper folder (*.onnx with *.onnx.json) or one of sherpa-onnx (*.onnx, tokens.txt)."
        ),
    }
