"""Setting an installation up, and its team, from the command line."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from bot.admin.ask_bot import ask_bot
from bot.config.clock import system_clock
from bot.config.settings import Settings, SettingsError
from bot.config.single_instance import only_one
from bot.config.whole_file import put_whole
from bot.desk import team
from bot.store import audit, staff
from bot.store.audit import AuditAct
from bot.store.backup import back_up, database_file
from bot.store.connection import StoreError, database_name, is_server
from bot.store.engine import Store
from bot.store.key_check import prove_home, refuse_foreign_keys, seal_mark
from bot.store.key_home import ServerKeys, key_home
from bot.store.leadership import no_bot
from bot.store.schema_version import is_empty, is_known, is_sealed, migrate, newest, revision_of
from bot.store.server_copy import dump
from bot.store.staff_group import set_staff_chat
from bot.store.tx import Tx
from bot.store.vault import VaultError, load_vault, new_key_file
from dialogs.languages import Language
from dialogs.site import Role

#: Where a copy of a database on a server is laid before a migration: apart from every key.
_COPIES = Path("data")


def initialise(settings: Settings, language: Language = Language.EN) -> list[str]:
    """Make what is missing, and leave what is there; a line for each thing. The site's file explains itself in this
    language.
    """
    lines = []
    if settings.key_file.exists():
        lines.append(f"{settings.key_file}: there already, left as it is")
    elif is_sealed(settings.database_url.get_secret_value()):
        raise VaultError(
            [f"{settings.key_file}: missing, and there is a database that was sealed with it. Restore the key file."]
        )
    else:
        new_key_file(settings.key_file)
        lines.append(f"{settings.key_file}: a new master key. Keep a copy apart from the data: without it all is lost")
    lines.append(_home(settings))
    if settings.site.exists():
        lines.append(f"{settings.site}: there already, left as it is")
    else:
        settings.site.parent.mkdir(parents=True, exist_ok=True)
        put_whole(settings.site, begun_site(language))
        lines.append(f"{settings.site}: written with examples. Replace each of them")
    lines.append(bring_up(settings))
    store = open_store(settings)
    try:
        store.write_now(seal_mark)
        prove_home(store)
    finally:
        store.close()
    return lines


def site_template(language: Language = Language.EN) -> str:
    """Return the site's file with examples, its comments in this language."""
    name = "site_template.toml" if language is Language.EN else f"site_template.{language}.toml"
    return (files("bot.config") / name).read_text(encoding="utf-8")


def begun_site(language: Language) -> str:
    """Return the template as a new installation begins with it: where Spanish was asked for, it is the site's."""
    template = site_template(language)
    spoken = f'group_language = "{Language.ES}"'
    return template if language is Language.EN else template.replace(f"\n# {spoken}\n", f"\n{spoken}\n")


def _home(settings: Settings) -> str:
    """Make the home of the persons' keys where it is missing; a line that says what it is."""
    place = settings.key_place
    if isinstance(place, str):
        ServerKeys(place).prepare()
        return f"{database_name(place)}: the database of the person keys"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chmod(place, 0o700)
    return f"{place}: the folder of the person keys"


def bring_up(settings: Settings, *, copied: bool = False) -> str:
    """Migrate the database, while no bot runs and after a copy where there is something to lose; a line that says what
    happened. `copied`: the operator made the copy.
    """
    url = settings.database_url.get_secret_value()
    # The address of a server may hold a password; the name of the database does not.
    name = database_name(url)
    if is_empty(url) and _holds_keys(settings):
        raise StoreError(
            [
                f"{name}: missing or empty, and TAMIZ_PERSON_KEYS holds keys of people. Restore the database from "
                "a backup; only to begin anew, move those keys away."
            ]
        )
    kept = None
    if is_known(here := revision_of(url)) and here != newest():
        with only_one(settings), no_bot(url):
            kept = None if copied else _kept_before(settings, str(here))
            before = migrate(url)
    else:
        before = migrate(url)
    if before == newest():
        return f"{name}: the database is at migration {before} already"
    was = f", it was at {before}" if before else ""
    return f"{name}: the database is at migration {newest()} now{was}" + (f"; as it was: {kept}" if kept else "")


