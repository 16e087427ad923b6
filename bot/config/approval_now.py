"""The approval as its files have it now: what somebody takes out of them while the bot runs counts within a second.

A start looks at everything. Afterwards an edit may only take away: another hash, no approval, an earlier last day, no
interest list. A file that is wrong or gone approves nothing. What an edit would add waits for a start. The state of the
file counts at once only where nothing else decides it: what was set with `tamiz state`, and a setting, win over it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from bot.config.approval import APPROVED, Approval, read_approval
from bot.config.recruiting import as_approved
from bot.config.settings import Settings, SettingsError
from bot.config.site import SiteFile, read_place
from bot.config.studies import SITE, MoreStudy, beside, place_of_study
from dialogs.errors import SetUpError
from dialogs.site import Recruitment

#: What tells one state of a file from another: when it was written, its size, and which file it is.
_Stamp = tuple[int, int, int] | None


#: Seconds between two looks at the files, however much is answered.
APART = 1.0
#: Looks of the clock at which an approval must be found lost before that is said: a file may be wrong for a moment.
_SAID_AT = 2


class ApprovalFiles:
    """The files that an approval stands in, read again only when one of them is another than before."""

    def __init__(
        self,
        paths: tuple[Path, ...],
        read: Callable[[], tuple[SiteFile, bool]],
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._paths = paths
        #: Return what they say, and whether what runs is approved.
        self._read = read
        self._timer, self._next = timer, float("-inf")
        #: Answers come from several threads; the files are read by one of them.
        self._lock = threading.Lock()
        self._stamps: tuple[_Stamp, ...] = ()
        #: Only what could be read: a fault may be over at the next look, and the file untouched.
        self._last: tuple[SiteFile, bool] | None = None
        #: What was wrong at the last look, with a remedy; empty where everything could be read.
        self.problems: list[str] = []
        #: Looks of the clock in a row at which it was lost at all, and in each way; in which ways that was said.
        self._lost = 0
        self._ways: dict[str, int] = {}
        self._said: set[str] = set()

    def narrowed(self, place: SiteFile, approved: bool) -> tuple[SiteFile, bool]:
        """Return what was read at the start, less what the files do not say any more."""
        found = self.found()
        if found is None:
            return place, False
        there, same = found
        if there.approved_until is None:
            return place, False
        until = min(place.approved_until, there.approved_until) if place.approved_until else None
        takes = place.state if there.state is Recruitment.RECRUITING else _without_new_people(place.state)
        listed = place.interest_list and there.interest_list
        return replace(place, approved_until=until, state=takes, interest_list=listed), approved and same

    def found(self) -> tuple[SiteFile, bool] | None:
        """Return what the files said at the last look, a second ago at most; None where they could not be read."""
        with self._lock:
            now = self._timer()
            if now >= self._next:
                self._next = now + APART
                self._look()
            return self._last

    def news(self, problems: list[str]) -> list[str]:
        """Note by what the approval is lost at this look of the clock; return what has been so for a while, once.

        Until it holds again, what was said is not said again, and what is lost besides is."""
        self._lost = self._lost + 1 if problems else 0
        self._ways = {way: self._ways.get(way, 0) + 1 for way in map(_way, problems)}
        self._said = self._said if problems else set()
        lasts = {way for way, looks in self._ways.items() if looks >= _SAID_AT} - self._said
        self._said |= lasts
        return [problem for problem in problems if _way(problem) in lasts]

    def note_said(self, problems: list[str]) -> None:
        """Note by what the approval is lost from the start on, which was said there."""
        self._lost, self._said = _SAID_AT, set(map(_way, problems))

    @property
    def is_lost(self) -> bool:
        """Has the clock found the approval lost, and not for a moment only?"""
        return self._lost >= _SAID_AT

    def _look(self) -> None:
        stamps = tuple(map(_stamp, self._paths))
        if self._last is not None and self._stamps == stamps:
            return
        self._last, self._stamps, self.problems = None, stamps, []
        try:
            self._last = self._read()
        except SetUpError as fault:
            self.problems = fault.problems
        except (OSError, UnicodeDecodeError):
            self.problems = [f"{self._paths[0]}: cannot be read. Put the file, or who may read it, right."]


def of_package(settings: Settings, wording: Mapping[str, str], version: str) -> ApprovalFiles:
    """Return the files of the package's study: the site's file, and the record beside it."""
    record = settings.site.with_name(APPROVED)
    recorded = record.exists()

    def read() -> tuple[SiteFile, bool]:
        on_record = _on_record(record, recorded)
        return as_approved(on_record, read_place(settings.site, examples_allowed=False), wording, version)

    return ApprovalFiles((settings.site, record), read)


def of_study(settings: Settings, each: MoreStudy, wording: Mapping[str, str]) -> ApprovalFiles:
    """Return the files of another study: its own part of the site's file as well."""
    own, recorded = beside(each.files.path, SITE), each.record.exists()

    def read() -> tuple[SiteFile, bool]:
        on_record = _on_record(each.record, recorded)
        place = place_of_study(settings.site, own, examples_allowed=False)
        return as_approved(on_record, place, wording, each.study.version)

    return ApprovalFiles((settings.site, own, each.record), read)


def _on_record(path: Path, recorded: bool) -> Approval | None:
    """Return the approval on record; SettingsError where it cannot be read, or is gone since the start."""
    found = read_approval(path)
    if found is None and recorded:
        raise SettingsError([f"{path}: gone. Restore the file."])
    return found


def _way(problem: str) -> str:
    """Return place and fault of a problem, without where in a line it is and what to do.

    >>> _way("site.toml: not TOML: Invalid value (at line 3, column 5). Correct that line.")
    'site.toml: not TOML'
    """
    return ": ".join(problem.split(": ")[:2])


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _without_new_people(state: Recruitment) -> Recruitment:
    return Recruitment.NOT_RECRUITING if state is Recruitment.RECRUITING else state
