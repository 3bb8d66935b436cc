"""The audit trail: kept entry by entry, sealed into a chain, anchored outside, searched, exported and verified.

`keeping` writes an entry in the transaction of the act; `sealing` gives it its place in the chain about a second later;
`anchoring` signs how far the chain went and keeps that outside the database as well; `verifying` finds what was
altered, removed, inserted or reordered, and names it; `exporting` hands it on; `pruning` lets go of what has expired;
`subjects` keeps whose an entry is apart from the entry; `canonical` and `keys` say what is hashed, and with what.

One page about all of it: docs/security-audit.md.
"""
