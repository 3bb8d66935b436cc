"""A customer's mood in the hall: noticed, kept without words, raised in the line, handed over, shown to the agent."""

import pytest
from django.test import Client

from foyer.assistant import concerns, noticing, queries, register
from foyer.assistant.deciding import Answer, HandOver, State, decide
from foyer.assistant.intents import seeing
from foyer.assistant.models import MessageReading, Turn
from foyer.assistant.tests.factories import PLAIN, conversation, nothing, says, sure, unsure
from foyer.assistant.understanding import understand
from foyer.base.actors import ASSISTANT, SYSTEM, Actor
from foyer.base.errors import Forbidden
from foyer.base.events import deliver_all
from foyer.conversations import actions as conversations
from foyer.conversations.models import Message
from foyer.conversations.tests.factories import QueueFactory
from foyer.knowledge.tests import factories as articles
from foyer.privacy.holders import Subject
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db

FURIOUS = "你们这是抢钱吗！！！气死我了，垃圾银行"
KEPT_WAITING = "你们太过分了！！！等了一个星期没人管，气死我了"


@pytest.fixture
def cast():
    return bring_on()


@pytest.fixture(autouse=True)
def hall(cast):
    QueueFactory(unit=cast.branch, code="general")
    QueueFactory(unit=cast.branch, code="complaints", is_default=False, topics=["complaint"])


@pytest.fixture
def talk():
    return conversation()


def write(talk, text):
    message = says(talk, text)
    deliver_all()
    talk.refresh_from_db()
    return message


def spoken(talk):
    return list(Message.objects.filter(conversation=talk, author_kind="assistant").order_by("seq"))


def test_an_upset_customer_is_handed_over_with_fitting_words_and_goes_before_others(talk):
    write(talk, FURIOUS)

    assert (talk.status, talk.concern, talk.priority) == ("waiting", "upset", 4)
    turn = Turn.objects.get()
    assert (turn.kind, turn.reason, turn.reasons) == ("hand_over", "upset", ["upset"])
    assert "抱歉" in spoken(talk)[-1].text
    assert "AI" in spoken(talk)[-1].text


def test_english_anger_is_answered_in_english(talk):
    write(talk, "This is outrageous, I am furious. You lost my money AGAIN!!!")

    assert talk.concern == "upset"
    assert "sorry" in spoken(talk)[-1].text.lower()


def test_words_of_self_harm_bring_a_person_and_help_lines_at_once(talk):
    write(talk, "欠了这么多钱，我不想活了")

    said = spoken(talk)[-1].text
    assert (talk.status, talk.concern, talk.topic, talk.priority) == ("waiting", "self_harm", "safety", 15)
    assert "12356" in said
    assert "120" in said


def test_self_harm_within_a_burst_is_not_lost(talk):
    says(talk, "我不想活了")
    write(talk, "有空吗")

    assert talk.concern == "self_harm"
    assert Turn.objects.filter(reason="self_harm").exists()


def test_a_figure_of_speech_is_no_emergency(talk):
    write(talk, "急死我了，手机又死机了")
    assert talk.concern != "self_harm"


def test_who_names_a_regulator_or_the_press_comes_to_the_complaint_desk_without_a_promise(talk):
    write(talk, "再这样我就找记者曝光你们，向银保监投诉")

    said = spoken(talk)[-1].text
    assert (talk.concern, talk.topic, talk.queue.code) == ("escalated", "complaint", "complaints")
    assert Turn.objects.get().reason == "escalated"
    assert not any(promise in said for promise in ("保证", "一定会赔", "赔偿"))


def test_worry_gets_an_answer_where_one_is_sure_and_a_person_where_none_is():
    said = _said("怎么办，钱转错了好害怕", concerns.WORRIED)

    assert isinstance(decide(said, sure(), State(), PLAIN), Answer)
    for hits in (unsure(), nothing()):
        decision = decide(said, hits, State(), PLAIN)
        assert isinstance(decision, HandOver)
        assert decision.reason == "worried"


def test_self_harm_goes_before_everything_and_fraud_before_escalation():
    said = _said("转人工，我被骗了，不想活了", concerns.SELF_HARM)
    assert decide(said, nothing(), State(), PLAIN).reason == "self_harm"
    said = _said("我被骗了两万块，不处理就找记者", concerns.ESCALATED)
    assert decide(said, nothing(), State(), PLAIN).reason == "fraud"


def test_the_second_angry_message_in_a_row_is_enough(talk):
    write(talk, "你们的效率太差")
    first = talk.concern
    write(talk, "效率真的太差，没人管")

    assert (first, talk.concern) in (("", "upset"), ("upset", "upset"))


def test_words_of_anger_do_not_choose_another_queue_than_the_talk_before_them(cast, talk):
    QueueFactory(unit=cast.branch, code="cards", is_default=False, topics=["cards"])
    asked = {**articles.LOST["questions"], "zh": [KEPT_WAITING, *articles.LOST["questions"]["zh"]]}
    articles.published("card-arrival", {**articles.LOST, "questions": asked}, category="cards", learn=False)
    articles.published("branch-hours", articles.HOURS, category="branch", learn=False)
    articles.published("transfer-limit", articles.LIMIT, category="transfers")
    another = conversation()
    conversations.set_topic(talk.id, "transfers", by=ASSISTANT)

    write(talk, KEPT_WAITING)
    write(another, KEPT_WAITING)

    assert (talk.concern, talk.topic, talk.queue.code) == ("upset", "transfers", "general")
    assert (another.concern, another.topic, another.queue.code) == ("upset", "cards", "cards")  # nothing else to go by


