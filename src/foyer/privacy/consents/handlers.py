"""What consents do when customers are joined, separated, merged and split. Each may be heard twice."""

from foyer.base.events import on
from foyer.customers.collecting import queries as collected
from foyer.customers.collecting.events import AnonymousJoined, AnonymousSeparated
from foyer.customers.events import CustomersMerged, CustomerSplit
from foyer.privacy.consents import joining


@on(AnonymousJoined)
def join_choices(fact: AnonymousJoined) -> None:
    """A visitor turned out to be a customer: what they chose on that device counts."""
    if fact.visitor_id and collected.is_linked(fact.link_id):
        covers_from = collected.covers_from(fact.link_id)
        joining.join(fact.visitor_id, fact.customer_id, fact.link_id, covers_from=covers_from)


@on(AnonymousSeparated)
def separate_choices(fact: AnonymousSeparated) -> None:
    """They were not that customer."""
    joining.separate(fact.link_id)


@on(CustomersMerged)
def merge_choices(fact: CustomersMerged) -> None:
    """Two customers are one."""
    joining.merge(fact.customer_id, fact.merged_id)


@on(CustomerSplit)
def split_choices(fact: CustomerSplit) -> None:
    """What was one customer became several."""
    joining.split(fact.customer_id)
