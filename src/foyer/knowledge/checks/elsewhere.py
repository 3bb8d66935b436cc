"""Pages elsewhere that articles lead to, asked through `base.outgoing`: it decides whom the house may call at all."""

from collections.abc import Iterator

from foyer.base import outgoing
from foyer.base.outgoing import Away, NotAllowed
from foyer.knowledge.audiences import STAFF
from foyer.knowledge.checks.doubts import Doubt, Kind, texts_of
from foyer.knowledge.checks.links import links
from foyer.knowledge.content import LANGUAGES
from foyer.knowledge.models import ArticleVersion
from foyer.knowledge.queries.pages import live_versions

MOST_PAGES = 500
SECONDS = 8.0
NO_HEAD = (405, 501)
CLOSED = (401, 403)  # somebody is there and asks who comes: not broken


def found() -> Iterator[Doubt]:
    """A doubt for each link to a page that is not there; each address is asked once."""
    verdicts: dict[str, str] = {}
    for version in live_versions(audience=STAFF).select_related("article").defer("direction"):
        for address in _pages(version):
            if address not in verdicts and len(verdicts) < MOST_PAGES:
                verdicts[address] = why_broken(address)
            if why := verdicts.get(address, ""):
                details = {"target": address, "why": why, "elsewhere": True}
                yield Doubt(Kind.LINK, version.article_id, details, marks=(address, why))


def why_broken(address: str) -> str:
    """A word for what is wrong; empty where a page answers. Redirections are not followed: whoever answers is there."""
    try:
        status = outgoing.send("HEAD", address, seconds=SECONDS).status
        if status in NO_HEAD:
            status = outgoing.send("GET", address, seconds=SECONDS).status
    except NotAllowed:
        return "not_allowed"
    except Away:
        return "away"
    return f"status_{status}" if status >= 400 and status not in CLOSED else ""


def _pages(version: ArticleVersion) -> Iterator[str]:
    said = "\n".join(texts_of(version, language) for language in LANGUAGES)
    return (link.target for link in links(said) if link.kind == "page")
