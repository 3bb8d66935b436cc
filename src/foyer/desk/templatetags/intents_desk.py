"""Intents in pages: a code as the name a colleague knows, linked to its phrasings."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def intent_link(names: dict[str, Any], code: str) -> str:
    """A name with a link; a code that is no intent any more stays a code."""
    if code not in names:
        return code
    return format_html('<a href="{}">{}</a>', reverse("desk:intent", args=[code]), names[code])
