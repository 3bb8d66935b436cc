"""Privacy: every use of a customer's data has a purpose, a basis and a trace.

- `classes`    how carefully each field is handled, declared at the field
- `consents`   purposes, notices, what customers gave, refused and withdrew, with proof for any past moment
- `gates`      `may_use` and `may_contact`: the only ways to ask
- `access`     reasoned access: one field unmasked for one customer, with a reason and an end
- `requests`   what customers ask for about their own data, with deadlines
- `retention`  how long what is kept, and who sees to it
- `deid`       data sets and texts in which nobody is found again, measured before release
- `obligations` rule, control, test, live measure

Main verbs: give, refuse, withdraw, unmask, break_glass, ask, fulfil, erase, restrict, release, scrub.
"""
