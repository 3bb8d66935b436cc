"""What the figures and steps of injects are called, for pages, reports and the command line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from foyer.base.jobs import Progress
from foyer.base.text import Bilingual
from foyer.security.models import DrillInject

FIGURES = {
    "viewed": Bilingual("查看客户", "customers viewed"),
    "account": Bilingual("账号", "account"),
    "sessions": Bilingual("会话", "sessions"),
    "tries": Bilingual("尝试", "tries"),
    "asked": Bilingual("请求", "asked"),
    "sent": Bilingual("发出", "sent"),
    "refused": Bilingual("被拒", "refused"),
    "refused_share": Bilingual("拒绝率 %", "refused %"),
    "bystander_before_ms": Bilingual("旁观者 P95 之前 ms", "bystander's p95 before, ms"),
    "bystander_during_ms": Bilingual("旁观者 P95 期间 ms", "bystander's p95 during, ms"),
    "bystander_refused": Bilingual("旁观者被拒", "bystander refused"),
    "limits_off": Bilingual("限流已关闭", "limits are off"),
    "rows": Bilingual("行", "rows"),
    "tables": Bilingual("表", "tables"),
    "files": Bilingual("文件", "files"),
    "megabytes": Bilingual("备份 MB", "backup MB"),
    "rto_seconds": Bilingual("RTO 秒", "RTO s"),
    "rpo_seconds": Bilingual("RPO 秒", "RPO s"),
    "lost_entries": Bilingual("丢失的审计记录", "entries of the trail lost"),
    "erasures": Bilingual("重新执行的删除", "deletions still in force"),
    "trail_whole": Bilingual("审计链完好", "trail whole"),
    "last_backup_hours": Bilingual("距上次备份 小时", "hours since the last backup"),
    "last_backup": Bilingual("上次备份", "last backup"),
    "encrypted": Bilingual("被加密的文件", "files encrypted"),
    "canaries": Bilingual("诱饵文件报警", "canary files that told"),
    "damaged": Bilingual("发现的损坏", "damage found"),
    "found_seconds": Bilingual("发现用时 秒", "found within s"),
    "held": Bilingual("被隔离", "held back"),
    "let_through": Bilingual("未拦下", "let through"),
    "published": Bilingual("已发布", "published"),
    "queued": Bilingual("排队的消息", "messages queued"),
    "failed_tries": Bilingual("失败的发送", "failed tries"),
    "delivered": Bilingual("最终送达", "delivered in the end"),
    "outage_seconds": Bilingual("中断 秒", "outage s"),
    "fallback_seconds": Bilingual("恢复后送达 秒", "delivered after s"),
    "waited_ms": Bilingual("首次失败等待 ms", "first failure waited, ms"),
    "fast_refusal_ms": Bilingual("熔断后拒绝 ms", "refused by the breaker within ms"),
    "in_order": Bilingual("按序送达", "arrived in order"),
    "calls": Bilingual("调用", "calls"),
    "opened_after": Bilingual("几次失败后熔断", "failures until the breaker opens"),
    "found_by_words": Bilingual("仅按词语找到", "found by words alone"),
    "waiting": Bilingual("等待补齐的句子", "sentences that waited"),
    "caught_up": Bilingual("恢复后补齐的句子", "sentences caught up"),
    "others_called": Bilingual("其他服务不受影响", "others still served"),
    "halted": Bilingual("已中止", "halted"),
    "error": Bilingual("错误", "error"),
    "undo_error": Bilingual("撤销错误", "not undone"),
}
STEPS = {
    "begun": Bilingual("已开始", "begun"),
    "saving": Bilingual("正在备份运行中的系统", "backing up the running house"),
    "opening": Bilingual("宣布数据丢失，正在核验备份", "declared lost; the backup is opened and verified"),
    "copying": Bilingual("正在旁边制作副本", "a copy is made beside it"),
    "looking": Bilingual("副本已被加密，正在查找损坏", "the copy is encrypted; the damage is looked for"),
    "isolating": Bilingual("隔离并清空受损副本", "the damaged copy is isolated and wiped"),
    "restoring": Bilingual("正在恢复并核对每张表的行数", "restoring, and comparing the rows of every table"),
    "verifying": Bilingual("正在核验审计链", "verifying the audit trail"),
    "away": Bilingual("服务方不可用，消息排队重试", "the provider is away; messages wait and are tried again"),
    "back": Bilingual("服务方恢复，等待重试送达", "the provider is back; the tries that follow deliver"),
    "done": Bilingual("完成", "done"),
    "halted": Bilingual("已中止", "halted"),
    "failed": Bilingual("失败", "failed"),
}
STOPPED = Bilingual("执行进程中断，停在：", "the process that played it ended at: ")
HIDDEN = ("progress", "by", "away")


def figures(result: dict[str, Any]) -> list[str]:
    """What an inject measured, each with its name, in the language of now."""
    said = {name: value for name, value in result.items() if name not in HIDDEN}
    return [f"{FIGURES.get(name, name)} {_plain(value)}" for name, value in said.items()]


def _plain(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return str({True: Bilingual("是", "yes"), False: Bilingual("否", "no"), None: Bilingual("无", "none")}[value])
    return f"{value:,}" if isinstance(value, int) else str(value)


def progress_of(row: DrillInject) -> str:
    """How far a long inject is, in words; empty for one that is not long."""
    seen = watched([row]).get(str(row.pk))
    return step_words(seen) if seen else ""


def step_words(seen: Progress) -> str:
    before = STOPPED if seen.state == Progress.State.STOPPED else ""
    return f"{before}{seen.done}/{seen.total} {STEPS.get(seen.note, seen.note)}"


def watched(rows: Iterable[DrillInject]) -> dict[str, Progress]:
    """The progress of each inject that has one; one query."""
    named = {row.result["progress"]: str(row.pk) for row in rows if "progress" in row.result}
    return {named[str(seen.pk)]: seen for seen in Progress.objects.filter(pk__in=named)} if named else {}


def is_done(row: DrillInject) -> bool:
    """Whether what an inject does is over: it said what came of it, and nothing is on its way."""
    seen = watched([row]).get(str(row.pk))
    return seen.state != Progress.State.RUNNING if seen else bool(row.result)
