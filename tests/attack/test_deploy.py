"""The proxy's configuration is one that nginx would take, and says what docs/deploy.md says of it."""

import re
import shutil
import subprocess

import pytest

from foyer.config.env import PROJECT

TEXT = (PROJECT / "deploy" / "nginx.conf").read_text()
BLOCKS = {"events", "http", "server", "location", "upstream", "if"}
TOKEN = re.compile(r'"[^"]*"|[^\s;{}"]+|[;{}]')


def parsed(text):
    """The configuration as nested lists of directives; AssertionError where nginx would find a fault of grammar."""
    tokens = TOKEN.findall(re.sub(r"#.*", "", text))
    depth, words, found = [[]], [], []
    for token in tokens:
        if token == ";":
            assert words, "an empty directive"
            depth[-1].append(tuple(words))
            found.append(tuple(words))
            words = []
        elif token == "{":
            assert words and words[0] in BLOCKS, f"no block is called {words}"
            inside = []
            depth[-1].append((*words, inside))
            depth.append(inside)
            words = []
        elif token == "}":
            assert not words and len(depth) > 1, f"a brace too many, or no ; after {words}"
            depth.pop()
        else:
            words.append(token)
    assert len(depth) == 1 and not words
    return depth[0], found


def test_its_grammar_is_right():
    blocks, found = parsed(TEXT)

    assert [block[0] for block in blocks] == ["worker_processes", "events", "http"]
    assert len(found) > 60
    with pytest.raises(AssertionError):
        parsed("http { server { listen 80 } }")


@pytest.mark.parametrize(
    "directive",
    [
        ("ssl_protocols", "TLSv1.2", "TLSv1.3"),
        ("proxy_set_header", "X-Forwarded-For", "$remote_addr"),
        ("proxy_set_header", "X-Forwarded-Proto", "https"),
        ("proxy_set_header", "X-Forwarded-Host", '""'),
        ("proxy_set_header", "Forwarded", '""'),
        ("proxy_request_buffering", "on"),
        ("proxy_http_version", "1.1"),
        ("ssl_reject_handshake", "on"),
        ("client_max_body_size", "12m"),
        ("server_tokens", "off"),
        ("access_log", "/var/log/nginx/access.log", "without_query"),
        ("limit_req_status", "429"),
        ("ssl_session_tickets", "off"),
    ],
    ids=" ".join,
)
def test_it_says_what_the_page_promises(directive):
    assert directive in parsed(TEXT)[1]
    assert "$proxy_add_x_forwarded_for" not in TEXT


def test_what_was_asked_for_is_in_no_log():
    noted = [said for said in parsed(TEXT)[1] if said[0] == "log_format"]

    assert len(noted) == 1
    assert not {"$request", "$request_uri", "$args", "$query_string"} & set(noted[0][2].strip('"').split())


def test_nginx_itself_agrees(tmp_path):
    """Where nginx is installed it is asked; the grammar above is what every machine checks."""
    nginx = shutil.which("nginx")
    if nginx is None:
        return
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "1",
            "-subj",
            "/CN=bank.example",
            "-keyout",
            str(key),
            "-out",
            str(certificate),
        ],
        check=True,
        capture_output=True,
    )
    text = TEXT.replace("/etc/nginx/certificates/bank.pem", str(certificate)).replace(
        "/etc/nginx/certificates/bank.key", str(key)
    )
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/nginx.pid;\n{text}")
    asked = subprocess.run(
        [nginx, "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, check=False
    )

    assert asked.returncode == 0, asked.stderr
