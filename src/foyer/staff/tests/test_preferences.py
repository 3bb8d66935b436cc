"""Each user is spoken to in their language, at their hour, in their theme."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from foyer.base.actors import Actor
from foyer.staff import actions
from foyer.staff.models import User
from foyer.staff.sign_in.preferences import PreferencesMiddleware, theme

pytestmark = pytest.mark.django_db
PAGE = "/accounts/preferences/"


def during(user):
    """Language and time zone while a request of this user is served."""
    seen = {}

    def view(_request):
        seen["language"], seen["zone"] = translation.get_language(), timezone.get_current_timezone_name()
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = user
    with translation.override("zh-hans"):
        PreferencesMiddleware(view)(request)
    return seen["language"], seen["zone"]


def test_a_users_choice_is_spoken_for_the_length_of_the_request(cast):
    actions.set_preferences(
        cast.agent, language="en", time_zone="Europe/London", theme="dark", by=Actor.staff(cast.agent)
    )

    assert during(cast.agent) == ("en", "Europe/London")
    assert timezone.get_current_timezone_name() == "Asia/Shanghai"


def test_without_a_choice_the_time_is_that_of_the_unit(cast):
    assert during(cast.agent) == ("zh-hans", "Asia/Shanghai")


def test_a_guest_is_spoken_to_in_the_language_of_the_browser(client, cast):
    assert 'lang="en"' in client.get("/accounts/login/", HTTP_ACCEPT_LANGUAGE="en-GB").content.decode()
    assert 'lang="zh-Hans"' in client.get("/accounts/login/", HTTP_ACCEPT_LANGUAGE="zh-CN").content.decode()


def test_a_guest_may_choose_and_the_browser_remembers(client, cast):
    client.post("/accounts/language/", {"language": "en", "next": "/accounts/login/"})

    assert 'lang="en"' in client.get("/accounts/login/", HTTP_ACCEPT_LANGUAGE="zh-CN").content.decode()


def test_the_page_saves_all_three_and_answers_in_the_new_language(client, cast):
    client.force_login(cast.agent)

    response = client.post(PAGE, {"language": "en", "time_zone": "Asia/Tokyo", "theme": "dark"}, follow=True)

    user = User.objects.get(pk=cast.agent.pk)
    assert (user.language, user.time_zone, user.theme) == ("en", "Asia/Tokyo", "dark")
    page = response.content.decode()
    assert "Your preferences are saved." in page
    assert 'data-bs-theme="dark"' in page
    assert client.cookies["django_language"].value == "en"


@pytest.mark.parametrize("wrong", [{"language": "fr"}, {"time_zone": "Mars/Olympus"}, {"theme": "sepia"}])
def test_what_does_not_exist_cannot_be_chosen(client, cast, wrong):
    client.force_login(cast.agent)

    response = client.post(PAGE, {"language": "en", "time_zone": "", "theme": "auto", **wrong})

    assert list(response.context["form"].errors) == list(wrong)


def test_a_guests_theme_is_that_of_the_device(rf):
    assert theme(rf.get("/")) == {"theme": "auto"}


def test_loading_the_user_with_unit_is_one_query(client, cast, django_assert_max_num_queries):
    client.force_login(cast.agent)

    with django_assert_max_num_queries(2):  # the session, and the user with unit
        client.get(PAGE)
