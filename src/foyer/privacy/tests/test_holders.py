"""Every place that can hold something of a person is known, and says how long it keeps it."""

import pytest

from foyer.customers.tests.factories import CustomerFactory
from foyer.privacy.holders import coverage, holders, subject_of, trace
from foyer.privacy.models import RetentionRule


@pytest.mark.django_db
def test_every_model_that_leads_to_a_person_has_a_holder() -> None:
    assert coverage.uncovered_models() == []


def test_every_dataset_of_the_lake_has_a_holder() -> None:
    assert coverage.uncovered_datasets() == []


@pytest.mark.django_db
def test_every_holder_names_a_rule_of_the_schedule() -> None:
    known = set(RetentionRule.objects.values_list("code", flat=True))

    assert {holder.rule for holder in holders()} <= known


@pytest.mark.django_db
def test_a_trace_names_every_holder_also_the_empty_ones() -> None:
    counts = trace(subject_of(CustomerFactory().pk))

    assert set(counts) == {holder.code for holder in holders()}
    assert counts["customers.profile"] == 1 and counts["conversations.messages"] == 0
