"""Documents that editors bring in: Word, PDF, HTML, Markdown, Excel, CSV, and what this room exported itself.

    found = read("fees.docx", content)        # proposals and problems; nothing is stored and nothing speaks
    found.proposals[0].as_json()

Each kind of document has its own reader, which says what stands where as blocks; `sections` makes articles of them, the
same for every kind. Whatever a document says is data: nothing in it is followed, run, fetched or obeyed, hidden words
are left out and named, and words meant for the assistant hold the article back.
"""

from foyer.knowledge.documents.blocks import Problem, Unreadable
from foyer.knowledge.documents.proposal import Proposal
from foyer.knowledge.documents.reading import (
    KINDS,
    MOST_BUNDLE,
    MOST_BYTES,
    Found,
    kind_of,
    most_bytes,
    parts_of,
    read,
)

__all__ = [
    "KINDS", "MOST_BUNDLE", "MOST_BYTES", "Found", "Problem", "Proposal", "Unreadable", "kind_of", "most_bytes",
    "parts_of", "read",
]  # fmt: skip
