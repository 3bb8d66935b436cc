"""A query of personal data that declares no purpose is refused; one that declares it sees only whom it may."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.customers import basis
from foyer.customers.collecting.queries import events_of
from foyer.customers.models import Customer
from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy import gates
from foyer.privacy.consents import deciding, queries
from foyer.privacy.models import ConsentState, Purpose
from foyer.privacy.tests.consenting import agree, published_notice

pytestmark = pytest.mark.django_db
BOUND = gates.PurposeBound("customer")
BOUND.model = ConsentState


def test_a_query_without_a_purpose_has_no_basis() -> None:
    with pytest.raises(gates.NoBasis):
        BOUND.all()
    with pytest.raises(gates.NoBasis):
        gates.declared()


def test_a_declared_purpose_narrows_to_those_who_allow_it() -> None:
    published_notice()
    yes, no = CustomerFactory(), CustomerFactory()
    agree(yes, "profiling")
    agree(no, "market_survey")

    @gates.for_purpose("profiling")
    def profiled() -> set[object]:
        return {row.customer_id for row in BOUND.all()}

    assert profiled() == {yes.pk}
    with gates.for_purpose("market_survey"):
        assert {row.customer_id for row in BOUND.all()} == {no.pk}
        assert profiled() == {yes.pk}
        assert gates.declared() == "market_survey"
    with pytest.raises(gates.NoBasis):
        BOUND.all()


def test_rooms_below_ask_through_the_hook() -> None:
    published_notice()
    yes, no = CustomerFactory(), CustomerFactory()
    agree(yes, "model_training")

    assert basis.of_these([yes.pk, no.pk], "model_training") == {yes.pk}
    assert basis.may(yes.pk, "model_training") and not basis.may(no.pk, "model_training")
    assert events_of(no.pk) == []


STEPS = st.lists(st.sampled_from(["give", "no", "new words", "new kinds", "publish", "a year"]), min_size=1, max_size=9)


@given(steps=STEPS)
@settings(max_examples=12, deadline=None)
def test_whatever_happens_the_gate_says_yes_only_to_the_last_yes_on_the_present_terms(steps: list[str]) -> None:
    """The gate, the narrowed query and the ledger agree after every step, with a simple model of what should hold."""
    from django.db import transaction

    with transaction.atomic(), clock.at(clock.now()):
        published_notice()
        customer: Customer = CustomerFactory()
        by = Actor.customer(customer)
        agreed: str | None = None
        since = clock.now()
        for step in steps:
            clock.advance(minutes=1)
            if step == "give":
                deciding.give(customer, "market_survey", by=by)
                now = Purpose.objects.get(code="market_survey").terms
                since = since if agreed == now and (clock.now() - since).days < 365 else clock.now()
                agreed = now
            elif step == "no":
                deciding.choose(customer, "market_survey", yes=False, by=by)
                agreed = None
            elif step == "new words":
                published_notice(changes={"zh": f"{clock.now()}", "en": f"{clock.now()}"})
            elif step == "new kinds":
                kinds = Purpose.objects.get(code="market_survey").kinds
                Purpose.objects.filter(code="market_survey").update(
                    kinds=sorted({*kinds, "tag"} - ({"tag"} & {*kinds}))
                )
            elif step == "publish":
                published_notice(changes={"zh": f"又{clock.now()}", "en": f"again {clock.now()}"})
            else:
                clock.advance(days=366)
            terms = Purpose.objects.get(code="market_survey").terms
            expected = agreed is not None and agreed == terms and (clock.now() - since).days < 365
            assert bool(gates.may_use(customer, "market_survey")) is expected
            assert gates.usable(Customer.objects.filter(pk=customer.pk), "market_survey").exists() is expected
            assert (queries.state_at(customer, "market_survey", clock.now()) == "given") is expected
        transaction.set_rollback(True)
