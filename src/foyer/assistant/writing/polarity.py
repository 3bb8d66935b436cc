# ruff: noqa: E501  a pair of opposites a line, however long
"""Whether two sentences say yes or no alike, and turn on the same side of a pair of opposites."""

from __future__ import annotations

import re

_NO = re.compile(
    r"不(?!仅|但|论|管|同|过|断|少|错|动产|久|限于|妨)|没(?!问题|关系)|无(?!论|卡|障碍|线)|未(?!来|成年)|非(?!常|洲)|勿|免(?!疫|税店)"
    r"|(?<![分特区级类识个性辨判差])别(?!的|人|处|名)|禁止|拒绝|停止"
    r"|\b(?:no(?! later| more| less| fewer)|not(?! only)|never|none|nothing|without|cannot|neither|nor|unable|free(?! up)|waive\w*|"
    r"refuse[sd]?|stop(?:s|ped)?)\b|n't\b|n’t\b",
    re.IGNORECASE,
)
_OPPOSITES = [
    (r"最高|最多|至多|不超过|上限|以内|\bat most|\bup to|\bmaximum|\bno more than|\bwithin\b",
     r"最低|最少|至少|不低于|起步|下限|\bat least|\bminimum|\bno less than"),
    (r"增加|提高|上调|上涨|\bincreas\w+|\brais(?:e|es|ed|ing)\b", r"减少|降低|下调|下降|\bdecreas\w+|\blower\w*|\breduc\w+"),
    (r"之前|以前|\bbefore\b", r"之后|以后|\bafter\b"),
    (r"免费|免收|不收|\bfree of charge|\bno (?:charge|fee)|\bfor free\b", r"收取|收费|需支付|\bcharged?\b|\bfee (?:of|is)"),
    (r"借记卡|储蓄卡|\bdebit", r"信用卡|贷记卡|\bcredit card"),
    (r"开通|启用|\bactivat\w+|\bturn on", r"关闭|注销|停用|\bdeactivat\w+|\bturn off|\bcancel\w*"),
    (r"流入|收款|\breceiv\w+", r"流出|付款|汇出|\bsend(?:s|ing)?\b"),
    (r"存入|存款|\bdeposit", r"取出|取款|支取|\bwithdraw"),
]  # fmt: skip
_PAIRS = [tuple(re.compile(side, re.IGNORECASE) for side in pair) for pair in _OPPOSITES]


def noes(text: str) -> int:
    """How many of its words say no."""
    return len(_NO.findall(text))


def turns_round(claim: str, source: str) -> bool:
    """Whether the claim is on one side of a pair of opposites and its source only on the other."""
    for one, other in _PAIRS:
        for mine, theirs in ((one, other), (other, one)):
            claims_mine = mine.search(claim) and not theirs.search(claim)
            source_is_other = theirs.search(source) and not mine.search(source)
            if claims_mine and source_is_other:
                return True
    return False
