"""Encrypted columns: unreadable in the database, findable by equality, safe to move to a new key."""

import base64

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models
from django.test.utils import isolate_apps

from foyer.base.crypto import (
    BlindIndexField,
    EncryptedTextField,
    KeyMissing,
    Unreadable,
    blind_index,
    open_text,
    rotate,
    seal,
)

OLD, NEW = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))
PHONE = "13800138000"


@pytest.fixture(autouse=True)
def one_key(settings):
    settings.FOYER_KEYS = {"1": OLD}


@pytest.fixture
def person(db):
    with isolate_apps("foyer.base"):

        class Person(models.Model):
            phone = EncryptedTextField()
            note = EncryptedTextField(blank=True, default="")
            phone_index = BlindIndexField(source="phone", purpose="test.phone", unique=True)

            class Meta:
                app_label = "base"
                db_table = "test_crypto_person"

        with connection.schema_editor() as editor:
            editor.create_model(Person)
        yield Person


def stored(column="phone"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM test_crypto_person ORDER BY id")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def overwrite(column, text):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE test_crypto_person SET {column} = %s", [text])  # noqa: S608


def test_the_database_sees_only_ciphertext(person):
    person.objects.create(phone=PHONE, note="私人")

    assert PHONE not in stored()[0]
    assert stored()[0].startswith("v2:1i:")
    assert person.objects.get().phone == PHONE
    assert person.objects.values_list("note", flat=True).get() == "私人"


def test_equal_texts_have_unlike_ciphertexts_and_no_text_stays_empty():
    assert seal(PHONE, "t.c") != seal(PHONE, "t.c")


def test_the_empty_text_stays_empty(person):
    person.objects.create(phone=PHONE)

    assert stored("note") == [""]


def test_searching_the_ciphertext_is_refused_in_words(person):
    with pytest.raises(FieldError, match="blind index"):
        person.objects.filter(phone=PHONE)


def test_a_text_is_found_by_its_blind_index(person):
    someone = person.objects.create(phone=PHONE)
    person.objects.create(phone="13900139000")

    assert person.objects.get(phone_index__of=PHONE) == someone
    assert person.objects.get(phone_index=blind_index(PHONE, "test.phone")) == someone
    assert not person.objects.filter(phone_index__of="1").exists()


def test_the_index_of_another_purpose_or_key_is_unlike(settings):
    first = blind_index(PHONE, "a")
    settings.FOYER_KEYS = {"1": NEW}

    assert first != blind_index(PHONE, "a")
    assert blind_index(PHONE, "a") != blind_index(PHONE, "b")


@pytest.mark.parametrize("place", [0, 20, -2])
def test_one_changed_character_is_noticed(person, place):
    person.objects.create(phone=PHONE)
    text = list(stored()[0])
    text[place] = "A" if text[place] != "A" else "B"
    overwrite("phone", "".join(text))

    with pytest.raises(Unreadable, match=r"test_crypto_person\.phone"):
        person.objects.get()


def test_a_ciphertext_moved_to_another_column_is_refused(person):
    person.objects.create(phone=PHONE)
    overwrite("note", stored()[0])

    with pytest.raises(Unreadable, match="note"):
        person.objects.get()


@pytest.mark.parametrize("text", ["plain", "v2:1i:", "v1:1:!!", "v1:1:AAAA", "v2:1:AAAA", "v1"])
def test_what_never_was_a_ciphertext_is_unreadable(text):
    with pytest.raises(Unreadable):
        open_text(text, "t.c")


def test_a_missing_key_is_named(settings):
    sealed = seal(PHONE, "t.c")
    settings.FOYER_KEYS = {"2": NEW}

    with pytest.raises(KeyMissing, match="key 1"):
        open_text(sealed, "t.c")


def test_a_rotation_moves_every_row_and_can_be_stopped_and_started(person, settings):
    for number in range(5):
        person.objects.create(phone=f"1380013800{number}", note="")
    settings.FOYER_KEYS = {"1": OLD, "2": NEW}
    assert person.objects.filter(phone_index__of="13800138003").exists()

    def stop(_count):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(person, batch=2, told=stop)
    assert sum(text.startswith("v2:2i:") for text in stored()) == 2
    assert rotate(person, batch=2) == 3
    assert rotate(person, batch=2) == 0

    settings.FOYER_KEYS = {"2": NEW}
    assert person.objects.get(phone_index=blind_index("13800138003", "test.phone")).phone == "13800138003"


def test_a_declared_current_key_wins_over_the_highest(settings):
    settings.FOYER_KEYS, settings.FOYER_KEY_CURRENT = {"1": OLD, "2": NEW}, "1"

    assert seal("x", "t.c").startswith("v2:1i:")


@pytest.mark.parametrize("keys", [{}, {"a": OLD}, {"1": "short"}, {"1": base64.b64encode(b"x" * 16).decode()}])
def test_an_unusable_ring_says_so(settings, keys):
    settings.FOYER_KEYS = keys

    with pytest.raises(ImproperlyConfigured, match="FOYER_KEYS"):
        seal("x", "t.c")
