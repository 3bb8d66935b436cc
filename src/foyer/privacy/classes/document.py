"""docs/data-classes.md and its Chinese twin, made from the fields: `foyer manage data_classes`."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.config.env import PROJECT
from foyer.privacy.classes.listing import PROTECTIONS, declared

_LANGUAGES = {"en": "en", "zh": "zh-hans"}


def path(lang: str) -> Path:
    """Where the page of a language is."""
    return PROJECT / "docs" / ("data-classes.md" if lang == "en" else "data-classes.zh-CN.md")


def render(lang: str) -> str:
    """The page's text."""
    with override(_LANGUAGES[lang]):
        return "\n".join([*_head(), *_table()]) + "\n"


def _head() -> list[str]:
    return [
        f"# {_('Data classes')}",
        "",
        _("Every field that holds something about a person, its class, and what protects it. Made from the fields "
          "themselves by `foyer manage data_classes`; a test keeps them the same."),
        "",
        _("C3 proves who somebody is and is kept only as a hash; C2 identifies somebody or shows their finances and is "
          "sealed; C1 is for use inside the bank (JR/T 0171-2020). Level: JR/T 0197-2020. NFRA: the data-security "
          "measures of 2024."),
        "",
    ]  # fmt: skip


def _table() -> list[str]:
    heads = [_("Table"), _("Field"), _("Class"), _("Level"), "NFRA", "PIPL 28", "PCI", _("Protection"), _("Why")]
    lines = ["| " + " | ".join(heads) + " |", "| " + " | ".join("---" for _head in heads) + " |"]
    for one in declared():
        legend = one.legend
        cells = [f"`{one.model}`", f"`{one.field}`", legend.data_class, str(legend.jrt0197), legend.nfra_level,
                 "✓" if legend.pipl_sensitive else "", "" if legend.pci == "none" else legend.pci,
                 str(PROTECTIONS[one.protection]), str(one.why)]  # fmt: skip
        lines.append("| " + " | ".join(cells) + " |")
    return lines
