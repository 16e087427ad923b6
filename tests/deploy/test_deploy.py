"""What is handed to a server: the image, compose, the unit and the proxies, looked at where nothing can run them."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config.addresses import listen_problem
from bot.config.settings import Settings
from bot.demo.emulator import Emulator
from tests.waiting import HANG

ROOT = Path(__file__).parents[2]
IMAGE = (ROOT / "Dockerfile").read_text("utf-8")
UNIT = (ROOT / "deploy/systemd/tamiz.service").read_text("utf-8")
CADDY = (ROOT / "deploy/proxy/Caddyfile").read_text("utf-8")
COMPOSE = (ROOT / "compose.yaml").read_text("utf-8")
NIGHTLY = (ROOT / "deploy/systemd/tamiz-nightly.service").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
FILES = [COMPOSE, IMAGE, *(path.read_text("utf-8") for path in (ROOT / "deploy").rglob("*") if path.is_file())]
TOKEN = "7000000001:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def instruction(name: str) -> list[str]:
    """The arguments of the image's last instruction of this name, written as a list."""
    found: list[str] = json.loads(re.findall(rf"{name} (\[.*\])$", IMAGE, re.MULTILINE)[-1])
    return found


def environment() -> dict[str, str]:
    """What the image sets."""
    lines = re.findall(r"^ENV (.*)$", IMAGE, re.MULTILINE)
    return dict(pair.split("=", 1) for line in lines for pair in line.split())


def unit(text: str) -> dict[str, list[str]]:
    """The keys of a unit, each with its values."""
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE):
        found.setdefault(key, []).append(value)
    return found


def test_every_setting_that_a_file_names_is_one() -> None:
    known = {"TAMIZ_SECRETS_DIR", *(f"TAMIZ_{name.upper()}" for name in Settings.model_fields)}
    assert {name for text in FILES for name in re.findall(r"TAMIZ_[A-Z_]+[A-Z]", text)} <= known


def test_the_image_runs_as_nobody_special_builds_apart_and_stops_cleanly() -> None:
    last = IMAGE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER tamiz$", last, re.MULTILINE)
    assert "--require-hashes" in IMAGE
    assert "pip" not in last.partition("COPY --from")[2]
    assert "STOPSIGNAL SIGTERM" in last
    assert not re.search(r"ADD |:latest|curl|apt-get", IMAGE)
    assert not re.search(r"TOKEN|SECRET", IMAGE)


def test_the_image_takes_only_what_the_wheel_is_made_of() -> None:
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").split() if line.startswith("!")}
    copied = {name for line in re.findall(r"^COPY (?!--)(.*) \S+$", IMAGE, re.MULTILINE) for name in line.split()}
    assert {name if name in kept else name.partition("/")[0] for name in copied} == kept
    assert all((ROOT / name).exists() for name in copied)
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert {*wheel["packages"], *wheel["force-include"], PROJECT["project"]["readme"]} <= copied


def test_the_image_has_what_the_database_of_compose_needs() -> None:
    packages = (ROOT / re.findall(r"-r (\S+)", IMAGE)[0]).read_text("utf-8")
    assert re.search(r"^psycopg-binary==", packages, re.MULTILINE)
    assert packages.startswith("aiofiles==")


def test_the_command_of_the_image_and_of_the_unit_is_that_of_the_wheel() -> None:
    scripts = PROJECT["project"]["scripts"]
    assert instruction("ENTRYPOINT") == [*scripts] == ["tamiz"]
    assert instruction("CMD")[-1:] != []
    assert unit(UNIT)["ExecStart"] == ["/srv/tamiz/.venv/bin/tamiz run"]


async def night_is_worked(folder: Path, tamiz: list[str], env: dict[str, str]) -> None:
    """Do what the unit of the night does, beside the bot that runs."""
    (folder / "backups").mkdir()
    for line in unit(NIGHTLY)["ExecStart"]:
        own_line = line.replace("%%", "%").replace("/srv/tamiz/.venv/bin/tamiz", " ".join(tamiz))
        night = await asyncio.create_subprocess_exec(*shlex.split(own_line), cwd=folder, env=env)
        assert await night.wait() == 0, own_line
    assert [path.name for path in (folder / "backups").glob("tamiz-????-??-??-??????.db")]


