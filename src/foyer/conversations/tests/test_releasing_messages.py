"""Words of conversations leave as data or as a prompt only without what leads to a person; and why routing chose."""

import ast
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.utils import translation

import foyer
from foyer.assistant import models as assistant
from foyer.base.actors import ASSISTANT, Actor
from foyer.conversations.models import Assignment
from foyer.conversations.tests.factories import at_work, conversation, replies, says, served_by, visitor
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy.deid import prompts, releasing
from foyer.privacy.gates import NoBasis
from foyer.privacy.holders import subject_of
from foyer.privacy.requests.explaining import explain
from foyer.privacy.tests.consenting import published_notice
from foyer.security.models import AuditEntry
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ROOT = Path(str(foyer.__file__)).parent


def test_messages_leave_scrubbed_with_what_is_known_of_both_sides(
    cast: Any, queue: Any, settings: Any, tmp_path: Path
) -> None:
    settings.HOME, settings.FOYER_LAKE = tmp_path, tmp_path / "lake"
    published_notice()
    at_work(cast.agent)
    for name, phone in (("欧木兰", "13800138000"), ("Zed Quux", "13800138001")):
        customer = CustomerFactory(name=name, phone=phone)
        talk = served_by(cast.agent, customer=customer)
        says(talk, f"您好，{name}的手机{phone[:3]}-{phone[3:7]}-{phone[7:]}换号了")
        replies(talk, cast.agent, f"我是{cast.agent.get_full_name()}")
    analyst = UserFactory(username="analyst", role="analyst")

    release = releasing.ask_now(
        "messages", purpose="service", recipient="Lab", reason="training", by=Actor.staff(analyst), k=2
    )

    assert release.state == "prepared" and release.measured["k"] == 2
    texts = " ".join(row["text"] for row in pq.read_table(releasing.path_of(release)).to_pylist())
    for secret in ("欧木兰", "Quux", "0013-800", cast.agent.get_full_name()):
        assert secret not in texts
    assert "[姓名1]" in texts


def test_a_prompt_is_scrubbed_and_stands_in_the_trail_without_its_words(customer: Any) -> None:
    prompt = prompts.safe("欧木兰问：卡丢了怎么办", customer.pk, by=ASSISTANT, purpose="service", model="small")

    assert prompt == "[姓名1]问：卡丢了怎么办"
    entry = AuditEntry.objects.get(act="privacy.prompted")
    assert entry.purpose == "service" and entry.details == {"model": "small", "taken_out": {"name": 1}}


def test_no_prompt_is_made_for_a_purpose_the_customer_did_not_agree_to(customer: Any) -> None:
    with pytest.raises(NoBasis):
        prompts.safe("你好", customer.pk, by=ASSISTANT, purpose="profiling", model="small")


def test_without_a_customer_what_the_recognisers_find_is_taken_out() -> None:
    assert prompts.safe("我叫王小明", None, by=ASSISTANT, purpose="service", model="small") == "我叫[姓名1]"


def test_nothing_else_writes_messages_out() -> None:
    """No room but this one reads the table; here only `releasing` makes a data set of it; no other text is kept."""
    for path in ROOT.rglob("*.py"):
        room = path.relative_to(ROOT).parts[0]
        if "tests" in path.parts or room in ("demo", "operations"):
            continue
        imported = set(_imports(path))
        if room != "conversations":
            assert not any(one.startswith("foyer.conversations.models") for one in imported), path
        elif path.name != "releasing.py":
            assert not imported & {"foyer.base.lake", "foyer.base.engine", "foyer.privacy.deid.datasets"}, path
        assert not {one.partition(".")[0] for one in imported} & {"openai", "anthropic", "ollama", "litellm"}, path


def test_the_assistant_keeps_no_words() -> None:
    """What it learns from and where knowledge has gaps is kept as codes and figures."""
    for model in (assistant.Turn, assistant.Dialogue):
        assert not [field.name for field in model._meta.fields if "Text" in type(field).__name__]


def test_a_person_is_told_why_routing_chose_and_nobody_else_is_named(customer: Any, cast: Any, queue: Any) -> None:
    talk = conversation(of=visitor(), customer=customer)
    other = {"agent": "x", "name": "Somebody Else", "reasons": []}
    Assignment.objects.create(
        conversation=talk, user=cast.agent, queue=queue, how="offered", by="system",
        reasons=[{"zh": "有所需技能", "en": "has the skill"}], explanation={"ranking": [other, other], "left_out": []},
    )  # fmt: skip

    with translation.override("en"):
        told = {explainer.code: decisions for explainer, decisions in explain(subject_of(customer.pk))}

    decision = told["conversations.routing"][0]
    assert talk.number in decision.what
    assert decision.why == ("has the skill", "1 other colleague was considered.")
    assert "Somebody" not in str(decision) and cast.agent.get_full_name() not in str(decision)


def test_a_stranger_is_told_nothing_of_it(customer: Any) -> None:
    assert "conversations.routing" not in {one.code for one, _told in explain(subject_of(customer.pk))}


@pytest.fixture
def customer() -> Any:
    published_notice()
    return CustomerFactory(name="欧木兰", phone="13800138000")


def _imports(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    return found + [one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names]
