"""Who receives data: everybody the house talks to is on the list, and nothing goes where the list does not say."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.text import Bilingual
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy import gates
from foyer.privacy.models import Disclosure, Recipient
from foyer.privacy.recipients import finding, keeping, queries
from foyer.privacy.recipients.errors import KindsNotCovered, NoSuchRecipient, NotDescribed, OutsideChina, TooYoung
from foyer.privacy.tests.consenting import agree, published_notice

pytestmark = pytest.mark.django_db
SAID = {"name": Bilingual("伙伴", "Partner"), "role": "provide", "kinds": ["contact", "product"], "region": "CN",
        "contract": "C-7"}  # fmt: skip


def described(**more: Any) -> Recipient:
    return keeping.describe("partner:a", {**SAID, **more}, purposes=["third_party_sharing"], by=SYSTEM)


def test_whoever_the_house_is_configured_to_talk_to_is_entered(settings: Any) -> None:
    settings.FOYER_SMS_URL = "https://sms.example.cn/send"
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "mail.example.cn"
    settings.FOYER_KMS_URL = "https://kms.example.cn"

    assert finding.enter() >= 3 and finding.enter() == 0

    codes = set(Recipient.objects.values_list("code", flat=True))
    assert {"sms:sms.example.cn", "smtp:mail.example.cn", "kms:kms.example.cn"} <= codes
    assert queries.waiting() >= 3


def test_nothing_goes_to_a_party_that_is_not_described(settings: Any) -> None:
    settings.FOYER_SMS_URL = "https://sms.example.cn/send"
    finding.enter()

    with pytest.raises(NotDescribed):
        keeping.disclose("sms:sms.example.cn", "service", ["contact"], people=1, by=SYSTEM)
    with pytest.raises(NoSuchRecipient):
        keeping.disclose("nobody", "service", ["contact"], people=1, by=SYSTEM)


def test_data_does_not_leave_china(settings: Any) -> None:
    with pytest.raises(OutsideChina):
        described(region="US")
    settings.FOYER_PACKS = ("eu",)
    assert described(region="DE").status == "active"
    settings.FOYER_PACKS = ("cn", "eu")

    with pytest.raises(OutsideChina):
        keeping.disclose("partner:a", "third_party_sharing", ["contact"], people=1, by=SYSTEM)


def test_only_the_kinds_and_purposes_of_the_register_are_given() -> None:
    described()

    for purpose, kinds in (("third_party_sharing", ["voice"]), ("service", ["contact"]), ("third_party_sharing", [])):
        with pytest.raises(KindsNotCovered):
            keeping.disclose("partner:a", purpose, kinds, people=1, by=SYSTEM)


def test_one_persons_data_is_given_only_with_their_separate_consent() -> None:
    published_notice()
    customer = CustomerFactory()
    described()

    with pytest.raises(gates.NoBasis):
        keeping.disclose("partner:a", "third_party_sharing", ["contact"], people=1, customer=customer.pk, by=SYSTEM)
    agree(customer, "third_party_sharing")
    given = keeping.disclose("partner:a", "third_party_sharing", ["contact"], people=1, customer=customer.pk, by=SYSTEM)

    assert given.basis == "separate_consent" and list(queries.of_customer(customer.pk)) == [given]


def test_an_ended_party_receives_nothing_and_its_record_stays() -> None:
    described()
    keeping.disclose("partner:a", "third_party_sharing", ["contact"], people=3, by=SYSTEM)
    keeping.end("partner:a", by=SYSTEM)

    with pytest.raises(NotDescribed):
        keeping.disclose("partner:a", "third_party_sharing", ["contact"], people=3, by=SYSTEM)
    for change in (lambda: Disclosure.objects.update(people_count=0), Disclosure.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_records_are_kept_three_years() -> None:
    described()
    keeping.disclose("partner:a", "third_party_sharing", ["contact"], people=3, by=SYSTEM)
    with pytest.raises(TooYoung):
        keeping.forget_disclosures(before=clock.now() - timedelta(days=1000), by=SYSTEM)

    with clock.at(clock.now() + timedelta(days=4 * 366)):
        assert keeping.forget_disclosures(before=clock.now() - timedelta(days=3 * 366), by=SYSTEM) == 1


def test_a_stranger_is_not_the_system() -> None:
    assert not gates.may_use(Actor("visitor", None), "third_party_sharing")