def _holds_keys(settings: Settings) -> bool:
    place = settings.key_place
    if isinstance(place, Path) and not place.is_dir():
        return False
    return bool(key_home(place).subjects())


def _kept_before(settings: Settings, revision: str) -> Path:
    """Copy a database that is to be migrated (DB-07); where the copy is."""
    url = settings.database_url.get_secret_value()
    file = _COPIES / f"{database_name(url)}.dump" if is_server(url) else database_file(url)
    ends = ("", *map(".{}".format, range(2, 99)))
    copies = (file.with_name(f"{file.name}.before-migration-{revision}{end}") for end in ends)
    target = next(path for path in copies if not path.exists())
    if is_server(url):
        dump(url, target)
    else:
        back_up(url, target, load_vault(settings.key_file, settings.key_place))
    return target


def open_store(settings: Settings) -> Store:
    """Return the installation's store, checked."""
    store = Store(settings.database_url.get_secret_value(), load_vault(settings.key_file, settings.key_place))
    store.check()
    store.read_now(refuse_foreign_keys)
    prove_home(store)
    return store


def invite(settings: Settings, store: Store, *, name: str, role: Role) -> list[str]:
    """File an invitation; the lines to hand on, with the link, which is shown only now."""
    now = system_clock()
    token = store.write_now(lambda tx: team.invite(tx, role=role, name=name, now=now, by="cli"))
    username = bot_username(settings)
    hours = int(staff.INVITATION_LASTS.total_seconds()) // 3600
    link = f"https://t.me/{username}?start=s_{token}" if username else f"?start=s_{token} behind the bot's address"
    return [
        f"An invitation that works once, for {hours} hours. Hand it to that person alone:",
        f"  {link}",
        f"or let that person send this to the bot in private: /start s_{token}",
    ]


def pair(settings: Settings, store: Store) -> str:
    """Take the group that TAMIZ_STAFF_CHAT names now; a line that says so (GRP-12: nobody can do this by a message)."""
    group, now = settings.staff_chat, system_clock()
    if group is None:
        raise SettingsError(["TAMIZ_STAFF_CHAT: the study team's group is not named. Set it to the group's id."])

    def work(tx: Tx) -> None:
        set_staff_chat(tx, group)
        audit.write_audit(tx, actor="cli", act=AuditAct.PAIRED, subject="group", at=now)

    store.write_now(work)
    return "The group that TAMIZ_STAFF_CHAT names is the study team's now. Restart the bot."


def team_lines(store: Store) -> list[str]:
    """Members and open invitations, one a line."""
    now = system_clock()
    members, open_ones = store.read_now(lambda tx: (staff.team(tx), staff.invitations(tx, now)))
    lines = [f"{m.id}  {m.name}  {m.role}  {_standing(m)}" for m in members]
    lines += [f"i{i.id}  {i.name}  {i.role}  invited, until {i.expires_at:%Y-%m-%d %H:%M} UTC" for i in open_ones]
    return lines or ["Nobody yet. `tamiz staff invite NAME` makes a link."]


def withdraw(store: Store, number: int) -> bool:
    """Take an invitation back; False where none of this number is open."""
    now = system_clock()

    def work(tx: Tx) -> bool:
        ended = staff.withdraw(tx, number, now)
        if ended:
            audit.write_audit(tx, actor="cli", act=AuditAct.UNINVITED, subject=f"invitation:{number}", at=now)
        return ended

    return store.write_now(work)


def _standing(member: staff.Member) -> str:
    if member.revoked_at is not None:
        return f"rights ended {member.revoked_at:%Y-%m-%d}"
    return f"member since {member.joined_at:%Y-%m-%d}"


def bot_username(settings: Settings) -> str:
    """Return the bot's name for a link; empty where the server cannot be asked."""
    if settings.bot_token is None:
        return ""
    me = ask_bot(settings, "getMe")
    return str(me.result.get("username") or "") if me.ok and isinstance(me.result, dict) else ""
