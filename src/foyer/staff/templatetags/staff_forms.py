"""Form fields in Tabler's dress, for the pages of signing in."""

from django import template
from django.forms import BoundField, CheckboxInput, Select
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def styled(field: BoundField) -> SafeString:
    """The input with the class its kind wants, and marked where it is wrong."""
    widget = field.field.widget
    kind = "form-check-input" if isinstance(widget, CheckboxInput) else "form-control"
    kind = "form-select" if isinstance(widget, Select) else kind
    return field.as_widget(attrs={"class": f"{kind} is-invalid" if field.errors else kind})


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the label stands beside the input."""
    return isinstance(field.field.widget, CheckboxInput)


# The first that is named wins: every browser also names the ones it descends from.
BROWSERS = {
    "MicroMessenger": "WeChat",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "HarmonyOS": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iPadOS",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    """A browser and its system as people name them: "Chrome · Windows"; as it came, when neither is known."""
    names = (next((name for mark, name in table.items() if mark in user_agent), "") for table in (BROWSERS, SYSTEMS))
    return " · ".join(name for name in names if name) or user_agent
