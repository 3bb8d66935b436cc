"""The customer's own safety: where they are signed in, freezing in one tap, being warned."""

from datetime import UTC, datetime, timedelta

import pytest

from foyer.base import clock, jobs
from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import Forbidden
from foyer.base.origin import Origin, coming_from
from foyer.base.text import Bilingual
from foyer.customers import actions, errors, queries, sms, trust
from foyer.customers.models import CustomerSession, Freeze, NoticeReading
from foyer.customers.tests.factories import CustomerFactory
from foyer.customers.trust.devices import name_of, network_of
from foyer.customers.trust.notices import notices
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
CHROME_LATER = CHROME.replace("126.0", "131.0")
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1"


@pytest.fixture
def customer(db):
    return CustomerFactory(phone="13812345678")


@pytest.fixture
def sent(settings):
    """Text messages that left the house."""
    texts: list[tuple[str, str]] = []

    class Kept:
        shows = False

        def send(self, phone: str, text: str) -> None:
            texts.append((phone, text))

    sms.register("kept")(Kept)
    settings.FOYER_SMS = "kept"
    return texts


def sign_in(customer, agent=CHROME, address="203.0.113.7", door="portal"):
    with coming_from(Origin(address=address)):
        return actions.sign_in(customer, method="sms_code", door=door, user_agent=agent)


def by(customer):
    return Actor.customer(customer)


def test_a_device_is_called_what_its_owner_calls_it():
    assert (name_of(CHROME), name_of(IPHONE), name_of("curl/8")) == ("Chrome · Windows", "Safari · iPhone", "")
    assert name_of(CHROME + " MicroMessenger/8.0") == "WeChat · Windows"


def test_a_network_is_kept_without_its_last_part():
    assert network_of("203.0.113.7") == "203.0.113.*"
    assert network_of("2001:db8:12:3::1") == "2001:db8:12::*"
    assert network_of("unknown") == ""


def test_the_list_of_sign_ins_says_when_where_and_which_is_this(customer):
    with clock.at(NOW):
        sign_in(customer)
    with clock.at(NOW + timedelta(minutes=1)):
        token = sign_in(customer, IPHONE, door="app")

    here, there = trust.sign_ins(customer, token)

    assert (here.device, here.door, here.network, here.is_this) == ("Safari · iPhone", "app", "203.0.113.*", True)
    assert (there.device, there.is_this) == ("Chrome · Windows", False)


def test_a_first_device_is_not_new_another_is_and_an_update_is_not(customer):
    tokens = [sign_in(customer), sign_in(customer, IPHONE), sign_in(customer, CHROME_LATER)]

    assert [one.is_new for one in reversed(trust.sign_ins(customer, tokens[0]))] == [False, True, False]


def test_a_new_device_is_told_by_text_message_once(customer, sent, django_capture_on_commit_callbacks):
    sign_in(customer)
    sign_in(customer, IPHONE)
    sign_in(customer, IPHONE)

    jobs.run_waiting()

    assert [phone for phone, _text in sent] == [customer.phone]
    assert "Safari · iPhone" in sent[0][1]


def test_a_fourth_sign_in_ends_the_oldest(customer):
    tokens = [sign_in(customer, f"Firefox/{n} Linux") for n in range(4)]

    assert [queries.by_session(token) for token in tokens] == [None, customer, customer, customer]


def test_one_place_is_signed_out_and_a_stranger_signs_out_nobody(customer):
    token = sign_in(customer)
    other = sign_in(customer, IPHONE)
    session = trust.sign_ins(customer, token)[0]
    stranger = CustomerFactory()

    with pytest.raises(errors.NoSuchSession):
        trust.end_session(stranger, session.id, by=by(stranger))
    trust.end_session(customer, session.id, by=by(customer))
    trust.end_session(customer, session.id, by=by(customer))

    assert queries.by_session(token) == customer
    assert queries.by_session(other) is None


def test_all_other_places_are_signed_out_and_this_one_stays(customer):
    here, there = sign_in(customer), sign_in(customer, IPHONE)

    assert trust.end_others(customer, here, by=by(customer)) == 1
    assert trust.end_others(customer, here, by=by(customer)) == 0
    assert queries.by_session(here) == customer
    assert queries.by_session(there) is None


def test_being_there_is_noted_every_minute(customer):
    with clock.at(NOW):
        token = sign_in(customer)
    with clock.at(NOW + timedelta(seconds=50)):
        queries.by_session(token)
    assert CustomerSession.objects.get().last_seen_at == NOW

    with clock.at(NOW + timedelta(seconds=70)):
        queries.by_session(token)

    assert CustomerSession.objects.get().last_seen_at == NOW + timedelta(seconds=70)


