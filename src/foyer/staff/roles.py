"""The roles of the bank and what each may do: one table, carried out after every migration.

A role is a Django group. A line of the table is granted once and remembered (`RoleGrant`): what a bank takes away from
a role stays away, and what it adds stays too. A permission whose table does not exist yet is granted when it does.
"""

from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.contrib.auth.models import Group
from django.db import transaction

from foyer.base.text import Bilingual


@dataclass(frozen=True)
class Role:
    """One line of the table: the name on screen and the permissions, as "app.codename"."""

    name: Bilingual
    permissions: tuple[str, ...]


def _all(app: str, *models: str, verbs: str = "view add change delete") -> tuple[str, ...]:
    return tuple(f"{app}.{verb}_{model}" for model in models for verb in verbs.split())


SERVING = (
    "staff.serve_customers",
    "conversations.view_conversation",
    "customers.view_customer",
    "knowledge.view_article",
    "privacy.unmask",
    "privacy.break_glass",
    "privacy.record_consent",
    "assistant.add_correction",
)
LEADING = (
    "staff.watch_team",
    "staff.set_presence_of_others",
    "conversations.block_customer",
    "servicing.keep_promise",
    "servicing.approve_contact_change",
    *_all("conversations", "cannedresponse"),
    *_all("conversations", "queue", verbs="view"),
    *_all("staff", "user", "presence", "presencechange", verbs="view"),
)
OVERSEEING = ("privacy.approve_unmask", "privacy.review_access", "privacy.recertify")
ACCOUNTING = (
    "privacy.watch_privacy",
    "privacy.write_notice",
    "privacy.approve_notice",
    "privacy.prove_consent",
    "privacy.record_consent",
    "privacy.manage_disclosures",
)
ANSWERING = (
    "privacy.see_requests",
    "privacy.handle_requests",
    "privacy.record_request",
    "privacy.approve_erasure",
    "privacy.place_hold",
    "privacy.approve_hold",
    "privacy.read_restricted",
    "privacy.see_obligations",
    "privacy.approve_retention",
    *_all("privacy", "purpose", "askpolicy", "contactrule", "recipient", "retentionrule", verbs="view change"),
    *_all("privacy", "privacynotice", "disclosure", "recipientnotice", "retentionreport", verbs="view"),
)
TEACHING = (
    "assistant.view_intent",
    "assistant.change_intent",
    "assistant.train_intents",
    "assistant.promote_intents",
)
WATCHING_MODELS = ("assistant.see_register", "assistant.stop_model")
DRAFTS = _all("assistant", "turn", "draft", "translation", "writerstate", verbs="view")
RUNNING = (
    *_all("base", "outage", "progress", "sweepstate", "heartbeat", verbs="view"),
    *_all("base", "clock", "clockevent", "clockpolicy", "calendar", "calendarday", verbs="view"),
    "base.view_delivery",
    "base.replay_delivery",
    "assistant.view_writerstate",
    "assistant.see_register",
)
GOVERNING = (*WATCHING_MODELS, *DRAFTS, "assistant.answer_for_model", "assistant.approve_model")
EVALUATING = ("assistant.watch_assistant", "assistant.review_answers")
STEWARDING = ("customers.watch_quality", "customers.steward_customers", "customers.manage_sources")
READING = (
    "conversations.view_conversation",
    "customers.view_customer",
    "knowledge.view_article",
    "knowledge.view_articleversion",
    "staff.view_unit",
    "staff.view_user",
)

