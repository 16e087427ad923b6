"""One example of each thing that a person may send instead of an answer."""

from __future__ import annotations

import struct
import zlib

from bot.demo.messages import keep_file
from bot.demo.wire import Json, Upload
from bot.demo.world import World

KINDS = (
    "photo", "voice", "audio", "video", "video_note", "animation", "sticker", "document", "location", "venue", "poll",
    "dice",
)  # fmt: skip
SIDE = 96


def sample(world: World, kind: str) -> Json:
    """Return the fields that a message of this kind has beside the usual ones."""
    if kind not in KINDS:
        raise ValueError(f"no sample of kind {kind!r}; there are: {', '.join(KINDS)}")
    if kind == "photo":
        return {"photo": [_file(world, "foto.png", "image/png", picture()) | {"width": SIDE, "height": SIDE}]}
    if kind in {"location", "venue", "poll", "dice"}:
        return _without_file(kind)
    return {kind: _with_file(world, kind)}


def _file(world: World, name: str, mime: str, content: bytes = b"ejemplo\n") -> Json:
    key = keep_file(world, Upload(name, mime, content))
    return {"file_id": key, "file_unique_id": key, "file_size": len(content)}


def _with_file(world: World, kind: str) -> Json:
    length, size = {"duration": 4}, {"width": 320, "height": 240}
    if kind == "voice":
        return _file(world, "voz.ogg", "audio/ogg") | length | {"mime_type": "audio/ogg"}
    if kind == "audio":
        return _file(world, "audio.mp3", "audio/mpeg") | length | {"mime_type": "audio/mpeg"}
    if kind == "video_note":
        return _file(world, "nota.mp4", "video/mp4") | length | {"length": 240}
    if kind in {"video", "animation"}:
        return _file(world, "video.mp4", "video/mp4") | length | size
    if kind == "sticker":
        flags = {"type": "regular", "is_animated": False, "is_video": False}
        return _file(world, "sticker.webp", "image/webp") | size | flags
    name = "examen.txt"
    return _file(world, name, "text/plain") | {"file_name": name, "mime_type": "text/plain"}


def _without_file(kind: str) -> Json:
    place = {"latitude": 0.0, "longitude": 0.0}
    if kind == "location":
        return {"location": place}
    if kind == "venue":
        return {"location": place, "venue": {"location": place, "title": "Lugar", "address": "Sin dirección"}}
    if kind == "dice":
        return {"dice": {"emoji": "🎲", "value": 3}}
    options = [{"persistent_id": name, "text": name, "voter_count": 0} for name in ("1", "2")]
    rest: Json = {
        "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
        "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
    }  # fmt: skip
    return {"poll": {"id": "1", "question": "1 o 2", "options": options} | rest}


def picture() -> bytes:
    """Return a small picture of nothing: a soft gradient, as PNG."""
    rows = b"".join(
        b"\0" + b"".join(bytes((120 + x // 2, 150 + y // 2, 170)) for x in range(SIDE)) for y in range(SIDE)
    )
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body
