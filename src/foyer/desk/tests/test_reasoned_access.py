"""Reasoned access through the desk and the API: what a browser may do, and what an attacker may not."""

from datetime import timedelta
from uuid import uuid4

import pytest

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.conversations.tests.factories import served_by
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy import access
from foyer.privacy.access import recertifying
from foyer.privacy.models import AccessRule, RecertificationLine, Unmasking

pytestmark = pytest.mark.django_db
PHONE, FULL = "customers.phone", "+8613812345678"


@pytest.fixture
def customer(cast):
    return CustomerFactory(number="100001", name="张三丰", phone="13812345678", unit=cast.branch)


@pytest.fixture
def talk(cast, queue, customer):
    return served_by(cast.agent, customer=customer)


def post(browser, path, **body):
    return browser.post(f"/api/v1/staff/{path}", body, content_type="application/json")


def ask(browser, customer, talk=None, **more):
    about = f"conversation:{talk.pk}" if talk else ""
    body = {"field": PHONE, "reason": "call_back" if talk else "suspected_fraud", "about": about, **more}
    return post(browser, f"customers/{customer.pk}/unmask", **body)


def test_the_agent_of_the_conversation_sees_one_value(at_desk, cast, customer, talk):
    browser = at_desk(cast.agent)

    answer = ask(browser, customer, talk).json()

    assert (answer["value"], answer["seconds"], answer["status"]) == (FULL, 300, "open")
    assert browser.get(f"/api/v1/staff/unmaskings/{answer['id']}").json()["value"] == FULL


def test_an_expired_reveal_answers_410_and_no_value(at_desk, cast, customer, talk):
    browser = at_desk(cast.agent)
    shown = ask(browser, customer, talk).json()

    with clock.at(clock.now() + timedelta(seconds=301)):
        late = browser.get(f"/api/v1/staff/unmaskings/{shown['id']}")

    assert late.status_code == 410
    assert FULL not in late.content.decode()


def test_somebody_elses_reveal_is_not_there(at_desk, cast, customer, talk):
    shown = ask(at_desk(cast.agent), customer, talk).json()

    for other in (cast.supervisor, cast.colleague, cast.stranger):
        assert at_desk(other).get(f"/api/v1/staff/unmaskings/{shown['id']}").status_code in (403, 404)
    assert at_desk(cast.agent).get(f"/api/v1/staff/unmaskings/{uuid4()}").status_code == 404


def test_a_reveal_replayed_from_another_browser_of_the_same_person_is_not_there(at_desk, cast, customer, talk):
    shown = ask(at_desk(cast.agent), customer, talk).json()
    Unmasking.objects.filter(pk=shown["id"]).update(session="another browser")

    assert at_desk(cast.agent).get(f"/api/v1/staff/unmaskings/{shown['id']}").status_code == 404


def test_another_customer_and_another_units_customer_are_refused(at_desk, cast, customer, talk):
    browser = at_desk(cast.agent)
    theirs, strangers = CustomerFactory(unit=cast.branch), CustomerFactory(unit=cast.other_branch)

    assert ask(browser, theirs, talk).status_code == 404
    assert ask(browser, strangers, talk).status_code == 404
    assert ask(at_desk(cast.supervisor), theirs, talk).status_code == 403
    assert post(browser, f"customers/{uuid4()}/unmask", field=PHONE, reason="call_back").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"field": "customers.golden"}, 404),
        ({"field": "phone"}, 404),
        ({"place": "99"}, 404),
        ({"place": "../0"}, 422),
        ({"reason": ""}, 422),
        ({"reason": "x" * 100}, 422),
        ({"about": "conversation:1"}, 422),
        ({"field": PHONE, "seconds": 9999}, 422),
    ],
)
def test_what_is_not_asked_properly_is_refused(at_desk, cast, customer, talk, body, status):  # noqa: PLR0917
    answer = ask(at_desk(cast.agent), customer, talk, **body)

    assert answer.status_code == status
    assert FULL not in answer.content.decode()


def test_a_role_without_the_right_and_nobody_at_all(at_desk, client, cast, customer, talk):
    from foyer.staff.tests.factories import UserFactory

    assert ask(at_desk(cast.administrator), customer, talk).status_code == 403
    assert ask(at_desk(UserFactory(role="analyst", unit=cast.branch)), customer, talk).status_code == 403
    assert ask(client, customer, talk).status_code == 401


def test_a_forged_request_without_the_token_is_refused(at_desk, cast, customer, talk):
    assert ask(at_desk(cast.agent, strict=True), customer, talk).status_code == 403


def test_over_the_limit_no_more_is_shown(at_desk, cast, customer, talk):
    AccessRule.objects.create(role="agent", daily_budget=1, daily_limit=1)
    browser = at_desk(cast.agent)
    ask(browser, customer, talk)

    answer = ask(browser, customer, talk, field="customers.name")

    assert (answer.status_code, answer.json()["code"]) == (429, "over_daily_limit")


