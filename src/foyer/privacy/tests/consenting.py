"""A notice in force, and choices, for tests of consents and gates."""

from typing import Any

from django.contrib.auth.models import Group

from foyer.base.actors import Actor
from foyer.privacy.consents import deciding, notices
from foyer.privacy.models import PrivacyNotice
from foyer.staff import approvals
from foyer.staff.models import ApprovalRequest
from foyer.staff.tests.factories import UserFactory


def officer(username: str = "officer") -> Any:
    """Somebody of compliance."""
    user = UserFactory(username=username, role="compliance")
    assert Group.objects.get(name="compliance") in user.groups.all()
    return user


def published_notice(**words: dict[str, str]) -> PrivacyNotice:
    """The next version, drafted by one and published by another."""
    maker, checker = _officer("maker"), _officer("checker")
    notice = notices.draft(by=Actor.staff(maker))
    if words:
        notices.write(notice.pk, words, by=Actor.staff(maker))
    request: ApprovalRequest = notices.propose(notice.pk, by=Actor.staff(maker))
    approvals.approve(request, by=Actor.staff(checker))
    notice.refresh_from_db()
    return notice


def agree(customer: Any, *purposes: str) -> None:
    """The customer says yes to each."""
    for purpose in purposes:
        deciding.give(customer, purpose, by=Actor.customer(customer))


def _officer(name: str) -> Any:
    from foyer.staff.models import User

    return User.objects.filter(username=name).first() or officer(name)
