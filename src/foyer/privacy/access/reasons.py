"""The list of reasons: data, of which these are the first lines."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed

from foyer.base.text import Bilingual
from foyer.privacy.access.errors import AboutMissing, ReasonMissing
from foyer.privacy.access.ties import Tie
from foyer.privacy.models import AccessReason

# ruff: noqa: E501  a table reads by its lines
FIRST: list[tuple[str, str, str, str, str, str, str]] = [
    # use, code, zh, en, what the customer reads in zh, in en, about
    ("unmask", "identify", "核对来访客户身份", "Check who is speaking", "核对您的身份", "To check that it was you", "conversation"),
    ("unmask", "call_back", "按客户要求回电", "Call back as asked", "给您回电", "To call you back", "conversation"),
    ("unmask", "send_document", "向客户寄送凭证", "Send a document", "给您寄送材料", "To send you something", "conversation"),
    ("unmask", "correct_data", "更正客户资料", "Correct the data", "更正您的资料", "To correct your data", ""),
    ("unmask", "suspected_fraud", "排查疑似欺诈", "Look into suspected fraud", "保护您的资金安全", "To protect you from fraud", ""),
    ("unmask", "complaint", "处理投诉", "Handle a complaint", "处理您的投诉", "To handle your complaint", "conversation"),
    ("unmask", "authority", "协助有权机关查询", "Answer an authority", "依法配合查询", "As the law requires", ""),
    ("break_glass", "danger", "客户人身或资金正处于危险", "The customer or their money is in danger",
     "紧急保护您", "To protect you in an emergency", ""),
    ("break_glass", "outage", "系统故障，关联会话打不开", "An outage hides the conversation",
     "系统故障时为您服务", "To serve you during an outage", ""),
    ("break_glass", "walk_in", "客户现场求助，尚未建单", "The customer stands before me",
     "在网点为您服务", "To serve you at the branch", ""),
    ("break_glass", "authority", "有权机关紧急查询", "An authority asks at once", "依法配合查询", "As the law requires", ""),
]  # fmt: skip


def enter_after_migrate(sender: AppConfig, using: str, apps: Any = installed, **_signal: Any) -> None:
    """Enter the reasons that are missing; one that the bank changed stays as it is."""
    try:
        reasons = apps.get_model("privacy", "AccessReason").objects.using(using)
    except LookupError:
        return
    for place, (use, code, zh, en, plain_zh, plain_en, about) in enumerate(FIRST):
        name, plain = Bilingual(zh=zh, en=en), Bilingual(zh=plain_zh, en=plain_en)
        reasons.get_or_create(
            use=use, code=code, defaults={"name": name, "plain": plain, "about": about, "place": place}
        )


def offered(use: str) -> list[AccessReason]:
    """The reasons one can choose now, in order."""
    return list(AccessReason.objects.filter(use=use, is_active=True))


def chosen(use: str, code: str) -> AccessReason:
    """Raises ReasonMissing."""
    reason = AccessReason.objects.filter(use=use, code=code, is_active=True).first()
    if reason is None:
        raise ReasonMissing
    return reason


def check_about(reason: AccessReason, about: str, ties: list[Tie]) -> None:
    """The object must be open with this very customer. Raises AboutMissing."""
    if not reason.about and not about:
        return
    is_open = any(tie.about == about for tie in ties)
    if not is_open or (reason.about and not about.startswith(f"{reason.about}:")):
        raise AboutMissing
