"""Speaking to each user in their language, at their hour, in their theme.

A signed-in user's own choice wins; for anyone else the language cookie or the browser's wish decides (Django's
LocaleMiddleware has done that already) and times are the bank's.
"""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext_lazy as _

from foyer.staff import time_zones
from foyer.staff.models.users import Language, Theme

DJANGO_CODE = {"zh": "zh-hans", "en": "en"}
A_YEAR = 365 * 24 * 3600


class PreferencesMiddleware(MiddlewareMixin):
    """Activates the user's language and time zone for the length of the request."""

    def process_request(self, request: HttpRequest) -> None:
        user = request.user
        if user.is_authenticated:
            translation.activate(DJANGO_CODE[user.language])
            request.LANGUAGE_CODE = translation.get_language()
            timezone.activate(ZoneInfo(user.zone))
        else:
            timezone.deactivate()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        timezone.deactivate()
        return response


def theme(request: HttpRequest) -> dict[str, Any]:
    """For every template: `theme` is light, dark or auto; a guest's browser keeps its own."""
    user = getattr(request, "user", None)
    return {"theme": user.theme if user and user.is_authenticated else Theme.AUTO.value}


class PreferencesForm(forms.Form):
    """What a user may choose for themselves."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = self.fields["time_zone"]
        assert isinstance(zones, forms.ChoiceField)  # noqa: S101  for the type checker
        zones.choices = [("", _("As my unit")), *time_zones.choices()]


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the choice in this browser, so that the sign-in page speaks it too."""
    name, value = settings.LANGUAGE_COOKIE_NAME, DJANGO_CODE[language]
    response.set_cookie(name, value, max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
