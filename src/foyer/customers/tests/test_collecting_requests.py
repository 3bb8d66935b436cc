"""What the collector takes and refuses: shapes, sizes, depths, numbers that are none, and texts that are no texts."""

import json
import zlib
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest

from foyer.base.errors import Refusal
from foyer.customers.collecting import messages
from foyer.customers.collecting.reading import occurred_at
from foyer.customers.models.collecting import packed, unpacked

GOOD = {"type": "track", "userId": "u-1", "event": "Card Applied", "messageId": "m-1"}


def code_of(kind: str, body: object) -> str:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    try:
        messages.read(kind, raw)
    except Refusal as refusal:
        return f"{refusal.status} {refusal.code}"
    return "taken"


def batch(*several: object, **more: object) -> dict:
    return {"batch": list(several), **more}


def test_a_batch_is_read_with_its_key_and_count():
    request = messages.read("batch", json.dumps(batch(GOOD, GOOD, writeKey="wk_1", sentAt="x")).encode())

    assert (request.count, request.write_key) == (2, "wk_1")


@pytest.mark.parametrize("body", [b' { "batch" : [ %s , %s ] , "n" : [1, {}] } ', b'{"n":{},"batch":[%s,%s]}\n'])
def test_white_space_and_order_do_not_matter(body):
    one = json.dumps(GOOD).encode()

    assert messages.read("batch", body % (one, one)).count == 2


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"{}x", b'{"batch":[1,]}', b'{"batch":[{"a":1}', b'{"batch" [1]}', b'{"a":1,}',
     b'{"batch":[],"a":}', b'{1:2}', b'{"batch":[tru]}', b'{"a"', b'{"a":"b', b'\xef\xbb\xbf{}',
     b'{"batch":[{"type":"track","userId":"u","event":"e","properties":{"n":NaN}}]}',
     b'{"batch":[{"type":"track","userId":"u","event":"e","properties":{"n":-Infinity}}]}'],
)  # fmt: skip
def test_what_is_no_json_is_said_to_be_none(body):
    assert code_of("batch", body) == "400 not_json"


def test_what_is_not_utf8_is_said_so():
    assert code_of("track", '{"userId":"张三","event":"e"}'.encode("gb18030")) == "400 not_utf8"


def test_a_batch_needs_messages():
    assert code_of("batch", {"writeKey": "x"}) == "400 batch_missing"
    assert code_of("batch", {"batch": []}) == "400 batch_missing"
    assert code_of("batch", {"batch": {"0": GOOD}}) == "400 batch_missing"


@pytest.mark.parametrize(
    ("kind", "message", "problem"),
    [
        ("track", {"event": "e"}, "user_missing"),
        ("track", {"userId": " ", "event": "e"}, "user_missing"),
        ("track", {"userId": True, "event": "e"}, "user_missing"),
        ("track", {"userId": "u"}, "event_missing"),
        ("track", {"userId": "u", "event": 7}, "event_missing"),
        ("group", {"userId": "u"}, "group_missing"),
        ("alias", {"userId": "u"}, "previous_missing"),
        ("page", {"anonymousId": "a", "properties": [1]}, "body_not_an_object"),
        ("page", {"anonymousId": "a", "messageId": 7}, "message_id_not_right"),
        ("page", {"anonymousId": "a" * 121}, "user_missing"),
    ],
)
def test_a_single_message_that_cannot_be_used_is_refused_with_the_reason(kind, message, problem):
    with pytest.raises(Refusal) as refused:
        messages.read(kind, json.dumps(message).encode())

    assert (refused.value.status, refused.value.code) == (400, "message_not_right")
    assert refused.value.details == {"problem": problem}


def test_a_bad_message_among_good_ones_stops_none_but_a_batch_of_bad_ones_is_refused():
    assert code_of("batch", batch({"type": "poem"}, GOOD)) == "taken"
    assert code_of("batch", batch({"type": "poem"}, 7)) == "400 message_not_right"


def test_a_message_may_have_32_kb_and_a_batch_500_kb():
    def sized(size: int) -> dict:
        bare = len(json.dumps({**GOOD, "properties": {"x": ""}}))
        return {**GOOD, "properties": {"x": "x" * (size - bare)}}

    assert code_of("track", sized(32 * 1024)) == "taken"
    assert code_of("track", sized(32 * 1024 + 1)) == "413 message_too_large"
    assert code_of("batch", batch(GOOD, sized(32 * 1024))) == "taken"
    assert code_of("batch", batch(GOOD, sized(32 * 1024 + 1))) == "413 message_too_large"
    assert code_of("batch", batch(*[sized(32_000)] * 17)) == "413 too_large"


def test_the_size_is_that_of_the_bytes_not_of_the_characters():
    wide = {**GOOD, "properties": {"x": "厅" * 11_000}}

    assert code_of("batch", json.dumps(batch(wide), ensure_ascii=False).encode()) == "413 message_too_large"


def test_what_only_the_standard_library_reads_is_taken_and_measured_all_the_same():
    half = json.dumps({**GOOD, "properties": {"x": "A\ud83d"}})
    wide = json.dumps({**GOOD, "properties": {"x": "A\ud83d" + "x" * 33_000}})

    assert code_of("batch", f'{{"batch":[{half}]}}'.encode()) == "taken"
    assert code_of("batch", f'{{"batch":[{half},{wide}]}}'.encode()) == "413 message_too_large"


def test_what_was_kept_is_read_again_however_it_was_packed():
    text = json.dumps(batch(GOOD), ensure_ascii=False)

    assert unpacked(packed(text.encode())).decode() == text
    assert unpacked(b64encode(zlib.compress(text.encode(), 1)).decode()).decode() == text


def test_nesting_without_end_is_refused_and_hurts_nobody():
    def nested(depth: int) -> bytes:
        return b'{"userId":"u","event":"e","properties":{"x":' + b"[" * depth + b"]" * depth + b"}}"

    assert code_of("track", nested(20)) == "taken"
    assert code_of("track", nested(100)) == "400 message_not_right"
    assert code_of("track", nested(15_000)) == "400 too_deep"
    assert code_of("batch", b'{"batch":[' + b"[" * 200_000 + b"]" * 200_000 + b"]}") == "400 too_deep"


def test_the_time_of_an_event_is_corrected_by_the_senders_own_clock():
    received = datetime(2026, 11, 24, 8, 0, 10, tzinfo=UTC)

    told = {"timestamp": "2026-11-24T05:00:00.000Z"}  # a phone three hours behind, that sent ten seconds later

    assert occurred_at(told, "2026-11-24T05:00:10.000Z", received) == received - timedelta(seconds=10)
    assert occurred_at(told, None, received) == datetime(2026, 11, 24, 5, tzinfo=UTC)
    assert occurred_at(told, "2026-11-24T05:00:10Z", received, is_history=True).hour == 5
    assert occurred_at({"timestamp": "next week"}, None, received) == received
    assert occurred_at({"timestamp": "2036-01-01T00:00:00Z"}, None, received) == received
    assert occurred_at({"originalTimestamp": "2026-11-24T07:59:00", "timestamp": "x"}, None, received).minute == 59
