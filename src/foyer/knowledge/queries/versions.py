"""The wordings of one article for those who write and review: side by side, and what changed between any two."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from foyer.knowledge.actions.drafting import content_of
from foyer.knowledge.content import LANGUAGES, Content, language_name, only_language, other_than, problems_of
from foyer.knowledge.diffing import Change, Piece, changes
from foyer.knowledge.errors import NoSuchArticle
from foyer.knowledge.models import Article, ArticleVersion


@dataclass(frozen=True)
class Lag:
    """One language was left behind: in which version it was last in step, and by how many it lags."""

    language: str
    name: str
    since: int
    behind: int


def article_of(code: str) -> Article:
    """The article, whatever its state; for those who may write."""
    found = Article.objects.filter(code=code).select_related("current_version").first()
    if found is None:
        raise NoSuchArticle
    return found


def versions_of(article: Article) -> list[ArticleVersion]:
    """Every version, the newest first."""
    return list(article.versions.defer("direction").order_by("-number"))


def version_of(article: Article, number: int) -> ArticleVersion:
    found = article.versions.filter(number=number).first()
    if found is None:
        raise NoSuchArticle
    return found


def version_by_id(version_id: UUID | str) -> ArticleVersion:
    found = ArticleVersion.objects.filter(pk=version_id).select_related("article__current_version").first()
    if found is None:
        raise NoSuchArticle
    return found


def words_of_version(version: ArticleVersion) -> Content:
    return content_of(version)


def lag_of(version: ArticleVersion) -> Lag | None:
    """Which language lags behind the other, if one does."""
    language = version.stale_language
    if language not in LANGUAGES:
        return None
    since = int(version.in_step.get(language, version.number))
    return Lag(language, language_name(language), since, version.number - since)


def missing_in(version: ArticleVersion) -> list[str]:
    """What keeps the version from being submitted."""
    return problems_of(content_of(version))


def not_written(version: ArticleVersion) -> str:
    """The language that nothing is written in yet, by its name; empty where both are there, or neither."""
    written = only_language(content_of(version))
    return language_name(other_than(written)) if written else ""


def difference(before: ArticleVersion, after: ArticleVersion) -> list[Change]:
    """What changed between two versions, and which attachments came or went."""
    return [*changes(content_of(before), content_of(after)), *_files(before, after)]


def spoken_before(version: ArticleVersion) -> ArticleVersion | None:
    """The version a reviewer compares with: what speaks now, or else the one before."""
    current = version.article.current_version
    if current is not None and current.pk != version.pk:
        return current
    return version.article.versions.filter(number__lt=version.number).order_by("-number").first()


def _files(before: ArticleVersion, after: ArticleVersion) -> list[Change]:
    old = {file.sha256: file.name for file in before.files.all()}
    new = {file.sha256: file.name for file in after.files.all()}
    gone = [Piece("removed", name) for digest, name in old.items() if digest not in new]
    come = [Piece("added", name) for digest, name in new.items() if digest not in old]
    return [Change(_("Attachments"), "", (*gone, *come))] if gone or come else []
