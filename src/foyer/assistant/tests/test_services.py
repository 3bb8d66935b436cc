"""A service run by chat: begun by words or a button, filled, corrected, proved, carried out once."""

import re

import pytest

from foyer.assistant.models import Turn
from foyer.base.actors import Actor
from foyer.base.events import deliver_all
from foyer.conversations import actions as conversations
from foyer.conversations.models import Message
from foyer.conversations.tests.factories import QueueFactory, conversation, says, visitor
from foyer.customers.models import SignInCode
from foyer.customers.tests.factories import CustomerFactory
from foyer.demo.core_bank import DemoCore
from foyer.knowledge.tests import factories as articles
from foyer.servicing.models import Order
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db
PHONE = "13800010021"


@pytest.fixture(autouse=True)
def hall():
    cast = bring_on()
    QueueFactory(unit=cast.branch, code="general")
    return cast


@pytest.fixture
def customer():
    return CustomerFactory(number="10037721", name="陈雨桐", phone=PHONE)


class Talk:
    """A customer at the chat: says something, hears the assistant's last words."""

    def __init__(self, *, of=None, lang="zh", channel="portal"):
        self.visitor = visitor(language=lang, channel=channel)
        self.talk = conversation(of=self.visitor, language=lang, channel=channel)
        if of is not None:
            self.identify(of)

    def identify(self, customer):
        conversations.identify(self.visitor, customer, method="session", by=Actor.visitor(self.visitor))
        self.talk.refresh_from_db()

    def say(self, *texts):
        for text in texts:
            says(self.talk, text)
            deliver_all()
        return self.heard

    @property
    def heard(self):
        return spoken(self.talk)[-1].text

    @property
    def buttons(self):
        return [one["text"] for one in spoken(self.talk)[-1].payload.get("choices", [])]

    @property
    def order(self):
        return Order.objects.filter(conversation=self.talk).order_by("-begun_at").first()

    def code(self):
        """The digits that the demonstration shows."""
        return re.search(r"(?:验证码是|code is) (\d{6})", self.heard)[1]


def spoken(talk):
    return list(Message.objects.filter(conversation=talk, author_kind="assistant").order_by("seq"))


def some_articles():
    articles.published("card-lost", articles.LOST, learn=False)
    articles.published("transfer-limit", articles.LIMIT, category="transfers", learn=False)
    articles.published("branch-hours", articles.HOURS, category="branch")


def card(kind="debit", number="10037721"):
    return next(one for one in DemoCore().cards(number) if one.kind == kind)


def test_a_lost_card_is_blocked_by_a_stranger_who_proves_to_be_its_owner(customer):
    talk, lost = Talk(), card("credit")

    assert "手机号" in talk.say("帮我挂失信用卡")
    assert lost.tail not in talk.heard
    talk.say(PHONE)
    assert "验证码" in talk.heard
    talk.say(talk.code())
    assert "丢了，还是被偷了" in talk.heard
    talk.say("丢失")
    assert f"将挂失信用卡（尾号 {lost.tail}）" in talk.heard
    assert talk.buttons == ["确认", "修改", "取消"]
    assert card("credit").status == "active"
    talk.say("确认")

    assert "已经挂失" in talk.heard
    assert card("credit").status == "blocked"
    assert card("debit").status == "active"
    assert "申请补卡" in talk.buttons
    assert talk.order.state == "done"
    assert [turn.kind for turn in Turn.objects.all()] == ["service"] * 5
    assert Order.objects.get().filled["reason"] == "lost"


def test_one_sentence_fills_several_values_and_a_correction_changes_one(customer):
    talk = Talk(of=customer, lang="en")

    talk.say(f"Please block my card ending {card().tail}, it was stolen")
    assert f"block your debit card ending {card().tail}" in talk.heard
    assert talk.order.filled["reason"] == "stolen"

    talk.say("no, the other card")
    assert f"block your credit card ending {card('credit').tail}" in talk.heard

    talk.say(f"no, the one ending {card().tail}")
    assert f"ending {card().tail}" in talk.heard
    talk.say("yes")
    assert "is blocked" in talk.heard
    assert (card().status, card("credit").status) == ("blocked", "active")


def test_a_correction_in_chinese(customer):
    talk = Talk(of=customer)
    talk.say(f"挂失尾号{card().tail}那张卡，丢了")
    assert card().tail in talk.heard

    talk.say(f"不对，是尾号{card('credit').tail}")

    assert f"信用卡（尾号 {card('credit').tail}）" in talk.heard
    assert talk.order.state == "confirming"


