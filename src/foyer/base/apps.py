from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "foyer.base"
    label = "base"

    def ready(self) -> None:
        from foyer.base.crypto import storage  # noqa: F401  these seal again what is theirs when keys change
        from foyer.base.lake import resealing  # noqa: F401
