# ruff: noqa: E501  many examples a line
"""What a customer's words show by themselves."""

import pytest

from foyer.assistant.understanding import understand


def read(text, language="zh", burst=()):
    return understand(text, language=language, burst=burst)


@pytest.mark.parametrize(
    "text",
    [
        "转人工", "人工", "人工！", "人工服务", "我要人工客服", "轉人工", "帮我转接一下人工", "找个真人", "有真人吗", "我想跟人说话",
        "叫你们客服来", "不要机器人", "别用机器人回复我了", "真人客服在吗", "能不能接人工坐席", "有人吗",
        "agent", "human", "a real person please", "Can I speak to someone?", "I want to talk to a human", "talk to an agent",
        "live chat please", "connect me to an advisor", "put me through to somebody", "I need a real person", "representative!",
        "is there anyone there", "stop talking to a robot", "I don't want to talk to a bot", "Could I chat with customer service",
    ],
)  # fmt: skip
def test_a_wish_for_a_person_is_heard(text):
    assert read(text).wants_person


@pytest.mark.parametrize(
    "text",
    [
        "人工智能是什么", "人工服务费多少", "先不用转人工", "别给我转人工", "怎么转账给别人", "可以代别人办卡吗", "客服电话是多少",
        "I want to transfer money to another person", "how do I send money to someone", "please don't transfer me",
        "can a person under 18 open an account", "Does someone need to sign for the card", "I want a card for my daughter",
        "who can see my account", "no human needed, thanks", "travel agent payment was refused",
    ],
)  # fmt: skip
def test_a_question_about_persons_is_no_wish_for_one(text):
    assert not read(text).wants_person


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("我被骗了两万块", "fraud"), ("卡被盗刷了", "fraud"), ("这笔不是我刷的", "fraud"), ("我把验证码告诉了别人", "fraud"),
        ("账户里的钱被转走了", "fraud"), ("对方让我把钱转到安全账户", "fraud"), ("我受骗了", "fraud"), ("遇到电信诈骗怎么办", "fraud"),
        ("I've been scammed", "fraud"), ("someone stole my card and used it", "fraud"),
        ("there is an unauthorised payment on my account", "fraud"), ("I gave the caller my code", "fraud"),
        ("my account was hacked", "fraud"), ("money was stolen from my account", "fraud"),
        ("我要投诉你们", "complaint"), ("柜员态度太差了", "complaint"), ("再不解决我打12378", "complaint"),
        ("I want to make a complaint", "complaint"), ("your staff were rude, terrible service", "complaint"),
        ("I'd like to complain", "complaint"),
        ("我父亲上个月去世了，他的存款怎么取", "bereavement"), ("老人走了存折怎么办", "bereavement"), ("办理遗产继承", "bereavement"),
        ("My husband passed away last week", "bereavement"), ("my mum has died and had an account", "bereavement"),
        ("the account holder is deceased", "bereavement"),
    ],
)  # fmt: skip
def test_a_topic_that_needs_a_person_is_recognised(text, topic):
    assert read(text).strong_topic == topic


@pytest.mark.parametrize(
    "text",
    [
        "我的手机没电了", "刷卡被拒绝", "怎么防止诈骗", "转账转错人了", "年费怎么收", "卡被吞了", "密码被锁了", "钱还没到账",
        "my phone died", "why was my payment declined", "how do I change my pin", "the app is dead slow", "card not working",
        "How do you protect me from fraud?", "I forgot my password", "the ATM took my card",
    ],
)  # fmt: skip
def test_other_questions_have_no_such_topic(text):
    assert read(text).strong_topic == ""


@pytest.mark.parametrize(
    ("text", "courtesy"),
    [
        ("你好", "greeting"), ("您好！", "greeting"), ("在吗？", "greeting"), ("Hello there", "greeting"), ("good morning", "greeting"),
        ("谢谢", "thanks"), ("好的，谢谢你", "thanks"), ("知道了", "thanks"), ("Thanks a lot!", "thanks"), ("ok", "thanks"),
        ("再见", "goodbye"), ("bye", "goodbye"), ("没事了", "goodbye"),
        ("你好，我的卡丢了", ""), ("thanks but my card is still missing", ""),
    ],
)  # fmt: skip
def test_courtesies(text, courtesy):
    assert read(text).courtesy == courtesy


@pytest.mark.parametrize(
    "text", ["都不是", "以上都不是", "不对", "没用", "None of these", "that's not what I asked", "not helpful", "none"]
)
def test_a_no_is_heard(text):
    assert read(text).is_rejection


@pytest.mark.parametrize(
    ("text", "place"),
    [("1", 0), ("第二个", 1), ("③", 2), ("the second one", 1), ("2.", 1), ("12", None), ("一张卡", None)],
)
def test_a_choice_by_number(text, place):
    assert read(text).number == place


@pytest.mark.parametrize(
    ("text", "language", "lang"),
    [
        ("我的card丢了", "en", "zh"),
        ("I lost my card", "zh", "en"),
        ("ok", "zh", "zh"),
        ("1", "en", "en"),
        ("👍", "zh", "zh"),
        ("hello", "zh", "zh"),
    ],
)
def test_the_language_of_the_words_or_of_the_conversation(text, language, lang):
    assert read(text, language).lang == lang


def test_an_opening_is_not_part_of_the_question():
    assert read("你好，请问怎么改密码").question == "怎么改密码"
    assert read("Hi there, how do I change my PIN").question == "how do i change my pin"


def test_a_wish_said_earlier_in_the_burst_counts():
    said = read("快一点", burst=("转人工",))

    assert said.wants_person
    assert said.question == "快一点"
