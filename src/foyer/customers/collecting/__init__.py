"""Behaviour of visitors and customers, as sites, apps and servers tell it in Segment's words.

From the request to the timeline, each step on its own and safe to repeat:

1. *messages* understands a request and says what is wrong with it; *keys* knows who may write.
2. *log* appends the request, sealed, by COPY; only then is it answered: acknowledged is durable.
3. *draining* makes events of it, each message once; *people* follows who identified themselves; *joining* links an
   anonymous visitor to the customer they turned out to be, and separates them again.
4. *landing* brings the events to the lake; *queries* reads a customer's events by these links.

Main verbs: new_write_key, disable_write_key, join, separate.
"""
