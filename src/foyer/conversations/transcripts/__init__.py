"""The transcript of a conversation, as its customer may have it: a PDF to keep, or by e-mail.

What a machine wrote is labelled as such in the text and in the metadata of the file.
"""

from foyer.conversations.transcripts.document import transcript_pdf
from foyer.conversations.transcripts.sending import ask_by_email, send_transcript

__all__ = ["ask_by_email", "send_transcript", "transcript_pdf"]