def test_without_an_open_relation_the_dialog_offers_to_break_the_glass(at_desk, cast, customer):
    browser = at_desk(cast.supervisor)
    page = f"/desk/pane/privacy/customers/{customer.pk}/unmask?subject={PHONE}"
    assert 'name="glass"' in browser.get(page).content.decode()

    broken = post(browser, f"customers/{customer.pk}/break-glass", reason="danger", note="Money is leaving just now.")

    assert broken.status_code == 201
    assert 'name="reason"' in browser.get(page).content.decode()
    assert ask(browser, customer).json()["value"] == FULL


def waiting_request(cast, customer, talk, at_desk):
    AccessRule.objects.create(role="agent", second_person="always")
    browser = at_desk(cast.agent)
    shown = ask(browser, customer, talk).json()
    assert (shown["status"], shown["value"]) == ("waiting", None)
    return shown["id"], browser


def decide(browser, unmasking, verdict):
    return browser.post(f"/desk/do/privacy/unmaskings/{unmasking}/{verdict}", headers={"X-Fragment": "1"})


def test_the_supervisor_sees_who_waits_and_agrees(at_desk, cast, customer, talk):
    asked, browser = waiting_request(cast, customer, talk, at_desk)
    supervisor = at_desk(cast.supervisor)
    assert cast.agent.display_name in supervisor.get("/desk/pane/privacy/access").content.decode()
    assert browser.get(f"/api/v1/staff/unmaskings/{asked}").status_code == 409

    assert decide(supervisor, asked, "agree").status_code == 200

    assert browser.get(f"/api/v1/staff/unmaskings/{asked}").json()["value"] == FULL
    assert supervisor.get(f"/api/v1/staff/unmaskings/{asked}").status_code == 404


def test_nobody_agrees_to_their_own_and_no_stranger_or_agent_does(at_desk, cast, customer, talk):
    asked, _browser = waiting_request(cast, customer, talk, at_desk)

    assert decide(at_desk(cast.agent), asked, "agree").status_code == 403
    assert decide(at_desk(cast.colleague), asked, "agree").status_code == 403
    assert decide(at_desk(cast.stranger), asked, "agree").status_code == 404
    AccessRule.objects.create(role="supervisor", second_person="always")
    own = ask(at_desk(cast.supervisor), customer, talk).json()["id"]
    assert decide(at_desk(cast.supervisor), own, "agree").status_code == 404


def test_refused_is_refused_at_once(at_desk, cast, customer, talk):
    asked, browser = waiting_request(cast, customer, talk, at_desk)

    decide(at_desk(cast.supervisor), asked, "refuse")

    assert browser.get(f"/api/v1/staff/unmaskings/{asked}").status_code == 403


def test_glass_is_reviewed_on_the_page_by_another_only(at_desk, cast, customer):
    glass = access.break_glass(customer, "danger", "Money is leaving just now.", by=Actor.staff(cast.supervisor))

    def review(user, **values):
        path = f"/desk/do/privacy/glass/{glass.pk}/accepted"
        return at_desk(user).post(path, values, headers={"X-Fragment": "1"}).status_code

    assert review(cast.supervisor, attested="1") == 403
    assert review(cast.stranger, attested="1") == 404
    assert review(cast.agent, attested="1") == 403


def test_a_role_is_taken_away_on_the_page_by_its_head_only(at_desk, cast):
    recertifying.open_month()
    line = RecertificationLine.objects.get(user=cast.colleague)
    path = f"/desk/do/privacy/lines/{line.pk}/remove"

    refused = [
        at_desk(user).post(path, headers={"X-Fragment": "1"}).status_code for user in (cast.agent, cast.stranger)
    ]
    done = at_desk(cast.supervisor).post(path, headers={"X-Fragment": "1"})

    assert refused == [403, 404]
    assert done.status_code == 200
    assert not cast.colleague.groups.exists()


@pytest.mark.parametrize("path", ["access", "recertification"])
def test_the_pages_are_for_supervisors(at_desk, cast, path):
    assert at_desk(cast.supervisor).get(f"/desk/privacy/{path}").status_code == 200
    assert at_desk(cast.agent).get(f"/desk/privacy/{path}").status_code == 403
    assert at_desk(cast.supervisor).get("/desk/privacy").status_code == 302


def test_the_supervisors_page_costs_the_same_for_few_and_for_many(
    at_desk, cast, customer, talk, django_assert_max_num_queries
):
    reason = access.reasons.offered("unmask")[0]
    for _each in range(30):
        Unmasking.objects.create(
            user=cast.agent, role="agent", customer=customer, subject=PHONE, reason=reason, tie="conversation",
            status="open", seconds=300, opened_at=clock.now(), ends_at=clock.now(),
        )  # fmt: skip

    browser = at_desk(cast.supervisor)
    with django_assert_max_num_queries(60):
        browser.get("/desk/privacy/access")


