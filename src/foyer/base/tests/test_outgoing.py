"""Outgoing calls reach what the operator allowed, at the address that was checked, and come to an end."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from foyer.base import clock, outgoing
from foyer.base.outgoing import Away, NotAllowed, breaker, calling

METADATA = ["169.254.169.254", "100.100.100.200", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"]

INSIDE = ["127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "::1", "fc00::1", "0.0.0.0"]  # noqa: S104


class _Service(BaseHTTPRequestHandler):
    """Answers by its path; writes down who asked."""

    seen: list[tuple[str, str]] = []

    def do_GET(self):
        self.seen.append((self.path, self.headers.get("Host", "")))
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/meta-data/")
            self.end_headers()
        elif self.path == "/huge":
            self.send_response(200)
            self.end_headers()
            with Quiet():
                for _ in range(200):
                    self.wfile.write(b"x" * 65_536)
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            with Quiet():
                for _ in range(50):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.1)
        elif self.path == "/broken":
            self.send_response(503)
            self.end_headers()
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"fine": true}')

    def log_message(self, *_args):
        """Say nothing."""


class Quiet:
    def __enter__(self):
        return self

    def __exit__(self, kind, *_rest):
        return kind is not None and issubclass(kind, OSError)


@pytest.fixture
def service():
    _Service.seen = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Service) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(autouse=True)
def fresh(settings):
    settings.FOYER_OUTGOING_HOSTS = ["api.bank.example", "*.partner.example"]
    settings.FOYER_INTERNAL_HOSTS = ["127.0.0.1", "inside.bank.example"]
    settings.FOYER_PRODUCTION, settings.FOYER_WITHOUT = True, ["internal_tls"]
    breaker.forget()
    yield
    breaker.forget()


def leads_to(*addresses):
    return lambda _host, _port: list(addresses)


def test_a_listed_host_is_called(service):
    answer = outgoing.send("GET", f"{service}/fine")

    assert answer.is_success
    assert answer.json() == {"fine": True}


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/",
        "https://api.bank.example.evil.example/",
        "https://partner.example/",
        "http://api.bank.example/",
        "ftp://api.bank.example/",
        "file:///etc/passwd",
        "gopher://api.bank.example/",
        "https://api.bank.example@evil.example/",
        "https://user:secret@api.bank.example/",
        "https://api.bank.example\\@evil.example/",
        "https://api.bank.example\r\nHost: evil.example/",
        "https://api.bank.example:notaport/",
        "https:///nothing",
        "//api.bank.example/",
        "http://169.254.169.254/latest/meta-data/",
        "https://metadata.google.internal/",
        "https://2852039166/",
        "https://0xa9fea9fe/",
    ],
)
def test_any_other_address_is_refused_before_a_name_is_resolved(url):
    def never(_host, _port):
        raise AssertionError("resolved")

    with pytest.raises(NotAllowed):
        outgoing.send("GET", url, resolver=never)


@pytest.mark.parametrize("address", [*METADATA, *INSIDE])
def test_a_listed_name_that_leads_inside_is_refused(address):
    with pytest.raises(NotAllowed):
        outgoing.send("GET", "https://api.bank.example/", resolver=leads_to(address))


def test_one_bad_address_among_good_ones_is_enough():
    with pytest.raises(NotAllowed):
        outgoing.send("GET", "https://api.bank.example/", resolver=leads_to("93.184.215.14", "10.0.0.8"))


@pytest.mark.parametrize("address", METADATA)
def test_the_metadata_of_a_cloud_is_never_reached_even_by_an_internal_host(address):
    with pytest.raises(NotAllowed):
        outgoing.send("GET", "http://inside.bank.example/", resolver=leads_to(address))


def test_a_name_is_resolved_once_and_the_call_goes_where_it_led(service):
    """DNS rebinding: the second answer would lead elsewhere, but nobody asks twice."""
    port, asked = int(service.rsplit(":", 1)[1]), []

    def rebinding(host, _port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    answer = outgoing.send("GET", f"http://inside.bank.example:{port}/fine", resolver=rebinding)

    assert answer.is_success
    assert asked == ["inside.bank.example"]
    assert _Service.seen == [("/fine", f"inside.bank.example:{port}")]


def test_the_resolver_of_the_machine_is_not_asked_behind_our_back(service, monkeypatch):
    port = int(service.rsplit(":", 1)[1])
    real, looked_up = socket.getaddrinfo, []
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *rest, **more: looked_up.append(host) or real(host, *rest, **more)
    )

    outgoing.send("GET", f"http://inside.bank.example:{port}/", resolver=leads_to("127.0.0.1"))

    assert "inside.bank.example" not in looked_up


def test_a_redirect_is_not_followed(service):
    answer = outgoing.send("GET", f"{service}/away")

    assert answer.status == 302
    assert _Service.seen == [("/away", service.removeprefix("http://"))]


def test_an_answer_that_is_too_large_is_cut_off(service):
    with pytest.raises(Away):
        outgoing.send("GET", f"{service}/huge", most_bytes=100_000)


def test_an_answer_that_drips_is_cut_off(service):
    begun = time.monotonic()
    with pytest.raises(Away):
        outgoing.send("GET", f"{service}/slow", seconds=0.5)

    assert time.monotonic() - begun < 3


def test_a_host_that_keeps_failing_is_left_alone_for_a_while(service):
    with clock.at(clock.now()):
        for _ in range(breaker.FAILURES):
            assert outgoing.send("GET", f"{service}/broken").status == 503
        with pytest.raises(Away):
            outgoing.send("GET", f"{service}/fine")
        assert len(_Service.seen) == breaker.FAILURES

        clock.advance(seconds=31)
        assert outgoing.send("GET", f"{service}/fine").is_success
        assert outgoing.send("GET", f"{service}/fine").is_success


def test_what_the_operators_own_setting_names_needs_no_list(service, settings):
    settings.FOYER_INTERNAL_HOSTS = []
    with pytest.raises(NotAllowed):
        outgoing.send("GET", f"{service}/fine")

    assert outgoing.send("GET", f"{service}/fine", named=(service,)).is_success


def test_in_production_the_banks_own_network_is_called_over_https(settings):
    settings.FOYER_WITHOUT = []
    with pytest.raises(NotAllowed):
        outgoing.check("http://inside.bank.example/")
    with pytest.raises(NotAllowed):
        outgoing.check("http://localhost.evil.example/", named=("http://localhost.evil.example/",))
    assert outgoing.check("https://inside.bank.example/").internal
    assert outgoing.check("http://127.0.0.1/").internal

    settings.FOYER_WITHOUT = ["internal_tls"]
    assert outgoing.check("http://inside.bank.example/").scheme == "http"


def test_in_production_nothing_listed_is_nobody_called(settings):
    settings.FOYER_OUTGOING_HOSTS = []
    with pytest.raises(NotAllowed):
        outgoing.check("https://anybody.example/")

    settings.FOYER_PRODUCTION = False
    assert outgoing.check("https://anybody.example/").port == 443
    with pytest.raises(NotAllowed):
        outgoing.check("https://anybody.example:22/")


def test_a_library_with_its_own_client_is_held_to_the_same():
    with httpx.Client(transport=outgoing.transport(resolver=leads_to("10.0.0.8"))) as client:
        with pytest.raises(NotAllowed):
            client.get("https://api.bank.example/")
        with pytest.raises(NotAllowed):
            client.get("http://169.254.169.254/")


def test_no_proxy_is_taken_from_the_environment(service, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")

    assert outgoing.send("GET", f"{service}/fine").is_success


def test_failures_are_logged_by_host_and_kind_only(capfd):
    with pytest.raises(Away):
        calling.send("GET", "https://api.bank.example/secret?token=s3cret", resolver=leads_to(), seconds=1)

    assert "s3cret" not in "".join(capfd.readouterr())
