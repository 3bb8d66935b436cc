"""Files in a folder of an SFTP server, whose key must be the one that the mapping file names."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import asyncssh
from django.utils.translation import gettext as _

from foyer.customers.sources.connectors.folder import FileItem
from foyer.customers.sources.connectors.port import FileNotUsable, Item, Known, SourceAway, scratch
from foyer.customers.sources.connectors.secrets import filled
from foyer.customers.sources.shapes import Source, Table

SECONDS_TO_CONNECT = 30


class Sftp:
    def __init__(self, source: Source) -> None:
        self._given = source.settings

    def __enter__(self) -> Self:
        self._fetched = tempfile.TemporaryDirectory(dir=scratch(), prefix="sftp-")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._fetched.cleanup()

    def items(self, table: Table, known: Known) -> Iterable[Item]:
        """The files of the table, fetched; those that were landed before and did not change are left where they are."""
        try:
            return asyncio.run(self._items(table, known))
        except asyncssh.HostKeyNotVerifiable:
            what = _("The server {host} shows another key than the mapping file names.").format(
                host=self._given["host"]
            )
            raise SourceAway(what, mend=_("Ask its owner for the right key before you trust it.")) from None
        except (OSError, asyncssh.Error, TimeoutError) as error:
            what = _("The SFTP server of this source does not answer ({reason}).").format(reason=type(error).__name__)
            raise SourceAway(what) from None

    async def _items(self, table: Table, known: Known) -> list[Item]:
        async with asyncssh.connect(**self._connection()) as connection, connection.start_sftp_client() as client:
            found = await self._listed(client, table)
            return [await self._fetch(client, table, name, mark, known) for name, mark in found]

    def _connection(self) -> dict[str, Any]:
        given = self._given
        host, port = given["host"], given.get("port", 22)
        trusted = asyncssh.import_known_hosts(f"[{host}]:{port} {given['host_key']}\n")
        keys = [asyncssh.import_private_key(filled(given["key"]))] if "key" in given else None
        return {
            "host": host,
            "port": port,
            "username": given["user"],
            "password": filled(given["password"]) if "password" in given else None,
            "client_keys": keys,
            "known_hosts": trusted,
            "agent_path": None,
            "config": None,
            "connect_timeout": SECONDS_TO_CONNECT,
        }

    async def _listed(self, client: asyncssh.SFTPClient, table: Table) -> list[tuple[str, str]]:
        """(name, mark) of the table's files; the newest alone where that is asked for."""
        entries = await client.readdir(self._given["folder"])
        found = [entry for entry in entries if fnmatch(str(entry.filename), table.file)]
        if not found and table.mode == "full":
            raise FileNotUsable(
                _("There is no file {file} for the table {table}.").format(file=table.file, table=table.name)
            )
        marks = {str(entry.filename): (entry.attrs.mtime or 0, entry.attrs.size or 0) for entry in found}
        names = sorted(marks)
        chosen = [max(names, key=lambda name: (marks[name][0], name))] if table.take == "newest" and names else names
        return [(name, f"{marks[name][0]}:{marks[name][1]}") for name in chosen]

    async def _fetch(self, client: asyncssh.SFTPClient, table: Table, name: str, mark: str, known: Known) -> Item:
        target = Path(self._fetched.name) / table.name / Path(name).name
        if known.marks.get(name) != mark:
            target.parent.mkdir(exist_ok=True)
            await client.get(f"{self._given['folder'].rstrip('/')}/{name}", str(target))
        return FileItem(name, target, table.files, mark)
