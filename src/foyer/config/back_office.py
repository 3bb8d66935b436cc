"""The look and the sidebar of the back office (django-unfold). Part of the settings."""

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

UNFOLD = {
    "STYLES": [
        lambda request: static("staff/back-office.css"),
        lambda request: static("desk/watermark.css"),
    ],
    "SCRIPTS": [
        lambda request: static("staff/back-office.js"),
        lambda request: static("staff/fields.js"),
        lambda request: static("staff/alive.js"),
    ],
    "SITE_TITLE": "Foyer 厅堂",
    "SITE_HEADER": "Foyer 厅堂",
    "SITE_SUBHEADER": _("Back office"),
    "SITE_URL": "/desk/",
    "SITE_SYMBOL": "storefront",
    "DASHBOARD_CALLBACK": "foyer.base.aids.admin.warn",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("foyer/icon.svg")}],
    "BORDER_RADIUS": "8px",
    "COLORS": {
        "primary": {
            "50": "#eef8f7",
            "100": "#d3eeeb",
            "200": "#a9dcd7",
            "300": "#74c4bd",
            "400": "#42a59e",
            "500": "#1f8882",
            "600": "#0b6e69",
            "700": "#0a5955",
            "800": "#0a4845",
            "900": "#0a3c39",
            "950": "#042321",
        },
    },
    "SIDEBAR": {"show_search": True, "navigation": "foyer.staff.admin.sidebar.navigation"},
}
