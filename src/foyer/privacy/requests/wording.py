"""What the fields of a copy are called for people, in either language: nobody reads a column's name in what they get.

A word is looked for in this order: the collection standard, for rows of the lake; the words below, for what rooms give
of their own; the name that the table's own field bears. `missing` tells what has none, for the test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import override

from foyer.base.errors import Sentence
from foyer.base.text import Bilingual, active_language
from foyer.customers.profile.view import LABELS
from foyer.customers.standard import STANDARD
from foyer.privacy.holders import Holder

WHERE = {
    "table": Bilingual("数据库", "database"),
    "lake": Bilingual("数据湖", "data lake"),
    "file": Bilingual("文件", "file"),
    "queue": Bilingual("任务队列", "queue"),
    "trail": Bilingual("审计记录", "audit trail"),
}
BASIS = {
    "contract": Bilingual("履行合同所必需", "needed for the contract"),
    "legitimate": Bilingual("服务与风险防范所必需", "needed for service and against fraud"),
    "consent": Bilingual("您的同意", "your consent"),
    "statute": Bilingual("法定义务", "legal duty"),
    "law": Bilingual("法定义务", "legal duty"),
}
WORDS = {
    "about": Bilingual("关于", "about"),
    "account": Bilingual("账户", "account"),
    "amount": Bilingual("金额", "amount"),
    "anonymous_id": Bilingual("匿名编号", "anonymous number"),
    "article": Bilingual("知识文章", "article"),
    "asked": Bilingual("请求内容", "what was asked"),
    "asked_at": Bilingual("提出时间", "asked at"),
    "at": Bilingual("时间", "at"),
    "attempt_count": Bilingual("处理次数", "times tried"),
    "balance": Bilingual("余额", "balance"),
    "basis": Bilingual("法律依据", "legal basis"),
    "became": Bilingual("结果", "what became of it"),
    "before": Bilingual("变更前", "before"),
    "begun": Bilingual("开始时间", "begun at"),
    "begun_at": Bilingual("开始时间", "begun at"),
    "by": Bilingual("由谁", "by"),
    "channel": Bilingual("渠道", "channel"),
    "claims": Bilingual("来源所述", "what sources say"),
    "closed_at": Bilingual("结束时间", "closed at"),
    "code": Bilingual("类别", "kind"),
    "comment": Bilingual("意见", "comment"),
    "concern": Bilingual("留意事项", "what was noticed"),
    "confidence": Bilingual("把握程度", "confidence"),
    "conversation": Bilingual("会话编号", "conversation"),
    "currency": Bilingual("币种", "currency"),
    "data": Bilingual("内容", "content"),
    "decision": Bilingual("决定", "decision"),
    "detail": Bilingual("详情", "details"),
    "details": Bilingual("详情", "details"),
    "device": Bilingual("设备", "device"),
    "door": Bilingual("渠道", "door"),
    "emotion": Bilingual("情绪", "mood"),
    "entities": Bilingual("识别到的要素", "what was recognised"),
    "expires_at": Bilingual("有效期至", "valid until"),
    "from_on": Bilingual("起始日期", "from"),
    "golden": Bilingual("当前资料", "profile"),
    "helpful": Bilingual("是否有帮助", "helpful"),
    "how": Bilingual("方式", "how"),
    "identity": Bilingual("身份核验程度", "how surely known"),
    "intensity": Bilingual("强度", "strength"),
    "key": Bilingual("编号", "number"),
    "kinds": Bilingual("数据种类", "kinds of data"),
    "language": Bilingual("语言", "language"),
    "level": Bilingual("等级", "level"),
    "message": Bilingual("消息编号", "message"),
    "model": Bilingual("判断依据的模型", "by which model"),
    "mood": Bilingual("情绪", "mood"),
    "name": Bilingual("名称", "name"),
    "notice": Bilingual("隐私政策版本", "privacy notice"),
    "number": Bilingual("编号", "number"),
    "occasion": Bilingual("事由", "occasion"),
    "opened_at": Bilingual("开始时间", "opened at"),
    "other": Bilingual("另一方", "other party"),
    "params": Bilingual("详情", "details"),
    "payload": Bilingual("内容", "content"),
    "phone": Bilingual("电话", "phone"),
    "product": Bilingual("产品", "product"),
    "properties": Bilingual("内容", "content"),
    "purpose": Bilingual("用途", "purpose"),
    "reason": Bilingual("原因", "reason"),
    "reasons": Bilingual("原因", "reasons"),
    "receipt": Bilingual("回执编号", "receipt"),
    "reference": Bilingual("业务编号", "reference"),
    "risk": Bilingual("风险", "risk"),
    "risks": Bilingual("风险", "risks"),
    "role": Bilingual("角色", "role"),
    "score": Bilingual("评分", "score"),
    "sentiment": Bilingual("正负倾向", "tone"),
    "sent_at": Bilingual("发送时间", "sent at"),
    "service": Bilingual("服务", "service"),
    "sha256": Bilingual("校验值", "checksum"),
    "shown": Bilingual("展示内容", "what was shown"),
    "size": Bilingual("大小（字节）", "size in bytes"),
    "source": Bilingual("来源系统", "source system"),
    "source_key": Bilingual("来源系统内的编号", "number in the source system"),
    "state": Bilingual("状态", "state"),
    "status": Bilingual("状态", "status"),
    "subject": Bilingual("主题", "subject"),
    "table": Bilingual("来源表", "table of the source"),
    "terms": Bilingual("同意条款指纹", "fingerprint of the terms"),
    "text": Bilingual("内容", "words"),
    "to": Bilingual("接收方", "recipient"),
    "topic": Bilingual("主题", "topic"),
    "type": Bilingual("类型", "type"),
    "until_on": Bilingual("截止日期", "until"),
    "urgency": Bilingual("紧急程度", "urgency"),
    "value": Bilingual("数值", "value"),
    "values": Bilingual("填写内容", "what was filled in"),
    "what": Bilingual("内容", "what"),
    "where": Bilingual("位置", "where"),
    "why": Bilingual("原因", "why"),
    "words": Bilingual("内容", "words"),
    "written_by": Bilingual("由谁撰写", "written by"),
    "written_by_machine": Bilingual("由机器撰写", "written by a machine"),
}


def in_both(name: Sentence) -> dict[str, str]:
    """What a holder is called, in both languages, whoever reads."""
    found = {}
    for language, locale in (("zh", "zh-hans"), ("en", "en")):
        with override(locale):
            found[language] = str(name)
    return found


def called(holder: Holder, name: str, dataset: str = "") -> str:
    """A field of one holder, in the language of now. What has no word reads at least as words."""
    return _word(holder, name, dataset) or name.replace("_", " ")


def missing(holder: Holder, names: Iterable[str], dataset: str = "") -> Iterator[str]:
    """The fields that have no word in the language of now."""
    return (name for name in names if not _word(holder, name, dataset))


def _word(holder: Holder, name: str, dataset: str) -> str:
    entity = dataset.removeprefix("customers.")
    if entity in STANDARD and name in STANDARD[entity].fields:
        return STANDARD[entity][name].meaning.of(active_language())
    if name in LABELS:
        return str(LABELS[name])
    if named := _of_tables(holder.models).get(name):
        return str(named)
    return str(WORDS[name]) if name in WORDS else ""


@cache
def _of_tables(models: tuple[str, ...]) -> dict[str, Any]:
    """The names that fields of these tables were given; those that Django made of the column are none."""
    fields = [field for label in models for field in apps.get_model(label)._meta.concrete_fields]
    return {field.name: field.verbose_name for field in fields if isinstance(field.verbose_name, Promise)}
