from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "foyer.demo"
    label = "demo"
