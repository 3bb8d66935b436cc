"""Acts somebody answers for, done through real pages: who, what, whose, when, from where, why stand in the trail."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.ids import new_id
from foyer.base.origin import Origin, coming_from
from foyer.conversations.tests.factories import served_by
from foyer.customers.models import IdentityChange
from foyer.customers.sources.registry import switch_off, switch_on
from foyer.customers.tests.factories import CustomerFactory
from foyer.desk.tests.test_data_pairs import decide as decide_pair
from foyer.desk.tests.test_data_pairs import pair, take_in_six
from foyer.desk.tests.test_data_quarantine import decide as decide_row
from foyer.desk.tests.test_data_quarantine import held  # noqa: F401
from foyer.desk.tests.test_data_wizard import CHOSEN, HEAD, bring
from foyer.security.audit.subjects import pseudonym_of
from foyer.security.models import AuditEntry
from foyer.staff.models import User
from foyer.staff.tests.factories import PASSWORD, UserFactory
from foyer.staff.tests.test_second_factor import a_still_clock, code, protect  # noqa: F401
from foyer.staff.tests.test_signing_in import sign_in

pytestmark = pytest.mark.django_db
HERE = {"HTTP_USER_AGENT": "Browser of the tests", "REMOTE_ADDR": "203.0.113.5"}
SOMEBODY = "somebody"


@dataclass(frozen=True)
class Told:
    """What an entry must say. `who` is a colleague, or somebody who has proved nothing; `whose` a customer."""

    act: str
    who: Any
    on: str
    whose: Any = None  # SOMEBODY: of whichever customer
    reason: str = ""
    outcome: str = "done"


def check(*expected: Told) -> None:
    """Each is the newest entry of its act, whole; those seen are put aside for the next time."""
    for one in expected:
        entry = AuditEntry.objects.filter(act=one.act).order_by("-pk").first()
        assert entry is not None, f"{one.act} is not told"
        actor = None if one.who == SOMEBODY else one.who.pk
        assert (entry.actor_kind, entry.actor_id) == ("staff", actor), one.act
        assert entry.subject.startswith(one.on) and len(entry.subject) > len(one.on), (one.act, entry.subject)
        if one.whose == SOMEBODY:
            assert entry.customer is not None, one.act
        else:
            assert entry.customer == (pseudonym_of(one.whose.pk) if one.whose else None), one.act
        assert (entry.reason, entry.outcome) == (one.reason, one.outcome), (one.act, entry.reason)
        assert abs(clock.now() - entry.at) < timedelta(minutes=1), one.act
        assert entry.address == "203.0.113.5" and entry.request and entry.device, one.act
        assert one.who == SOMEBODY or entry.actor_roles, one.act
        if one.who != SOMEBODY and one.act not in ("staff.signed_in", "staff.password_changed"):  # these end a session
            assert entry.session and entry.assurance, one.act


def browser(user: User | None = None) -> Client:
    client = Client(**HERE)  # type: ignore[arg-type]
    if user is not None:
        client.force_login(user)
    return client


def test_signing_in_and_out_failing_and_being_locked_out(cast: Any) -> None:
    agent, client = cast.agent, browser()
    on = f"user:{str(agent.pk)[:8]}"
    sign_in(client, "agent")
    check(Told("staff.signed_in", agent, on))
    client.post("/accounts/logout/")
    check(Told("staff.signed_out", agent, on))
    for _ in range(5):
        sign_in(browser(), "agent", "wrong")
    failed = Told("staff.sign_in_failed", SOMEBODY, on, outcome="refused")
    check(failed, Told("staff.locked_out", SOMEBODY, on, outcome="refused"))
    assert "wrong" not in str(list(AuditEntry.objects.values_list("details")))


@pytest.mark.django_db(transaction=True)
def test_second_factors_passwords_and_sessions(cast: Any) -> None:
    agent, client, other = cast.agent, browser(), browser()
    on = f"user:{str(agent.pk)[:8]}"
    sign_in(other, "agent")
    sign_in(client, "agent")
    client.post("/accounts/sessions/")
    check(Told("staff.session_ended", agent, on))

    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    check(Told("staff.factor_added", agent, on))
    client.post("/accounts/2fa/totp/deactivate/")
    check(Told("staff.factor_removed", agent, on))

    protect(agent)
    sign_in(browser(), "agent")
    check(Told("staff.factor_asked", SOMEBODY, on))
    new = {"oldpassword": PASSWORD, "password1": "a brand new horse", "password2": "a brand new horse"}
    client.post("/accounts/password/change/", new)
    check(Told("staff.password_changed", agent, on))
    assert AuditEntry.objects.get(act="staff.password_changed").fields == ["password"]


def test_what_a_steward_decides(cast: Any, duck: Any) -> None:
    take_in_six(duck)
    steward, one = cast.administrator, pair()
    client = browser(steward)
    page = f"/desk/pane/data/pairs/{one.pk}/whole"
    client.post(page, {"reason": "calling the branch"}, headers={"X-Fragment": "1"})
    check(Told("customers.pair_unmasked", steward, "record:", whose=SOMEBODY, reason="calling the branch"))

    decision = decide_pair(client, one, "merge").json()["decision"]
    check(Told("customers.merged", steward, "record:", whose=SOMEBODY, reason="same papers"))
    client.post(f"/desk/do/data/decisions/{decision}/undo")
    assert AuditEntry.objects.filter(act="customers.decision_undone", actor_id=steward.pk).exists()

    other = pair("core:3", "core:4")
    decide_pair(client, other, "merge")
    change = IdentityChange.objects.filter(kind="merge").latest("pk")
    client.post(f"/desk/do/data/changes/{change.pk}/unmerge", {"reason": "two people"})
    check(Told("customers.unmerged", steward, "identity_change:", reason="two people"))

    decide_pair(client, pair("core:5", "core:6"), "apart", reason="father and son")
    check(Told("customers.kept_apart", steward, "record:", whose=SOMEBODY, reason="father and son"))


def test_quarantined_rows(cast: Any, held: Any) -> None:  # noqa: F811
    steward, client = cast.administrator, browser(cast.administrator)
    whole = f"/desk/pane/data/quarantine/{held[0].pk}/whole"
    client.post(whole, {"reason": "calling the branch"}, headers={"X-Fragment": "1"})
    check(Told("customers.row_unmasked", steward, "quarantined_row:", reason="calling the branch"))
    assert "name" in AuditEntry.objects.get(act="customers.row_unmasked").fields

    decide_row(client, held[0], "correct", **{"value-kind": "person"})
    check(Told("customers.row_corrected", steward, "quarantined_row:"))
    assert AuditEntry.objects.get(act="customers.row_corrected").fields == ["kind"]
    decide_row(client, held[1], "discard", reason="test data")
    check(Told("customers.row_discarded", steward, "quarantined_row:", reason="test data"))


@pytest.mark.usefixtures("lake")
def test_sources_and_their_switches(cast: Any, tmp_path: Any, settings: Any) -> None:
    settings.HOME = tmp_path
    manager, client = cast.administrator, browser(cast.administrator)
    upload = bring(client).url.rsplit("/", 1)[1]
    text = client.post(f"/desk/data/wizard/{upload}/mapping", {**HEAD, **CHOSEN}).content.decode()
    client.post(f"/desk/do/data/wizard/{upload}/save", {"by_hand": "1", "mapping": text})
    check(Told("customers.source_changed", manager, "source:"))
    assert AuditEntry.objects.get(act="customers.source_changed").details["new"] is True

    for switch in (switch_off, switch_on):  # by an action: there is no page for it
        with coming_from(Origin("203.0.113.5", "device", "session", "req-1", lambda: 2)):
            switch("crm", by=Actor.staff(manager))
        check(Told("customers.source_switched", manager, "source:"))


def test_conversations_read_taken_over_searched_and_taken_out(cast: Any, queue: Any) -> None:
    customer = CustomerFactory(unit=cast.agent.unit)
    talk = served_by(cast.agent, customer=customer)
    api, on = f"/api/v1/staff/conversations/{talk.pk}", f"conversation:{str(talk.pk)[:8]}"
    agent, boss = browser(cast.agent), browser(cast.supervisor)

    agent.get(f"{api}/transcript")
    check(Told("conversations.transcript_downloaded", cast.agent, on, whose=customer))
    boss.get(f"/desk/c/{talk.pk}")
    check(Told("conversations.read_by_other", cast.supervisor, on, whose=customer))
    note = {"text": "ask for the date of birth", "client_id": str(new_id())}
    boss.post(f"{api}/whispers", note, content_type="application/json")
    check(Told("conversations.whispered", cast.supervisor, on, whose=customer))
    boss.post(f"{api}/take-over", {}, content_type="application/json")
    check(Told("conversations.taken_over", cast.supervisor, on, whose=customer))
    boss.post("/api/v1/staff/search", {"q": "birth"}, content_type="application/json")
    check(Told("conversations.searched", cast.supervisor, "search:"))
    said = str(list(AuditEntry.objects.values_list("details", "subject", "reason")))
    assert "birth" not in said and customer.name not in said


def test_customers_viewed_searched_and_refused(cast: Any) -> None:
    mine = CustomerFactory(unit=cast.agent.unit)
    theirs = CustomerFactory(unit=cast.other_branch)
    client = browser(cast.agent)

    client.get(f"/desk/customers/{mine.pk}")
    check(Told("customers.viewed", cast.agent, "customer:", whose=mine))
    client.post("/desk/customers", {"q": mine.number})
    check(Told("customers.searched", cast.agent, "search:"))
    client.get(f"/desk/customers/{theirs.pk}")
    check(Told("staff.refused", cast.agent, "page:", outcome="refused"))


def test_security_itself_is_told(cast: Any) -> None:
    guard = UserFactory(role="security_administrator", unit=cast.head_office)
    client, customer = browser(guard), CustomerFactory(unit=cast.branch)

    client.post("/desk/do/security/canaries/plant", {"number": customer.number})
    check(Told("security.canary_placed", guard, "canary:"))
    assert client.post("/desk/do/security/incidents/open", {"title": "Lost laptop", "severity": "high"}).json()["url"]
    check(Told("security.incident_changed", guard, "incident:"))
    client.post("/desk/do/security/rules/many-views/propose", {"threshold": "30", "state": "live", "reason": "tighter"})
    check(Told("staff.approval_proposed", guard, "security.detection_rule:", reason="tighter"))
