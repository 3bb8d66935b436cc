"""Every word is translated, and a word that is not is found wherever it stands."""

from pathlib import Path

import pytest

from foyer.operations import catalogues, translations
from foyer.operations.words import _catalogue


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A room with a word in Python, one in a template and one in a script."""
    monkeypatch.setattr(catalogues, "SOURCES", tmp_path)
    folder = tmp_path / "vault"
    for name, text in {
        "errors.py": 'from django.utils.translation import gettext_lazy as _\nTITLE = _("The vault is shut.")\n',
        "templates/vault/page.html": "{% load i18n %}{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}",
        "static/vault/page.js": 'show(gettext("Open the door"));\n',
        "tests/test_it.py": '_("only a test")\n',
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def _translate(room: Path, domain: str, words: dict[str, str]) -> None:
    path = room / f"locale/zh_Hans/LC_MESSAGES/{domain}.po"
    text = path.read_text()
    for english, chinese in words.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{chinese}"')
    path.write_text(text)


def test_words_of_every_kind_of_source_are_missed(room: Path) -> None:
    missed = {gap.message for gap in translations.gaps("vault")}

    assert missed == {"The vault is shut.", "Hello %(name)s", "Open the door"}


def test_a_translated_room_has_no_gaps_and_updating_again_changes_nothing(room: Path) -> None:
    assert translations.update("vault") == 3
    _translate(room, "django", {"The vault is shut.": "金库已关闭。", "Hello %(name)s": "您好，%(name)s"})
    _translate(room, "djangojs", {"Open the door": "开门"})
    before = {path: path.read_text() for path in room.rglob("*.po")}

    assert translations.update("vault") == 0
    assert translations.gaps("vault") == []
    assert {path: path.read_text() for path in room.rglob("*.po")} == before


def test_a_lost_placeholder_is_a_gap(room: Path) -> None:
    translations.update("vault")
    _translate(room, "django", {"The vault is shut.": "金库已关闭。", "Hello %(name)s": "您好"})
    _translate(room, "djangojs", {"Open the door": "开门"})

    assert [gap.message for gap in translations.gaps("vault")] == ["Hello %(name)s"]


def test_a_fuzzy_or_forgotten_translation_is_a_gap(room: Path) -> None:
    translations.update("vault")
    path = room / "locale/zh_Hans/LC_MESSAGES/djangojs.po"
    fuzzy = path.read_text().replace('msgid "Open', '#, fuzzy\nmsgid "Open').replace('msgstr ""', 'msgstr "门"')
    path.write_text(fuzzy + '\nmsgid "Nobody asks"\nmsgstr "无人问"\n')

    why = {gap.message: gap.why for gap in translations.gaps("vault")}

    assert why["Open the door"] == "marked fuzzy"
    assert why["Nobody asks"] == "no source asks for it"


def test_changed_translations_are_compiled_once(room: Path, home: Path) -> None:
    translations.update("vault")
    _translate(room, "django", {"The vault is shut.": "金库已关闭。"})

    assert catalogues.compile_changed(home)
    assert not catalogues.compile_changed(home)
    assert (home / "locale/zh_Hans/LC_MESSAGES/django.mo").exists()


def test_the_commands_speak_the_operators_language(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOYER_LANGUAGE", "zh")
    _catalogue.cache_clear()
    chinese = _catalogue().gettext("Nothing is wrong.")
    monkeypatch.setenv("FOYER_LANGUAGE", "en")
    _catalogue.cache_clear()
    english = _catalogue().gettext("Nothing is wrong.")
    _catalogue.cache_clear()

    assert (chinese, english) == ("一切正常。", "Nothing is wrong.")
