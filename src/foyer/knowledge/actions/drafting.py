"""Writing an article, in as many versions as it takes; nothing written here speaks for the bank yet."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.meaning import encode
from foyer.base.text import search_tokens
from foyer.knowledge.content import LANGUAGES, Content, problems_of, stale_after
from foyer.knowledge.errors import ArticleExists, Incomplete, InReview
from foyer.knowledge.models import Article, ArticleVersion, Phrasing, Status

_PASSAGES = re.compile(r"(?<=[。；！？])|(?<=[.;!?])\s+")
_SHORTEST_PASSAGE = 4


@transaction.atomic
def draft(
    *, code: str, category: str, content: Content, by: Actor, products: Sequence[str] = (), topic: str = ""
) -> ArticleVersion:
    """Begin a new article as a draft."""
    try:
        with transaction.atomic():
            article = Article.objects.create(code=code, category=category, products=list(products), topic=topic)
    except IntegrityError as error:
        raise ArticleExists(code_asked=code) from error
    return _write(ArticleVersion(article=article, number=1), content, by)


@transaction.atomic
def edit(article: Article, *, content: Content, by: Actor) -> ArticleVersion:
    """Write the article anew: into its open draft, or into a next version while the published one goes on speaking.

    Written as it already is, nothing changes. Refused while a version waits for approval.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    newest = article.versions.order_by("-number").first()
    if newest is None:
        return _write(ArticleVersion(article=article, number=1), content, by)
    if newest.fingerprint == content.fingerprint and article.status != Status.RETIRED:
        return newest
    if newest.status == ArticleVersion.Status.REVIEW:
        raise InReview(article=article.code)
    version = newest if newest.is_open else ArticleVersion(article=article, number=newest.number + 1)
    version.stale_language = stale_after(content_of(newest), content, already=newest.stale_language)
    return _write(version, content, by)


@transaction.atomic
def confirm_translation(version: ArticleVersion, *, by: Actor) -> ArticleVersion:
    """Say that the language left behind still says the same; `by` answers for it."""
    if version.stale_language:
        version.stale_language = ""
        version.translation_checked_by, version.translation_checked_at = str(by), clock.now()
        version.save(update_fields=["stale_language", "translation_checked_by", "translation_checked_at"])
    return version


@transaction.atomic
def reopen(version_id: str | UUID) -> None:
    """Make a version that was not approved a draft again."""
    version = ArticleVersion.objects.select_for_update().filter(pk=version_id, status="review").first()
    if version is None:
        return
    version.status = ArticleVersion.Status.DRAFT
    version.save(update_fields=["status"])
    Article.objects.filter(pk=version.article_id, status=Status.REVIEW).update(status=Status.DRAFT)


def content_of(version: ArticleVersion) -> Content:
    """The words of a stored version."""
    questions: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for phrasing in version.phrasings.filter(kind=Phrasing.Kind.QUESTION).order_by("id"):
        questions[phrasing.lang].append(phrasing.text)
    return Content(version.title, version.answer, questions, version.steps, version.valid_from, version.valid_to)


def _write(version: ArticleVersion, content: Content, by: Actor) -> ArticleVersion:
    problems = problems_of(content)
    if problems:
        raise Incomplete(problems=problems)
    version.status = ArticleVersion.Status.DRAFT
    version.title, version.answer, version.steps = content.title, content.answer, dict(content.steps)
    version.valid_from, version.valid_to = content.valid_from, content.valid_to
    version.fingerprint = content.fingerprint
    version.written_by, version.written_at = str(by), clock.now()
    version.save()
    _write_phrasings(version, content)
    return version


def _write_phrasings(version: ArticleVersion, content: Content) -> None:
    version.phrasings.all().delete()
    sentences = list(dict.fromkeys(_sentences(content)))
    meanings = encode([text for _lang, _kind, text in sentences])
    Phrasing.objects.bulk_create(
        Phrasing(version=version, lang=lang, kind=kind, text=text, embedding=meaning, tokens=search_tokens(text))
        for (lang, kind, text), meaning in zip(sentences, meanings, strict=True)
    )


def _sentences(content: Content) -> Iterator[tuple[str, Any, str]]:
    """Language, kind and text of everything the version can be found by."""
    kinds = Phrasing.Kind
    for language in LANGUAGES:
        yield language, kinds.TITLE, getattr(content.title, language)
        yield from ((language, kinds.QUESTION, question) for question in content.questions[language])
        passages = [part.strip() for part in _PASSAGES.split(getattr(content.answer, language))]
        passages = [part for part in passages if len(part) >= _SHORTEST_PASSAGE]
        yield from ((language, kinds.PASSAGE, passage) for passage in [*passages, *content.steps[language]])
