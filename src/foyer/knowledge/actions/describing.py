"""What an article is about, who answers for it, when it is looked at again and who must read it.

Category, products and topic are what the machine acts on: once an article has been published, they are changed by two
people, as its words are. Who owns it and when it is reviewed is the editors' own business.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.knowledge.actions.dating import keep_dates
from foyer.knowledge.actions.learning import relearn
from foyer.knowledge.actions.reading import begin_reading
from foyer.knowledge.acts import DESCRIBED
from foyer.knowledge.errors import Incomplete, NoSuchPerson, NoSuchRole
from foyer.knowledge.models import Article, Category, Status, Topic
from foyer.staff import approvals
from foyer.staff import queries as staff
from foyer.staff.roles import ROLES

DESCRIBING = "knowledge.describe"
WRITE = "knowledge.change_article"
MOST_PRODUCTS = 20
_PRODUCT = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


@transaction.atomic
def care_for(
    article: Article, *, owners: Iterable[UUID], review_on: date | None, must_read_roles: Sequence[str], by: Actor
) -> Article:
    """Name who answers for it, when it is to be reviewed and which roles must read it."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    people = list(staff.permitted(WRITE).filter(pk__in=list(owners)))
    if len(people) != len(set(owners)):
        raise NoSuchPerson
    if not set(must_read_roles) <= set(ROLES):
        raise NoSuchRole
    newly_read = bool(must_read_roles) and list(must_read_roles) != article.must_read_roles
    article.owners.set(people)
    article.review_on, article.must_read_roles = review_on, list(must_read_roles)
    article.save(update_fields=["review_on", "must_read_roles"])
    keep_dates(article)
    if newly_read and article.current_version and article.status == Status.PUBLISHED:
        begin_reading(article.current_version)
    audit.record(DESCRIBED, by=by, on=f"article:{article.code}", fields=("owners", "review_on", "must_read_roles"))
    return article


@transaction.atomic
def describe(
    article: Article, *, category: str, products: Sequence[str], topic: str, by: Actor, reason: str = ""
) -> Any:
    """Say what it is about. Returns the request a second person decides, or None where it has already happened."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    change = {"category": category, "products": _checked(category, products, topic), "topic": topic}
    if all(getattr(article, name) == value for name, value in change.items()):
        return None
    if article.current_version_id:
        return approvals.propose(DESCRIBING, article.pk, change, by=by, reason=reason)
    _set(article, change, by)
    return None


def _checked(category: str, products: Sequence[str], topic: str) -> list[str]:
    problems = []
    if category not in Category.values or topic not in ("", *Topic.values):
        problems.append(str(_("The category or topic is not one of the list.")))
    cleaned = list(dict.fromkeys(product.strip() for product in products if product.strip()))
    if len(cleaned) > MOST_PRODUCTS or not all(_PRODUCT.fullmatch(product) for product in cleaned):
        problems.append(str(_("Products are codes of small letters, digits and hyphens, at most twenty.")))
    if problems:
        raise Incomplete(problems=problems)
    return cleaned


def _as_it_is(subject: str) -> dict[str, Any]:
    article = Article.objects.get(pk=subject)
    return {"category": article.category, "products": list(article.products), "topic": article.topic}


@approvals.kind(
    DESCRIBING,
    permission="knowledge.approve_article",
    current=_as_it_is,
    name=_("Change what a knowledge article is about"),
)
def redescribe(subject: str, change: dict[str, Any], /, *, by: Actor) -> None:
    """Carried out by the approval."""
    _set(Article.objects.select_for_update().get(pk=subject), change, by)
    relearn()


def _set(article: Article, change: dict[str, Any], by: Actor) -> None:
    for name, value in change.items():
        setattr(article, name, value)
    article.save(update_fields=list(change))
    audit.record(DESCRIBED, by=by, on=f"article:{article.code}", fields=tuple(change))
