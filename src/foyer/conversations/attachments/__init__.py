"""Files in a conversation: looked at before they come in, checked each time they go out.

    file = store(conversation_id, name="slip.jpg", data=uploaded, by=actor)          # then
    send(conversation_id, text="", client_id=…, kind="attachment", payload={"attachment": str(file.id)}, by=actor)

`open_for(viewer, id)` gives the bytes to whoever may read the conversation; `respond(viewer, id)` the HTTP answer.
"""

from foyer.base.files import ACCEPTED, sniff
from foyer.conversations.attachments.reading import Opened, open_for, respond
from foyer.conversations.attachments.storing import MOST_BYTES, clear_quarantine, forget_unsent, store

__all__ = [
    "ACCEPTED",
    "MOST_BYTES",
    "Opened",
    "clear_quarantine",
    "forget_unsent",
    "open_for",
    "respond",
    "sniff",
    "store",
]