def test_an_answer_about_a_lost_card_carries_the_button_and_the_button_begins(customer):
    some_articles()
    talk = Talk(of=customer)

    talk.say("我的卡丢了")
    assert "请马上挂失您的卡" in talk.heard
    assert talk.buttons == ["立即挂失"]

    talk.say("立即挂失")
    assert "要挂失哪一张卡" in talk.heard
    assert talk.buttons[-1] == "取消"
    assert f"借记卡（尾号 {card().tail}）" in talk.buttons


def test_a_question_in_between_is_answered_and_the_service_goes_on(customer):
    some_articles()
    talk = Talk(of=customer)
    talk.say("挂失信用卡")
    assert "丢了，还是被偷了" in talk.heard

    talk.say("网点几点开门？")

    assert spoken(talk.talk)[-1].payload["citations"][0]["code"] == "branch-hours"
    assert "我们回到刚才的业务" in talk.heard
    assert "丢了，还是被偷了" in talk.heard
    assert talk.buttons == ["丢失", "被盗", "先停用以防万一", "取消"]
    talk.say("丢失")
    assert "将挂失信用卡" in talk.heard


def test_never_mind_changes_nothing(customer):
    talk = Talk(of=customer, lang="en")
    talk.say("block my credit card, I lost it")
    assert "Shall I block it?" in talk.heard

    assert "nothing was changed" in talk.say("never mind")
    assert card("credit").status == "active"
    assert talk.order.state == "cancelled"


def test_no_to_the_confirmation_asks_what_to_change(customer):
    talk = Talk(of=customer)
    talk.say("挂失信用卡，丢了", "不对")
    assert talk.buttons == ["卡片", "原因", "取消"]

    talk.say("卡片")
    assert "要挂失哪一张卡" in talk.heard
    talk.say("第一个", "是的")
    assert card("debit").status == "blocked"


def test_a_wrong_code_is_told_and_the_fifth_ends_it(customer):
    talk = Talk()
    talk.say("查余额", PHONE)
    right = talk.code()
    wrong = f"{(int(right) + 1) % 10**6:06}"
    for _ in range(4):
        assert "验证码不对" in talk.say(wrong)
    assert "已停止" in talk.say(wrong)
    assert "余额" not in talk.say(right)
    assert talk.order.state == "failed"


def test_the_answer_is_the_same_for_a_phone_that_nobody_has(customer):
    known, unknown = Talk(), Talk(channel="web")
    known.say("查余额", PHONE)
    unknown.say("查余额", "13800019999")

    assert unknown.heard in known.heard.replace(f"\n（演示环境：验证码是 {known.code()}）", "")
    assert SignInCode.objects.count() == 2


def test_the_phone_is_masked_in_the_thread_and_the_code_works_only_here(customer):
    talk, other = Talk(), Talk(channel="web")
    talk.say("查余额", PHONE)
    code = talk.code()
    assert PHONE not in str(list(Message.objects.filter(conversation=talk.talk).values_list("text", flat=True)))

    other.say("查余额", "13800010088", code)
    assert "验证码不对" in other.heard


def test_balance_is_shown_after_proof_and_never_of_another(customer):
    stranger = CustomerFactory(number="10037722", phone="13800010022", name="王德福")
    talk = Talk(of=stranger)
    talk.say("查余额，客户号 10037721 陈雨桐")
    talk.say("1")

    mine = {one.tail for one in DemoCore().accounts("10037722")}
    theirs = {one.tail for one in DemoCore().accounts("10037721")}
    assert any(tail in talk.heard for tail in mine)
    assert not any(f"尾号 {tail}" in talk.heard for tail in theirs - mine)


def test_a_code_steps_up_what_is_risky(customer):
    talk = Talk(of=customer)
    talk.say("补一张新的信用卡", "寄")
    assert "将为信用卡" in talk.heard
    talk.say("确认")
    assert "再验证一次" in talk.heard
    assert card("credit").status == "active"
    talk.say(talk.code())

    assert "新卡尾号" in talk.heard
    assert card("credit").status == "replaced"


def test_too_fast_for_a_new_code_is_told(customer):
    talk = Talk()
    talk.say("查余额", PHONE)
    assert "请等一分钟" in talk.say("重新发送")


