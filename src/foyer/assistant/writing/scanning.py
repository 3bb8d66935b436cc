# ruff: noqa: E501  patterns, one a line, however long
"""What no answer of the bank may hold, however it came about: then nothing more of that model is shown.

A sentence that is merely not supported is left out (`grounding`); one of these is a sign that the model obeys somebody
else, and the answer is the built-in one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from foyer.security.detection.injections import met

_LINK = re.compile(
    r"(?:https?|ftp|data|javascript|file|vbscript|mailto|tel)\s*:\s*\S+|\bwww\.\S+|[\w.+-]+@[\w-]+\.\w+|\[[^\]]*\]\s*\(|!\["
    r"|\b(?:[a-z0-9-]+\.)+(?:com|cn|net|org|io|top|xyz|info|biz|cc|ru|me|app|site|vip|shop|link|tk|co|example)\b\S*",
)
_MARKUP = re.compile(r"<\s*/?\s*[a-z!?][^>]*>?|&#?\w+;|\]\(|javascript:|on\w+\s*=\s*[\"']")
_CODE = (
    r"(?:验证码|校验码|动态码|短信码|密码|口令|pin ?码|cvv2?|安全码|卡背.{0,3}三位|助记词|\botp\b|\bpin\b|\bpasswords?\b|\bpasscode\b|"
    r"\bcvv\b|\bone[- ]time (?:code|password)\b|\b(?:verification|security|sms) codes?\b|\bfull card number\b|完整卡号)"
)
_ASKS = [
    re.compile(
        r"(?:请|麻烦|需要?您?|要求您?|把|将|您?必须)(?:您|你)?(?:先|再|立即|马上)?.{0,8}"
        rf"(?:提供|告诉|告知|发送?|回复|报|给|透露|说出).{{0,10}}{_CODE}"
    ),
    re.compile(rf"(?:请|把|将).{{0,6}}{_CODE}.{{0,8}}(?:告诉|告知|发送?|发|回复|报|提供|给)(?:给|到|至)?(?:我|我们|客服|这里|对方|他)"),
    re.compile(
        rf"\b(?:tell|send|give|reply|provide|share|type|confirm|text|enter)\b(?:(?!\bnever\b|\bnot\b|\bin (?:the|our) ).){{0,30}}?{_CODE}"
        r"(?:.{0,12}\b(?:here|to (?:me|us)|in this chat|below)\b|\W*$)"
    ),
    re.compile(r"(?:转账|汇款|转|汇|打款|打)(?:.{0,8})(?:到|至|给|入).{0,10}(?:安全账户|指定账户|以下账户|下列账户|该账户|账号|卡号)"),
    re.compile(r"\b(?:transfer|send|move|wire|pay)\b.{0,30}\b(?:money|funds|savings|balance|deposit)?\b.{0,12}\b(?:to|into)\b.{0,20}"
               r"\b(?:safe|this|following|designated|below)\b.{0,8}\b(?:account|card|wallet|address)"),
    re.compile(r"(?:扫描?|扫一扫)(?:.{0,6})二维码.{0,8}(?:付款|转账|支付|验证)|下载.{0,10}(?:远程|屏幕共享)|\b(?:install|download) .{0,12}(?:anydesk|teamviewer|remote)"),
]  # fmt: skip
_HOUSE = re.compile(
    r"system prompt|系统提示|initial instructions|my instructions (?:are|say)|我的(?:指令|提示词|设定)|作为(?:一个)?(?:ai|人工智能|大)?语言模型"
)
_NO = re.compile(r"不|勿|别|拒绝|never|do not|don'?t|won'?t|not ")
WINDOW = 24  # letters in a row that are no chance


def faults(sentence: str, *, sources: str, secrets: Sequence[str] = (), instructions: str = "") -> tuple[str, ...]:
    """The codes of what is wrong: leak, link, markup, asks, steers. `secrets` and `instructions` were the model's own."""
    plain, source = _plain(sentence), _plain(sources)
    found = {
        "leak": _leaks(plain, secrets, instructions) or bool(_HOUSE.search(plain)),
        "link": any(match[0].rstrip(".,;。，；)）") not in source for match in _LINK.finditer(plain)),
        "markup": any(match[0] not in source for match in _MARKUP.finditer(plain)),
        "asks": any(_asks(pattern, plain, source) for pattern in _ASKS),
        "steers": bool(met(sentence)),
    }
    return tuple(code for code, is_there in found.items() if is_there)


def _asks(pattern: re.Pattern[str], plain: str, source: str) -> bool:
    """To be told "never give anybody your code" is good advice; so are a source's own steps."""
    match = pattern.search(plain)
    return match is not None and not _NO.search(plain[: match.end()]) and match[0] not in source


def _leaks(plain: str, secrets: Sequence[str], instructions: str) -> bool:
    if any(_plain(secret) in plain for secret in secrets):
        return True
    house = re.sub(r"\W", "", _plain(instructions))
    said = re.sub(r"\W", "", plain)
    return bool(house) and any(said[at : at + WINDOW] in house for at in range(len(said) - WINDOW + 1))


def _plain(text: str) -> str:
    shown = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in shown if unicodedata.category(letter) != "Cf")
