"""Cancelling and moving an appointment by chat, in both languages, with corrections and words that could be misread."""

import pytest
from django.utils import timezone

from foyer.assistant.dialogue.starting import asked_for, suggested_by
from foyer.assistant.tests.test_services import Talk
from foyer.base import clock
from foyer.base.text import Bilingual
from foyer.conversations.tests.factories import QueueFactory
from foyer.customers.tests.factories import CustomerFactory
from foyer.servicing import appointments
from foyer.servicing.actions import open_slots
from foyer.servicing.models import Order, Outlet
from foyer.servicing.tests.test_appointments import booked, slot_at
from foyer.servicing.tests.test_processes import NOW
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db
PHONE = "13800010021"


@pytest.fixture(autouse=True)
def outlet():
    cast = bring_on()
    QueueFactory(unit=cast.branch, code="general")
    with clock.at(NOW):
        kept = Outlet.objects.create(
            unit=cast.outlet, city=Bilingual("成都市", "Chengdu"), district=Bilingual("高新区", "Gaoxin"),
            address=Bilingual("天府大道", "Tianfu Avenue"), hours=Bilingual("9–17", "9 to 17"), places=1,
        )  # fmt: skip
        open_slots()
        yield kept


@pytest.fixture
def customer():
    return CustomerFactory(number="10037721", name="陈雨桐", phone=PHONE)


def held_by(customer):
    return [f"{timezone.localtime(one.begins_at):%m-%d %H:%M}" for one in appointments.upcoming(customer.pk)]


def with_one(customer, lang="zh", day=12, hour=10):
    """A talk of a customer who holds an appointment."""
    talk = Talk(of=customer, lang=lang)
    booked(talk.talk, slot_at(day, hour))
    return talk


def test_cancelled_in_chinese_with_a_yes(customer):
    talk = with_one(customer)

    assert "2026-03-12 10:00。确认不去了吗？" in talk.say("帮我取消预约")
    assert talk.buttons == ["确认", "修改", "保留预约"] and held_by(customer) == ["03-12 10:00"]
    assert "预约已经取消" in talk.say("确认")
    assert held_by(customer) == [] and "预约网点" in talk.buttons


def test_moved_in_english_by_one_sentence_and_corrected(customer):
    talk = with_one(customer, "en")

    heard = talk.say("Please move my appointment to Friday 10:00")
    assert "from " in heard and "2026-03-12 10:00" in heard and "2026-03-13 10:00. Shall I?" in heard
    assert "2026-03-16" in talk.say("no, Monday at 14:30") and "14:30" in talk.heard
    assert "To what time?" in talk.say("actually Tuesday")  # the time of Monday is none of Tuesday's
    assert "2026-03-17 09:30" in talk.say("9:30 am")
    assert "Moved: " in talk.say("yes") and held_by(customer) == ["03-17 09:30"]


def test_it_goes_on_from_what_was_just_booked(customer):
    talk = with_one(customer)
    assert "2026-03-13 10:00" in talk.say("改到周五10点")
    assert "预约改好了" in talk.say("好的") and held_by(customer) == ["03-13 10:00"]
    english = Talk(of=customer, lang="en")
    assert "2026-03-16 15:00" in english.say("move it to Monday 3pm")


def test_cancel_amid_a_cancellation_is_asked_about_and_keep_keeps(customer):
    talk = with_one(customer)
    talk.say("取消我的预约")
    assert "要办请选“确认”，要保持不变请选“保留预约”" in talk.say("取消")
    assert Order.objects.get(process="cancel_appointment").is_live
    assert talk.say("保留预约").startswith("好的，没有做任何改动，您的预约照旧。")
    assert held_by(customer) == ["03-12 10:00"] and Order.objects.filter(state="done").count() == 1

    english = Talk(of=customer, lang="en")
    english.say("cancel my appointment")
    assert "your appointment stands" in english.say("no")
    for words in ("keep it", "don't cancel"):
        english.say("cancel my appointment")
        assert "your appointment stands" in english.say(words)
    assert held_by(customer) == ["03-12 10:00"]


def test_of_several_the_named_one_and_a_move_is_not_misled_by_the_new_day(customer):
    talk = with_one(customer)
    booked(talk.talk, slot_at(13, 15))

    assert "2026-03-13 15:00" in talk.say("取消周五的预约")
    talk.say("保留预约")
    assert "要改哪一个预约" in talk.say("把预约改到周五11点")
    assert "从" in talk.say("第一个") and "2026-03-12 10:00" in talk.heard and "2026-03-13 11:00" in talk.heard


def test_a_stranger_proves_who_they_are_first(customer):
    with_one(customer)
    clock.advance(minutes=2)
    talk = Talk()
    assert "手机号" in talk.say("取消预约") and "03-12" not in talk.heard
    talk.say(PHONE)
    assert "2026-03-12 10:00" in talk.say(talk.code())
    talk.say("确认")
    assert held_by(customer) == []


def test_who_holds_none_is_told_so(customer):
    talk = Talk(of=customer, lang="en")
    assert "You have no appointment that could be" in talk.say("cancel my appointment")
    assert "You have no appointment that could be" in talk.say("I need to reschedule my appointment")


def test_which_service_words_ask_for():
    wanted = {
        "cancel_appointment": [
            "取消预约", "把我周五的预约取消掉", "明天的预约去不了", "I want to cancel my appointment",
            "call off tomorrow's appointment", "I can't make my appointment",
        ],
        "move_appointment": [
            "改一下预约", "预约改到周五", "我要改期", "换个预约时间", "预约推迟到下周", "推迟我的预约",
            "reschedule my appointment", "move it to Friday 10:00", "postpone my appointment to Monday",
        ],
        "appointment": [
            "我想预约去网点改手机号", "预约网点", "I want to book an appointment", "预约提前还款", "预约换美元",
        ],
    }  # fmt: skip
    for code, texts in wanted.items():
        for text in texts:
            found = asked_for(text)
            assert found is not None and found.code == code, text
    for text in ("怎么取消预约？", "How do I cancel an appointment?", "change it to 5000", "改到5000元"):
        assert asked_for(text) is None, text
    assert suggested_by("怎么取消预约？").code == "cancel_appointment"
