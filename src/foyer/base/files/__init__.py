"""Files from outside: what they are, read from their bytes, and whether they may come in.

    kind, content, small = files.examined(data)     # or FileRefused: too large, empty, damaged, disguised, infected

Nothing here knows whose file it is: conversations and knowledge keep theirs by themselves, and ask here first. A file
lies in quarantine while it is examined; pictures are written anew; an office document is looked into before anything
unpacks it, because it is a zip, and a zip can be a bomb or a parcel.
"""

from foyer.base.files import antivirus, quarantine
from foyer.base.files.errors import FileRefused, FileTooLarge
from foyer.base.files.kinds import ACCEPTED, PICTURES, sniff
from foyer.base.files.names import clean
from foyer.base.files.pictures import rewritten, thumbnail

__all__ = ["ACCEPTED", "PICTURES", "FileRefused", "FileTooLarge", "clean", "examined", "sniff"]


def examined(content: bytes) -> tuple[str, bytes, bytes]:
    """The media type, the bytes to keep, and a thumbnail (empty where it is no picture)."""
    with quarantine.held(content):
        kind = sniff(content)
        antivirus.examine(content)
        return (kind, rewritten(content, kind), thumbnail(content)) if kind in PICTURES else (kind, content, b"")
