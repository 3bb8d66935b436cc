"""The only reasons for which a request may be refused or take longer, each with its law, in both languages."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Invalid
from foyer.base.text import Bilingual


@dataclass(frozen=True)
class Reason:
    code: str
    text: Bilingual
    law: Bilingual


class NoSuchReason(Invalid):
    code = "no_such_reason"
    message = _("A request is refused or extended only for one of the listed reasons.")


def _table(*rows: tuple[str, str, str, str, str]) -> dict[str, Reason]:
    return {code: Reason(code, Bilingual(zh, en), Bilingual(law, act)) for code, zh, en, law, act in rows}


REFUSALS = _table(
    ("not_identified", "未能核实您的身份", "we could not verify who you are",
     "个人信息保护法第四十五条、第五十条", "PIPL art. 45, 50; GDPR art. 12(6)"),
    ("kept_by_law", "法律规定必须保存这些信息，我们已限制其使用",
     "a law obliges us to keep this; its use is restricted",
     "个人信息保护法第四十七条第二款", "PIPL art. 47(2); GDPR art. 17(3)(b)"),
    ("secret_by_law", "法律规定应当保密", "a law obliges us to keep this secret",
     "个人信息保护法第十八条第一款、第四十五条", "PIPL art. 18(1), 45"),
    ("still_served", "您在本行仍有未结清的产品，履行合同需要这些信息",
     "you still have products with us, and the contract needs this data",
     "个人信息保护法第十三条第一款第二项", "PIPL art. 13(1)(2); GDPR art. 17(1)(a)"),
    ("legal_hold", "相关争议或调查尚未结束", "a dispute or an investigation is not over",
     "个人信息保护法第四十七条第二款", "GDPR art. 17(3)(e)"),
    ("others_rights", "会损害他人的权益", "it would harm the rights of others",
     "个人信息保护法第五十条", "GDPR art. 15(4)"),
    ("unfounded", "同一请求在短期内反复提出", "the same request is made again and again",
     "个人信息保护法第五十条", "GDPR art. 12(5)(b)"),
    ("not_ours", "本行不持有这些信息", "we do not hold this data",
     "个人信息保护法第四十五条", "GDPR art. 15(1)"),
    ("is_correct", "经核对，现有信息是准确的", "we checked it: what we hold is right",
     "个人信息保护法第四十六条", "GDPR art. 16"),
    ("no_proof_of_kin", "未能证明近亲属关系", "the relation to the deceased was not shown",
     "个人信息保护法第四十九条", "PIPL art. 49"),
)  # fmt: skip
EXTENSIONS = _table(
    ("complex", "事项复杂", "the matter is complex", "内部规则；GDPR 第十二条第三款", "policy; GDPR art. 12(3)"),
    ("many", "同时收到大量请求", "many requests came at once", "GDPR 第十二条第三款", "GDPR art. 12(3)"),
    ("third_party", "需要受托方配合", "a processor has to help", "内部规则", "policy"),
)  # fmt: skip


def refusal(code: str) -> Reason:
    return _of(REFUSALS, code)


def extension(code: str) -> Reason:
    return _of(EXTENSIONS, code)


def _of(table: dict[str, Reason], code: str) -> Reason:
    if code not in table:
        raise NoSuchReason(reason=code)
    return table[code]
