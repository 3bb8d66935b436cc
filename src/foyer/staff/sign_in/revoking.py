"""Whatever way a right is taken away, open streams hear of it within the same transaction.

Requests ask for rights anew each time; a stream is one long request, so it has to be told. The actions say so
themselves; this page is for every other way: a role changed in the back office, a script, a job.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_save
from django.dispatch import receiver

from foyer.base import live
from foyer.base.actors import Actor
from foyer.staff.models import User

DECIDING = frozenset({"is_active", "is_staff", "is_superuser", "unit", "unit_id", "password"})
CHANGED = ("post_add", "post_remove", "post_clear")


@receiver(post_save, sender=User, dispatch_uid="foyer.staff.revoking.user")
def user_changed(instance: User, created: bool, update_fields: Any, **_signal: Any) -> None:
    """Something that decides what somebody may read was written."""
    if not created and (update_fields is None or DECIDING & set(update_fields)):
        live.recheck(actor=Actor.staff(instance))


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="foyer.staff.revoking.roles")
@receiver(m2m_changed, sender=User.user_permissions.through, dispatch_uid="foyer.staff.revoking.permissions")
def roles_changed(instance: Any, action: str, **_signal: Any) -> None:
    """Somebody was given or lost a role."""
    if action in CHANGED:
        live.recheck(actor=Actor.staff(instance) if isinstance(instance, User) else None)


@receiver(m2m_changed, sender=Group.permissions.through, dispatch_uid="foyer.staff.revoking.groups")
def permissions_changed(action: str, **_signal: Any) -> None:
    """What a role may do has changed: everybody is asked again."""
    if action in CHANGED:
        live.recheck()
