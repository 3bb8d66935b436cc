"""Each service of the first set does what it says, in both languages."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.jobs import run_waiting
from foyer.base.text import Bilingual
from foyer.customers import sms
from foyer.customers.models import Customer
from foyer.demo.core_bank import DemoCore
from foyer.servicing import actions, queries
from foyer.servicing.actions import open_slots
from foyer.servicing.models import Appointment, Order, Outlet, Promise, Rate, Slot
from foyer.servicing.processes.calculators import deposit, loan
from foyer.servicing.processes.declaring import STEPPED_UP, offered, process_of
from foyer.servicing.processes.promises import next_window
from foyer.servicing.processes.statements import days_of
from foyer.servicing.tests.factories import by, card_of, order_in, talk_with
from foyer.staff import approvals

pytestmark = pytest.mark.django_db
NOW = clock.now().replace(2026, 3, 11, 2, 0, 0, 0)  # a Wednesday, ten in the morning in China


@pytest.fixture
def told_by_sms(settings):
    told = []

    class Watched:
        shows = True

        def send(self, phone, text):
            told.append((phone, text))

    sms.register("watched")(Watched)
    settings.FOYER_SMS = "watched"
    return told


def through(talk, process, **values):
    """Filled, confirmed, proved and done."""
    order = order_in(talk, process, **values)
    for _step in range(4):
        coming = actions.arrange(order.pk, by=by(talk))
        if coming.kind == "confirm":
            actions.confirm(order.pk, by=by(talk))
        elif coming.kind == "code":
            sent = actions.ask_for_proof(order.pk, by=by(talk))
            actions.prove(order.pk, sent.shown, by=by(talk))
        elif coming.kind == "act":
            return actions.act(order.pk, by=by(talk))
    raise AssertionError(coming)


def test_every_service_is_whole_in_both_languages():
    for process in offered():
        texts = [process.title, *(each for field in process.fields for each in (field.title, field.prompt))]
        assert all(text.zh and text.en for text in texts), process.code
        assert process.orders or process.questions or process.code == "person", process.code
        assert process.confirm or process.act_level < STEPPED_UP, process.code


def test_balance_and_recent_transactions(customer):
    account = DemoCore().accounts(customer.number)[0]
    told = through(talk_with(customer), "balance", account=account.id)

    assert f"{account.balance:,.2f}" in told.text.zh
    assert f"尾号 {account.tail}" in told.text.zh
    assert told.text.en.count("\n·") == 5


def test_a_new_card_has_another_tail_and_the_old_one_ends(customer):
    old = card_of(customer.number)
    told = through(talk_with(customer), "reissue_card", card=old.id, delivery="outlet")

    cards = {one.tail: one.status for one in DemoCore().cards(customer.number)}
    assert cards[old.tail] == "replaced"
    [fresh] = [one for one in cards if one in told.text.zh and one != old.tail]
    assert cards[fresh] == "active"


def test_a_statement_is_a_pdf_that_adds_up(customer):
    account = DemoCore().accounts(customer.number)[0]
    told = through(talk_with(customer), "statement", account=account.id, period="three_months")

    name, content = told.file
    assert name.endswith(".pdf")
    assert content.startswith(b"%PDF")
    assert days_of("last_month", date(2026, 3, 11)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert days_of("three_months", date(2026, 1, 5)) == (date(2025, 11, 1), date(2026, 1, 5))


def test_where_a_transfer_is(customer):
    transfer = next(one for one in DemoCore().transfers(customer.number) if one.state == "returned")
    told = through(talk_with(customer), "transfer_status", transfer=transfer.reference)

    assert "已退回" in told.text.zh
    assert "back on your account" in told.text.en


def test_a_dispute_is_owed_an_answer_within_the_legal_days(customer):
    with clock.at(NOW):
        account = DemoCore().accounts(customer.number)[0]
        move = next(one for one in DemoCore().movements(customer.number, account.id, limit=20) if one.amount < 0)
        told = through(talk_with(customer), "dispute", account=account.id, movement=move.id, reason="not_mine")

        promise = Promise.objects.get()
        assert timezone.localtime(promise.due_at).date() == date(2026, 3, 27)  # the 26th to its end
        assert told.next == ("block_card",)
        moves = DemoCore().movements(customer.number, account.id, limit=20)
        assert [one.id for one in moves if one.is_disputed] == [move.id]


def test_a_limit_is_asked_for_and_decided_by_the_bank(customer):
    card = card_of(customer.number, "credit")
    talk = talk_with(customer)
    order = order_in(talk, "credit_limit", card=card.id)
    [no] = actions.fill(order.pk, {"limit": str(card.limit)}, by=by(talk))
    assert "already" in no.why.en
    actions.cancel(order.pk, by=by(talk))

    told = through(talk, "credit_limit", card=card.id, limit="60000")

    assert "CNY 60,000.00" in told.text.en
    assert card_of(customer.number, "credit").limit == card.limit
    assert Promise.objects.get().kind == "limit"


def test_a_new_address_is_known_to_the_core_and_to_the_bank(customer):
    told = through(talk_with(customer), "change_address", address="成都市武侯区天府大道100号2栋301")

    assert "已修改" in told.text.zh
    assert "天府大道100号" in str(Customer.objects.get(pk=customer.pk).golden)


def test_a_new_phone_waits_for_a_second_person_and_the_old_one_is_told(customer, cast, told_by_sms):
    with clock.at(NOW):
        talk = talk_with(customer)
        told = through(talk, "change_phone", phone="13900020002")
        assert told.outcome == "waits_for_approval"
        request = approvals.pending("servicing.change_phone", Order.objects.get().pk)
        assert Customer.objects.get(pk=customer.pk).phone == "+8613800010021"
        run_waiting()
        assert [phone for phone, text in told_by_sms if "另一个手机号" in text] == ["+8613800010021"]

        approvals.approve(request, by=Actor.staff(cast.supervisor))

        assert Customer.objects.get(pk=customer.pk).phone == "+8613900020002"
        assert Order.objects.get(process="change_phone").result["old_phone"] == "+8613800010021"
        clock.advance(minutes=2)
        late = talk_with(customer, channel="web")
        refused = through(late, "reissue_card", card=card_of(customer.number).id, delivery="home")
        assert "24 小时" in refused.text.zh


def test_an_appointment_is_never_given_twice(customer, other, cast):
    with clock.at(NOW):
        outlet = Outlet.objects.create(
            unit=cast.outlet, city=Bilingual("成都市", "Chengdu"), district=Bilingual("高新区", "Gaoxin"),
            address=Bilingual("天府大道", "Tianfu Avenue"), hours=Bilingual("9–17", "9 to 17"), places=1,
        )  # fmt: skip
        assert open_slots() > 0
        assert open_slots() == 0
        slot = Slot.objects.order_by("begins_at").first()
        values = {"outlet": str(outlet.unit_id), "topic": "loan", "day": f"{timezone.localtime(slot.begins_at).date()}"}
        first, second = talk_with(customer), talk_with(other)
        one, two = (order_in(talk, "appointment", **values, time=str(slot.pk)) for talk in (first, second))
        for order, talk in ((one, first), (two, second)):
            actions.arrange(order.pk, by=by(talk))
            actions.confirm(order.pk, by=by(talk))

        assert actions.act(one.pk, by=by(first)).outcome == "booked"
        assert actions.act(two.pk, by=by(second)).outcome == "failed"
        assert Appointment.objects.count() == 1
        left = queries.next_of(order_in(second, "appointment", **values)).choices
        assert str(slot.pk) not in {choice.value for choice in left}


def test_loans_by_the_published_formulas():
    """Known answers: 1 000 000 over 30 years at 4.9 % is 5 307.27 a month; in equal parts 6 861.11 at first."""
    found = loan(Decimal(1_000_000), Decimal("4.9"), 360, "instalments")
    assert found.first == Decimal("5307.27")
    assert abs(found.last - found.first) < 3
    assert found.interest == found.first * 359 + found.last - 1_000_000
    falling = loan(Decimal(1_000_000), Decimal("4.9"), 360, "principal")
    assert falling.first == Decimal("6861.11")
    assert falling.interest < found.interest
    short = loan(Decimal(1200), Decimal(12), 12, "principal")
    assert (short.first, short.last, short.interest) == (Decimal("112.00"), Decimal("101.00"), Decimal("78.00"))


def test_deposits_by_simple_interest():
    assert deposit(Decimal(10_000), Decimal("1.5"), 12) == Decimal("150.00")
    assert deposit(Decimal(50_000), Decimal("1.9"), 24) == Decimal("1900.00")


def test_a_calculator_takes_its_rate_from_the_table_or_says_there_is_none(cast):
    talk = talk_with()
    assert queries.next_of(order_in(talk, "loan_calculator")).choices == ()
    actions.cancel(queries.live_in(talk.pk).pk, by=by(talk))
    for since, percent in ((date(2026, 1, 1), "4.1"), (date(2026, 3, 1), "3.45"), (date(2026, 9, 1), "9.9")):
        Rate.objects.create(
            kind="loan", code="home", name=Bilingual("个人住房贷款", "Home loan"), months_from=12, months_to=360,
            percent=Decimal(percent), version=f"{since:%Y-%m}", valid_from=since, source="Rates",
        )  # fmt: skip
    with clock.at(NOW):
        told = through(talk, "loan_calculator", product="home", amount="1000000", months="360", method="instalments")
        assert "3.45%" in told.text.zh
        assert "2026-03 版" in told.text.zh
        assert "CNY 4,462.58" in told.text.en
        refused = through(talk, "loan_calculator", product="home", amount="1000000", months="6", method="instalments")
        assert "没有公布的利率" in refused.text.zh


def test_an_outlet_is_found_by_its_city(cast):
    Outlet.objects.create(
        unit=cast.outlet, city=Bilingual("成都市", "Chengdu"), district=Bilingual("高新区", "Gaoxin"),
        address=Bilingual("天府大道 966 号", "966 Tianfu Avenue"), hours=Bilingual("9–17", "9 to 17"), phone="028-1",
    )  # fmt: skip
    told = through(talk_with(), "find_outlet", city="成都市")
    assert "天府大道 966 号" in told.text.zh
    assert "966 Tianfu Avenue" in told.text.en


def test_a_complaint_is_recorded_with_its_legal_day_and_kept_by_a_colleague(cast):
    with clock.at(NOW):
        told = through(talk_with(), "complaint", subject="fees", text="多收了我手续费，请退还", phone="13800010055")
        promise = Promise.objects.get()
        assert "2026-03-26" in told.text.zh
        assert (promise.kind, promise.text, promise.phone) == ("complaint", "多收了我手续费，请退还", "+8613800010055")

        with pytest.raises(Exception, match="no_such_order"):
            actions.keep(promise.pk, by=Actor.staff(cast.agent))
        actions.keep(promise.pk, by=Actor.staff(cast.supervisor))
        assert queries.owed(cast.supervisor) == []


def test_a_call_back_falls_into_a_window_of_a_working_day(customer):
    with clock.at(NOW):
        told = through(talk_with(customer), "callback", window="afternoon", about="贷款")
        promise = Promise.objects.get()
        assert timezone.localtime(promise.due_at).strftime("%m-%d %H:%M") == "03-11 17:00"
        assert promise.phone == customer.phone
        assert "03-11 17:00" in told.text.zh
        clock.advance(days=2, hours=9)  # Friday evening
        assert timezone.localtime(next_window("morning", clock.now())).strftime("%m-%d") == "03-16"


def test_without_a_core_system_only_what_needs_none_is_offered(settings):
    settings.FOYER_CORE = ""
    codes = {process.code for process in offered()}
    assert "block_card" not in codes
    assert {"find_outlet", "complaint", "callback", "person"} <= codes
    assert process_of("block_card").needs_core
