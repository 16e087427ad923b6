"""The persons' keys from one home to the other, a folder or a database, compared; never two homes that both live.

Theory of operation. No bot runs meanwhile. The target is marked as unfinished before its first key and is refused by
every program until the last. Keys are copied as they are wrapped, then the list of the erased, then both are compared.
Only then the source is marked as left, which every program refuses too, and the target is freed; at last each key of
the source is destroyed, for an erasure would not reach it there. A stop at any moment is gone on from by the same
command.
"""

from __future__ import annotations

from pathlib import Path

from bot.store.key_home import LEFT, MOVING_IN, FolderKeys, HomeError, KeyHome, ServerKeys


def move_keys(source_place: Path | str, target_place: Path | str) -> int:
    """Bring every key to the target, compared, and destroy the source's; how many keys the target holds.

    HomeError where one of the two does not allow it."""
    if source_place == target_place:
        raise HomeError(["--to: the place where the keys are. Name another one."])
    source, target = _there(source_place), _made(target_place)
    _refuse_unfit(source, target)
    if source.mark() != LEFT:
        if target.mark() is None:
            target.set_mark(f"{MOVING_IN}{source.mark() or ''}")
        _bring(source, target)
        _refuse_different(source, target)
        source.set_mark(LEFT)
    mark = target.mark() or ""
    if mark.startswith(MOVING_IN):
        target.set_mark(mark.removeprefix(MOVING_IN) or None)
    for subject in source.subjects():
        source.destroy(subject, lambda: None)  # nobody is erased by it
    return len(target.subjects())


def _there(place: Path | str) -> KeyHome:
    """Return the home that is to be left, which may be marked so already."""
    if isinstance(place, str):
        there = ServerKeys(place)
        there.refuse_unprepared()
        return there
    if not place.is_dir():
        raise HomeError([f"{place}: the folder of the person keys is missing. Restore it."])
    return FolderKeys(place)


def _made(place: Path | str) -> KeyHome:
    if isinstance(place, str):
        there = ServerKeys(place)
        there.prepare()
        return there
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return FolderKeys(place)


def _refuse_unfit(source: KeyHome, target: KeyHome) -> None:
    if (source.mark() or "").startswith(MOVING_IN):
        raise HomeError(["TAMIZ_PERSON_KEYS: the keys are not wholly moved here yet. Go on from the place before."])
    unfinished = (target.mark() or "").startswith(MOVING_IN)
    if source.mark() == LEFT:
        if not unfinished and any(target.read(each) != source.read(each) for each in source.subjects()):
            raise HomeError(["TAMIZ_PERSON_KEYS: the keys were moved away from here, and not to that place."])
    elif not unfinished and (target.mark() is not None or target.subjects() or _goes_beyond(source, target)):
        raise HomeError(["--to: that place holds keys already. Name an empty one."])


def _goes_beyond(source: KeyHome, target: KeyHome) -> bool:
    """Tell whether the target's list of the erased holds anything that the source's does not begin with."""
    lines = target.book.lines()
    return source.book.lines()[: len(lines)] != lines


def _bring(source: KeyHome, target: KeyHome) -> None:
    """Make the target hold what the source holds, and nothing else."""
    wanted = {subject: source.read(subject) for subject in source.subjects()}
    for subject in target.subjects():
        if target.read(subject) != wanted.get(subject):
            target.destroy(subject, lambda: None)
    there = set(target.subjects())
    for subject, wrapped in wanted.items():
        if subject not in there and wrapped is not None:
            target.create(subject, wrapped)
    if _goes_beyond(source, target):
        raise HomeError(["--to: another list of the erased lies there. Name an empty place."])
    for line in source.book.lines()[len(target.book.lines()) :]:
        target.book.append(lambda _last, line=line: line)  # type: ignore[misc]  # a line as it is


def _refuse_different(source: KeyHome, target: KeyHome) -> None:
    """HomeError unless both hold the same, read back."""
    subjects = source.subjects()
    same = subjects == target.subjects() and all(source.read(each) == target.read(each) for each in subjects)
    if not same or source.book.lines() != target.book.lines():
        raise HomeError(["--to: not everything is the same in both places. Run the command again."])
