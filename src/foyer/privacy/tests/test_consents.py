"""What people are told and what they choose: kept for good, proved for any moment, as easily taken back as given."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.ids import new_id
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy import gates
from foyer.privacy.consents import deciding, differing, forgetting, joining, notices, paper, proof, queries, receipts
from foyer.privacy.consents.deciding import Way
from foyer.privacy.consents.errors import (
    AlreadyDrafted,
    EvidenceNeeded,
    GuardianNeeded,
    NoNotice,
    NothingToDecide,
    NothingToWithdraw,
    NoticeIncomplete,
    NoticePublished,
    NotYours,
)
from foyer.privacy.models import Consent, PrivacyNotice, Purpose
from foyer.privacy.tests.consenting import agree, officer, published_notice
from foyer.staff import approvals
from foyer.staff.errors import DataHasMoved, OwnProposal
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)


@pytest.fixture
def person(db: None) -> Customer:
    with clock.at(START - timedelta(days=1)):
        published_notice()
        made: Customer = CustomerFactory()
    return made


def test_nobody_can_agree_before_a_notice_is_in_force(db: None) -> None:
    customer = CustomerFactory()

    with pytest.raises(NoNotice):
        agree(customer, "profiling")
    deciding.refuse(customer, "profiling", by=Actor.customer(customer))  # a no is always possible


def test_agreeing_twice_is_once(person: Customer) -> None:
    agree(person, "profiling", "profiling")

    assert Consent.objects.count() == 1


def test_what_was_said_cannot_be_changed_or_removed(person: Customer) -> None:
    agree(person, "profiling")

    for change in (lambda: Consent.objects.update(decision="refused"), Consent.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            queries_before = Consent.objects.count()
            from foyer.privacy.models import ConsentState

            ConsentState.objects.all().delete()
            change()
        assert Consent.objects.count() == queries_before


def test_only_the_customer_or_a_colleague_with_proof_chooses(person: Customer) -> None:
    stranger, agent = CustomerFactory(), UserFactory(role="agent")
    with pytest.raises(NotYours):
        deciding.give(person, "profiling", by=Actor.customer(stranger))
    with pytest.raises(NotYours):
        deciding.give(person, "profiling", by=SYSTEM)
    with pytest.raises(NotYours):
        deciding.give(person, "profiling", by=Actor.staff(UserFactory(role="trainer")))
    with pytest.raises(EvidenceNeeded):
        deciding.give(person, "profiling", by=Actor.staff(agent))

    said = deciding.give(person, "profiling", by=Actor.staff(agent), way=Way("branch", "paper", "SCAN-7"))

    assert said.by == f"staff:{agent.pk}" and gates.may_use(person, "profiling")


def test_a_no_by_phone_needs_no_recording(person: Customer) -> None:
    agree(person, "profiling")
    agent = Actor.staff(UserFactory(role="agent"))

    deciding.withdraw(person, "profiling", by=agent, way=Way("phone", "voice"))

    assert not gates.may_use(person, "profiling")


def test_a_child_needs_a_guardian(person: Customer) -> None:
    person.birth_year = clock.now().year - 10
    person.save()

    with pytest.raises(GuardianNeeded):
        agree(person, "profiling")
    deciding.give(person, "profiling", by=Actor.customer(person), way=Way(guardian="李四"))

    assert gates.may_use(person, "profiling")


def test_there_is_nothing_to_choose_where_the_law_decides(person: Customer) -> None:
    with pytest.raises(NothingToDecide):
        deciding.refuse(person, "statutory", by=Actor.customer(person))
    with pytest.raises(NothingToWithdraw):
        deciding.withdraw(person, "profiling", by=Actor.customer(person))


def test_a_year_of_consent(person: Customer) -> None:
    """Asked in January, given, taken back in spring, given again in summer, run out a year later; each day provable."""
    by = Actor.customer(person)
    days = {}
    with clock.at(START):
        days["before"] = clock.now()
        clock.advance(days=10)
        deciding.give(person, "market_survey", by=by)
        days["given"] = clock.advance(days=59)
        clock.advance(days=1)
        deciding.withdraw(person, "market_survey", by=by)
        days["withdrawn"] = clock.advance(days=89)
        clock.advance(days=1)
        deciding.give(person, "market_survey", by=by)
        days["again"] = clock.advance(days=300)
        days["over"] = clock.advance(days=66)
        deciding.lapse()

        said = {name: queries.state_at(person, "market_survey", at) for name, at in days.items()}
        whole = proof.proof(person.pk, by=Actor.staff(officer()), reason="dispute")

    assert said == {
        "before": "none", "given": "given", "withdrawn": "withdrawn", "again": "given", "over": "expired",
    }  # fmt: skip
    assert [one["decision"] for one in whole["decisions"]] == ["given", "withdrawn", "given", "expired"]
    assert proof.digest_of(whole) == whole["digest"]
    (notice,) = whole["notices"]
    kept = PrivacyNotice(version=notice["version"], words=notice["words"], purposes=notice["purposes"])
    assert notices.digest_of(kept) == notice["digest"]
    assert all(one["audit"].startswith("consent:") for one in whole["decisions"])


def test_new_words_keep_a_consent_and_new_terms_end_it(person: Customer) -> None:
    agree(person, "profiling", "model_training")

    published_notice(changes={"zh": "有变更会告诉您。", "en": "We tell you of changes."})
    assert gates.may_use(person, "profiling")

    Purpose.objects.filter(code="profiling").update(kinds=["behaviour", "location"])
    assert gates.may_use(person, "profiling"), "until the notice says so, nobody uses more"
    published_notice()

    assert gates.may_use(person, "profiling").code == "terms_changed"
    assert gates.may_use(person, "model_training")
    assert gates.may_ask(person, "profiling")
    agree(person, "profiling")
    assert gates.may_use(person, "profiling")


def test_a_notice_is_published_by_a_second_person_and_never_changes(person: Customer) -> None:
    maker = officer("one")
    notice = notices.draft(by=Actor.staff(maker))
    with pytest.raises(AlreadyDrafted):
        notices.draft(by=Actor.staff(maker))
    request = notices.propose(notice.pk, by=Actor.staff(maker))

    with pytest.raises(OwnProposal):
        approvals.approve(request, by=Actor.staff(maker))
    approvals.approve(request, by=Actor.staff(officer("two")))

    with pytest.raises(NoticePublished):
        notices.write(notice.pk, {"who": {"zh": "别人", "en": "Others"}}, by=Actor.staff(maker))
    with pytest.raises(DatabaseError), transaction.atomic():
        PrivacyNotice.objects.filter(pk=notice.pk).update(words={})


def test_what_was_proposed_is_what_is_published(person: Customer) -> None:
    maker = Actor.staff(officer("one"))
    notice = notices.draft(by=maker)
    request = notices.propose(notice.pk, by=maker)

    Purpose.objects.filter(code="profiling").update(kinds=["location"])

    with pytest.raises(DataHasMoved):
        approvals.approve(request, by=Actor.staff(officer("two")))


def test_the_shipped_notice_is_complete_in_both_languages(person: Customer) -> None:
    notice = queries.notice_in_force()

    assert notice is not None and notices.problems(notice) == []
    assert {"who", "contact", "means", "retention", "rights"} <= set(notices.SECTIONS)
    assert {said["code"] for said in notice.purposes} == set(Purpose.objects.values_list("code", flat=True))
    for language in ("zh", "en"):
        assert all(part.text for part in paper.sections(notice, language))
        assert paper.as_pdf(notice, language).startswith(b"%PDF")


def test_the_notice_says_that_moods_are_read_for_service_only_and_that_speech_is_written_down(person: Customer) -> None:
    notice = queries.notice_in_force()

    assert notice is not None
    said = {language: {one.code: one.text for one in paper.sections(notice, language)} for language in ("zh", "en")}
    assert "情绪" in said["zh"]["reading"] and "只为服务" in said["zh"]["reading"] and "员工" in said["zh"]["reading"]
    assert "mood" in said["en"]["reading"] and "for service only" in said["en"]["reading"]
    assert "转成文字" in said["zh"]["speech"] and "不保存录音" in said["zh"]["speech"]
    assert "written down" in said["en"]["speech"] and "no recording is kept" in said["en"]["speech"]


def test_a_section_that_is_new_comes_with_the_next_version_and_none_is_empty_before(person: Customer) -> None:
    """A bank whose notice is from before there were these sections."""
    now = queries.notice_in_force()
    assert now is not None
    words = {code: said for code, said in now.words.items() if code not in ("reading", "speech")}
    words["who"] = {"zh": "我们自己的话。", "en": "Words of our own."}
    old = PrivacyNotice(version=now.version, words=words, purposes=now.purposes)
    assert {"reading", "speech"}.isdisjoint(one.code for one in paper.sections(old, "zh"))
    now = PrivacyNotice.objects.create(version=now.version + 1, words=words, purposes=now.purposes, made_by="system")
    PrivacyNotice.objects.filter(pk=now.pk).update(status="published", published_at=clock.now(), digest="0" * 64)

    draft = notices.draft(by=Actor.staff(officer("one")))

    assert draft.words["who"] == words["who"] and draft.words["reading"]["zh"]
    assert {one.code for one in differing.texts(now, draft)} == {"reading", "speech"}
    assert notices.problems(draft) == []


def test_a_notice_with_a_hole_is_not_proposed(person: Customer) -> None:
    by = Actor.staff(officer("one"))
    notice = notices.draft(by=by)
    notices.write(notice.pk, {"rights": {"zh": "", "en": "All of them."}}, by=by)

    with pytest.raises(NoticeIncomplete) as refused:
        notices.propose(notice.pk, by=by)

    assert refused.value.details["missing"] == ["rights (zh)"]


def test_two_versions_show_what_differs_word_by_word(person: Customer) -> None:
    old = queries.notice_in_force()
    Purpose.objects.filter(code="profiling").update(kinds=["behaviour", "location"])
    new = published_notice(who={"zh": "处理者是测试银行。", "en": "Your data is handled by Test Bank."})

    assert [(one.code, one.language) for one in differing.texts(old, new)] == [("who", "zh"), ("who", "en")]
    (changed,) = differing.purposes(old, new)
    assert (changed.code, changed.parts, changed.asks_again) == ("profiling", ["kinds"], True)
    assert differing.pieces("a b", "a c") == [("same", "a "), ("gone", "b"), ("new", "c")]


def test_a_receipt_says_what_was_agreed_and_names_nobody(person: Customer) -> None:
    agree(person, "profiling")
    consent = Consent.objects.get()

    told = receipts.as_json(consent)

    assert told["consentReceiptID"] == consent.receipt and told["policyDigest"] == consent.notice.digest  # type: ignore[union-attr]
    assert told["services"][0]["purposes"][0]["purpose"]["zh"] and person.name not in str(told)
    assert receipts.as_pdf(consent, "zh").startswith(b"%PDF")
    assert queries.by_receipt(CustomerFactory(), consent.receipt) is None


def test_what_a_visitor_chose_joins_on_identification_and_is_separated_again(person: Customer) -> None:
    visitor, link = Actor("visitor", new_id()), new_id()
    deciding.give(visitor, "profiling", by=visitor)
    assert visitor.id

    joining.join(visitor.id, person.pk, link, covers_from=None)
    assert gates.may_use(person, "profiling")
    deciding.withdraw(visitor, "profiling", by=visitor)
    assert not gates.may_use(person, "profiling")
    deciding.give(visitor, "profiling", by=visitor)

    joining.separate(link)
    assert gates.may_use(person, "profiling").code == "never_asked"
    assert gates.may_use(visitor, "profiling")


def test_a_devices_yes_never_outweighs_the_customers_own_no(person: Customer) -> None:
    deciding.refuse(person, "profiling", by=Actor.customer(person))
    visitor = Actor("visitor", new_id())
    deciding.give(visitor, "profiling", by=visitor)
    assert visitor.id

    joining.join(visitor.id, person.pk, new_id(), covers_from=None)

    assert gates.may_use(person, "profiling").code == "refused"


def test_on_a_shared_device_each_has_their_own(person: Customer) -> None:
    other, visitor = CustomerFactory(), Actor("visitor", new_id())
    assert visitor.id
    with clock.at(START):
        deciding.give(visitor, "profiling", by=visitor)
        joining.join(visitor.id, person.pk, new_id(), covers_from=None)
        clock.advance(days=1)
        joining.join(visitor.id, other.pk, new_id(), covers_from=clock.now())
        clock.advance(days=1)
        deciding.withdraw(visitor, "profiling", by=visitor)

        assert gates.may_use(person, "profiling")
        assert gates.may_use(other, "profiling").code == "withdrawn"


def test_merged_customers_answer_as_one_and_split_as_two(person: Customer) -> None:
    other: Customer = CustomerFactory()
    agree(person, "profiling")
    other.merged_into, _ = person, None
    other.save()
    joining.merge(person.pk, other.pk)

    assert gates.may_use(other, "profiling")
    deciding.withdraw(person, "profiling", by=Actor.customer(person))
    assert not gates.may_use(other, "profiling")

    other.merged_into = None
    other.save()
    joining.split(person.pk)
    assert gates.may_use(other, "profiling").code == "never_asked"


def test_proof_is_removed_only_by_its_own_verb(person: Customer) -> None:
    agree(person, "profiling")

    removed = forgetting.forget(person.pk, before=clock.now() + timedelta(seconds=1), by=SYSTEM)

    assert removed == 1 and not Consent.objects.exists()
