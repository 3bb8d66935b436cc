"""The private addresses of files: `/attachments/<id>` and `/attachments/<id>/thumbnail`.

Whoever asks is known by the desk's session, or by a visitor's token in `Authorization: Bearer`. Everyone else, and
whoever may not read the conversation, is told that there is nothing here.
"""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_safe

from foyer.base import live
from foyer.base.actors import Actor
from foyer.conversations.attachments.reading import respond
from foyer.conversations.errors import NoSuchConversation

app_name = "attachments"


@require_safe
def attachment(request: HttpRequest, attachment_id: UUID, *, thumbnail: bool = False) -> HttpResponseBase:
    """The file, for one who may read its conversation."""
    viewer = _viewer(request)
    if viewer is None:
        raise Http404
    try:
        return respond(viewer, attachment_id, thumbnail=thumbnail)
    except NoSuchConversation:
        raise Http404 from None


def _viewer(request: HttpRequest) -> Actor | None:
    if request.user.is_authenticated:
        return Actor.staff(request.user)
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    principal = live.authenticate_bearer(token) if scheme.lower() == "bearer" else None
    return principal.actor if principal else None


urlpatterns = [
    path("<uuid:attachment_id>", attachment, name="file"),
    path("<uuid:attachment_id>/thumbnail", attachment, {"thumbnail": True}, name="thumbnail"),
]
