"""Every address of the house, by face."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from foyer.api.main import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("foyer.operations.health")),
    path("", include("foyer.operations.csp_reports")),
    path("accounts/", include("foyer.staff.urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", api.urls),
    path("attachments/", include("foyer.conversations.attachments.urls")),
    path("knowledge-files/", include("foyer.knowledge.urls")),
    path("desk/", include("foyer.desk.urls")),
    path("", include("foyer.portal.urls")),
]
