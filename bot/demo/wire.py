"""How a call reaches the Bot API server and how it is refused.

Telegram accepts the same fields as JSON, as a form, as multipart and in the address; `Call` hides the difference.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from aiohttp import web
from aiohttp.multipart import BodyPartReader

#: One Bot API object. Its shape is Telegram's, documented there, and this server only passes most of it on.
Json: TypeAlias = dict[str, Any]

TITLES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}


class Refusal(Exception):
    """The server does not carry out the call."""

    def __init__(self, reason: str, code: int = 400) -> None:
        title = TITLES[code]
        self.code = code
        self.description = f"{title}: {reason}" if reason else title
        super().__init__(self.description)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """One method call with its fields, read as what the method needs."""

    method: str
    fields: Mapping[str, object] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return the field as text; empty when it is not there."""
        value = self.fields.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return the field as a whole number."""
        value = self.fields.get(name)
        if value is None or value == "":
            return default
        try:
            return int(str(value))
        except ValueError as error:
            raise Refusal(f"invalid {name} specified") from error

    def flag(self, name: str) -> bool:
        """Return the field as yes or no; no when it is not there."""
        return self.text(name).lower() in {"true", "1", "yes"}

    def tree(self, name: str) -> Any:
        """Return the field as an object or a list; None when it is not there."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            return _without_nulls(value)
        if not value:
            return None
        try:
            return _without_nulls(json.loads(value))
        except ValueError as error:
            raise Refusal(f"can't parse {name} JSON object") from error

    def upload(self, name: str) -> Upload | None:
        """Return the file of the field, sent directly or as `attach://part`."""
        value = self.text(name)
        return self.files.get(value.removeprefix("attach://")) or self.files.get(name)


def _without_nulls(tree: Any) -> Any:
    """Return the tree without its null fields: clients send them for what is not set."""
    if isinstance(tree, dict):
        return {name: _without_nulls(value) for name, value in tree.items() if value is not None}
    return [_without_nulls(value) for value in tree] if isinstance(tree, list) else tree


async def read_call(request: web.Request) -> Call:
    """Read the fields and files of a request, however they were sent."""
    fields: dict[str, object] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        fields |= await _json_fields(request)
    elif request.content_type.startswith("multipart/"):
        await _multipart_fields(request, fields, files)
    else:
        fields |= {name: str(value) for name, value in (await request.post()).items()}
    return Call(request.match_info["method"], fields, files)


async def _json_fields(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError as error:
        raise Refusal("can't parse JSON object") from error
    if not isinstance(body, dict):
        raise Refusal("object expected")
    return body


async def _multipart_fields(request: web.Request, fields: dict[str, object], files: dict[str, Upload]) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        if part.filename is None:
            fields[part.name] = await part.text()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, mime, bytes(await part.read()))
