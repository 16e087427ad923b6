"""The only caller of the state machine library: build, fire, ask, check, draw.

Theory of operation. One `Machine` serves every conversation (or every referral) and holds no model: whatever carries
a `state` is handed to `fire` for one step and forgotten. A machine of its own per person costs 155 kB and 1.5 ms; an
attached model leaks and is reset. What a machine may do is one table, so it can be drawn, checked and read aloud.

Rules for the tables:

1. A callback is a function taking one `Attempt`; never a string, so that a misspelling cannot wait until a patient
   comes.
2. `conditions` and `unless` only look. `before` does what the step does; it runs before the state changes, so when it
   raises nothing has moved. There is no `after`, `prepare`, `on_enter` or `on_exit`: one that raises would leave the
   new state behind, or be swallowed.
3. A condition's `__name__` is its label in the drawing: `mine`, `nothing_pending`.
4. Within one trigger and state the first row whose conditions hold wins; a row after one without conditions is dead.

What is not nice: the library says nothing when a state is misspelt or when every condition fails; `flaws` and `fire`
say it instead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

from transitions import EventData, Machine
from transitions.core import Event, Transition

__all__ = ["Attempt", "HasState", "Machine", "Refused", "Row", "build", "fire", "flaws", "may", "mermaid"]


#: What of a row names triggers and states.
_NAMES = ("trigger", "source", "dest")


class HasState(Protocol):
    """What a machine can move."""

    @property
    def state(self) -> str:
        """Where it stands; `fire` alone sets it."""


class Attempt(Protocol):
    """What a condition or a `before` sees: what moves, and the facts that `fire` was given."""

    @property
    def model(self) -> Any:
        """The conversation or the referral."""

    @property
    def kwargs(self) -> dict[str, Any]:
        """The facts, by name."""


#: One line of a table: trigger, source, dest, and perhaps conditions, unless, before.
Row = Mapping[str, Any]


class _Row(Transition):
    """A row that does what a row of ours can do: look, do what the step does, move (rule 2).

    The library's own also asks for callbacks of eight kinds that no table here has, and writes five lines of a debug
    log: of the five rows that an answer tries until one holds, two thirds of the calls of Python."""

    def execute(self, event_data: EventData) -> bool:
        """Move, where its conditions hold; whether it did."""
        asks: Any  # functions, by rule 1; the library's own may be named by strings
        for condition in self.conditions:
            asks = condition.func
            if bool(asks(event_data)) is not condition.target:
                return False
        for asks in self.before:
            asks(event_data)
        if self.dest:
            event_data.machine.set_state(self.dest, event_data.model)
        return True


class _Machine(Machine):
    """The library's machine, of such rows."""

    transition_cls = _Row


class Refused(Exception):
    """This step is not possible from this state; nothing moved."""

    def __init__(self, trigger: str, state: str) -> None:
        super().__init__(f'"{trigger}" is refused in the state "{state}"')
        self.trigger = trigger
        self.state = state


def build(states: Iterable[str], transitions: Iterable[Row], initial: str, attribute: str = "state") -> Machine:
    """Return the one shared machine of a table; `flaws` says whether the table is sound."""
    # Plain strings: of an enum's member the library would take the Python name, and what is stored is the value.
    names = [str(state) for state in states]
    rows = [{key: _plain(value) if key in _NAMES else value for key, value in row.items()} for row in transitions]
    return _Machine(
        model=None,
        states=names,
        transitions=rows,
        initial=str(initial),
        model_attribute=attribute,
        auto_transitions=False,
        send_event=True,
    )


def _plain(name: Any) -> Any:
    """Return the name, or each of several, as a plain string; None stays, it is the library's word for "in place"."""
    if isinstance(name, str):
        return str(name)
    return name if name is None else [str(each) for each in name]


def fire(machine: Machine, model: HasState, trigger: str, **facts: object) -> None:
    """Move the model one step, or raise `Refused`; never silent."""
    event, state = _event(machine, model, trigger), _state(machine, model)
    # The library looks a member of an enum up by its Python name; the plain string is the same state.
    setattr(model, str(machine.model_attribute), state)
    if event is None or not event.trigger(model, **facts):
        raise Refused(trigger, state)


def may(machine: Machine, model: HasState, trigger: str, **facts: object) -> bool:
    """Would `fire` move the model? Only looks: conditions are asked, nothing is done."""
    event, state = _event(machine, model, trigger), _state(machine, model)
    if event is None:
        return False
    step = EventData(machine.get_state(state), event, machine, model, args=(), kwargs=facts)
    return any(all(condition.check(step) for condition in row.conditions) for row in event.transitions[state])


def _state(machine: Machine, model: HasState) -> str:
    return str(getattr(model, str(machine.model_attribute)))


def _event(machine: Machine, model: HasState, trigger: str) -> Event | None:
    """Return the event that has rows for the model's state. The library would raise four different things here."""
    event = machine.events.get(trigger)
    return event if event is not None and _state(machine, model) in event.transitions else None


def flaws(machine: Machine, final: Collection[str] = ()) -> list[str]:
    """Every problem of the table, in words: what is misspelt, unreachable, without a way out, or not a function."""
    rows = list(_rows(machine))
    known = list(machine.states)
    problems = [*_misspelt(rows, known, final), *_callbacks(machine, rows), *_dead_rows(machine)]
    reached = _reachable(str(machine.initial), rows)
    problems += [f'state "{state}" cannot be reached' for state in known if state not in reached]
    for state in known:
        goes_on = any(row.source == state and row.dest not in (None, state) for _, row in rows)
        if state in final and goes_on:
            continue  # final for what is shown, and yet it may be reopened
        if state not in final and not goes_on:
            problems.append(f'state "{state}" has no way out and is not final')
        elif final and state not in final and not _reachable(state, rows) & set(final):
            problems.append(f'from the state "{state}" no final state can be reached')
    return problems


