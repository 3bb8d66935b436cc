"""Who works here: the organisation tree, the people, what they may do, and whether they are at their desk.

Words: a *unit* is head office, branch, outlet or team; a *user* signs in; a *role* is a group of permissions;
*presence* says whether an agent can be given a conversation now; an *approval* holds a change until a second person
agrees.
One visibility rule holds everywhere: a user sees the subtree of their own unit (`queries.visible_units`).

Verbs: open_unit, move_unit, set_presence, touch_presence, give_skill, set_working_hours, deactivate; approvals:
propose, approve, reject, withdraw. Not here: customers' sign-in (customers), who owns a conversation (conversations).
"""
