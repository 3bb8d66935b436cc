"""Backups are age files (age-encryption.org): only who holds one of the recipients' keys can open them.

The installation's own key is made on the first backup and kept in FOYER_HOME/keys/backup; `FOYER_BACKUP_RECIPIENTS`
names others, such as one in the bank's safe. What is written and read passes through in
pieces; nothing is kept in memory.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyrage

from foyer.config import keys
from foyer.config.env import env
from foyer.operations.problem import Problem
from foyer.operations.words import _

START = b"age-encryption.org/v1\n"
OWN = "backup"


def own_identity() -> pyrage.x25519.Identity:
    """The installation's own key, made if there is none."""
    text = keys.kept(env.key_folder, OWN, lambda: str(pyrage.x25519.Identity.generate()))
    return pyrage.x25519.Identity.from_str(text)


def recipients() -> list[pyrage.x25519.Recipient]:
    """Who can open what is saved now."""
    return [own_identity().to_public(), *(_recipient(written) for written in env.backup_recipients)]


def identities(given: Path | None) -> list[pyrage.x25519.Identity]:
    """The keys to try: of the file that was given, else the installation's own."""
    if given is None:
        return [own_identity()] if (env.key_folder / OWN).exists() else []
    try:
        lines = given.read_text().splitlines()
        return [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise Problem(_("{path} is not a file with a key that opens backups.").format(path=given)) from error


def is_sealed(path: Path) -> bool:
    """Whether it is an age file; a backup from before they were is a plain tar."""
    with path.open("rb") as file:
        return file.read(len(START)) == START


@contextmanager
def into(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """What is written into the result goes sealed into the file."""
    to = recipients()
    with _piped(lambda reader: pyrage.encrypt_io(reader, file, to)) as writer:
        yield writer


@contextmanager
def out_of(path: Path, given: Path | None) -> Iterator[IO[bytes]]:
    """The archive within a file, to be read from its start. Raises Problem for a key that does not open it."""
    with path.open("rb") as file:
        if not is_sealed(path):
            yield file
            return
        yield from _opened(file, path, given)


def _opened(file: IO[bytes], path: Path, given: Path | None) -> Iterator[IO[bytes]]:
    found: list[BaseException] = []
    known = identities(given)
    reading, writing = os.pipe()

    def work() -> None:
        try:
            with os.fdopen(writing, "wb") as target:
                pyrage.decrypt_io(file, target, known)
        except (pyrage.DecryptError, OSError) as error:
            found.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    with os.fdopen(reading, "rb") as source:
        try:
            yield source
        except Exception:
            source.close()
            thread.join()
            _explain(found, path)
            raise
    thread.join()
    _explain(found, path)


def _explain(found: list[BaseException], path: Path) -> None:
    if any(isinstance(error, pyrage.DecryptError) for error in found):
        raise Problem(
            _("The key does not open {path}; nothing was touched.").format(path=path),
            _("Give the file with the right key: --key FILE."),
        ) from found[0]
    if any("Broken pipe" not in str(error) for error in found):
        raise Problem(
            _("{path} is damaged or cut off; nothing was touched.").format(path=path), _("Use another backup.")
        ) from found[0]


@contextmanager
def _piped(work: Callable[[IO[bytes]], object]) -> Iterator[IO[bytes]]:
    """A thread reads what is written here; its failure is raised at the end."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(reading, "rb") as source:
                work(source)
        except BaseException as error:  # raised below, in the thread of the caller
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(writing, "wb") as target:
            yield target
    finally:
        thread.join()
    if failed:
        raise failed[0]


def _recipient(written: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(written)
    except pyrage.RecipientError as error:
        said = _("FOYER_BACKUP_RECIPIENTS names {written}, which is no age key.").format(written=written)
        raise Problem(said) from error
