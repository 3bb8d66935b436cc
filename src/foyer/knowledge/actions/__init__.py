"""The verbs of this room."""

from foyer.knowledge.actions.drafting import confirm_translation, draft, edit, reopen
from foyer.knowledge.actions.importing import ImportReport, import_articles
from foyer.knowledge.actions.learning import relearn
from foyer.knowledge.actions.publishing import retire, submit
from foyer.knowledge.actions.rating import rate

__all__ = [
    "ImportReport",
    "confirm_translation",
    "draft",
    "edit",
    "import_articles",
    "rate",
    "relearn",
    "reopen",
    "retire",
    "submit",
]