ROLES: dict[str, Role] = {
    "agent": Role(Bilingual("座席", "Agent"), SERVING),
    "supervisor": Role(
        Bilingual("班组长", "Supervisor"),
        (*SERVING, *LEADING, *OVERSEEING, *EVALUATING, *WATCHING_MODELS, "customers.unfreeze_customer"),
    ),
    "lobby_manager": Role(
        Bilingual("大堂经理", "Lobby manager"), (*SERVING, "customers.unfreeze_customer", "privacy.record_request")
    ),
    "relationship_manager": Role(Bilingual("客户经理", "Relationship manager"), SERVING),
    "analyst": Role(
        Bilingual("分析员", "Analyst"),
        (
            "staff.watch_team",
            "staff.view_unit",
            "assistant.watch_assistant",
            "assistant.see_register",
            "knowledge.view_article",
            "customers.watch_quality",
            "privacy.view_release",
            "privacy.prepare_release",
        ),
    ),
    "data_steward": Role(
        Bilingual("数据管家", "Data steward"), ("customers.view_customer", "staff.view_unit", *STEWARDING)
    ),
    "compliance": Role(
        Bilingual("消保合规", "Compliance"),
        (
            *READING,
            "staff.read_all_approvals",
            "staff.view_presencechange",
            "knowledge.approve_article",
            "knowledge.withdraw_article",
            "conversations.block_customer",
            "customers.watch_quality",
            "customers.write_notice",
            "customers.publish_notice",
            "privacy.unmask",
            "privacy.view_release",
            "privacy.approve_release",
            "security.see_drills",
            "security.approve_drill",
            "security.see_risks",
            "security.assess_risks",
            "security.accept_risk",
            "security.approve_assessment",
            *OVERSEEING,
            *ACCOUNTING,
            *ANSWERING,
            *EVALUATING,
            *GOVERNING,
        ),
    ),
    "trainer": Role(
        Bilingual("培训师", "Trainer"),
        (*_all("staff", "skill", "userskill"), "staff.view_user", "staff.view_unit", "knowledge.view_article"),
    ),
    "knowledge_editor": Role(
        Bilingual("知识编辑", "Knowledge editor"),
        (
            *_all("knowledge", "article", "articleversion", "synonymgroup", verbs="view add change"),
            "knowledge.approve_article",
            "knowledge.withdraw_article",
            "knowledge.work_on_gaps",
            *EVALUATING,
            *TEACHING,
            "assistant.try_versions",
            "assistant.see_register",
        ),
    ),
    "programme_manager": Role(
        Bilingual("项目经理", "Programme manager"),
        ("staff.watch_team", "staff.view_unit", "staff.view_user", "assistant.watch_assistant"),
    ),
    "administrator": Role(
        Bilingual("管理员", "Administrator"),
        (
            *READING,
            *STEWARDING,
            *_all("staff", "unit", "skill", "userskill", "workinghours"),
            *_all("staff", "user", verbs="view add change"),
            *_all("staff", "presence", "presencechange", verbs="view"),
            *_all("auth", "group", verbs="view change"),
            *_all("axes", "accessattempt", verbs="view delete"),
            *_all("conversations", "queue", "cannedresponse"),
            *_all("servicing", "outlet", "rate", "slot"),
            *_all("api", "webhook", verbs="view add change"),
            "api.view_webhookletter",
            "api.replay_webhookletter",
            "staff.approve_settings",
            "privacy.view_purpose",
            *RUNNING,
        ),
    ),
    "security_administrator": Role(
        Bilingual("安全管理员", "Security administrator"),
        (
            "security.read_trail",
            "security.verify_trail",
            "security.watch_alerts",
            "security.triage_alerts",
            "security.write_rule",
            "security.approve_rule",
            "security.undo_response",
            "security.plant_canary",
            "security.see_drills",
            "security.plan_drill",
            "security.see_risks",
            "security.assess_risks",
            "staff.approve_settings",
            "customers.write_notice",
            "customers.publish_notice",
            "privacy.review_access",
            "privacy.recertify",
            *_all("privacy", "accessreason", "accessrule", verbs="view add change"),
            *_all("security", "auditpolicy", verbs="view change"),
            *_all("axes", "accessattempt", verbs="view delete"),
            "staff.view_unit",
            "base.view_outage",
            "assistant.see_register",
        ),
    ),
    "auditor": Role(
        Bilingual("审计员", "Auditor"),
        (
            "security.read_trail",
            "security.export_trail",
            "security.verify_trail",
            "security.watch_alerts",
            "security.see_drills",
            "security.see_risks",
            "assistant.see_register",
            *DRAFTS,
            "staff.read_all_approvals",
            "privacy.see_requests",
            "privacy.see_obligations",
            *_all("privacy", "purpose", "privacynotice", "retentionrule", "retentionreport", verbs="view"),
            *_all("staff", "presencechange", "unit", verbs="view"),
        ),
    ),
}


def role_name(code: str) -> str:
    """A role's name in the reader's language; a group that the bank made itself has only one name."""
    return str(ROLES[code].name) if code in ROLES else code


def deciders(permission: str) -> str:
    """The names of the roles that hold a permission now, for a reader who asks who may do it."""
    app, codename = permission.split(".")
    holders = Group.objects.filter(permissions__content_type__app_label=app, permissions__codename=codename)
    return ", ".join(role_name(name) for name in holders.order_by("pk").values_list("name", flat=True).distinct())


def roles_of(user: Any) -> list[str]:
    """The codes of the user's roles, in the order of the table."""
    held = {group.name for group in user.groups.all()}
    return [code for code in ROLES if code in held]


def grant_after_migrate(sender: AppConfig, using: str, apps: Any = installed, **_signal: Any) -> None:
    """Make the roles, and grant those lines of the table that speak of the app that was just migrated."""
    lines = [
        (role, line) for role, row in ROLES.items() for line in row.permissions if line.startswith(f"{sender.label}.")
    ]
    if sender.label != "staff" and not lines:
        return
    try:
        memory, group = apps.get_model("staff", "RoleGrant"), apps.get_model("auth", "Group")
    except LookupError:  # this room's own tables are not there yet; its turn comes
        return
    with transaction.atomic(using=using):
        groups = {name: group.objects.using(using).get_or_create(name=name)[0] for name in ROLES}
        _grant(lines, groups, memory.objects.using(using), apps.get_model("auth", "Permission").objects.using(using))


def _grant(lines: list[tuple[str, str]], groups: dict[str, Any], memory: Any, permissions: Any) -> None:
    done = set(memory.values_list("role", "permission"))
    for role, line in dict.fromkeys(lines):
        app, codename = line.split(".")
        found = permissions.filter(content_type__app_label=app, codename=codename)
        if (role, line) not in done and found:
            groups[role].permissions.add(*found)
            memory.create(role=role, permission=line)
