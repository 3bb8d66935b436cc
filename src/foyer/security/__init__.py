"""Security: nobody is where they don't belong, and whoever acts answers for it.

- `audit`      the trail of what was done: append-only, sealed into a chain, anchored outside, searched, verified
- `detection`  rules over the trail, alerts, incidents, and responses that can be taken back
- `drills`     exercises played against the running house, measured, with findings that somebody owns
- `risks`      what the bank holds and where it flows, threats, controls, what remains; impact assessments

Main verbs: record (through base.audit), seal, verify, export; detect, triage, respond, undo; plan, inject, debrief;
assess, accept, review. Not here: what may be used of a customer and why (privacy), who may do what (staff).
"""
