"""What the pages of knowledge have in common: their tabs, and who may open each."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foyer.desk.shell import frame
from foyer.desk.views.data import EVERYWHERE, Tab

HERE = "desk:knowledge"
READ, SEE, WRITE = "knowledge.view_article", "knowledge.view_articleversion", "knowledge.change_article"
APPROVE, WITHDRAW = "knowledge.approve_article", "knowledge.withdraw_article"
GAPS = "knowledge.work_on_gaps"
TABS = [
    Tab("desk:knowledge", _("Browse"), READ),
    Tab("desk:to_read", _("To confirm"), READ),
    Tab("desk:articles", _("Articles"), SEE),
    Tab("desk:article_reviews", _("Reviews"), APPROVE),
    Tab("desk:article_imports", _("Bring in"), WRITE),
    Tab("desk:article_doubts", _("Doubts"), SEE),
    Tab("desk:gaps", _("To write"), GAPS),
    Tab("desk:remarks", _("Remarks"), SEE),
]
Key = tuple[list[str], Any]
MOVE: list[Key] = [(["j", "k"], _("Next, previous line")), (["Enter"], _("Open it"))]
KEYS: dict[str, list[Key]] = {
    "desk:articles": [*MOVE, (["n"], _("Write a new article"))],
    "desk:article_reviews": MOVE,
    "desk:article_doubts": MOVE,
    "desk:gaps": MOVE,
    "desk:article_edit": [(["Ctrl", "S"], _("Save the draft"))],
}


def knowledge_frame(request: HttpRequest, tab: str, *, page: str = "") -> dict[str, Any]:
    """The context of `desk/knowledge/frame.html`; `page` is what is shown where it is not the tab itself."""
    tabs = [each for each in TABS if request.user.has_perm(each.permission)]
    shared = frame(request, here=HERE, topics=[f"staff:{request.user.pk}"])
    keys = [*KEYS.get(page or tab, []), *(each for each in shared["shortcuts"] if each[0][0] in EVERYWHERE)]
    may = {"write": WRITE, "approve": APPROVE, "withdraw": WITHDRAW}
    return {
        **shared, "shortcuts": keys, "tabs": tabs, "tab": tab,
        "may": {name: request.user.has_perm(permission) for name, permission in may.items()},
    }  # fmt: skip
