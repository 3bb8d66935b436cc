"""What the bank's provider says of a sign-in is read closely before anybody is signed in by it.

The token must be of the very issuer that `FOYER_OIDC_URL` names, whatever the provider's own description of itself
says, and speak of the same person as the answer about who they are. Where `FOYER_OIDC_ACR` lists ways of proving
oneself, one of them must have been used (the claims acr and amr); a token that says nothing of it then counts for
nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

DISCOVERY = "/.well-known/openid-configuration"


def trouble(told: Mapping[str, Any], server_url: str) -> str:
    """Why what was told is not enough ("issuer", "person", "strength"); empty when it is."""
    token, person = told.get("id_token") or {}, told.get("userinfo") or {}
    if token and str(token.get("iss", "")).rstrip("/") != issuer(server_url):
        return "issuer"
    if token and person and token.get("sub") != person.get("sub"):
        return "person"
    wanted = set(settings.FOYER_OIDC_ACR)
    return "strength" if wanted and not wanted & _ways(token) else ""


def issuer(server_url: str) -> str:
    """Who must have issued a token: the address of the setting, without the path of its description."""
    return server_url.rstrip("/").removesuffix(DISCOVERY).rstrip("/")


def _ways(token: Mapping[str, Any]) -> set[str]:
    """How the provider proved somebody, in its own words."""
    said = token.get("amr")
    amr = said if isinstance(said, list) else [said]
    return {str(each) for each in (*amr, token.get("acr")) if each}
