"""JSON text in one form, so that the same properties are the same text."""

import json as codec


def json(value: str) -> str | None:
    """A JSON object with sorted keys and no spaces; None for anything else."""
    try:
        found = codec.loads(value)
        return _written(found) if isinstance(found, dict) else None
    except (ValueError, RecursionError):
        return None


def _written(found: object) -> str:
    return codec.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
