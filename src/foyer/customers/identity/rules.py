"""What needs no probability: identifiers that settle the matter, either way.

Two records are one customer when they have the same document of the same kind and something else of the person agrees
(a clerk may have copied the wrong number). Two different valid resident identity numbers, or credit codes, are two
customers: such a pair is never merged by itself, however alike the rest is. A shared phone or address settles nothing.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

SAME_DOCUMENT = ("resident_id", "passport", "uscc", "social_security")
SETTLING = ("resident_id", "uscc")
MOST = 50
_PROOFS = ("born_on", "family_latin", "given_latin", "organisation_latin", "name_key")


def settled(frame: ir.Table, once: tuple[str, ...]) -> ir.Table:
    """`rid_l < rid_r, rule` of pairs that a document makes one customer."""
    found = [_same(frame, column, once) for column in SAME_DOCUMENT]
    return ibis.union(*found, distinct=False).group_by(["rid_l", "rid_r"]).agg(rule=ibis._.rule.min())


def _same(frame: ir.Table, column: str, once: tuple[str, ...]) -> ir.Table:
    left = _holders(frame, column)
    right = left.view()
    pairs = left.join(right, [column, "kind"], rname="{name}_r").filter(ibis._.rid < ibis._.rid_r)
    if once:
        pairs = pairs.filter(~((pairs.source == pairs.source_r) & pairs.source.isin(once)))
    pairs = pairs.filter(_proved(pairs, column))
    return pairs.select(rid_l="rid", rid_r="rid_r", rule=ibis.literal(column))


def _holders(frame: ir.Table, column: str) -> ir.Table:
    """Records with a document that is valid as far as can be seen, and that not half the town has given."""
    valid = {"resident_id": frame.proper_id, "uscc": frame.proper_uscc}.get(column, frame[column].length() >= 6)
    holders = frame.filter(frame[column].notnull() & valid).select("rid", "source", "kind", column, *_PROOFS)
    groups = holders.group_by(column).agg(held=holders.count())
    return holders.semi_join(groups.filter((groups.held > 1) & (groups.held <= MOST)), column)


def _proved(pairs: ir.Table, column: str) -> ir.BooleanValue:
    same = {proof: (pairs[proof] == pairs[f"{proof}_r"]).fill_null(False) for proof in _PROOFS}
    if column == "uscc":
        return ibis.literal(True)
    if column == "resident_id":
        return same["born_on"] | same["family_latin"] | same["given_latin"] | same["name_key"]
    names = same["name_key"] | (same["family_latin"] & same["given_latin"])
    return names | (same["born_on"] & (same["family_latin"] | same["given_latin"]))