def test_the_eye_stands_beside_masked_values_for_those_who_may(at_desk, cast, customer, talk):
    page = at_desk(cast.agent).get(f"/desk/pane/c/{talk.pk}/facts").content.decode()

    assert f'data-eye="{customer.pk}|customers.phone|"' in page
    assert "138****5678" in page
    assert "13812345678" not in page


def test_who_saw_what_stands_on_the_customer(at_desk, cast, customer, talk):
    ask(at_desk(cast.agent), customer, talk)

    page = at_desk(cast.supervisor).get(f"/desk/customers/{customer.pk}").content.decode()

    assert "seen-title" in page
    assert cast.agent.display_name in page


def test_the_watermark_says_who_looks(at_desk, client, cast):
    mine = at_desk(cast.agent).get("/desk/watermark.svg")

    assert "agent · " in mine.content.decode()
    assert mine["Content-Type"] == "image/svg+xml"
    assert "no-store" in mine["Cache-Control"]
    assert "agent" not in client.get("/desk/watermark.svg").content.decode()


def test_copies_are_counted_and_nothing_else_is_taken(at_desk, cast):
    browser = at_desk(cast.agent)

    assert post(browser, "copied", count=3, characters=120, page="/desk/c/id").status_code == 204
    assert post(browser, "copied", count=0, characters=0).status_code == 422
    assert post(browser, "copied", count=1, characters=1, text="13812345678").status_code == 422


def test_a_frozen_customer_is_opened_at_the_counter_by_those_who_may(at_desk, cast, customer):
    from foyer.customers import trust

    trust.freeze(customer.pk, by=Actor.customer(customer))
    path = f"/desk/do/privacy/customers/{customer.pk}/unfreeze"

    assert f'action="{path}"' in at_desk(cast.supervisor).get(f"/desk/customers/{customer.pk}").content.decode()
    assert at_desk(cast.agent).post(path, {"document": "1"}).status_code == 403
    assert at_desk(cast.stranger).post(path, {"document": "1"}).status_code == 404
    assert at_desk(cast.supervisor).post(path).status_code == 422
    assert at_desk(cast.supervisor).post(path, {"document": "1"}).status_code == 302
    customer.refresh_from_db()
    assert not customer.is_frozen


def written(browser, **more):
    words = {"title_zh": "谨防假冒", "title_en": "Beware", "text_zh": "不要转账", "text_en": "Send no money", **more}
    return browser.post("/desk/do/privacy/warnings/write", words)


def test_a_risk_notice_is_written_by_one_and_published_by_another(at_desk, cast):
    from foyer.customers.models import RiskNotice
    from foyer.staff.tests.factories import UserFactory

    writer, publisher = (at_desk(UserFactory(role="compliance", unit=cast.branch)) for _each in range(2))
    assert written(writer).status_code == 302
    path = f"/desk/do/privacy/warnings/{RiskNotice.objects.get().pk}/publish"

    answers = [browser.post(path).status_code for browser in (at_desk(cast.agent), writer, publisher)]

    assert answers == [403, 403, 200]
    assert RiskNotice.objects.get().published_at


def test_a_notice_in_one_language_is_refused_and_what_was_typed_stays(at_desk, cast):
    from foyer.staff.tests.factories import UserFactory

    answer = written(at_desk(UserFactory(role="compliance", unit=cast.branch)), text_en="")

    assert answer.status_code == 422
    assert "谨防假冒" in answer.content.decode()


def test_a_lost_authenticator_app_is_taken_away_at_the_counter_by_those_who_may(at_desk, cast, customer):
    from foyer.customers import trust
    from foyer.customers.models import AuthenticatorApp

    AuthenticatorApp.objects.create(customer=customer, seed="A" * 32, begun_in=uuid4(), confirmed_at=clock.now())
    path = f"/desk/do/privacy/customers/{customer.pk}/app"

    assert f'action="{path}"' in at_desk(cast.supervisor).get(f"/desk/customers/{customer.pk}").content.decode()
    assert f'action="{path}"' not in at_desk(cast.agent).get(f"/desk/customers/{customer.pk}").content.decode()
    assert at_desk(cast.agent).post(path, {"document": "1"}).status_code == 403
    assert at_desk(cast.stranger).post(path, {"document": "1"}).status_code == 404
    assert at_desk(cast.supervisor).post(path).status_code == 422 and trust.has_app(customer.pk)
    assert at_desk(cast.supervisor).post(path, {"document": "1"}).status_code == 302
    assert not trust.has_app(customer.pk)
