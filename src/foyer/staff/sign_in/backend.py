"""Who this is, by user name or e-mail and password, and what they may do."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from foyer.staff.models import User


class StaffBackend(AuthenticationBackend):
    """Loads the unit with the user, since nearly every page asks what the user may see.

    Somebody who can be found by both names, user name and address, is tried once: a known address would else cost two
    hashes, an unknown one a single one, and the time would tell them apart.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        self._tried: set[UUID] = set()
        return super().authenticate(request, **credentials)

    def _check_password(self, user: Any, password: str) -> Any:
        if user is None or user.pk in self._tried:
            return None
        self._tried.add(user.pk)
        return super()._check_password(user, password)

    def get_user(self, user_id: UUID) -> User | None:
        user = User.objects.select_related("unit").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
