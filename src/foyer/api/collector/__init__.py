"""The event collector: the Segment HTTP API as a lean ASGI application beside Django's views.

A request is read, its write key checked and its messages looked at; then it is appended to the log of
`foyer.customers.collecting`, and only when that is on disk it is answered `{"success": true}`. No rule lives here.
"""

from foyer.api.collector.endpoint import collect, stop

__all__ = ["collect", "stop"]
