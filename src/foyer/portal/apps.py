from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "foyer.portal"
    label = "portal"
