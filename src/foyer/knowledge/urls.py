"""The addresses of attachments: `/knowledge-files/<id>`, for whoever may read a version that carries the file."""

from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.urls import path
from django.views.decorators.http import require_safe

from foyer.base.files import PICTURES
from foyer.knowledge.audiences import PUBLIC, STAFF
from foyer.knowledge.errors import NoSuchFile
from foyer.knowledge.queries.attached import file_for

app_name = "knowledge"


@require_safe
def attachment(request: HttpRequest, file_id: UUID) -> FileResponse:
    """The file, never sniffed, never run; to a stranger there is none."""
    user: Any = request.user
    is_staff = user.is_authenticated and user.has_perm("knowledge.view_article")
    writes = is_staff and user.has_perm("knowledge.change_article")
    try:
        file = file_for(file_id, audience=STAFF if is_staff else PUBLIC, writes=writes)
    except NoSuchFile:
        raise Http404 from None
    shown = file.type in PICTURES
    answer: Any = FileResponse(
        default_storage.open(file.path), as_attachment=not shown, filename=file.name, content_type=file.type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


urlpatterns = [path("<uuid:file_id>", attachment, name="file")]
