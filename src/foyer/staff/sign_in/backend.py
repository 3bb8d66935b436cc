"""Who this is, by user name or e-mail and password, and what they may do."""

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from foyer.staff.models import User


class StaffBackend(AuthenticationBackend):
    """Loads the unit with the user, since nearly every page asks what the user may see."""

    def get_user(self, user_id: UUID) -> User | None:
        user = User.objects.select_related("unit").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
