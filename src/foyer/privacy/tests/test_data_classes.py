"""Every field that may hold something about a person says so, and is protected as its class asks."""

from typing import Any

import pytest
from django.db import models
from django.test.utils import isolate_apps

from foyer.base.legends import CONTACT, classified, legend_of
from foyer.privacy import classes
from foyer.privacy.classes import document, listing, looking
from foyer.privacy.classes.nobody import NOBODY


def test_no_field_that_may_be_about_a_person_is_left_unsaid() -> None:
    assert classes.unsaid() == []


def test_what_is_said_is_said_once_and_of_fields_that_exist() -> None:
    assert listing.said_twice_or_of_nothing() == []


def test_what_identifies_somebody_is_sealed_or_says_why_not() -> None:
    assert [f"{one.model}.{one.field}" for one in classes.open_c2()] == []


def test_what_proves_who_somebody_is_is_kept_as_a_hash_only() -> None:
    assert [f"{one.model}.{one.field}" for one in listing.open_c3()] == []


def test_every_reason_is_a_sentence_about_something() -> None:
    assert all(len(reason) > 4 for reason in NOBODY)
    assert all(one.why for one in classes.declared() if one.legend.data_class == "C2" and one.protection == "clear")


def test_what_customers_say_and_have_is_sealed() -> None:
    sealed = {f"{one.model}.{one.field}" for one in classes.declared() if one.protection == "sealed"}

    assert sealed >= {
        "customers.Customer.name", "customers.Customer.phone", "customers.Holding.number", "customers.Holding.balance",
        "conversations.Message.text", "conversations.Message.original", "conversations.Conversation.last_text",
        "conversations.Attachment.name", "base.LiveEvent.data", "staff.ApprovalRequest.change",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "field", "may"),
    [
        ("note", models.TextField(), True),
        ("address", models.GenericIPAddressField(), True),
        ("born_on", models.DateField(), True),
        ("balance", models.DecimalField(max_digits=9, decimal_places=2), True),
        ("payload", models.JSONField(), True),
        ("is_elderly", models.BooleanField(), True),
        ("status", models.CharField(max_length=3, choices=[("a", "A")]), False),
        ("made_by", models.CharField(max_length=60), False),
        ("code", models.SlugField(), False),
        ("attempts", models.IntegerField(), False),
    ],
)
def test_a_field_is_suspected_by_its_kind_and_its_name(name: str, field: Any, may: bool) -> None:
    assert looking.may_hold(name, field) is may


@isolate_apps("foyer.privacy")
def test_a_new_field_is_found_until_it_says_what_it_holds() -> None:
    class Guest(models.Model):
        phone = models.CharField(max_length=20)

        class Meta:
            app_label = "privacy"

    field = Guest._meta.get_field("phone")
    assert looking.may_hold("phone", field) and legend_of(field) is None

    assert legend_of(classified(field, CONTACT)) is CONTACT


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_says_what_the_fields_say(lang: str) -> None:
    assert document.path(lang).read_text() == document.render(lang), "run: foyer manage data_classes"
