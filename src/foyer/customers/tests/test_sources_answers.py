"""Databases, services and SFTP servers: read in portions, from where we stopped, with secrets from outside."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest.mock import ANY

import asyncssh
import httpx
import pytest
import sqlalchemy
from django.db import connection
from django.utils import translation

from foyer.base.actors import SYSTEM
from foyer.base.engine.testing import lake  # noqa: F401
from foyer.customers.intake import run
from foyer.customers.models import LandedFile
from foyer.customers.sources import Source, parse
from foyer.customers.sources.connectors.port import Known, SecretMissing, SourceAway, open_connector
from foyer.customers.tests.intake_bank import state

HEAD = """
source: crm
title: {en: CRM}
owner: Sales
basis: contract
purpose: {en: Serving customers}
"""
GIVES = "gives: [{party: {source_key: id, kind: {is: person}, name: name}}]"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lake")]


def take_in(source: Source, **edges: object) -> list[str]:
    run(source, by=SYSTEM, resolve=False, **edges)
    return [row["name"] for row in state("party")]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sqlalchemy.Engine:
    url = f"sqlite:///{tmp_path / 'crm.db'}"
    monkeypatch.setenv("CRM_URL", url)
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE clients (id INTEGER, name TEXT, changed INTEGER)")
    return engine


def add(engine: sqlalchemy.Engine, *rows: tuple[int, str, int]) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO clients VALUES (?, ?, ?)", list(rows))


CLIENTS = f"tables: {{clients: {{table: clients, key: id, mode: incremental, watermark: changed, {GIVES}}}}}"
DATABASE = parse(f"{HEAD}from: {{database: {{url: '${{CRM_URL}}'}}}}\n{CLIENTS}")


def test_a_database_is_read_from_the_watermark_on(database: sqlalchemy.Engine) -> None:
    add(database, (1, "王伟", 10), (2, "李娜", 20))
    assert take_in(DATABASE) == ["王伟", "李娜"]
    assert take_in(DATABASE) == ["王伟", "李娜"]

    add(database, (3, "张敏", 20), (1, "王新", 30))  # one came late, with the watermark that was reached already

    assert take_in(DATABASE) == ["王新", "李娜", "张敏"]
    assert [(file.rows, file.watermark) for file in LandedFile.objects.order_by("number")] == [(2, "20"), (2, "30")]


def test_without_its_secret_a_source_says_which_one_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CRM_URL", raising=False)

    with pytest.raises(SecretMissing, match="secret_missing") as refused:
        take_in(DATABASE)

    assert "CRM_URL" in str(refused.value.message)


def test_a_database_that_refuses_gives_away_nothing(
    database: sqlalchemy.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CRM_URL", "postgresql+psycopg://me:hidden@127.0.0.1:1/none")

    with pytest.raises(SourceAway) as refused:
        take_in(DATABASE)

    assert "hidden" not in str(refused.value.message)


@pytest.fixture
def postgresql(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlalchemy.Engine]:
    """A table with columns of every usual kind, on the very server that the tests run on."""
    given = connection.settings_dict
    url = sqlalchemy.URL.create(
        "postgresql+psycopg", given["USER"] or None, given["PASSWORD"] or None, database=given["NAME"],
        query={"host": given["HOST"], "port": str(given["PORT"])} if given["PORT"] else {"host": given["HOST"]},
    )  # fmt: skip
    monkeypatch.setenv("CRM_URL", url.render_as_string(hide_password=False))
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as session:
        session.exec_driver_sql("CREATE SCHEMA crm")
        session.exec_driver_sql(
            """CREATE TABLE crm."Clients"
               (id bigint, name text, opened date, balance numeric(12, 2), changed timestamptz)"""
        )
    yield engine
    with engine.begin() as session:
        session.exec_driver_sql("DROP SCHEMA crm CASCADE")
    engine.dispose()


FILL = """INSERT INTO crm."Clients" SELECT n, '客户', '2020-01-02', n * 1.5, '2026-01-01 10:00+08'::timestamptz
          + n * interval '1 second' FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n"""


@pytest.mark.parametrize("asked", ["table: crm.Clients", "query: 'SELECT * FROM crm.\"Clients\" WHERE id < 999;'"])
def test_a_real_server_is_read_in_portions_from_its_watermark_on(postgresql: sqlalchemy.Engine, asked: str) -> None:
    place = "from: {database: {url: '${CRM_URL}', rows_at_once: 100}}"
    source = parse(
        f"{HEAD}{place}\ntables: {{clients: {{{asked}, key: id, mode: incremental, watermark: changed, {GIVES}}}}}"
    )
    with postgresql.begin() as session:
        session.exec_driver_sql(FILL, {"first": 1, "last": 250})
    assert len(take_in(source)) == 250
    with postgresql.begin() as session:  # three more; one of them with the watermark that was reached already
        session.exec_driver_sql(FILL, {"first": 251, "last": 252})
        session.exec_driver_sql("""INSERT INTO crm."Clients" SELECT 253, name, opened, balance, changed
                                   FROM crm."Clients" WHERE id = 250""")

    assert len(take_in(source)) == 253
    assert [(file.name, file.rows) for file in LandedFile.objects.order_by("number")][1:] == [(ANY, 3)]


SERVICE = (
    HEAD
    + """
from: {http: {url: "https://api.example/v1", headers: {Authorization: "Bearer ${TOKEN}"}, tries: 3}}
tables:
  clients:
    path: clients
    records: data.items
    pages: {by: PAGES, parameter: page, next: NEXT}
    key: id
    gives: [{party: {source_key: id, kind: {is: person}, name: name.full}}]
