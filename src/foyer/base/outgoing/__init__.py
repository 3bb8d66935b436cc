"""Outgoing calls: the one way in which Foyer asks another machine for something over HTTP.

    answer = outgoing.send("POST", url, json={"to": phone}, named=(url,))

What it promises, whoever wrote the address: only hosts that the operator listed (`FOYER_OUTGOING_HOSTS`), or that the
operator's own settings name (`named`); never an address within the bank's network unless the host is listed as internal
(`FOYER_INTERNAL_HOSTS`), and never a cloud's metadata service at all. A name is resolved once, every address it has is
checked, and the connection goes to the address that was checked, so an answer that changes in between (DNS rebinding)
changes nothing. No redirect is followed, no proxy is taken from the environment. A call has an end in time and in
bytes, and a host that keeps failing is left alone for a while (`breaker`).

`NotAllowed` will never succeed as it is; `Away` may succeed later. For a library that wants to use its own
`httpx.Client`, `transport()` gives the same protection.
"""

from foyer.base.outgoing.calling import Answer, send
from foyer.base.outgoing.errors import Away, NotAllowed
from foyer.base.outgoing.policy import check
from foyer.base.outgoing.transport import transport

__all__ = ["Answer", "Away", "NotAllowed", "check", "send", "transport"]
