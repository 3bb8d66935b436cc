"""Two cipher families, keys for each purpose, files in pieces, and a ring that changes while everything goes on."""

import base64
import io
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from foyer.base.crypto import (
    CONTENT,
    FINANCE_DATA,
    IDENTITY,
    KeyMissing,
    Unreadable,
    blind_index,
    blind_indexes,
    hashed_query,
    hashed_words,
    open_text,
    seal,
)
from foyer.base.crypto.ring import data_key
from foyer.base.crypto.streams import PIECE, SealedReader, opened, sealing, size_of
from foyer.base.crypto.suites import AES, SM
from foyer.config.custody import Folder, HttpKms, KmsRefused, Wrapped

ROOT = bytes([1]) * 32
KEY = base64.b64encode(ROOT).decode()
OTHER = base64.b64encode(bytes([2]) * 32).decode()


@pytest.fixture(autouse=True)
def one_key(settings: Any) -> None:
    settings.FOYER_KEYS = {"1": KEY}
    settings.FOYER_CRYPTO_SUITE = "aes"


# -- golden vectors: what was written by an earlier version must stay readable for ever


def test_what_the_first_version_wrote_is_read() -> None:
    stored = "v1:1:AAAAAAAAAAAAAAAAjgag7EUKMIejSaKPLIr-RyKxYdDKkUKB6he_"

    assert open_text(stored, "t.c") == "13800138000"


@pytest.mark.parametrize(
    ("suite", "key", "cipher", "index"),
    [
        (
            AES,
            "8c97dd83c8af99e87da15b8534f7a807d27983597037140c1eca04f5994e56b2",
            "e99f35c20aa6a9a0ace5c0ba849903ad06eef37bbb92f46337727a",
            "2580b49fb7a7a7920266dfdc321af2c2243103c3a8cf13937bf64f2e59bf6841",
        ),
        (
            SM,
            "828e99fef3a56ef010cd72b5be3ae190",
            "bac1b0ee6388bcea0b832a2a6ff4671d1af05ed3adb639a2c2e106",
            "ef3099a62903c6379948b96bd91f1473542d4a86429bc2e9a4e0043242ef3ab9",
        ),
    ],
)
def test_golden_vectors(suite: Any, key: str, cipher: str, index: str, settings: Any) -> None:
    settings.FOYER_CRYPTO_SUITE = suite.name

    assert data_key(ROOT, IDENTITY, suite).hex() == key
    assert suite.encrypt(bytes.fromhex(key), bytes(12), b"13800138000", b"bound").hex() == cipher
    assert blind_index("13800138000", "customers.phone") == index


def test_the_standards_own_vectors() -> None:
    """GB/T 32905 A.1, and RFC 8998 A.1 for SM4-GCM."""
    from cryptography.hazmat.primitives.hashes import Hash

    digest = Hash(SM.hash)
    digest.update(b"abc")
    assert digest.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    plain = bytes.fromhex(
        "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
        "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
    )
    key, nonce = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"), bytes.fromhex("00001234567800000000ABCD")
    bound = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    assert SM.encrypt(key, nonce, plain, bound).hex().upper().endswith("83DE3541E4C2B58177E065A9BF7B62EC")


# -- purposes and families


def test_each_purpose_has_a_key_of_its_own() -> None:
    keys = {data_key(ROOT, purpose, suite) for purpose in (IDENTITY, FINANCE_DATA, CONTENT) for suite in (AES, SM)}

    assert len(keys) == 6 and ROOT not in keys


def test_a_text_cannot_be_passed_off_as_another_purpose_or_key() -> None:
    stored = seal("13800138000", "t.c")

    for changed in (stored.replace("v2:1i:", "v2:1f:"), stored.replace("v2:", "s2:"), stored.replace("1i", "1?")):
        with pytest.raises(Unreadable):
            open_text(changed, "t.c")
    with pytest.raises(KeyMissing):
        open_text(stored.replace("v2:1i:", "v2:9i:"), "t.c")


def test_both_families_are_read_whichever_writes(settings: Any) -> None:
    with_aes = seal("余额", "t.c", FINANCE_DATA)
    settings.FOYER_CRYPTO_SUITE = "sm"
    with_sm = seal("余额", "t.c", FINANCE_DATA)
    settings.FOYER_CRYPTO_SUITE = "aes"

    assert with_sm.startswith("s2:1f:") and with_aes.startswith("v2:1f:")
    assert open_text(with_sm, "t.c") == open_text(with_aes, "t.c") == "余额"


def test_an_index_of_the_family_before_is_still_looked_for(settings: Any) -> None:
    before = blind_index("13800138000", "customers.phone")
    settings.FOYER_CRYPTO_SUITE = "sm"

    now, *others = blind_indexes("13800138000", "customers.phone")

    assert now != before and before in others


# -- words


def test_words_are_found_by_their_hashes_and_not_read() -> None:
    stored = hashed_words("银行卡丢了 lost cards", "w").split()

    assert "卡" not in "".join(stored) and all(re_letters(word) for word in stored)
    assert hashed_query("card", "w").strip("()") in stored
    assert set(hashed_query("卡", "w").strip("()").split(" & ")) <= set(stored)
    assert hashed_query("银行卡", "x").strip("()").split(" & ")[0] not in stored


