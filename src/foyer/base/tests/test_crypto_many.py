"""Sealing and indexing thousands of values at once gives what sealing and indexing each of them gives."""

from uuid import uuid4

import pytest

from foyer.base.crypto import FINANCE_DATA, Moved, Unreadable, blind_index, indexer, open_text, seal, sealer

CONTEXT = "customers_customer.golden"


@pytest.fixture(params=["aes", "sm"])
def suite(request, settings):
    settings.FOYER_CRYPTO_SUITE = request.param
    return request.param


def test_each_opens_in_its_own_row_and_column_alone(suite):
    sealed, rows = sealer(CONTEXT, FINANCE_DATA), [uuid4(), uuid4()]
    kept = [sealed(text, row) for text, row in zip(("张伟", "张伟".encode()), rows, strict=True)]

    assert [open_text(one, CONTEXT, row=row) for one, row in zip(kept, rows, strict=True)] == ["张伟", "张伟"]
    assert kept[0][:6] == seal("x", CONTEXT, FINANCE_DATA, row=rows[0])[:6]
    with pytest.raises(Moved):
        open_text(kept[0], CONTEXT, row=rows[1])
    with pytest.raises(Unreadable):
        open_text(kept[0], "customers_customer.name", row=rows[0])


def test_no_two_seals_are_alike_and_nothing_stays_nothing(suite):
    sealed, row = sealer(CONTEXT), uuid4()

    assert len({sealed("x", row) for _ in range(500)}) == 500
    assert sealed("", row) == sealed(b"", row) == ""


def test_an_index_is_the_same_by_itself_and_among_many(suite):
    indexed = indexer("customers.phone")

    for text in ("+8613800138000", "Ａｂｃ  ", "张伟", "", "+8613800138000"):
        assert indexed(text) == blind_index(text, "customers.phone")


def test_the_key_of_a_purpose_seals_for_it(suite, settings):
    import base64

    settings.FOYER_KEYS = {"1": base64.b64encode(bytes(32)).decode(), "2": base64.b64encode(bytes([2]) * 32).decode()}

    assert sealer(CONTEXT)("x", uuid4()).split(":")[1].startswith("2")