def test_anger_brings_a_person_and_no_form_to_fill_in(talk, monkeypatch):
    recognised = [seeing.Seen("callback", 0.97, "没人给我回电话")]
    monkeypatch.setattr("foyer.assistant.actions.seen", lambda *_words: recognised)

    calm = conversation()
    write(calm, "没人给我打电话")
    write(talk, KEPT_WAITING)

    assert Turn.objects.get(conversation=calm).kind == "service"
    assert (Turn.objects.get(conversation=talk).kind, talk.status) == ("hand_over", "waiting")


def test_who_waits_already_moves_up(talk):
    conversations.request_person(talk.id, reason="asked", by=Actor.visitor(talk.visitor))
    talk.refresh_from_db()
    before = talk.rank_at
    write(talk, FURIOUS)

    assert talk.concern == "upset"
    assert talk.rank_at < before
    assert spoken(talk) == []


def test_at_ease_again_the_place_in_the_line_is_given_back_but_not_after_self_harm(talk, cast):
    conversations.assign(talk.id, to=cast.agent, by=SYSTEM)
    write(talk, FURIOUS)
    write(talk, "好了，谢谢你，解决了")
    assert talk.concern == ""

    write(talk, "我不想活了")
    write(talk, "谢谢你")
    assert talk.concern == "self_harm"


def test_a_message_is_read_once(talk):
    message = write(talk, FURIOUS)
    noticing.notice(talk.id, message.id)
    assert MessageReading.objects.count() == 1


def test_only_customers_are_read_never_those_who_work_here(talk, cast):
    conversations.assign(talk.id, to=cast.agent, by=SYSTEM)
    talk.refresh_from_db()
    sent = conversations.send(
        talk.id,
        text="你们这些客户真是烦死了！！！",
        client_id="a-1",
        epoch=talk.owner_epoch,
        by=Actor.staff(cast.agent),
    )
    note = conversations.note(talk.id, text="气死我了，这个客户太过分", client_id="n-1", by=Actor.staff(cast.agent))
    deliver_all()

    assert noticing.notice(talk.id, sent.id) is None
    assert noticing.notice(talk.id, note.id) is None
    assert noticing.notice(conversation().id, write(talk, "你好").id) is None
    assert MessageReading.objects.exclude(conversation=talk).count() == 0
    assert set(MessageReading.objects.values_list("message_id", flat=True)) == set(
        Message.objects.filter(author_kind="customer").values_list("id", flat=True)
    )


def test_neither_a_customer_nor_a_colleague_can_set_a_concern(talk, cast):
    for by in (Actor.visitor(talk.visitor), Actor.staff(cast.agent), Actor.staff(cast.supervisor)):
        with pytest.raises(Forbidden):
            conversations.set_concern(talk.id, "upset", by=by)
    assert conversations.set_concern(talk.id, "upset", by=ASSISTANT).concern == "upset"


def test_of_two_that_weigh_alike_the_graver_one_is_named(talk):
    for concern, stands in (("urgent", "urgent"), ("upset", "upset"), ("worried", "upset"), ("escalated", "escalated")):
        assert conversations.set_concern(talk.id, concern, by=ASSISTANT).concern == stands


def test_no_words_are_kept_with_a_reading(talk):
    write(talk, "我叫王小明，太过分了！！卡号6222021234567890128被扣五万元")
    kept = str([(row.details, row.language) for row in MessageReading.objects.all()])

    assert not any(word in kept for word in ("王小明", "过分", "6222021234567890128"))
    assert "50000" in kept


def test_the_agent_sees_how_the_customer_seems_and_why(talk, cast):
    write(talk, FURIOUS)
    browser = Client()
    browser.force_login(cast.agent)
    line = browser.get("/desk/pane/list", headers={"accept-language": "zh-hans"}).content.decode()
    assert '<span class="chip chip-bad">非常生气</span>' in line

    conversations.assign(talk.id, to=cast.agent, by=SYSTEM)
    page = browser.get(f"/desk/c/{talk.id}", headers={"accept-language": "zh-hans"}).content.decode()

    assert "feeling-why" in page
    assert "气死" in page
    assert browser.get(f"/desk/pane/c/{talk.id}/state").status_code == 200


def test_strangers_do_not_see_it(talk, cast):
    write(talk, FURIOUS)
    browser = Client()
    browser.force_login(cast.stranger)
    assert browser.get(f"/desk/pane/c/{talk.id}/state").status_code == 404
    assert Client().get(f"/desk/pane/c/{talk.id}/state").status_code in (302, 401, 403)


def test_the_customer_is_not_shown_how_they_were_read(talk):
    write(talk, FURIOUS)
    shown = str([message.payload for message in Message.objects.filter(conversation=talk)])
    assert "angry" not in shown
    assert "intensity" not in shown


def test_calm_shows_nothing(talk):
    write(talk, "请问几点开门")
    assert queries.feeling(talk.id) is None


def test_switched_off_no_mood_is_read_and_danger_is_still_met(talk, monkeypatch):
    monkeypatch.setattr(register, "is_on", lambda code: code != "moods")
    write(talk, FURIOUS)
    assert MessageReading.objects.get().emotion == "calm"
    write(talk, "我不想活了")
    assert talk.concern == "self_harm"


def test_a_person_s_readings_are_found_told_and_erased(talk):
    from foyer.privacy.holders import holders

    write(talk, FURIOUS)
    holder = next(one for one in holders() if one.code == "assistant.readings")
    subject = _subject(talk)
    assert holder.trace(subject) == 1
    assert holder.export(subject)[0]["mood"]["emotion"] == "angry"
    assert holder.erase(subject) == 1
    assert holder.trace(subject) == 0


def _said(text, concern):
    from dataclasses import replace

    return replace(understand(text, language="zh"), concern=concern)


def _subject(talk):
    from types import SimpleNamespace

    return SimpleNamespace(names={talk.id}) if Subject else None
