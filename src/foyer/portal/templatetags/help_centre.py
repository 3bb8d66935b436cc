"""Links that keep the language they were opened in, and data for search engines."""

import json
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from foyer.base.text import active_language

register = template.Library()

NAMES = {"zh": "zh-Hans", "en": "en"}

_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_KEPT = ("q", "at", "version")


@register.simple_tag(takes_context=True)
def with_language(context: template.Context) -> str:
    """`?lang=…` where the page was opened with one, so that a guest's choice goes along without a cookie."""
    lang = (context.get("asked") or {}).get("lang", "")
    return f"?lang={lang}" if lang else ""


@register.simple_tag(takes_context=True)
def other_language(context: template.Context, lang: str) -> str:
    """The query of this same page in another language; a passage is another one there, so its place is left out."""
    request = context["request"]
    kept = {name: request.GET[name] for name in _KEPT if name in request.GET and name != "at"}
    return urlencode({**kept, "lang": lang})


@register.simple_tag
def spoken_in(written_in: str) -> SafeString:
    """The language of words that stand among those of the other, for screen readers, fonts and translators."""
    return format_html(' lang="{}"', NAMES[written_in]) if is_foreign(written_in) else SafeString()


@register.filter
def is_foreign(written_in: str) -> bool:
    """Whether these words are in the other language than the page's."""
    return written_in in NAMES and written_in != active_language()


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Structured data: whatever an article says, no character of it can end the element or begin another."""
    written = json.dumps(data, ensure_ascii=False).translate(_UNSAFE)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(written))  # noqa: S308  just escaped