def _rows(machine: Machine) -> Iterable[tuple[str, Transition]]:
    for trigger, event in machine.events.items():
        for rows in event.transitions.values():
            yield from ((trigger, row) for row in rows)


def _misspelt(rows: list[tuple[str, Transition]], known: list[str], final: Collection[str]) -> Iterable[str]:
    for trigger, row in rows:
        for end in (row.source, row.dest):
            if end is not None and end not in known:
                yield f'"{trigger}" from "{row.source}" to "{row.dest}" names no known state: "{end}"'
    yield from (f'final state "{state}" is no known state' for state in final if state not in known)


def _callbacks(machine: Machine, rows: list[tuple[str, Transition]]) -> Iterable[str]:
    for trigger, row in rows:
        where = f'"{trigger}" from "{row.source}"'
        asked = [condition.func for condition in row.conditions]
        for callback in (*asked, *row.before):
            if not callable(callback):
                yield f'{where} has a callback that is no function: "{callback}"'
        for callback in asked:
            if callable(callback) and getattr(callback, "__name__", "<lambda>") == "<lambda>":
                yield f"{where} has a condition without a name"
        if row.after or row.prepare:
            yield f"{where} has an `after` or a `prepare`; use `before`"
    for state in machine.states.values():
        if state.on_enter or state.on_exit:
            yield f'state "{state.name}" has an `on_enter` or an `on_exit`; use `before`'


def _dead_rows(machine: Machine) -> Iterable[str]:
    for trigger, event in machine.events.items():
        for source, rows in event.transitions.items():
            if any(not row.conditions for row in rows[:-1]):
                yield f'"{trigger}" from "{source}" has a row that is never looked at'


def _reachable(start: str, rows: list[tuple[str, Transition]]) -> set[str]:
    ways: dict[str, set[str]] = {}
    for _, row in rows:
        if row.dest:
            ways.setdefault(row.source, set()).add(row.dest)
    reached, waiting = {start}, [start]
    while waiting:
        further = ways.get(waiting.pop(), set()) - reached
        reached |= further
        waiting += further
    return reached


def mermaid(machine: Machine, title: str, groups: Mapping[str, Collection[str]] | None = None) -> str:
    """Return the table as a mermaid state diagram, the same text for the same table.

    What every state of a group can do alike is drawn once, from the group; its states stand inside a box."""
    groups = groups or {}
    edges = _edges(machine, groups)
    lines = ["---", f"title: {title}", "---", "stateDiagram-v2"]
    grouped = {state for states in groups.values() for state in states}
    for name, states in groups.items():
        lines += [
            f'  state "{name}" as {_id(name)} {{',
            *(_box(s, "    ") for s in machine.states if s in states),
            "  }",
        ]
    lines += [_box(state, "  ") for state in machine.states if state not in grouped]
    lines.append(f"  [*] --> {_id(str(machine.initial))}")
    lines += [f"  {_id(source)} --> {_id(dest)}: {' · '.join(labels)}" for (source, dest), labels in edges.items()]
    ends = [state for state in machine.states if not any(row.source == state for _, row in _rows(machine))]
    return "\n".join([*lines, *(f"  {_id(state)} --> [*]" for state in ends)]) + "\n"


def _edges(machine: Machine, groups: Mapping[str, Collection[str]]) -> dict[tuple[str, str], list[str]]:
    """Labels by the two ends; rows that all states of a group share have the group as their source."""
    sources: dict[tuple[str, str], list[str]] = {}
    for trigger, row in _rows(machine):
        sources.setdefault((_label(trigger, row), row.dest or row.source), []).append(row.source)
    edges: dict[tuple[str, str], list[str]] = {}
    for (label, dest), found in sources.items():
        drawn = list(dict.fromkeys(found))
        for name, states in groups.items():
            alike = set(states) - {dest}
            if len(alike) > 1 and alike <= set(drawn):
                drawn = [name, *(source for source in drawn if source not in states)]
        for source in drawn:
            edges.setdefault((source, dest), []).append(label)
    return _gathered(edges, groups)


def _gathered(
    edges: dict[tuple[str, str], list[str]], groups: Mapping[str, Collection[str]]
) -> dict[tuple[str, str], list[str]]:
    """One edge into a group where a step leads to each of its states, whichever is named: `ask [at age]`, …"""
    for name, states in groups.items():
        for source, trigger in dict.fromkeys((s, _trigger(x)) for (s, _), labels in edges.items() for x in labels):
            leading = [s for s in states if any(_trigger(x) == trigger for x in edges.get((source, s), ()))]
            if len(leading) < len(states):
                continue
            for state in leading:
                kept = [label for label in edges[source, state] if _trigger(label) != trigger]
                edges[source, state] = kept
            edges.setdefault((source, name), []).append(trigger)
    return {ends: labels for ends, labels in edges.items() if labels}


def _trigger(label: str) -> str:
    return label.partition(" [")[0]


def _label(trigger: str, row: Transition) -> str:
    named: list[str] = []
    for condition in row.conditions:
        word = getattr(condition.func, "__name__", str(condition.func)).replace("_", " ")
        named.append(word if condition.target else f"not {word}")
    return f"{trigger} [{', '.join(named)}]" if named else trigger


def _box(state: str, indent: str) -> str:
    return f'{indent}state "{state}" as {_id(state)}'


def _id(name: str) -> str:
    """Mermaid takes letters, digits and underscores as the name of a box."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name)
