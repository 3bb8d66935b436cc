"""Data quality: what goes on into the house, what waits for a data steward, and how good each source is.

    reference = references(engine, "core", also={("party", "source_key"): parties.source_key})
    gated = split(engine, converted, STANDARD["account_party"], source="core", table="links", reference=reference)
    gated.good                     # rows that go on; an invalid value that does not stop its row is null in them
    gated.rejected                 # rows that do not, with `failures`: which field broke which rule
    keep(engine, gated, run=run.id); record(engine, gated)      # the quarantine and the scores, in PostgreSQL

A steward corrects a waiting row (it passes conversion and gate again), releases it as it is, or discards it, always
with who, when and why. The rules are those of the standard; each compiles to one Ibis expression, so that a check of
ten million rows is one query (docs/decisions/0009-quality-gate.md).
"""
