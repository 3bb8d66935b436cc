from django.apps import AppConfig
from django.core.signals import got_request_exception
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    name = "foyer.base"
    label = "base"
    verbose_name = _("Foundations")

    def ready(self) -> None:
        from foyer.base.crypto import storage, telling  # noqa: F401  these seal again what is theirs when keys change
        from foyer.base.lake import resealing  # noqa: F401

        got_request_exception.connect(telling.after_a_request, dispatch_uid="base.crypto.telling")
