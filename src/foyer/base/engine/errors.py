"""What an engine says no to."""

from django.utils.translation import gettext_lazy as _

from foyer.base.errors import Refusal


class EngineMissing(Refusal):
    """FOYER_ENGINE names an engine that this machine cannot start."""

    code = "engine_missing"
    message = _("The engine that FOYER_ENGINE names cannot be started.")
    status = 503


class SparkMissing(EngineMissing):
    message = _("FOYER_ENGINE names a Spark master, but PySpark is not installed.")
    mend = _("Install the extra foyer[spark], or set FOYER_ENGINE=duckdb.")


class JavaMissing(EngineMissing):
    message = _("FOYER_ENGINE names a Spark master, but there is no Java on this machine.")
    mend = _("Install a Java 17 runtime (openjdk-17-jre-headless), or set FOYER_ENGINE=duckdb.")
