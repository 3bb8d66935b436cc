"""Attachments that come in with an export: examined as every attachment is, kept aside until a draft is made."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from foyer.base import clock, files
from foyer.base.actors import Actor
from foyer.base.files import FileRefused
from foyer.base.ids import new_id
from foyer.knowledge.actions.attaching import carry_over
from foyer.knowledge.documents import Found, Problem, Proposal
from foyer.knowledge.models import Article

_Examined = tuple[str, bytes] | FileRefused


def keep_parcels(found: Found) -> None:
    """Examine what the articles carry and keep what may come in; the rest is told beside the article.

    All are examined before any is kept. A scanner that is away stops the reading, which is then tried again.
    """
    examined = {place: _examined(content) for place, content in found.parcels.items()}
    for proposal in found.proposals:
        proposal.files = [kept for file in proposal.files if (kept := _kept(file, proposal, found, examined))]


def _kept(
    file: Mapping[str, Any], proposal: Proposal, found: Found, examined: Mapping[str, _Examined]
) -> dict[str, Any] | None:
    name, verdict = file["name"], examined[file["at"]]
    if isinstance(verdict, FileRefused):
        said = _("the attachment “%(name)s” stays out. %(why)s") % {"name": name[:80], "why": verdict.message}
        found.problems.append(Problem(proposal.place, said))
        return None
    return _keep(name, found.parcels[file["at"]], *verdict)


def _examined(content: bytes) -> _Examined:
    try:
        if not content:
            raise FileRefused
        kind, examined, _small = files.examined(content)
    except FileRefused as no:
        if no.retry:
            raise
        return no
    return kind, examined


def _keep(name: str, was: bytes, kind: str, content: bytes) -> dict[str, Any]:
    """`was` marks the bytes as they came: by it an article knows its own file again, though it was written anew."""
    path = default_storage.save(f"knowledge/imports/{clock.now():%Y/%m}/{new_id()}", ContentFile(content))
    return {
        "name": files.clean(name, files.ACCEPTED[kind]), "type": kind, "size": len(content), "path": path,
        "sha256": hashlib.sha256(content).hexdigest(), "was": hashlib.sha256(was).hexdigest(),
    }  # fmt: skip


def hand_over_parcels(article: Article, proposal: Proposal, *, by: Actor) -> None:
    """Put them to the article's draft, which was just written."""
    for kept in proposal.files:
        carry_over(article, kept, by=by)
    transaction.on_commit(lambda: forget_parcels([proposal.as_json()]))


def forget_parcels(proposals: Iterable[Mapping[str, Any]]) -> None:
    """Nobody needs them here any more."""
    for path in [kept["path"] for proposal in proposals for kept in proposal.get("files", [])]:
        default_storage.delete(path)