def test_freezing_ends_every_sign_in_and_lets_nobody_in(customer):
    token = sign_in(customer)

    trust.freeze(customer.pk, reason="lost_phone", by=by(customer))
    trust.freeze(customer.pk, reason="fraud", by=by(customer))

    assert queries.by_session(token) is None
    assert Freeze.objects.get().reason == "lost_phone"
    with pytest.raises(errors.Frozen):
        actions.sign_in(customer, method="sms_code")


def test_a_code_alone_opens_nothing_that_is_frozen(customer, sent):
    trust.freeze(customer.pk, by=by(customer))
    actions.request_code(customer.phone)
    jobs.run_waiting()
    code = "".join(each for each in sent[-1][1] if each.isdigit())[:6]

    with pytest.raises(errors.Frozen):
        actions.verify_code(customer.phone, code)


def test_only_staff_open_again_and_say_how(customer):
    trust.freeze(customer.pk, by=by(customer))

    with pytest.raises(errors.HowMissing):
        trust.unfreeze(customer.pk, how="counter", by=by(customer))
    with pytest.raises(errors.HowMissing):
        trust.unfreeze(customer.pk, how="asked nicely", by=Actor("staff", UserFactory().pk))
    trust.unfreeze(customer.pk, how="counter", by=Actor.staff(UserFactory()))

    assert queries.by_session(sign_in(customer)) == customer
    assert Freeze.objects.get().lifted_how == "counter"


def notice(writer, **terms):
    return trust.write_notice(
        title=Bilingual("谨防冒充客服", "Beware of false agents"),
        text=Bilingual("我们不会索要验证码。", "We never ask for codes."),
        valid_from=NOW, valid_until=NOW + timedelta(days=7), by=Actor.staff(writer), **terms,
    )  # fmt: skip


@pytest.fixture
def officers(db):
    return UserFactory(role="compliance"), UserFactory(role="compliance")


def test_a_notice_is_published_by_another_than_its_writer(officers, customer):
    writer, publisher = officers
    with clock.at(NOW):
        draft = notice(writer)
        assert trust.shown_to(customer) == []
        with pytest.raises(errors.OwnNotice):
            trust.publish_notice(draft.pk, by=Actor.staff(writer))

        trust.publish_notice(draft.pk, by=Actor.staff(publisher))

        assert trust.shown_to(customer) == [draft]
    with clock.at(NOW + timedelta(days=7)):
        assert trust.shown_to(customer) == []


def test_others_write_and_publish_nothing(officers):
    agent = UserFactory(role="agent")
    with pytest.raises(Forbidden):
        notice(agent)
    with clock.at(NOW), pytest.raises(Forbidden):
        trust.publish_notice(notice(officers[0]).pk, by=Actor.staff(agent))
    with pytest.raises(Forbidden):
        trust.publish_notice(notice(officers[0]).pk, by=SYSTEM)


def test_a_notice_needs_both_languages_and_an_end(officers):
    with pytest.raises(errors.NoticeNotWhole):
        trust.write_notice(
            title=Bilingual("只有中文", ""), text=Bilingual("a", "b"), valid_from=NOW, valid_until=NOW,
            by=Actor.staff(officers[0]),
        )  # fmt: skip


def test_each_audience_sees_its_own_and_what_is_confirmed_goes_away(officers, customer):
    writer, publisher = officers
    with clock.at(NOW):
        for audience in ("everyone", "signed_in", "elderly"):
            trust.publish_notice(notice(writer, audience=audience).pk, by=Actor.staff(publisher))

        assert len(trust.shown_to(None)) == 1
        assert len(trust.shown_to(None, elderly=True)) == 2
        mine = trust.shown_to(customer)
        trust.acknowledge(customer, mine[0].pk)
        trust.acknowledge(customer, mine[0].pk)
        left = trust.shown_to(customer)

    assert (len(mine), len(left)) == (2, 1)
    assert {(row.shown_count, row.confirmed_count) for row in notices()} == {(1, 1), (1, 0), (0, 0)}
    assert NoticeReading.objects.count() == 2


def test_a_withdrawn_notice_is_shown_no_longer_and_cannot_be_confirmed(officers, customer):
    with clock.at(NOW):
        row = trust.publish_notice(notice(officers[0]).pk, by=Actor.staff(officers[1]))
        trust.withdraw_notice(row.pk, by=Actor.staff(officers[0]))

        assert trust.shown_to(customer) == []
        with pytest.raises(errors.NoSuchNotice):
            trust.acknowledge(customer, row.pk)