def re_letters(word: str) -> bool:
    return len(word) == 16 and set(word) <= set("abcdefghijklmnop")


def test_words_are_found_under_every_key_of_the_ring(settings: Any) -> None:
    before = hashed_words("card", "w")
    settings.FOYER_KEYS = {"1": KEY, "2": OTHER}

    assert f"({before})" in hashed_query("card", "w").split(" | ")


# -- files


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 5])
@pytest.mark.parametrize("suite", ["aes", "sm"])
def test_a_file_of_any_size_comes_back_from_any_place(size: int, suite: str, settings: Any) -> None:
    settings.FOYER_CRYPTO_SUITE = suite
    content = bytes(range(256)) * (size // 256 + 1)
    content = content[:size]
    stored = b"".join(sealing([content[:100], content[100:]], "file: a"))

    assert opened(io.BytesIO(stored), "file: a").read() == content
    assert size_of(len(stored), stored.split(b"\n")[0] + b"\n") == size
    middle = opened(io.BytesIO(stored), "file: a")
    middle.seek(size // 2)
    assert middle.read() == content[size // 2 :]


@pytest.mark.parametrize("harm", ["cut", "changed", "renamed", "swapped"])
def test_a_file_that_was_touched_is_refused(harm: str) -> None:
    stored = b"".join(sealing([b"x" * (2 * PIECE)], "file: a"))
    line = stored.index(b"\n") + 1
    one, two = stored[line : line + PIECE + 16], stored[line + PIECE + 16 :]
    harmed = {"cut": stored[: line + PIECE + 16], "changed": stored[:-1] + bytes([stored[-1] ^ 1]),
              "renamed": stored, "swapped": stored[:line] + two + one}[harm]  # fmt: skip

    with pytest.raises(Unreadable):
        SealedReader(io.BytesIO(harmed), "file: b" if harm == "renamed" else "file: a").readall()


# -- custody


def test_a_key_that_is_added_is_read_at_once_and_writes_when_all_have_seen_it(tmp_path: Path, settings: Any) -> None:
    here, there = Folder(tmp_path), Folder(tmp_path)
    settings.FOYER_KEYS = here
    first = seal("a", "t.c")
    assert list(there) == ["1"]

    assert here.add(wait_seconds=3600) == "2"
    assert (here.current, list(there)) == ("1", ["1"])
    (tmp_path / "field-2").write_text((tmp_path / "field-2").read_text().split("\n")[0])
    here.look_again()
    second = seal("b", "t.c")
    settings.FOYER_KEYS = there

    assert second.startswith("v2:2i:")
    assert (open_text(second, "t.c"), open_text(first, "t.c")) == ("b", "a"), "a key unknown so far is looked for"
    assert (tmp_path / "field-2").stat().st_mode & 0o077 == 0


def test_the_key_that_writes_is_not_removed(tmp_path: Path) -> None:
    ring = Folder(tmp_path)
    ring.add(wait_seconds=0)

    with pytest.raises(ValueError, match="not removed"):
        ring.remove("2")
    ring.remove("1")
    assert list(ring) == ["2"]


class _Service(BaseHTTPRequestHandler):
    """A key service as small as can be: AES-GCM under a key that never leaves it."""

    key = AESGCM(bytes(32))
    token = "Bearer let me in"
    calls: list[str] = []

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.calls.append(self.path)
        if self.headers["Authorization"] != self.token:
            self.send_error(403)
            return
        context, nonce = said["context"].encode(), bytes(12)
        if self.path == "/wrap":
            answer = {"ciphertext": self.key.encrypt(nonce, base64.b64decode(said["plaintext"]), context).hex()}
        else:
            plain = self.key.decrypt(nonce, bytes.fromhex(said["ciphertext"]), context)
            answer = {"plaintext": base64.b64encode(plain).decode()}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_key_service_keeps_what_opens_the_ring(service: str, tmp_path: Path, settings: Any) -> None:
    ring = Wrapped(tmp_path, HttpKms(service, "let me in"))
    settings.FOYER_KEYS = ring
    stored = seal("a", "t.c")
    _Service.calls.clear()
    settings.FOYER_KEYS = Wrapped(tmp_path, HttpKms(service, "let me in"))

    assert open_text(stored, "t.c") == "a"
    assert ring["1"] not in (tmp_path / "wrapped-1").read_text()
    open_text(stored, "t.c")
    assert _Service.calls == ["/unwrap"], "asked once for each key"
    assert ring.rewrap() == 1 and open_text(stored, "t.c") == "a"


def test_without_the_service_nothing_is_read(service: str, tmp_path: Path) -> None:
    Wrapped(tmp_path, HttpKms(service, "let me in")).look_again()

    with pytest.raises(KmsRefused, match="did not unwrap"):
        dict(Wrapped(tmp_path, HttpKms(service, "a stranger")).items())
    with pytest.raises(KmsRefused, match="https"):
        HttpKms("http://keys.bank.example")
