"""What the documents show of the code, each drawn from the code itself: machines, floors, the life of an answer.

A whole machine has too many arrows for a page that is read. Its overview leaves out what can happen nearly anywhere,
and says so beneath, and draws what the states of a group can do alike once.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from bot.config.bundled import load_study
from dialogs.conversation.states import CLOSING, OPENING, State, build_route
from dialogs.conversation.step_table import STEPS
from dialogs.machine import Machine, Row, build, mermaid
from dialogs.referral import referral

ROOT = Path(__file__).parents[2]

#: What can happen to a conversation nearly anywhere, and is left out of its overview.
ANYWHERE = ("pause", "resume", "return", "notice_changed", "call_me", "start_over", "stop", "close")
#: What can happen to a referral nearly anywhere, or changes no state.
PERSONS_OWN = (
    *("withdraw", "erase", "expire", "ask_phone", "write", "settle", "share", "not_eligible", "reopen"),
    *("try", "next_try", "undo", "hand_over", "hold", "resume", "wake", "take_back"),
)
#: Who has a referral while somebody of the team works on it.
IN_HAND = ("taken", "contacted", "scheduled", "in_screening", "on_hold", "unreachable")

#: The way of one answer: package, what goes on, package.
WAY: tuple[tuple[str, str, str], ...] = (
    ("Telegram", "raw update", "bot.telegram"),
    ("bot.telegram", "one at a time for each person", "bot.routers"),
    ("bot.routers", "plain value, one call", "bot.desk"),
    ("bot.desk", "conversation, today", "dialogs.conversation"),
    ("dialogs.conversation", "text", "dialogs.answers"),
    ("dialogs.conversation", "answers", "dialogs.screening"),
    ("dialogs.conversation", "replies", "bot.desk"),
    ("bot.desk", "what the team gets", "dialogs.referral"),
    ("bot.desk", "replies", "bot.render"),
    ("bot.desk", "state and calls, one commit", "bot.store"),
    ("bot.store", "calls that wait", "bot.delivery"),
    ("bot.delivery", "Bot API call", "Telegram"),
)


def conversation() -> str:
    """Draw the whole way of a person through the study that ships, and the side steps that can wait above it."""
    side = [name for name, step in STEPS.items() if step.side]
    above = ['  state "above the open step, which waits" as above {', *(f"    {name}" for name in side), "  }"]
    return _fenced(mermaid(build_route(load_study()), "A conversation", _groups()) + "\n".join(above) + "\n")


def steps() -> str:
    """Tell what the table of steps says of each step."""
    lines = ["| step | typed text | typed yes, typed no | back | waits for a changed notice |", "|---|---|---|---|---|"]
    for name, step in STEPS.items():
        text = "all of it" if step.reads_all else "what no button says" if step.read else "names a button"
        yes_no = ", ".join(f"`{value}`" for value in step.yes_no or ())
        back, notice = "yes" if step.back else "", "yes" if step.uses_data else ""
        lines.append(f"| `{name}`{' (side)' if step.side else ''} | {text} | {yes_no} | {back} | {notice} |")
    return "\n".join(lines) + "\n"


def conversation_overview() -> str:
    """Draw the way through a conversation by its parts."""
    machine = build_route(load_study())
    part_of = {state: part for part, states in _groups().items() for state in states}
    edges: dict[tuple[str, str], list[str]] = {}
    for trigger, source, dest in _steps(machine, leave_out=ANYWHERE):
        ends = part_of.get(source, source), part_of.get(dest, dest)
        labels = edges.setdefault(ends, [])
        if ends[0] != ends[1] and trigger not in labels:
            labels.append(trigger)
    lines = [f"  [*] --> {_id(str(machine.initial))}"]
    lines += [f"  {_id(a)} --> {_id(b)}: {' · '.join(labels)}" for (a, b), labels in edges.items() if labels]
    boxes = dict.fromkeys(end for ends in edges for end in ends)
    named = [f'  state "{box}" as {_id(box)}' for box in boxes]
    return _fenced("\n".join(["stateDiagram-v2", *named, *lines]) + "\n") + _beneath(ANYWHERE)


def referral_whole() -> str:
    """Draw the whole life of a referral."""
    return _fenced(mermaid(referral.build_referral_machine(), "A referral in the hands of the study team"))


def referral_overview() -> str:
    """Draw what the team does with a referral."""
    rows = [row for row in referral.TRANSITIONS if row["trigger"] not in PERSONS_OWN]
    rows = [row for row in rows if row not in referral.WHERE_IT_STOOD]
    states = [state for state in referral.STATES if state in _ends(rows)]
    drawn = mermaid(build(states, rows, "new"), "A referral", {"in hand": IN_HAND})
    lines = [line for line in drawn.splitlines() if not line.endswith("--> [*]")]
    return _fenced("\n".join(lines) + "\n") + _beneath(PERSONS_OWN)


def answer() -> str:
    """Draw the way of one answer through the packages; core and shell are boxes."""
    named = dict.fromkeys(end for a, _, b in WAY for end in (a, b))
    lines = ["flowchart LR"]
    for title, root in (("core: dialogs", "dialogs."), ("shell: bot", "bot.")):
        inside = [name for name in named if name.startswith(root)]
        lines += [
            f'  subgraph {root[:-1]}["{title}"]',
            *(f'    {_id(n)}["{n.split(".")[1]}"]' for n in inside),
            "  end",
        ]
    lines += [f'  {_id(a)} -->|"{number}. {said}"| {_id(b)}' for number, (a, said, b) in enumerate(WAY, 1)]
    return _fenced("\n".join(lines) + "\n")


def core_floors() -> str:
    """Tell the floors of the core, from the top, and what belongs on each."""
    return _floors("dialogs")


def shell_floors() -> str:
    """Tell the floors of the shell, from the top, and what belongs on each."""
    return _floors("bot")


def floors(container: str) -> list[list[str]]:
    """Return the packages of each floor, from the top, as the import contracts name them and as they are there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["type"] == "layers" and c["containers"] == [container])
    rows = [[name.strip(" ()") for name in layer.split("|")] for layer in layers]
    return [[name for name in row if _source(f"{container}.{name}").exists()] for row in rows]


