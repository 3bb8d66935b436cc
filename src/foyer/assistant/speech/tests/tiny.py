"""A recogniser for tests in a few kilobytes: a real ONNX file with sherpa-onnx's notes that hears one thing in all.

Whatever comes in, its network counts the frames: odd ones say the first word, even ones the second. The decoder takes
the first four for what SenseVoice says of a sound (language, mood, event, figures) and gives the rest as text. Written
by hand (an ONNX file is a protocol buffer), because no package carries a small model of this kind.
"""

import struct
from pathlib import Path

FEATURES, CLASSES = 560, 4  # 80 bands of 7 frames; <blk> and three words
FLOAT, INT32, INT64 = 1, 6, 7
_NOTES = {
    "model_type": "sense_voice_ctc", "version": "1", "vocab_size": str(CLASSES), "lfr_window_size": "7",
    "lfr_window_shift": "6", "normalize_samples": "0", "with_itn": "14", "without_itn": "15", "lang_auto": "0",
    "lang_zh": "3", "lang_en": "4", "lang_yue": "7", "lang_ja": "11", "lang_ko": "12",
    "neg_mean": ",".join(["0"] * FEATURES), "inv_stddev": ",".join(["1"] * FEATURES),
}  # fmt: skip


def sense_voice(place: Path, *, says: tuple[str, str] = ("挂失", "余额"), notes: dict[str, str] | None = None) -> Path:
    """A folder as SenseVoice is published; `notes` replaces what its file says of itself."""
    place.mkdir(parents=True)
    (place / "tokens.txt").write_text(f"<blk> 0\n{says[0]} 1\n{says[1]} 2\n<|zh|> 3\n", encoding="utf-8")
    (place / "model.int8.onnx").write_bytes(_model(_NOTES if notes is None else notes))
    return place


def _model(notes: dict[str, str]) -> bytes:
    kept = [
        _tensor("w", (FEATURES, 1), [0.0] * FEATURES), _tensor("one", (1,), [1.0]), _tensor("two", (1,), [2.0]),
        _tensor("words", (1, CLASSES), [0.0, 9.0, -9.0, 0.0]), _tensor("b", (CLASSES,), [0.0, 0.0, 4.0, 0.0]),
        _number(2, INT64) + _text(8, "axis") + _bytes(9, struct.pack("<q", 1)),
    ]  # fmt: skip
    nodes = [
        _node("MatMul", ("x", "w"), "nothing"), _node("Add", ("nothing", "one"), "ones"),
        _node("CumSum", ("ones", "axis"), "places"), _node("Mod", ("places", "two"), "odd", fmod=1),
        _node("MatMul", ("odd", "words"), "said"), _node("Add", ("said", "b"), "logits"),
    ]  # fmt: skip
    inputs = [_value("x", FLOAT, ("N", "T", FEATURES))]
    inputs += [_value(name, INT32, ("N",)) for name in ("x_length", "language", "text_norm")]
    graph = b"".join([
        *(_bytes(1, each) for each in nodes), _bytes(2, b"tiny"), *(_bytes(5, each) for each in kept),
        *(_bytes(11, each) for each in inputs), _bytes(12, _value("logits", FLOAT, ("N", "T", CLASSES))),
    ])  # fmt: skip
    said = b"".join(_bytes(14, _text(1, key) + _text(2, value)) for key, value in notes.items())
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _text(1, "") + _number(2, 13)) + said


def _node(kind: str, inputs: tuple[str, ...], output: str, **numbers: int) -> bytes:
    said = (_text(1, name) + _number(3, value) + _number(20, 2) for name, value in numbers.items())
    attributes = b"".join(_bytes(5, each) for each in said)
    return b"".join(_text(1, each) for each in inputs) + _text(2, output) + _text(4, kind) + attributes


def _tensor(name: str, shape: tuple[int, ...], values: list[float]) -> bytes:
    raw = struct.pack(f"<{len(values)}f", *values)
    return b"".join(_number(1, size) for size in shape) + _number(2, FLOAT) + _text(8, name) + _bytes(9, raw)


def _value(name: str, kind: int, shape: tuple[str | int, ...]) -> bytes:
    sizes = (_number(1, size) if isinstance(size, int) else _text(2, size) for size in shape)
    tensor = _number(1, kind) + _bytes(2, b"".join(_bytes(1, size) for size in sizes))
    return _text(1, name) + _bytes(2, _bytes(1, tensor))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
