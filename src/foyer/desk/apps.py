from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "foyer.desk"
    label = "desk"
