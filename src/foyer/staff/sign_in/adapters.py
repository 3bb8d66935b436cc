"""The bank's answers to what allauth asks."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.staff.acts import FACTOR_ASKED, SIGN_IN_FAILED
from foyer.staff.sign_in import provider, second_factor, secrets, vouching


class AccountAdapter(DefaultAccountAdapter):
    """Nobody makes their own account: an administrator does."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """The password was right. That the second factor is asked for stands in the trail: each is a prompt."""
        refused: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if refused is None and second_factor.has_one(user) and not second_factor.was_shown(request):
            audit.record(FACTOR_ASKED, by=Actor("staff"), on=f"user:{user.pk}")
        return refused

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where the request comes from; one without an address came over a socket of this machine."""
        try:
            return super().get_client_ip(request)
        except PermissionDenied:
            return "127.0.0.1"

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """That one has signed in is plain to see; every other message is shown."""
        template = kwargs.get("message_template") or (args[0] if args else "")
        if template not in ("account/messages/logged_in.txt", "account/messages/logged_out.txt"):
            super().add_message(request, level, *args, **kwargs)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """The bank's own identity provider signs in users who exist here; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Nobody is signed in by a token that does not say what it must; the refusal stands in the trail."""
        server = sociallogin.provider.app.settings.get("server_url", "")
        why = vouching.trouble(sociallogin.account.extra_data, server)
        if not why:
            return
        audit.record(SIGN_IN_FAILED, by=Actor("visitor"), outcome="refused", details={"why": f"provider_{why}"})
        sentence = _("The bank's sign-in did not say surely enough who you are. Use your second factor there.")
        messages.error(request, sentence)
        raise ImmediateHttpResponse(redirect("account_login"))

    def get_requests_session(self) -> Any:
        """As every call to another machine."""
        return provider.session()


class MFAAdapter(DefaultMFAAdapter):
    """Second-factor secrets are encrypted at rest, and the last factor stays where a role needs one."""

    def encrypt(self, text: str) -> str:
        return secrets.hide(text)

    def decrypt(self, encrypted_text: str) -> str:
        return secrets.reveal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not second_factor.is_last_needed(authenticator)
