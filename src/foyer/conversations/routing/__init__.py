"""Routing: who is offered a waiting conversation, and why.

`decision` is pure: a request and the agents as they are in, an explained ranking out. `agents` reads them from the
database. `running` takes conversations from the line one by one, asks for a decision and carries it out; it may run in
any number of processes at once. `estimating` says how long the wait will be.
"""

from foyer.conversations.routing.decision import Candidate, Decision, Request, decide
from foyer.conversations.routing.estimating import Place, place_in_queue
from foyer.conversations.routing.running import route_line_of, route_next, route_waiting

__all__ = [
    "Candidate",
    "Decision",
    "Place",
    "Request",
    "decide",
    "place_in_queue",
    "route_line_of",
    "route_next",
    "route_waiting",
]