"""
)
PEOPLE = [{"id": n, "name": {"full": name}} for n, name in enumerate(["王伟", "李娜", "张敏"], 1)]


def service(by: str, answer: Callable[[httpx.Request], httpx.Response], waits: list[float]) -> list[str]:
    source = parse(SERVICE.replace("PAGES", by).replace("NEXT", "meta.next"))
    return take_in(source, transport=httpx.MockTransport(answer), wait=waits.append)


def test_a_service_is_read_page_by_page_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "t0ken")
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if len(asked) == 2:
            return httpx.Response(429, headers={"retry-after": "7"})
        page = int(request.url.params["page"])
        return httpx.Response(200, json={"data": {"items": PEOPLE[page - 1 : page]}})

    waits: list[float] = []
    assert service("page", answer, waits) == ["王伟", "李娜", "张敏"]
    assert asked[0].headers["authorization"] == "Bearer t0ken"
    assert waits == [7.0]


def test_a_service_with_cursors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "t0ken")

    def answer(request: httpx.Request) -> httpx.Response:
        at = int(request.url.params.get("page", 0))
        following = str(at + 2) if at + 2 < 3 else None
        return httpx.Response(200, json={"data": {"items": PEOPLE[at : at + 2]}, "meta": {"next": following}})

    assert service("cursor", answer, []) == ["王伟", "李娜", "张敏"]


def test_our_token_goes_to_no_other_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "t0ken")
    body = json.dumps({"data": {"items": PEOPLE}, "meta": {"next": "https://evil.example/2"}})

    with pytest.raises(SourceAway):
        service("link", lambda _request: httpx.Response(200, text=body), [])

    assert state("party") == []


def test_a_service_that_stays_away_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "t0ken")
    waits: list[float] = []

    with pytest.raises(SourceAway):
        service("page", lambda _request: httpx.Response(503), waits)

    assert waits == [0.5, 1.0]


class _Bureau(BaseHTTPRequestHandler):
    """A third party's service: asks for a token, stumbles once, has two pages and links the second."""

    asked: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["authorization"]))
        if len(self.asked) == 1:
            return self._answer(503, {"retry-after": "1"}, b"busy")
        page = 2 if "page=2" in self.path else 1
        link = {} if page == 2 else {"link": f'<http://{self.headers["host"]}/v1/clients?page=2>; rel="next"'}
        items = PEOPLE[2:] if page == 2 else PEOPLE[:2]
        return self._answer(200, link, json.dumps({"data": {"items": items}}, ensure_ascii=False).encode())

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {**headers, "content-type": "application/json", "content-length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def bureau() -> Iterator[ThreadingHTTPServer]:
    _Bureau.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Bureau) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def test_a_service_is_read_over_the_wire(bureau: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "t0ken")
    here = f"http://127.0.0.1:{bureau.server_port}/v1"
    pages = "{by: PAGES, parameter: page, next: NEXT}"
    text = SERVICE.replace("https://api.example/v1", here).replace(pages, "{by: link}")
    waits: list[float] = []

    assert take_in(parse(text), wait=waits.append) == ["王伟", "李娜", "张敏"]
    assert [path for path, _token in _Bureau.asked] == ["/v1/clients", "/v1/clients", "/v1/clients?page=2"]
    assert {token for _path, token in _Bureau.asked} == {"Bearer t0ken"}
    assert waits == [1.0]


class _Guests(asyncssh.SSHServer):
    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("foyer", "s3cret")


@pytest.fixture
def sftp(tmp_path: Path) -> Iterator[tuple[int, str]]:
    """A server in a thread of its own: its port and its public key."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "people_1.csv").write_text("id,name\n1,王伟\n", encoding="utf-8")
    key = asyncssh.generate_private_key("ssh-ed25519")
    loop = asyncio.new_event_loop()

    async def begin() -> asyncssh.SSHAcceptor:
        chroot = str(tmp_path).encode()
        return await asyncssh.create_server(
            _Guests, "127.0.0.1", 0, server_host_keys=[key], allow_scp=False,
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=chroot),
        )  # fmt: skip

    server = loop.run_until_complete(begin())
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield server.get_port(), key.export_public_key().decode().strip()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def sftp_source(port: int, key: str) -> Source:
    place = (
        f"host: 127.0.0.1, port: {port}, user: foyer, password: '${{SFTP_PASSWORD}}', folder: /out, host_key: '{key}'"
    )
    tables = f"tables: {{clients: {{file: people_*.csv, key: id, mode: incremental, {GIVES}}}}}"
    return parse(f"{HEAD}from: {{sftp: {{{place}}}}}\n{tables}")


def test_new_files_are_fetched_from_an_sftp_folder(
    sftp: tuple[int, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SFTP_PASSWORD", "s3cret")
    assert take_in(sftp_source(*sftp)) == ["王伟"]
    (tmp_path / "out" / "people_2.csv").write_text("id,name\n2,李娜\n", encoding="utf-8")

    assert take_in(sftp_source(*sftp)) == ["王伟", "李娜"]
    assert LandedFile.objects.count() == 2


def test_a_server_with_another_key_is_not_trusted(sftp: tuple[int, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SFTP_PASSWORD", "s3cret")
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    source = sftp_source(sftp[0], other)

    with open_connector(source) as connector, pytest.raises(SourceAway) as refused, translation.override("en"):
        connector.items(source.tables["clients"], Known())

    assert "another key" in str(refused.value.message)
