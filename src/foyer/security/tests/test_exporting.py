"""Handing the trail on: what was written is what is read back."""

import io
import string
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from foyer.base import audit
from foyer.base.actors import SYSTEM, Actor
from foyer.base.ids import new_id
from foyer.security.audit import exporting, sealing
from foyer.security.audit.canonical import canonical, plain_details
from foyer.security.audit.exporting import FORMS, as_cef, as_jsonl, of_cef, of_jsonl
from foyer.security.models import AuditEntry
from foyer.security.tests.trail import TRIED, sealed_trail

TEXT = st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace").decode())
TRICKY = st.text(alphabet=string.ascii_letters + "=|\\ \n\r\t'\"客户cs1Label=", max_size=40)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
READ = {"jsonl": of_jsonl, "cef": of_cef}


@st.composite
def rows(draw: Any) -> dict[str, Any]:
    text = draw(st.sampled_from([TRICKY, TEXT]))
    return {
        "act": draw(text), "id": draw(text), "at": draw(text), "actor_kind": draw(text),
        "actor_id": draw(st.none() | text), "actor_roles": draw(st.lists(text, max_size=3)),
        "assurance": draw(st.none() | st.integers(0, 3)), "subject": draw(text), "customer": draw(st.none() | text),
        "purpose": draw(text), "reason": draw(text), "fields": draw(st.lists(text, max_size=3)), "outcome": draw(text),
        "details": draw(st.dictionaries(text, VALUE, max_size=3)), "address": draw(text), "device": draw(text),
        "session": draw(text), "request": draw(text), "key": draw(text), "seq": draw(st.integers(1, 10**9)),
        "hash": draw(text), "mac": draw(text),
    }  # fmt: skip


@given(rows())
def test_json_lines_come_back_as_they_were(row: dict[str, Any]) -> None:
    line = as_jsonl(row)

    assert "\n" not in line and of_jsonl(line) == row


@given(rows())
def test_cef_comes_back_as_it_was(row: dict[str, Any]) -> None:
    row["act"] = row["act"].replace("\n", " ").replace("\r", " ")  # a header is one line
    line = as_cef(row)

    assert "\n" not in line and "\r" not in line
    assert of_cef(line) == row


@given(st.dictionaries(TEXT, VALUE, max_size=5))
def test_the_canonical_form_is_that_of_rfc_8785(details: dict[str, Any]) -> None:
    plain = plain_details(details)

    assert canonical(plain) == rfc8785.dumps(plain)
    assert plain_details(plain) == plain


@pytest.mark.django_db
@pytest.mark.parametrize("form", FORMS)
def test_an_export_holds_the_chain_and_is_itself_recorded(form: str) -> None:
    sealed_trail(3)
    audit.record(TRIED, by=Actor("customer", new_id()), on="a|b=c\\d\n", reason="=|\\", details={"词": ["=", None]})
    sealing.seal_waiting()
    file = io.StringIO()

    count = exporting.export(file, form=form, by=SYSTEM, first=2, reason="asked by the regulator")

    read = [READ[form](line) for line in file.getvalue().splitlines()]
    assert count == len(read) == 3 and [row["seq"] for row in read] == [2, 3, 4]
    assert read == list(exporting.rows(2, None))
    told = AuditEntry.objects.order_by("id").last()
    assert told and (told.act, told.reason, told.details["entries"]) == (
        *("security.trail_exported", "asked by the regulator"),
        3,
    )
