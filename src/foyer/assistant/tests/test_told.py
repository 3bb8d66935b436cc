"""What is read out of one sentence: which service it begins, which choice, amount, term or phone it names."""

from foyer.assistant.dialogue.reading import amount_in, choice_in, months_in, phone_in
from foyer.assistant.dialogue.starting import asked_for
from foyer.base.text import Bilingual, normalise
from foyer.servicing.queries import Choice


def test_a_loan_told_in_words_is_calculated_and_what_only_sounds_so_is_not():
    told = [
        "我想贷款20万三年月供多少", "贷款二十万，三年还清，一个月还多少", "借十万块分两年还每月要还多少钱",
        "月供多少，贷款五十万二十年", "how much a month for 200k over 3 years",
        "What would I pay each month on a 50,000 loan over five years?", "200k loan over 3 years, how much monthly?",
        "if I borrow 300000 for 20 years what's the monthly payment", "monthly repayment on a 1 million mortgage",
    ]  # fmt: skip
    others = [
        "贷款20万利率多少", "我的贷款还了3年月供能降吗", "我借了30万还了3年，月供能不能降",
        "how do I repay my loan early", "我上个月还了2000元贷款为什么这个月要还3000",
        "how much is the fee for a transfer of 200k",
        "how much interest a month on 200k deposit for 3 years", "what is the interest on a 200k loan",
        "I pay 2000 a month, how long until it is paid", "my loan of 20000 was paid back in 2023",
    ]  # fmt: skip
    codes = {text: getattr(asked_for(text), "code", "") for text in (*told, *others)}
    assert codes == {text: "loan_calculator" if text in told else "" for text in (*told, *others)}


def test_readers_of_choices_amounts_and_terms():
    cards = [
        Choice("a", Bilingual("借记卡（尾号 1234）", "Debit card ending 1234"), ("借记卡", "debit"), "1234"),
        Choice("b", Bilingual("信用卡（尾号 5678）", "Credit card ending 5678"), ("信用卡", "credit"), "5678"),
    ]
    said = {
        "尾号1234那张": "a", "the one ending 5678": "b", "第二张": "b", "2": "b", "信用卡": "b", "my debit card": "a",
        "卡": "", "尾号9999": "", "借记卡和信用卡": "", "Debit card ending 1234": "a",
    }  # fmt: skip
    assert {text: choice_in(normalise(text), cards) for text in said} == said
    assert choice_in("另一张", cards, now="a") == "b"
    assert choice_in("no, the other card", cards, now="b") == "a"
    amounts = {"5万": "50000", "三千块": "3000", "20k": "20000", "¥1,234.50": "1234.50", "十二万": "120000"}
    assert {text: amount_in(text, bare=True) for text in amounts} == amounts
    assert amount_in("12个月") == amount_in("尾号1234") == ""
    terms = {"3年": "36", "36个月": "36", "一年半": "18", "半年": "6", "18 months": "18", "two years": "24"}
    assert {text: months_in(text) for text in terms} == terms
    assert phone_in("我的号码是 138 0001 0021 谢谢") == "13800010021"
