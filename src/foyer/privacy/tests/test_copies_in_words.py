"""What a person gets of their data is in words of their language: no holder's code, no name of a column."""

import csv
import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.utils.translation import override

from foyer.base import jobs
from foyer.base.actors import Actor
from foyer.conversations.tests.factories import conversation, says
from foyer.customers.erasing.rows import _SECRET
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy.holders import export, holders, subject_of
from foyer.privacy.models import SubjectRequest
from foyer.privacy.requests import asking, copies
from foyer.privacy.requests.copies import _TECHNICAL
from foyer.privacy.requests.wording import BASIS, WHERE, in_both, missing

HAN = re.compile(r"[\u4e00-\u9fff]")
LOCALES = ("zh-hans", "en")


@pytest.mark.parametrize("holder", holders(), ids=lambda holder: holder.code)
def test_every_holder_has_a_name_in_both_languages(holder: Any) -> None:
    name = in_both(holder.name)

    assert HAN.search(name["zh"]), f"{holder.code} has no Chinese name"
    assert name["en"] and name["en"] != holder.code and not HAN.search(name["en"])
    assert holder.where in WHERE and holder.basis in BASIS


@pytest.mark.parametrize("locale", LOCALES)
def test_every_column_that_a_copy_shows_has_a_name(locale: str) -> None:
    with override(locale):
        nameless = {
            holder.code: sorted(found)
            for holder in holders()
            if holder.export is not None and holder.code.startswith("customers.") and holder.models
            if (found := set(missing(holder, _columns(holder.models))))
        }

    assert nameless == {}


def _columns(models: tuple[str, ...]) -> set[str]:
    from django.apps import apps

    names = {field.name for label in models for field in apps.get_model(label)._meta.concrete_fields}
    return {name for name in names - _SECRET - _TECHNICAL if not name.startswith("_")}


@pytest.fixture
def me(queue: object) -> Customer:
    person = CustomerFactory(name="陈思远", phone="13900139000", number="100200", golden={"name": {"value": "陈思远"}})
    says(conversation(customer=person), "我的卡丢了")
    return person


def copied(me: Customer, language: str) -> SubjectRequest:
    request = asking.ask(me.pk, "access", by=Actor.customer(me))
    SubjectRequest.objects.filter(pk=request.pk).update(language=language)
    request.refresh_from_db()
    asking.prove(request, asking.send_code(request).shown, by=Actor.customer(me))
    jobs.run_waiting()
    return request


def content(request: SubjectRequest, me: Customer, kind: str) -> bytes:
    return copies.fetch(request.copies.get(format=kind), by=Actor.customer(me), is_proved=True)[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("zh", ("客户资料", "会话编号")), ("en", ("Customer profile", "conversation"))]
)
def test_the_page_speaks_the_persons_language(me: Customer, language: str, words: tuple[str, ...]) -> None:
    page = content(copied(me, language), me, "html").decode()

    names = re.findall(r"<dt>(.*?)</dt>", page)
    assert names and not [name for name in names if re.search(r"[a-z]+_[a-z]|[a-z]\.[a-z]", name)]
    assert all(word in page for word in words)
    if language == "zh":
        assert not [name for name in names if not HAN.search(name)]


@pytest.mark.django_db
def test_what_rooms_give_of_their_own_has_words_too(me: Customer) -> None:
    for locale in LOCALES:
        with override(locale):
            found = export(subject_of(me.pk))
            named = {holder.code: holder for holder in holders()}
            for code, rows in found.items():
                for row in rows:
                    keys = {name for name, _value in copies._plain(row)}
                    assert not list(missing(named[code], keys, row.get("dataset", ""))), code


@pytest.mark.django_db
def test_the_files_for_a_machine_say_in_both_languages_what_they_hold(me: Customer) -> None:
    request = copied(me, "zh")

    told = json.loads(content(request, me, "json"))
    about = told["holders"]["customers.profile"]
    assert about["name"] == {"zh": "客户资料", "en": "Customer profile"}
    assert about["where"]["en"] == "database" and HAN.search(about["basis"]["zh"])
    with zipfile.ZipFile(io.BytesIO(content(request, me, "zip"))) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("contents.csv").decode("utf-8-sig"))))
        files = set(archive.namelist()) - {"data.json", "contents.csv"}
    assert {row["file"] for row in rows} == files
    assert all(HAN.search(row["内容"]) and row["content"] for row in rows)
