"""A browser at the customer's API, for tests."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from foyer.base.ids import new_id

API = "/api/v1/"


@dataclass
class Browser:
    """One visitor: their token and their cookies."""

    token: str = ""
    client: Client = field(default_factory=Client)
    language: str = "en"

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        headers = {"Accept-Language": self.language, **more.pop("headers", {})}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            more |= {"data": body, "content_type": "application/json"}
        return getattr(self.client, method)(API + path, headers=headers, **more)

    def get(self, path: str, **more: Any) -> Any:
        return self.ask("get", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.ask("post", path, {} if body is None else body, **more)

    def upload(self, path: str, file: Any, client_id: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": self.language}
        return self.client.post(API + path, {"file": file, "client_id": client_id or str(new_id())}, headers=headers)

    def begin(self, **asked: Any) -> "Browser":
        self.token = self.post("visitors", asked).json()["token"]
        return self

    def open(self) -> str:
        """Open a conversation and answer its address in the API."""
        return f"conversations/{self.post('conversations').json()['id']}"

    def say(self, talk: str, text: str = "你好", client_id: str = "") -> Any:
        return self.post(f"{talk}/messages", {"text": text, "client_id": client_id or str(new_id())})


def visitor() -> Browser:
    return Browser().begin()