def _floors(container: str) -> str:
    lines = ["| floor | package | what belongs there |", "|---|---|---|"]
    rows = floors(container)
    for number, row in enumerate(rows):
        lines += [f"| {len(rows) - number} | `{name}` | {_first_sentence(f'{container}.{name}')} |" for name in row]
    return "\n".join(lines) + "\n"


def _source(name: str) -> Path:
    path = ROOT / name.replace(".", "/")
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _first_sentence(name: str) -> str:
    said = ast.get_docstring(ast.parse(_source(name).read_text(encoding="utf-8"))) or ""
    return " ".join(said.split("\n\n")[0].split()).replace("|", "\\|")


def _groups() -> dict[str, Collection[str]]:
    return {
        "before the questions": [state for state in OPENING if state != State.NEW],
        "questions": [question.id for question in load_study().asked],
        "after the questions": [state for state in CLOSING if state != State.SENT],
    }


def _steps(machine: Machine, leave_out: Collection[str]) -> Iterable[tuple[str, str, str]]:
    """Yield trigger, source and destination of each row, but for some triggers."""
    for trigger, event in machine.events.items():
        if trigger not in leave_out:
            for source, rows in event.transitions.items():
                yield from ((trigger, str(source), str(row.dest)) for row in rows)


def _ends(rows: Iterable[Row]) -> set[str]:
    """Return every state that these rows lead from or to."""
    found: set[str] = set()
    for row in rows:
        source = row["source"]
        found |= {row["dest"], *([source] if isinstance(source, str) else source)}
    return found


def _beneath(left_out: Iterable[str]) -> str:
    return f"\nLeft out, since they can happen nearly anywhere: {', '.join(f'`{name}`' for name in left_out)}.\n"


def _fenced(drawn: str) -> str:
    return f"```mermaid\n{drawn}```\n"


def _id(name: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name)
