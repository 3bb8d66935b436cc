"""How long what is kept: the schedule as rows, carried out by a nightly job that reports.

- `schedule` the rules, from `fixtures/retention.yaml`; when a rule's time is over
- `keepers`  who carries out which rule: rooms register theirs
- `running`  the run: per rule how many were due, done, kept and why; a rehearsal only counts
- `holds`    what must not be deleted now: placed and released by two people each
- `restricted` reading what a law keeps of somebody who was deleted
"""
