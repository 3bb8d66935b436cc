"""Files of articles, for whoever may read a version that carries them."""

from uuid import UUID

from foyer.knowledge.audiences import STAFF, audiences_for
from foyer.knowledge.errors import NoSuchFile
from foyer.knowledge.models import ArticleFile, ArticleVersion
from foyer.knowledge.queries.pages import live_versions


def files_of(code: str, number: int) -> list[ArticleFile]:
    """The attachments of one version; whoever shows the version has decided that its reader may see it."""
    return list(ArticleFile.objects.filter(versions__article__code=code, versions__number=number).order_by("name"))


def file_for(file_id: UUID | str, *, audience: str, writes: bool = False) -> ArticleFile:
    """The file, if a version that carries it speaks to such a reader now; who writes may see those of drafts too."""
    if writes and audience == STAFF:
        rows = ArticleVersion.objects.filter(audience__in=audiences_for(STAFF))
    elif audience == STAFF:
        rows = ArticleVersion.objects.filter(published_at__isnull=False)
    else:
        rows = live_versions()
    found = ArticleFile.objects.filter(pk=file_id, versions__in=rows.values("pk")).distinct().first()
    if found is None:
        raise NoSuchFile
    return found
