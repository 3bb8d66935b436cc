# ruff: noqa: E501  a sentence a line, however long
"""What is said while a service runs, in both languages, and its quick replies."""

from collections.abc import Sequence
from typing import Any

from foyer.assistant.composing import Reply
from foyer.assistant.labelling import LABEL
from foyer.base.text import Bilingual
from foyer.servicing.queries import Choice, Process, process_of

MOST_BUTTONS = 12
CONFIRM, CANCEL, CHANGE = (
    Bilingual("确认", "Confirm"),
    Bilingual("取消", "Cancel"),
    Bilingual("修改", "Change something"),
)
RESEND, OTHER_PHONE, PERSON = (
    Bilingual("重新发送", "Send it again"),
    Bilingual("换个号码", "Use another number"),
    Bilingual("转人工", "Talk to a person"),
)
GO_ON = Bilingual("继续", "Continue")
ASK_PHONE = Bilingual(
    "为了保护您的账户，请先验证身份。请输入您在本行登记的手机号，我们发一个验证码过去。",
    "To protect your account I must first know that it is you. Please enter the phone number the bank has for you, and we will send a code there.",
)
CODE_SENT = Bilingual(
    "如果这个号码在本行登记过，6 位验证码已经发出，5 分钟内有效。请在这里输入。验证码只用于这一次办理，请不要告诉任何人。",
    "If the bank knows this number, a code of six digits is on its way; it is valid for 5 minutes. Please enter it here. It works for this service only; tell it to nobody.",
)
CODE_SENT_KNOWN = Bilingual(
    "请再验证一次：6 位验证码已发送到您登记的手机，5 分钟内有效。请在这里输入。验证码只用于这一次办理，请不要告诉任何人。",
    "One more check: a code of six digits is on its way to the phone the bank has for you; it is valid for 5 minutes. Please enter it here. It works for this service only; tell it to nobody.",
)
CODE_WRONG = Bilingual(
    "验证码不对或已过期。请再输入一次，或重新发送。",
    "This code is wrong or too old. Please enter it again, or have a new one sent.",
)
APP_DIGITS = Bilingual(
    "请打开您的身份验证器应用，在这里输入当前显示的 6 位数字。数字只用于这一次办理，请不要告诉任何人。",
    "Please open your authenticator app and enter the six digits that it shows now. They work for this service only; tell them to nobody.",
)
APP_WRONG = Bilingual(
    "数字不对，或已经用过。请等应用显示新的数字，再输入一次。",
    "These digits are wrong, or were used already. Please wait for the next ones in your app and enter them.",
)
TYPE_CODE = Bilingual("请输入 6 位验证码。", "Please enter the six digits.")
TOO_OFTEN = Bilingual(
    "刚刚发过一次验证码，请等一分钟再重新发送。",
    "A code was sent a moment ago. Please wait a minute, then have it sent again.",
)
STOPPED = Bilingual(
    "验证没有通过，为了安全，这项业务已停止，没有做任何改动。您可以转人工，或带身份证到网点办理。",
    "The check did not succeed. For your safety I have stopped; nothing was changed. You can ask for a person, or visit an outlet with your identity document.",
)
CANCELLED = Bilingual("好的，已取消，没有做任何改动。", "All right, it is cancelled; nothing was changed.")
YES_OR_STOP = Bilingual(
    "请说得更明白一点：要办请选“确认”，要保持不变请选“{stop}”。",
    "Please say which: “Confirm” does it, “{stop}” leaves everything unchanged.",
)
NOT_UNDERSTOOD = Bilingual("抱歉，没有听明白。", "I am sorry, I did not understand that.")
WHAT_TO_CHANGE = Bilingual("要修改哪一项？", "What would you like to change?")
GIVE_UP = Bilingual(
    "看来我没能帮上忙，正在为您转接同事，您已填写的内容他们能看到。",
    "I could not help with this. A colleague takes over and sees what you have entered.",
)
WAITING = Bilingual(
    "系统还没有答复，我们会继续核对，一有结果就在这里告诉您。请不要重复操作。",
    "Our system has not answered yet. We keep asking and tell you here as soon as we know. Please do not try again meanwhile.",
)
MOVED = Bilingual("您之前在另一个渠道开始办理过，我们接着办。", "You began this elsewhere; we go on from there.")
SIGN_IN_FIRST = Bilingual(
    "要继续在别处开始的业务，请先登录（本页右上方），然后写“继续”。",
    "To go on with something you began elsewhere, please sign in first (top of this page), then write “continue”.",
)
NOTHING_TO_RESUME = Bilingual(
    "现在没有办到一半的业务。请告诉我您想办什么。", "Nothing is waiting to be finished. What may I help you with?"
)
BACK = Bilingual("我们回到刚才的业务：", "Back to where we were:")
STILL_THERE = Bilingual("您还在吗？", "Are you still there?")
EXPIRED = Bilingual(
    "因为一段时间没有收到您的消息，“{title}”已结束，没有做任何改动。需要时随时再告诉我。",
    "I had not heard from you for a while, so “{title}” has ended; nothing was changed. Tell me whenever you want to begin again.",
)
RUNNING = Bilingual(
    "“{title}”还没办完。先办完它，还是取消？", "“{title}” is not finished yet. Shall we finish it first, or cancel it?"
)
SHOWN_CODE = Bilingual("（演示环境：验证码是 {code}）", "(Demonstration: the code is {code})")


def said(text: str, lang: str, buttons: Sequence[Bilingual | Choice] = (), *, numbered: bool = True) -> Reply:
    """A reply with its quick replies; for doors that have only text they are numbered lines as well."""
    labels = [one.label.in_(lang) if isinstance(one, Choice) else one.in_(lang) for one in buttons]
    picks = [one.label.in_(lang) for one in buttons if isinstance(one, Choice)]
    lines = [f"{place}. {label}" for place, label in enumerate(picks, start=1)] if numbered else []
    body = "\n".join([text, *lines])
    choices: list[dict[str, Any]] = [{"text": label, "value": label} for label in labels]
    return Reply(f"{body}\n\n{LABEL.in_(lang)}", kind="choices" if choices else "text", choices=_few(choices))


def _few(choices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """No more than a thumb finds; the last one, which ends the service, is always there."""
    return choices if len(choices) <= MOST_BUTTONS else [*choices[: MOST_BUTTONS - 1], choices[-1]]


def buttons_of(codes: Sequence[str]) -> list[Bilingual]:
    """The services that follow, for a tap."""
    found: list[Process] = [process_of(code) for code in codes]
    return [one.button or one.title for one in found if one.is_offered]
