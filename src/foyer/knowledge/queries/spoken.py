"""A version's words for those who quote it: read once a process, as the shelf is, for published words never change."""

from __future__ import annotations

from typing import Any

from django.db.models import IntegerField, UUIDField, Value

from foyer.base.postgres.prepared import Given, Prepared
from foyer.knowledge.audiences import PUBLIC, audiences_for
from foyer.knowledge.errors import NoSuchArticle
from foyer.knowledge.models import ArticleVersion
from foyer.knowledge.queries.pages import ArticlePage, article, page_of
from foyer.knowledge.shelf import Shelf, Volume, current
from foyer.knowledge.validity import bank_day

_NONE = Value(0, output_field=IntegerField())
_WHOLE = ArticleVersion.objects.select_related("article").defer("direction").annotate(rated=_NONE, helped=_NONE)
_ROW = Prepared(lambda: _WHOLE.filter(pk=Given("id", UUIDField())))


def spoken(code: str, version: int | None = None, lang: str = "zh", *, channel: str = "") -> ArticlePage:
    """What `article` gives a customer, without what readers thought of it: the given version, or the one valid today.

    Raises `NoSuchArticle`.
    """
    shelf = current()
    live = _live(shelf, code)
    volume = live if version is None else _numbered(shelf, code, version)
    if volume is None or volume.audience not in audiences_for(PUBLIC):
        return article(code, version, lang, channel=channel)  # it speaks no more: its page still stands
    return page_of(row_of(shelf, volume), lang, row_of(shelf, live) if live else None, channel)


def row_of(shelf: Shelf, volume: Volume) -> Any:
    """The volume's row; asked of the database once."""
    if volume.id not in shelf.rows:
        row = _ROW.first(id=volume.id)
        if row is None:
            raise NoSuchArticle
        shelf.rows[volume.id] = row
    return shelf.rows[volume.id]


def _live(shelf: Shelf, code: str) -> Volume | None:
    day, readers = bank_day(None), audiences_for(PUBLIC)
    speaking = [one for one in shelf.by_code.get(code, []) if one.audience in readers and one.speaks_on(day)]
    return max(speaking, key=lambda one: one.number, default=None)


def _numbered(shelf: Shelf, code: str, number: int) -> Volume | None:
    return next((one for one in shelf.by_code.get(code, []) if one.number == number), None)
