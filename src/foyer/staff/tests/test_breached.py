"""Passwords of breaches elsewhere are refused, wherever in the file they stand, and a file that is away refuses all."""

import hashlib

import pytest
from django.core.exceptions import ValidationError

from foyer.staff.sign_in.breached import BreachedValidator, is_in

WORDS = [f"leaked-{number}" for number in range(257)]


def digest(word: str) -> str:
    return hashlib.sha1(word.encode()).hexdigest().upper()  # noqa: S324  the format of the file


@pytest.fixture
def file(tmp_path, settings):
    path = tmp_path / "pwned.txt"
    path.write_text("".join(f"{one}:{len(one)}\r\n" for one in sorted(map(digest, WORDS))))
    settings.FOYER_BREACHED_PASSWORDS = str(path)
    return path


def test_every_line_is_found_and_nothing_else(file):
    assert all(is_in(file, word) for word in WORDS)
    assert not any(is_in(file, f"unknown-{number}") for number in range(500))


@pytest.mark.parametrize("content", ["", "\n", "0" * 40, "garbage\nnot a digest\n", "F" * 40 + ":1"])
def test_an_odd_file_ends_the_search(tmp_path, content):
    path = tmp_path / "odd"
    path.write_text(content)

    assert not is_in(path, "whatever")


def test_a_new_password_that_was_leaked_is_refused(file, settings):
    with pytest.raises(ValidationError) as refused:
        BreachedValidator().validate("leaked-7")
    assert refused.value.code == "password_breached"
    BreachedValidator().validate("青山绿水长流不息的河")

    settings.FOYER_BREACHED_PASSWORDS = ""
    BreachedValidator().validate("leaked-7")


def test_a_file_that_cannot_be_read_lets_nothing_pass(file, settings):
    settings.FOYER_BREACHED_PASSWORDS = str(file.with_name("gone"))

    with pytest.raises(ValidationError) as refused:
        BreachedValidator().validate("青山绿水长流不息的河")
    assert refused.value.code == "password_unchecked"


@pytest.mark.django_db
def test_it_is_asked_when_a_colleague_sets_a_password(file):
    from django.contrib.auth.password_validation import validate_password

    path_word = WORDS[3]
    with pytest.raises(ValidationError) as refused:
        validate_password(path_word)
    assert "password_breached" in {one.code for one in refused.value.error_list}
