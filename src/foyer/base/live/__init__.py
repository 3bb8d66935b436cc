"""Live: what happens, on every screen that shows it, within milliseconds and with nothing lost.

An action says `live.publish("conversation:<id>", "message", {...})` in its transaction. As the last thing of the
transaction the events are numbered under their topics' row locks, so a topic's numbers have no gap and no reader
can see a number before a smaller one. After the commit one NOTIFY wakes the hub of each web process, which hands
the event to the streams that follow the topic. A browser follows topics by Server-Sent Events at
`/live?topics=a,b`; each event's id is a cursor into the durable rows, so after a lost network, a killed server or a
move to another one the stream goes on exactly where it stopped. Rooms register who may read which topic:

    live.register("conversation", may_read=lambda principal, parts: ...)

Whoever takes a right away says so in the same transaction: `live.dismiss(actor)` ends all streams of somebody,
`live.recheck(topic=…)` asks again for those who follow a topic, `live.recheck(actor=…)` for all that somebody follows.
A stream that is in doubt writes nothing until it is known to be allowed.
"""

from foyer.base.live import acts
from foyer.base.live.publishing import dismiss, ephemeral, newest, publish, purge, recheck
from foyer.base.live.topics import Principal, attending, authenticate_bearer, bearer, may_read, register, session_held

__all__ = [
    "Principal",
    "acts",
    "attending",
    "authenticate_bearer",
    "bearer",
    "dismiss",
    "ephemeral",
    "may_read",
    "newest",
    "publish",
    "purge",
    "recheck",
    "register",
    "session_held",
]
