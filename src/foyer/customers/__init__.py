"""Who the bank serves: each person or company exactly one customer, whatever systems the bank has.

- `standard`    the collection standard: every field with meaning, format, data class and quality rules
- `standardise` values brought into its canonical forms
- `sources`     the mapping file that says where a source is and how its columns map
- `intake`      land, convert, gate, store, resolve, publish: nothing lost, nothing twice
- `quality`     the gate, quarantine, scores and alerts
- `identity`    which records are one customer; the steward's decisions
- `profile`     survivorship, golden records, Customer 360, timeline, search
- `collecting`  behaviour events, and whose they are

It also keeps how a customer proves to be themselves: sign-in by phone and a one-time code, sessions that can be
revoked, and blocking for abuse. Names, numbers and contact data are sealed at rest and masked on every screen.
Main verbs: run (intake), resolve, merge, unmerge, correct, publish, remember, request_code, verify_code, block.
"""
