"""A Bot API server for commands that wait for its answer: one thread, answers by method, and what was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ME = {"id": 7, "is_bot": True, "username": "prueba_bot", "can_join_groups": False}
GROUP = -1004711


class FakeApi:
    """Answers by method; a list is used up from its front, its last one stays."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, Any] = {
            "getMe": ME,
            "getWebhookInfo": {"url": ""},
            "getChat": {"id": GROUP, "type": "supergroup"},
            "getChatMember": {"status": "administrator"},
            "getUpdates": [],
            "sendMessage": {"message_id": 1},
            "deleteWebhook": True,
        }
        self.base = ""

    def answer(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and body for a request."""
        _, bot, method = path.split("/", 2)
        if bot != f"bot{self.token}":
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        self.asked.append((method, body))
        result = self.answers.get(method)
        if isinstance(result, int) and not isinstance(result, bool):
            return result, {"ok": False, "error_code": result, "description": "no"}
        return 200, {"ok": True, "result": result}


@contextmanager
def serving(token: str) -> Iterator[FakeApi]:
    """The server, on a port of its own."""
    api = FakeApi(token)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            status, said = api.answer(self.path, json.loads(self.rfile.read(size) or b"{}"))
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
