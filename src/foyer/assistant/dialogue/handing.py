"""A document that a service made is handed over in the conversation, where only its two sides can fetch it."""

from io import BytesIO
from uuid import UUID

from foyer.base.actors import ASSISTANT
from foyer.conversations import actions as conversations
from foyer.conversations import attachments

File = tuple[str, bytes]
"""A name and what is in it."""


def hand_file_over(conversation_id: UUID, message_id: UUID, epoch: int, file: File | None) -> None:
    """Send it after the words that speak of it; examined and sealed as every file of a conversation is."""
    if file is None:
        return
    name, content = file
    kept = attachments.store(conversation_id, name=name, data=BytesIO(content), by=ASSISTANT)
    conversations.send(
        conversation_id, text="", kind="attachment", payload={"attachment": str(kept.pk)}, epoch=epoch,
        client_id=f"file-{message_id}", by=ASSISTANT,
    )  # fmt: skip