@pytest.mark.slow
async def test_what_the_image_starts_is_healthy_and_stops_when_it_is_told(tmp_path: Path) -> None:
    """With the image's own command, environment and health check, and the night's work beside it; only the port and
    the server are of this test."""
    emulator = Emulator(token=TOKEN)
    base = await emulator.start("127.0.0.1", 0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    own = {name: value.replace("9100", port) for name, value in environment().items() if name != "PATH"}
    setting = {"TAMIZ_BOT_TOKEN": TOKEN, "TAMIZ_API_BASE": base, "TAMIZ_STAFF_CHAT": str(emulator.staff_chat)}
    all_of_it = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **own, **setting}
    tamiz = [sys.executable, "-m", "bot"]
    made = subprocess.run([*tamiz, "init", "--yes"], cwd=tmp_path, env=all_of_it, capture_output=True, check=False)
    assert made.returncode == 0, made.stdout
    start = json.loads(re.findall(r"^CMD (\[.*\])$", IMAGE, re.MULTILINE)[-1])
    check = json.loads(re.findall(r"^    CMD (\[.*\])$", IMAGE, re.MULTILINE)[0])
    bot = await asyncio.create_subprocess_exec(*tamiz, *start, cwd=tmp_path, env=all_of_it, stderr=subprocess.PIPE)
    assert bot.stderr is not None
    try:
        async with asyncio.timeout(HANG):
            while b"event=started" not in (line := await bot.stderr.readline()):
                assert line, "it ended"
            own_check = [each.replace("9100", port) for each in check[1:]]
            assert await (await asyncio.create_subprocess_exec(sys.executable, *own_check)).wait() == 0
            await night_is_worked(tmp_path, tamiz, all_of_it)
            bot.send_signal(signal.SIGTERM)
            await bot.stderr.read()
            assert await bot.wait() == 0
    finally:
        if bot.returncode is None:
            bot.kill()
        await emulator.stop()


def test_compose_gives_the_bot_no_rights_and_no_open_port() -> None:
    services: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
    bot = services["bot"]
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in bot["security_opt"]
    assert "ports" not in bot
    assert int(bot["stop_grace_period"].removesuffix("s")) > 10
    assert not [name for name in bot["environment"] if re.search("TOKEN|PASSWORD|DATABASE", name)]
    mounts = [each.split(":")[0] for each in services["proxy"]["volumes"] if each.startswith("./")]
    assert all((ROOT / each).is_file() for each in mounts)


def test_compose_runs_replicas_on_one_server_each_at_an_address_of_its_own() -> None:
    whole: dict[str, Any] = yaml.safe_load(COMPOSE)
    bot, proxy = whole["services"]["bot"], whole["services"]["proxy"]
    assert "container_name" not in bot
    assert isinstance(bot["networks"], list)  # no fixed address
    assert bot["depends_on"] == {"database": {"condition": "service_healthy"}}
    subnet = whole["networks"]["inside"]["ipam"]["config"][0]["subnet"]
    for name, port in (("WEBHOOK", 8443), ("SHARE", 8444)):
        listen = re.sub(r"^\$\{\w+:\+(.*)\}$", r"\1", bot["environment"][f"TAMIZ_{name}_LISTEN"])
        assert (listen, listen_problem(listen)) == (f"{subnet}:{port}", None)
        assert re.search(rf"dynamic a \{{\$BOT_HOST:127\.0\.0\.1\}} {port}$", CADDY, re.MULTILINE), name
    assert proxy["environment"]["BOT_HOST"] in whole["services"]
    assert whole["networks"]["inside"]["internal"] is True
    assert whole["services"]["database"]["networks"] == ["inside"]
    assert "keys:/srv/tamiz/keys" in bot["volumes"]
    named = {name for each in whole["services"].values() for name in each.get("secrets", ())}
    assert named == set(whole["secrets"]) == {"TAMIZ_BOT_TOKEN", "TAMIZ_DATABASE_URL", "POSTGRES_PASSWORD"}


def test_the_unit_is_hardened_restarts_and_tells_when_it_gives_up() -> None:
    keys = unit(UNIT)
    for name in (
        "NoNewPrivileges",
        "PrivateTmp",
        "PrivateDevices",
        "ProtectHome",
        "LockPersonality",
        "RestrictSUIDSGID",
    ):
        assert keys[name] == ["yes"], name
    assert (keys["ProtectSystem"], keys["CapabilityBoundingSet"]) == (["strict"], [""])
    assert (keys["Restart"], keys["RestartPreventExitStatus"]) == (["always"], ["2"])
    for failing in (keys, unit(NIGHTLY)):
        assert (ROOT / "deploy/systemd" / re.sub("@.*", "@.service", failing["OnFailure"][0])).is_file()
    assert keys["User"] != ["root"]
    assert int(keys["TimeoutStopSec"][0]) > 10


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_finds_nothing_wrong_with_the_units() -> None:
    for path in sorted((ROOT / "deploy/systemd").iterdir()):
        done = subprocess.run(["systemd-analyze", "verify", str(path)], capture_output=True, text=True, check=False)
        told = [line for line in done.stderr.splitlines() if path.name in line and "not executable" not in line]
        assert not told, told


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_lets_in_posts_to_the_webhook_and_the_pages_of_links_of_few_bytes_and_nothing_else(name: str) -> None:
    text = (ROOT / "deploy/proxy" / name).read_text("utf-8")
    assert text.count("{") == text.count("}")
    webhook, found, pages = text.rpartition("/v/")
    assert found
    assert "/telegram/" in webhook
    for part, largest, port in ((webhook, "1m", "8443"), (pages, "4k", "8444")):
        assert re.search(rf"(?:client_max_body_size|max_size) {largest}", part, re.IGNORECASE)
        assert re.search(rf"127\.0\.0\.1[:}}] ?{port}", part)
    assert len(re.findall(r"\bPOST\b", text)) >= 2
    assert "404" in text
    assert re.search(r"access_log off|exclude http.log.error", text)
