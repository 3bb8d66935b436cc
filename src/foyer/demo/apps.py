import os

from django.apps import AppConfig

APP_DATABASE = "FOYER_DEMO_APP_DATABASE"


class DemoConfig(AppConfig):
    name = "foyer.demo"
    label = "demo"

    def ready(self) -> None:
        """Every process of the house can reach the demo's mobile bank, whose mapping file names this variable.

        It is set anew in each, for a process may have been started by one of another house.
        """
        from foyer.config.env import env
        from foyer.demo import core_bank  # noqa: F401  the core system that FOYER_CORE=demo names

        os.environ[APP_DATABASE] = f"sqlite:///{env.home / 'demo' / 'sources' / 'app.db'}"
