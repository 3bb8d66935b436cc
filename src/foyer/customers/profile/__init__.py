"""One customer, whole: what survives of what the bank's systems say, and everything that those who serve them may see.

- `claims`       what each record says, one claim a row
- `survivorship` which claim wins, per attribute; one definition for millions and for one customer
- `golden`       the winning values with where they came from and what the others said
- `publishing`   from the lake to the tables that pages read
- `view`         Customer 360; `timeline`, `holdings`, `search` are its parts
"""
