"""The API's description of itself: what every operation can answer besides success, and a page to read it on."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

DESCRIPTION = """\
What a bank's own pages and programs may ask of Foyer on behalf of one visitor or customer.

**Beginning.** `POST /api/v1/visitors` gives a token. Send it as `Authorization: Bearer …` with every other request;
never put it into an address. `POST /api/v1/conversations` opens a conversation, or answers the one that is still open.

**Sending twice is harmless.** Give each message a `client_id` of your own (a UUID). The same `client_id` sent again
answers the message that is already kept, so after a lost connection simply send again.

**Listening.** `GET /live?topics=conversation:<id>` is a stream of Server-Sent Events, with the same token in the same
header. Each event's `id` is a place to go on from: send it back as `Last-Event-ID`. A message has a `seq`; show
messages in its order. Numbers may be missing: those belong to what is not shown to customers.

**A "no"** always has the shape `Refusal`, in the language of `Accept-Language` (`zh-Hans` or `en`): `message` may be
shown to a person, `mend` says what to do, `retry` whether the same request can succeed later. `429` and `503` come with
`Retry-After` in seconds.

**A machine's words** have `machine: true` and a `label` to show beside them.
"""
REFUSAL = {
    "title": "Refusal",
    "type": "object",
    "required": ["code", "message", "mend", "retry", "details"],
    "properties": {
        "code": {"type": "string", "description": "For programs."},
        "message": {"type": "string", "description": "What is wrong, as one may say it to a person."},
        "mend": {"type": "string", "description": "What would mend it."},
        "retry": {"type": "boolean", "description": "Whether the same request can succeed later."},
        "details": {"type": "object", "description": "More, depending on the code."},
    },
}
MEANINGS = {
    "400": "The request cannot be read.",
    "401": "The token is missing, unknown or revoked.",
    "403": "Not allowed.",
    "404": "It does not exist, or is not for you.",
    "409": "Not possible as things stand.",
    "413": "The request is too large.",
    "422": "Something in the request is not right; `details.problems` says where and what.",
    "429": "Too often; `Retry-After` says when to try again.",
    "503": "Not possible for the moment.",
}


def describe_refusals(schema: dict[str, Any]) -> dict[str, Any]:
    """Add to every operation what it answers when it says no."""
    schema["components"].setdefault("schemas", {})["Refusal"] = REFUSAL
    for methods in schema["paths"].values():
        for operation in methods.values():
            _describe(operation)
    return schema


def _describe(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for number in [status for status in responses if isinstance(status, int)]:
        responses[str(number)] = responses.pop(number)
    for status, meaning in MEANINGS.items():
        responses.setdefault(status, _answer(meaning))


def _answer(meaning: str) -> dict[str, Any]:
    body = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    return {"description": meaning, "content": body}


class Docs(DocsBase):
    """The description as a page of our own, which keeps to the strict rules for scripts and loads nothing else."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        schema = api.get_openapi_schema()
        context = {
            "info": schema["info"],
            "intro": _paragraphs(DESCRIPTION),
            "groups": _by_tag(schema),
            "openapi_url": self.get_openapi_url(api, kwargs),
        }
        return render(request, "api/docs.html", context)


def _paragraphs(text: str) -> list[SafeString]:
    """The description's own small Markdown: paragraphs, **bold** and `code`."""
    return [mark_safe(_inline(escape(" ".join(part.split())))) for part in text.split("\n\n")]  # noqa: S308  escaped


def _inline(text: str) -> str:
    bold = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return re.sub(r"`(.+?)`", r"<code>\1</code>", bold)


def _by_tag(schema: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            tag = (operation.get("tags") or ["Other"])[0]
            groups.setdefault(tag, []).append(_for_reading(path, method, operation, schema))
    return groups


def _for_reading(path: str, method: str, operation: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("requestBody", {}).get("content", {})
    body_type = next(iter(content), "")
    fields = _properties(content[body_type]["schema"], schema) if body_type else []
    return {
        "path": path,
        "method": method.upper(),
        "name": operation["operationId"],
        "summary": operation["summary"],
        "description": operation.get("description", ""),
        "needs_token": bool(operation.get("security")),
        "parameters": operation.get("parameters", []),
        "body_type": body_type,
        "fields": fields,
        "answers": {status: answer for status, answer in operation["responses"].items() if status < "300"},
    }


def _properties(body: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    if "$ref" in body:
        body = schema["components"]["schemas"][body["$ref"].rsplit("/", 1)[-1]]
    required = body.get("required", [])
    return [
        {"name": name, "required": name in required, "type": _type(field), "description": field.get("description", "")}
        for name, field in body.get("properties", {}).items()
    ]


def _type(field: dict[str, Any]) -> str:
    kinds = [one.get("type", "object") for one in field.get("anyOf", [field])]
    words = field.get("enum") or ([field["const"]] if "const" in field else [])
    return " | ".join(map(str, words)) if words else " | ".join(kinds)