def test_a_person_at_any_moment_and_what_was_filled_comes_along(customer):
    from foyer.servicing import queries

    talk = Talk(of=customer)
    talk.say("挂失信用卡，丢了")
    talk.say("转人工")

    talk.talk.refresh_from_db()
    assert talk.talk.status == "waiting"
    [order] = queries.beside(talk.talk.pk)
    assert [(str(name.zh), value.zh) for name, value in order["values"]] == [
        ("卡片", f"信用卡（尾号 {card('credit').tail}）"), ("原因", "丢失"),
    ]  # fmt: skip
    assert order["waits_for"].zh == "客户确认"


def test_what_is_not_understood_three_times_is_handed_over(customer):
    talk = Talk(of=customer)
    talk.say("挂失信用卡", "今天天气不错", "我喜欢吃苹果")
    assert "没有听明白" in talk.heard
    talk.say("周杰伦的新专辑很好听")

    talk.talk.refresh_from_db()
    assert talk.talk.status == "waiting"
    assert talk.order.is_live


def test_an_order_begun_elsewhere_goes_on_here(customer):
    first = Talk(of=customer)
    first.say("挂失信用卡")
    second = Talk(of=customer, channel="app")

    second.say("继续")
    assert "另一个渠道" in second.heard
    second.say("丢了", "确认")

    assert card("credit").status == "blocked"
    assert Order.objects.get().door_begun == "portal"
    assert "请先登录" in Talk(channel="web").say("继续")


def test_silence_is_broken_once_and_the_end_is_told(customer):
    from foyer.base import clock
    from foyer.servicing.actions import expire_and_remind

    with clock.at(clock.now()):
        talk = Talk(of=customer)
        talk.say("挂失信用卡")
        clock.advance(minutes=11)
        expire_and_remind()
        deliver_all()
        assert "您还在吗" in talk.heard
        assert "丢了，还是被偷了" in talk.heard
        clock.advance(minutes=11)
        expire_and_remind()
        deliver_all()

        assert "“银行卡挂失”已结束" in talk.heard


def test_a_statement_is_handed_over_as_a_file_of_the_talk(customer):
    talk = Talk(of=customer, lang="en")
    talk.say("I need a statement of my current account for last month")

    file = spoken(talk.talk)[-1]
    assert file.kind == "attachment"
    assert file.attachment.name.endswith(".pdf")


def test_another_service_in_the_middle_asks_which(customer):
    talk = Talk(of=customer)
    talk.say("挂失信用卡", "查一下余额")
    assert talk.buttons == ["继续", "取消"]
    talk.say("继续")
    assert "丢了，还是被偷了" in talk.heard


def test_amounts_and_terms_are_read_from_one_sentence():
    from datetime import date
    from decimal import Decimal

    from foyer.base.text import Bilingual
    from foyer.servicing.models import Rate

    Rate.objects.create(
        kind="loan", code="home", name=Bilingual("个人住房贷款", "Home loan"), months_from=12, months_to=360,
        percent=Decimal("3.45"), version="2026-03", valid_from=date(2026, 3, 1), source="Rates",
    )  # fmt: skip
    talk = Talk()
    talk.say("贷款100万30年，等额本息，每月还多少？")
    assert "4,462.58 元" in talk.heard
    english = Talk(lang="en", channel="web")
    english.say("calculate a loan of 1 million over 30 years with equal instalments")
    assert "Monthly payment CNY 4,462.58" in english.heard
    for told, lang in (("买房贷一百万，三十年，每个月要还多少", "zh"), ("how much a month for 1m over 30 years", "en")):
        in_words = Talk(lang=lang, channel="web")
        in_words.say(told, "等额本息" if lang == "zh" else "equal instalments")
        assert "4,462.58" in in_words.heard, told


def test_a_complaint_is_recorded_where_that_is_asked_for_and_a_mere_complaint_reaches_a_person():
    talk = Talk()
    talk.say("登记投诉", "收费", "多收了我手续费两百元，请退还", "13800010012")
    assert "将按以下内容登记投诉" in talk.heard
    talk.say("确认")
    assert "投诉已登记" in talk.heard
    assert talk.buttons == ["转人工"]

    other = Talk(channel="web")
    other.say("我要投诉")
    other.talk.refresh_from_db()
    assert (other.talk.status, other.order) == ("waiting", None)
