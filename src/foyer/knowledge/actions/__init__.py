"""The verbs of this room."""

from foyer.knowledge.actions.attaching import attach, detach
from foyer.knowledge.actions.bringing import bring, take
from foyer.knowledge.actions.catching_up import catch_up
from foyer.knowledge.actions.checking import accept, check, reconsider
from foyer.knowledge.actions.dating import expire, expire_late, keep_dates
from foyer.knowledge.actions.describing import care_for, describe
from foyer.knowledge.actions.drafting import confirm_translation, discard, draft, edit, open_draft, reopen
from foyer.knowledge.actions.exporting import export
from foyer.knowledge.actions.filling import assign_gap, dismiss_gap, join_gaps, write_article
from foyer.knowledge.actions.importing import ImportReport, import_articles
from foyer.knowledge.actions.indexing import index_meanings
from foyer.knowledge.actions.learning import relearn
from foyer.knowledge.actions.missing import miss, miss_search, retest, retest_one
from foyer.knowledge.actions.naming import change_synonyms, import_synonyms, name_alike
from foyer.knowledge.actions.opining import see_abroad_when_due
from foyer.knowledge.actions.publishing import decline, retire, submit, take_back
from foyer.knowledge.actions.rating import rate
from foyer.knowledge.actions.reading import confirm_reading, note_read, opened
from foyer.knowledge.actions.remarking import remark, settle_remark
from foyer.knowledge.actions.translating import learn_abroad_when_due
from foyer.knowledge.actions.withdrawing import propose_restoring, withdraw

__all__ = [
    "ImportReport",
    "accept",
    "assign_gap",
    "attach",
    "bring",
    "care_for",
    "catch_up",
    "change_synonyms",
    "check",
    "confirm_reading",
    "confirm_translation",
    "decline",
    "describe",
    "detach",
    "discard",
    "dismiss_gap",
    "draft",
    "edit",
    "expire",
    "expire_late",
    "export",
    "import_articles",
    "import_synonyms",
    "index_meanings",
    "join_gaps",
    "keep_dates",
    "learn_abroad_when_due",
    "miss",
    "miss_search",
    "name_alike",
    "note_read",
    "open_draft",
    "opened",
    "propose_restoring",
    "rate",
    "reconsider",
    "relearn",
    "remark",
    "reopen",
    "retest",
    "retest_one",
    "retire",
    "see_abroad_when_due",
    "settle_remark",
    "submit",
    "take",
    "take_back",
    "withdraw",
    "write_article",
]
