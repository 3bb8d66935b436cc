"""Whose account the embedded server runs under: ours, or, as root, one of its own (PostgreSQL refuses root)."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

from foyer.operations.problem import Problem
from foyer.operations.words import _

NAME = "pgserver"
SEARCH = stat.S_IXOTH
READ = stat.S_IROTH | stat.S_IXOTH


def identity(home: Path) -> dict[str, Any]:
    """What `subprocess` needs to start a program under that account."""
    if os.geteuid() != 0:
        return {}
    owner = _owner(home)
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def make_folder(path: Path, home: Path) -> Path:
    """A folder that only the server's account can enter; refused where somebody else has made it first."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    owner = path.lstat().st_uid
    wanted = _owner(home).pw_uid if os.geteuid() == 0 else os.geteuid()
    if path.is_symlink() or owner not in (wanted, os.geteuid()):
        raise Problem(
            _("The folder {path} belongs to somebody else.").format(path=path),
            _("Remove it, or choose another FOYER_HOME."),
        )
    path.chmod(0o700)
    if owner != wanted:
        shutil.chown(path, wanted, _owner(home).pw_gid)
    return path


def prepare(home: Path, data: Path, programs: Path) -> None:
    """As root: let the server's account reach its programs and its data. As a user: see that the data is ours."""
    if os.geteuid() == 0:
        _let_through(data.parent, SEARCH)
        _let_read(programs.parent)
    elif data.exists() and data.stat().st_uid != os.geteuid():
        raise Problem(
            _("The database in {folder} belongs to the user {owner}.").format(
                folder=data, owner=_name_of(data.stat().st_uid)
            ),
            _("Run Foyer as that user or as root, or choose another FOYER_HOME."),
        )


def _let_through(folder: Path, bits: int) -> None:
    """Let others pass (not list) the folders on the way; what lies in them keeps its own protection."""
    for step in [folder, *folder.parents]:
        mode = step.stat().st_mode
        if mode & bits != bits:
            step.chmod(stat.S_IMODE(mode) | bits)


def _let_read(folder: Path) -> None:
    """Let others read and run the bundled programs, as a strict umask may have forbidden."""
    _let_through(folder.parent, SEARCH)
    if (folder / "bin/postgres").stat().st_mode & READ == READ and folder.stat().st_mode & READ == READ:
        return
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            mode = stat.S_IMODE(path.stat().st_mode)
            runs = path.is_dir() or mode & stat.S_IXUSR
            path.chmod(mode | (READ if runs else stat.S_IROTH))


def _owner(home: Path) -> pwd.struct_passwd:
    """The account that owns the data, else one made for it."""
    data = home / "postgres"
    if data.exists() and data.stat().st_uid:
        return pwd.getpwuid(data.stat().st_uid)
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return _make_account()


def _make_account() -> pwd.struct_passwd:
    for command in (["useradd", "--system", "--no-create-home", NAME], ["adduser", "-S", "-D", "-H", NAME]):
        if shutil.which(command[0]):
            subprocess.run(command, capture_output=True, check=False)
            break
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        raise Problem(
            _("PostgreSQL does not run as root, and the account {name} could not be made.").format(name=NAME),
            _("Make that account, or run Foyer as an ordinary user."),
        ) from None


def _name_of(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
