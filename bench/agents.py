"""An agent of the measurements: signs in over HTTP as a browser does, and serves what the house offers.

Offered conversations are heard on the agent's own stream; the list is read as well every few seconds, so that nothing
is missed while the house is being killed. To serve is: take, reply with words of one's own, close.
"""

import asyncio
import json
import re
import time
from urllib.parse import urlencode
from uuid import uuid4

from bench.clients import LOST, Address, Feed, Http
from bench.visitors import API, Said

LOOK_SECONDS = 2.0
SIGN_IN_SECONDS = 60.0
THINKING_SECONDS = 0.2
_CSRF = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


class CannotSignIn(Exception):
    """The house knows no such agent; it needs the demonstration's staff."""


class Agent:
    """One agent at one browser."""

    def __init__(self, address: Address, username: str, password: str) -> None:
        self.address, self.username, self.password = address, username, password
        self.http = Http(address)
        self.said: list[Said] = []
        self.refused: list[str] = []
        self.served = 0
        self._feed: Feed | None = None
        self._offered: asyncio.Queue[dict] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []
        self._in_hand: set[str] = set()
        self._workers: set[asyncio.Task[None]] = set()

    async def begin(self) -> None:
        """Sign in, sit down, and serve until `end`."""
        await self._sign_in()
        me = (await self.http.surely("GET", f"{API}/staff/me")).json()
        self._me = me["id"]
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        self._feed = Feed(self.address, f"staff:{self._me}", "", self._hear, {"Cookie": cookies})
        self._tasks = [asyncio.create_task(work()) for work in (self._feed.follow, self._look, self._serve)]
        await self._feed.is_open.wait()
        await self._be_available()

    async def end(self) -> None:
        """Finish what is in hand and go."""
        if self._workers:
            await asyncio.wait(self._workers, timeout=60)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._feed:
            self._feed.close()
        self.http.close()

    async def _sign_in(self) -> None:
        deadline = time.monotonic() + SIGN_IN_SECONDS
        while time.monotonic() < deadline:
            try:
                if await self._signed_in():
                    return
                raise CannotSignIn(f"{self.username} cannot sign in at {self.address}")
            except LOST:
                await asyncio.sleep(0.5)
        raise CannotSignIn(f"{self.address} does not answer")

    async def _signed_in(self) -> bool:
        as_page = {"Accept": "text/html", "Referer": "http://localhost/accounts/login/"}
        page = await self.http.call("GET", "/accounts/login/", more=as_page)
        found = _CSRF.search(page.body.decode())
        if found is None:
            return False
        form = {"login": self.username, "password": self.password, "csrfmiddlewaretoken": found[1]}
        headers = {**as_page, "Content-Type": "application/x-www-form-urlencoded"}
        await self.http.call("POST", "/accounts/login/", urlencode(form).encode(), headers)
        self.http.headers["X-CSRFToken"] = self.http.cookies.get("csrftoken", "")
        return (await self.http.get(f"{API}/staff/me")).status == 200

    async def _be_available(self) -> None:
        await self.http.surely("POST", f"{API}/staff/me/presence", {"state": "available"})

    def _hear(self, _feed: Feed, kind: str, data: bytes) -> None:
        if kind == "conversation":
            self._offered.put_nowait(json.loads(data)["conversation"])

    async def _look(self) -> None:
        """Read the list, in case an event was missed; say that one is here, in case the house thought otherwise."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            answer = await self.http.surely("GET", f"{API}/staff/conversations?box=mine")
            for card in answer.json()["conversations"] if answer.status == 200 else []:
                self._offered.put_nowait(card)
            me = await self.http.surely("GET", f"{API}/staff/me")
            if me.status == 200 and me.json()["presence"]["state"] != "available":
                await self._be_available()

    async def _serve(self) -> None:
        while True:
            card = await self._offered.get()
            mine = self._me in ((card["offered_to"] or {}).get("id"), (card["assignee"] or {}).get("id"))
            if mine and card["status"] in ("waiting", "active") and card["id"] not in self._in_hand:
                self._in_hand.add(card["id"])
                worker = asyncio.create_task(self._serve_one(card["id"]))
                self._workers.add(worker)
                worker.add_done_callback(self._workers.discard)

    async def _serve_one(self, conversation: str) -> None:
        http = Http(self.address, **self.http.headers)
        http.cookies = self.http.cookies
        path = f"{API}/staff/conversations/{conversation}"
        try:
            taken = await http.surely("POST", f"{path}/take")
            if taken.status != 200:
                return
            await asyncio.sleep(THINKING_SECONDS)
            said = Said(str(uuid4()), conversation)
            text = f"Hello, this is {self.username}. I have read your question and will see to it now."
            answer = await http.surely("POST", f"{path}/messages", {"text": text, "client_id": said.client_id})
            if answer.status != 200:
                self.refused.append(f"{answer.status} {answer.body[:200].decode(errors='replace')}")
                return
            said.id, said.seq = answer.json()["id"], answer.json()["seq"]
            self.said.append(said)
            closed = await http.surely("POST", f"{path}/close", {"disposition": "solved", "summary": "Measured."})
            self.served += closed.status == 200
        finally:
            self._in_hand.discard(conversation)
            http.close()
