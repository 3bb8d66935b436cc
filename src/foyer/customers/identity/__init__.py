"""Which records are one customer.

    resolving.resolve(engine, by=SYSTEM)                # a run over the lake: clusters, changes, pairs for stewards
    stewardship.merge(pair, by=…, reason=…)             # a steward's verbs: merge, keep_apart, unmerge, undo
    queries.pairs(user), .pair(user, id), .history(…)   # what the steward's desk reads
    matching.find(phone="…", resident_id="…")           # who is at the door: one indexed look-up
    retraining.retrain(engine, by=…)                    # learn from decisions; better models go live

`model.yaml` says what is compared and how pairs are found; docs/identity.md tells the algorithm with worked numbers.
"""
