"""Writing an article, in as many versions as it takes; nothing written here speaks for the bank yet."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.meaning import encode_or_none
from foyer.base.text import search_tokens
from foyer.knowledge.acts import DISCARDED
from foyer.knowledge.content import LANGUAGES, Content, Variants, faults_of, problems_of, stale_after
from foyer.knowledge.errors import ArticleExists, Incomplete, InReview, NotADraft
from foyer.knowledge.models import Article, ArticleVersion, Phrasing, Status
from foyer.staff.queries import user_by_id

_PASSAGES = re.compile(r"(?<=[。；！？])|(?<=[.;!?])\s+")
_SHORTEST_PASSAGE = 4
_SILENCED = (Status.RETIRED, Status.WITHDRAWN, Status.EXPIRED)


@transaction.atomic
def draft(
    *,
    code: str,
    category: str,
    content: Content,
    by: Actor,
    products: Sequence[str] = (),
    topic: str = "",
    unfinished: bool = False,
) -> ArticleVersion:
    """Begin a new article as a draft, owned by who begins it. `unfinished` words may still lack something."""
    try:
        with transaction.atomic():
            article = Article.objects.create(code=code, category=category, products=list(products), topic=topic)
    except IntegrityError as error:
        raise ArticleExists(code_asked=code) from error
    if by.is_staff and by.id and (writer := user_by_id(by.id)):
        article.owners.add(writer)
    return _write(ArticleVersion(article=article, number=1, in_step=_both(1)), content, by, unfinished)


@transaction.atomic
def edit(article: Article, *, content: Content, by: Actor, unfinished: bool = False) -> ArticleVersion:
    """Write the article anew: into its open draft, or into a next version while the published one goes on speaking.

    Written as it already is, nothing changes. Refused while a version waits for approval.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    newest = article.versions.order_by("-number").first()
    if newest is None:
        return _write(ArticleVersion(article=article, number=1, in_step=_both(1)), content, by, unfinished)
    if newest.fingerprint == content.fingerprint and article.status not in _SILENCED:
        return newest
    return _write(_next(article, newest, content), content, by, unfinished, like=newest)


@transaction.atomic
def open_draft(article: Article, *, by: Actor) -> ArticleVersion:
    """The article's open draft; where there is none, a next version that begins with the words of the newest."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    newest = article.versions.order_by("-number").first()
    if newest is None:
        raise NotADraft(article=article.code)
    if newest.is_open:
        return newest
    content = content_of(newest)
    return _write(_next(article, newest, content), content, by, True, like=newest)


@transaction.atomic
def discard(version: ArticleVersion, *, by: Actor) -> None:
    """Throw an open draft away; an article that never said anything goes with it."""
    version = ArticleVersion.objects.select_for_update().select_related("article").get(pk=version.pk)
    if not version.is_open:
        raise NotADraft(article=version.article.code)
    article = version.article
    audit.record(DISCARDED, by=by, on=f"article:{article.code}", details={"version": version.number})
    version.delete()
    if not article.versions.exists():
        article.delete()


def _next(article: Article, newest: ArticleVersion, content: Content) -> ArticleVersion:
    """The version to write into, with what is known of how far each language has come."""
    if newest.status == ArticleVersion.Status.REVIEW:
        raise InReview(article=article.code)
    version = newest if newest.is_open else ArticleVersion(article=article, number=newest.number + 1)
    version.stale_language = stale_after(content_of(newest), content, already=newest.stale_language)
    version.in_step = _both(version.number)
    if version.stale_language:
        before = newest.in_step or _both(newest.number)
        version.in_step[version.stale_language] = before.get(version.stale_language, newest.number)
    return version


def _both(number: int) -> dict[str, int]:
    return dict.fromkeys(LANGUAGES, number)


@transaction.atomic
def confirm_translation(version: ArticleVersion, *, by: Actor) -> ArticleVersion:
    """Say that the language left behind still says the same; `by` answers for it."""
    if version.stale_language:
        version.stale_language = ""
        version.translation_checked_by, version.translation_checked_at = str(by), clock.now()
        version.in_step = _both(version.number)
        version.save(update_fields=["stale_language", "translation_checked_by", "translation_checked_at", "in_step"])
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
    return Content(
        version.title, version.answer, questions, version.steps, version.valid_from, version.valid_to,
        version.variants, version.audience,
    )  # fmt: skip


def _write(
    version: ArticleVersion, content: Content, by: Actor, unfinished: bool, *, like: ArticleVersion | None = None
) -> ArticleVersion:
    """Store the words; attachments come along from the version it is written `like`."""
    problems = faults_of(content) if unfinished else problems_of(content)
    if problems:
        raise Incomplete(problems=problems)
    is_new = version._state.adding
    version.status = ArticleVersion.Status.DRAFT
    version.variants, version.audience = _plain(content.variants), content.audience
    version.title, version.answer, version.steps = content.title, content.answer, dict(content.steps)
    version.valid_from, version.valid_to = content.valid_from, content.valid_to
    version.fingerprint = content.fingerprint
    version.written_by, version.written_at = str(by), clock.now()
    version.save()
    if is_new and like is not None:
        version.files.set(like.files.all())
    _write_phrasings(version, content)
    return version


def _plain(variants: Variants) -> dict[str, dict[str, str]]:
    """Only texts that there are."""
    kept = {channel: {lang: text for lang, text in texts.items() if text} for channel, texts in variants.items()}
    return {channel: texts for channel, texts in sorted(kept.items()) if texts}


def _write_phrasings(version: ArticleVersion, content: Content) -> None:
    version.phrasings.all().delete()
    sentences = [each for each in dict.fromkeys(_sentences(content)) if each[2].strip()]
    found = encode_or_none([text for _lang, _kind, text in sentences])
    meanings: list[list[float] | None] = [None] * len(sentences) if found is None else [*found]
    Phrasing.objects.bulk_create(
        Phrasing(version=version, lang=lang, kind=kind, text=text, embedding=meaning, tokens=search_tokens(text))
        for (lang, kind, text), meaning in zip(sentences, meanings, strict=True)
    )


def _sentences(content: Content) -> Iterator[tuple[str, Any, str]]:
    """Language, kind and text of everything the version can be found by."""
    kinds = Phrasing.Kind
    for language in LANGUAGES:
        yield language, kinds.TITLE, getattr(content.title, language)
        yield from ((language, kinds.QUESTION, question) for question in content.questions.get(language, []))
        passages = [part.strip() for part in _PASSAGES.split(getattr(content.answer, language))]
        passages = [part for part in passages if len(part) >= _SHORTEST_PASSAGE]
        yield from ((language, kinds.PASSAGE, passage) for passage in [*passages, *content.steps.get(language, [])])
