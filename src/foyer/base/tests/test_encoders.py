"""Encoders behind one port: the one inside, a bank's folder, an address; what is none is refused clearly."""

import json
import struct
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from foyer.base import clock, encoders
from foyer.base.aids import Away
from foyer.base.aids.aid import FAILURES, REST
from foyer.base.encoders import BadEncoder, bert, second
from foyer.base.encoders.endpoint import Endpoint
from foyer.base.encoders.folders import Folder
from foyer.base.encoders.port import seen_by
from foyer.base.encoders.wordpiece import WordPiece
from foyer.base.outgoing import breaker

PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "card", "lost", "my", "i", "##s", "##ing", "block", "!", "卡", "丢"]
WIDTH, INNER = 8, 16


@pytest.fixture(autouse=True)
def fresh() -> Any:
    encoders.forget()
    breaker.forget()
    yield
    encoders.forget()


def small_bert(folder: Path, **about: Any) -> Path:
    """A BERT of one layer with weights by chance."""
    chance = np.random.default_rng(7)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(PIECES), WIDTH), "embeddings.position_embeddings.weight": (32, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
    }  # fmt: skip
    layer = "encoder.layer.0"
    for name in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
        shapes |= {f"{layer}.{name}.weight": (WIDTH, WIDTH), f"{layer}.{name}.bias": (WIDTH,)}
    shapes |= {f"{layer}.intermediate.dense.weight": (INNER, WIDTH), f"{layer}.intermediate.dense.bias": (INNER,)}
    shapes |= {f"{layer}.output.dense.weight": (WIDTH, INNER), f"{layer}.output.dense.bias": (WIDTH,)}
    for name in ("embeddings.LayerNorm", f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"):
        shapes |= {f"{name}.weight": (WIDTH,), f"{name}.bias": (WIDTH,)}
    header, data = {}, b""
    for name, shape in shapes.items():
        values = chance.normal(size=shape).astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    head = json.dumps(header).encode()
    (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(head)) + head + data)
    (folder / "vocab.txt").write_text("\n".join(PIECES), encoding="utf-8")
    told = {"model_type": "bert", "num_attention_heads": 2, "num_hidden_layers": 1, "layer_norm_eps": 1e-12,
            "max_position_embeddings": 32, **about}  # fmt: skip
    (folder / "config.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def test_a_folder_gives_vectors_of_length_one_alone_and_together(tmp_path: Path) -> None:
    found = Folder(small_bert(tmp_path))

    texts = ["my card", "I lost my cards!", "我的卡丢了", "", "card " * 90]
    together = found.encode(texts)

    assert together.shape == (5, WIDTH) and np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.allclose(together, np.vstack([found.encode([text]) for text in texts]), atol=1e-5)


def test_another_file_is_another_encoder(tmp_path: Path) -> None:
    first = Folder(small_bert(tmp_path)).name
    weights = tmp_path / "model.safetensors"
    whole = bytearray(weights.read_bytes())
    whole[-1] ^= 1
    weights.write_bytes(bytes(whole))

    assert Folder(tmp_path).name != first


def test_a_folder_that_is_no_encoder_is_refused_with_what_is_wrong(tmp_path: Path, settings: Any) -> None:
    def refused(spoil: Any) -> str:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        spoil(small_bert(folder))
        with pytest.raises(BadEncoder) as told:
            Folder(folder)
        return str(told.value.message)

    assert "model.safetensors" in refused(lambda folder: (folder / "model.safetensors").unlink())
    assert "config.json" in refused(lambda folder: (folder / "config.json").unlink())
    assert "vocab.txt" in refused(lambda folder: (folder / "vocab.txt").unlink())
    assert refused(lambda folder: (folder / "model.safetensors").write_bytes(b"PK\x03\x04" * 9))
    assert "gpt2" in refused(lambda folder: small_bert(folder, model_type="gpt2"))
    assert refused(lambda folder: (folder / "model.onnx").write_bytes(b"x"))
    with pytest.raises(BadEncoder):
        Folder(tmp_path / "nowhere")


def test_the_operator_names_it_and_how_many_numbers_it_gives(tmp_path: Path, settings: Any) -> None:
    settings.FOYER_ENCODER, settings.FOYER_SECOND_OPINION = str(small_bert(tmp_path)), False
    assert [one.dimensions for one in encoders.chosen()] == [WIDTH]
    encoders.forget()
    settings.FOYER_ENCODER_DIMENSIONS = 512

    with pytest.raises(BadEncoder, match="bad_encoder") as told:
        encoders.chosen()

    assert "8" in str(told.value.message) and "512" in str(told.value.message)


def test_pieces_are_cut_as_bert_cuts_them() -> None:
    cutter = WordPiece({piece: place for place, piece in enumerate(PIECES)}, lower=True)

    def cut(text: str) -> list[str]:
        return [PIECES[place] for place in cutter.ids(text, 32)][1:-1]

    assert cut("My CARDS!") == ["my", "card", "##s", "!"]
    assert cut("卡丢cardíng") == ["卡", "丢", "card", "##ing"]
    assert cut("unknown card") == ["[UNK]", "card"]
    assert len(cutter.ids("card " * 99, 10)) == 10


def test_the_second_opinion_knows_english_only(settings: Any) -> None:
    where = second.folder()
    if where is None:
        pytest.skip("the extra foyer[opinion] is not installed")
    opinion, middle = second.views(where)

    assert np.allclose(np.linalg.norm(middle.encode(["hello"]), axis=1), 2, atol=1e-4)
    rows = seen_by(
        opinion, ["I lost my card", "my debit card is missing", "what time do you open", "我的卡丢了", "123"]
    )

    assert not rows[3].any() and not rows[4].any()
    assert rows[0] @ rows[1] > 0.6 > rows[0] @ rows[2]


class Answering(BaseHTTPRequestHandler):
    """An OpenAI-compatible endpoint that behaves as `manner` says."""

    manner = "well"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).heard = (asked["model"], self.headers["Authorization"])
        data = [{"index": place, "embedding": [len(text), 1.0, 2.0]} for place, text in enumerate(asked["input"])]
        answers: dict[str, Any] = {
            "well": {"data": data[::-1]}, "few": {"data": data[:0]}, "other": {"result": "no"},
            "uneven": {"data": [{**one, "embedding": [1.0] * (2 + one["index"])} for one in data]},
        }  # fmt: skip
        body = json.dumps(answers.get(self.manner, {})).encode()
        self.send_response(500 if self.manner == "broken" else 401 if self.manner == "closed" else 200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture
def address() -> Any:
    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    Answering.manner = "well"
    yield f"http://127.0.0.1:{server.server_port}/v1/embeddings"
    server.shutdown()


def test_an_address_is_asked_with_its_key_and_read_in_order(address: str) -> None:
    found = Endpoint(address, model="bge", key="secret")

    rows = found.encode(["a", "bbbbb"])

    assert rows.shape == (2, 3) and rows[0, 0] < rows[1, 0] and found.name == "127.0.0.1/bge"
    assert Answering.heard == ("bge", "Bearer secret")  # type: ignore[attr-defined]


def test_an_address_that_answers_otherwise_is_refused(address: str) -> None:
    for manner in ("few", "other", "uneven", "closed", "broken"):
        Answering.manner = "well"
        found = Endpoint(address, model="", key="")
        Answering.manner = manner
        with pytest.raises(BadEncoder):
            found.encode(["a", "b"])


def test_the_names_of_tensors_are_not_read_beyond_the_file(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(struct.pack("<Q", 2**40) + b"{}")

    with pytest.raises(ValueError):
        bert.mapped(path)


def test_an_address_that_keeps_failing_is_left_alone_and_tried_again(address: str) -> None:
    found = Endpoint(address, model="", key="")
    with clock.at(clock.now()):
        Answering.manner = "broken"
        for _number in range(FAILURES):
            with pytest.raises(BadEncoder):
                found.encode(["a"])
        Answering.manner = "well"
        with pytest.raises(Away):
            found.encode(["a"])

        clock.advance(seconds=REST.total_seconds())

        assert found.encode(["a"]).shape == (1, 3)


def test_a_folder_whose_library_fails_is_away_not_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever error a library raises in the middle, the caller sees one kind."""
    found = Folder(small_bert(tmp_path))

    class Dead:
        def encode(self, _texts: Any) -> Any:
            raise SystemError("bad allocation")

    monkeypatch.setattr(found, "_model", Dead())

    with pytest.raises(Away):
        found.encode(["my card"])


def test_a_second_opinion_without_its_files_says_so() -> None:
    model = second.MiniLm(Path("/nowhere"))

    for _number in range(2):
        with pytest.raises(BadEncoder):
            model.after(6, ["hello"])


def test_the_opinion_across_languages_compares_what_is_meant_not_how_it_is_written(settings: Any) -> None:
    here = encoders.across()
    if here is None:
        pytest.skip("the extra foyer[abroad] is not installed")
    chinese = here.encode(["我的银行卡丢了", "今天几点关门"], "zh")
    english = here.encode(["I lost my bank card", "When do you close today?"], "en")

    assert np.allclose(np.linalg.norm(chinese, axis=1), 1, atol=1e-4)
    likeness = chinese @ english.T
    assert likeness[0, 0] > likeness[0, 1] + 0.3 and likeness[1, 1] > likeness[1, 0] + 0.3

    settings.FOYER_OPINION_ABROAD = False
    assert encoders.across() is None
