"""Approvals: a change that one person proposes and another carries out by agreeing. The house has no second way.

A room declares at start what may be proposed, who may agree, how to read the present data and how to carry it out:

    @approvals.kind("knowledge.publish", permission="knowledge.approve_article", current=as_it_is)
    def publish(subject: str, change: dict, *, by: Actor) -> None: ...

`propose` keeps the change beside the data as it was; `approve` compares that with the data as it is, and only then
applies the change, in the same transaction. The maker never decides their own proposal: not as superuser, not in
another step, not by a direct write, which the database itself refuses. A rule may ask for several signatures, each with
its own permission and each by another person, and for a deadline by a policy of `base.clocks`.
"""

from foyer.staff.approvals.deciding import approve, reject, withdraw
from foyer.staff.approvals.proposing import propose
from foyer.staff.approvals.queries import difference, may_decide, pending, proposed_by, readable_by, waiting_for
from foyer.staff.approvals.registry import Rule, kind, rule_of, rules

__all__ = [
    "Rule",
    "approve",
    "difference",
    "kind",
    "may_decide",
    "pending",
    "propose",
    "proposed_by",
    "readable_by",
    "reject",
    "rule_of",
    "rules",
    "waiting_for",
    "withdraw",
]
