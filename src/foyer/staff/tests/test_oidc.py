"""The bank's identity provider signs in those who exist here, and makes nobody."""

import pytest
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from foyer.staff.models import User
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_provider(settings):
    app = {"provider_id": "bank", "client_id": "x", "settings": {"server_url": "https://sso.bank.example"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def arrive(email: str):
    """Someone comes back from the provider, which vouches for their address."""
    request = RequestFactory().get("/accounts/oidc/bank/login/callback/")
    request.session, request.user = SessionStore(), AnonymousUser()
    request.axes_attempt_time = None
    request._messages = FallbackStorage(request)
    claims = {"sub": email, "email": email, "email_verified": True}
    with context.request_context(request):
        login = get_adapter().get_provider(request, "bank").sociallogin_from_response(request, {"userinfo": claims})
        return request, complete_social_login(request, login)


def test_one_who_exists_here_is_signed_in_by_their_address():
    cast = bring_on()

    request, response = arrive("agent@bank.example")

    assert response.url == "/desk/"
    assert request.user.pk == cast.agent.pk
    assert SocialAccount.objects.get().user_id == cast.agent.pk


def test_a_stranger_to_the_house_is_not_made():
    bring_on()
    before = User.objects.count()

    request, _response = arrive("stranger@elsewhere.example")

    assert not request.user.is_authenticated
    assert User.objects.count() == before
