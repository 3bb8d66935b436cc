from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "foyer.base"
    label = "base"
