"""Who runs: the supervisor's note in FOYER_HOME/run, for `doctor`, `/metrics` and whoever looks for a process."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Note:
    supervisor: int = 0
    port: int = 0
    processes: dict[str, int] = field(default_factory=dict)
    restarts: dict[str, int] = field(default_factory=dict)


def read(home: Path) -> Note:
    """The last note; an empty one where no supervisor runs."""
    try:
        return Note(**json.loads(_path(home).read_text()))
    except (OSError, ValueError, TypeError):
        return Note()


def write(home: Path, note: Note) -> None:
    draft = _path(home).with_suffix(".new")
    draft.write_text(json.dumps(asdict(note)))
    draft.replace(_path(home))


def forget(home: Path) -> None:
    _path(home).unlink(missing_ok=True)


def _path(home: Path) -> Path:
    return home / "run" / "processes.json"
