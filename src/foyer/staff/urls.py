"""Everything under /accounts/: this room's few pages first, then allauth's."""

from django.urls import include, path
from django.views.i18n import set_language

from foyer.staff.sign_in import pages

urlpatterns = [
    path("preferences/", pages.preferences, name="staff_preferences"),
    path("sessions/", pages.sessions, name="usersessions_list"),  # in place of allauth's, which asks once a session
    path("sessions/<int:session_id>/sign-out/", pages.sign_out_session, name="staff_sign_out_session"),
    path("alive/", pages.alive, name="staff_alive"),
    path("language/", set_language, name="staff_set_language"),
    path("email/", pages.email_is_set_by_the_bank),
    path("", include("allauth.urls")),
]
