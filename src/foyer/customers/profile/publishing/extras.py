"""What is served but said by nobody: whether a person or a company, whose phone signs in, the tails of their cards.

Each is a voice of no source under an attribute of its own, which begins with an underscore.
"""

import ibis

from foyer.base.engine import Engine
from foyer.base.lake import Dataset
from foyer.customers.profile.current import current

TAIL, KIND, SIGN_IN = "_tail", "_kind", "_sign_in"


def extras(engine: Engine, ranked: ibis.Table) -> ibis.Table:
    """Of every customer, in the shape of the ranked voices."""
    clusters = Dataset("customers.clusters").read(engine)
    party = current(engine, "party", with_gone=True)
    if party is None:
        return ibis.union(extra(sign_in(ranked), SIGN_IN), *_tails(engine, clusters))
    joined = party.join(clusters, party.record_id.cast("string") == clusters.record_id.cast("string"))
    kinds = joined.group_by(customer_id=clusters.customer_id.cast("string")).agg(value=party.kind.min())
    return ibis.union(extra(kinds, KIND), extra(sign_in(ranked), SIGN_IN), *_tails(engine, clusters))


def sign_in(ranked: ibis.Table) -> ibis.Table:
    """The phone that signs each customer in (customer_id, value).

    A phone signs in one customer: the only one known by it, or the only one who has proved it.

    Where several claim it with equal right (a family, a mistake), it signs in nobody: they keep it as a contact, and
    one of them may prove it. A claim by a careless source must never open another customer's account.
    """
    phones = ranked.filter(ranked.attribute == "phone")
    same = ibis.window(group_by=[phones.value])
    rivals = phones.mutate(
        _proved=phones.verified.cast("int64").sum().over(same),
        _all=phones.customer_id.count().over(same),
    )
    sole = ((rivals["_proved"] == 1) & rivals.verified) | ((rivals["_proved"] == 0) & (rivals["_all"] == 1))
    owned = rivals.filter(sole)
    best = ibis.row_number().over(group_by=[owned.customer_id], order_by=[owned.verified.desc(), owned.place])
    first = owned.mutate(_best=best)
    return first.filter(first["_best"] == 0).select("customer_id", "value")


def _tails(engine: Engine, clusters: ibis.Table) -> list[ibis.Table]:
    account, party = current(engine, "account"), current(engine, "account_party")
    if account is None or party is None:
        return []
    held = party.join(account, [party.source == account.source, party.account_key == account.account_key])
    mine = held.join(clusters, held.record_id.cast("string") == clusters.record_id.cast("string"))
    tails = mine.select(customer_id=clusters.customer_id.cast("string"), value=account.number.cast("string").right(4))
    return [extra(tails.filter(tails.value.notnull(), tails.value != "").distinct(), TAIL)]


def extra(table: ibis.Table, attribute: str) -> ibis.Table:
    """A voice of nobody, in the shape of the ranked ones."""
    return table.select(
        customer_id=table.customer_id,
        attribute=ibis.literal(attribute),
        value=table.value.cast("string"),
        place=ibis.literal(0, "int32"),
        source=ibis.literal(""),
        record_id=ibis.literal(""),
        at=ibis.null("timestamp(6)"),
        verified=ibis.literal(False),
        trust=ibis.literal(0, "int32"),
        frequency=ibis.literal(0, "int64"),
    )
