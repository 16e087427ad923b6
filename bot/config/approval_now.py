"""The approval as its files have it now: what somebody takes out of them while the bot runs counts at the next answer.

A start looks at everything. Afterwards an edit may only take away: another hash, no approval, an earlier last day, no
interest list. A file that is wrong or gone approves nothing. What an edit would add waits for a start. The state of the
file counts at once only where nothing else decides it: what was set with `tamiz state`, and a setting, win over it.
"""

from __future__ import annotations

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


class ApprovalFiles:
    """The files that an approval stands in, read again only when one of them is another than before."""

    def __init__(self, paths: tuple[Path, ...], read: Callable[[], tuple[SiteFile, bool]]) -> None:
        self._paths = paths
        #: Return what they say, and whether what runs is approved.
        self._read = read
        #: Only what could be read: a fault may be over at the next asking, and the file untouched.
        self._last: tuple[tuple[_Stamp, ...], tuple[SiteFile, bool]] | None = None

    def narrowed(self, place: SiteFile, approved: bool) -> tuple[SiteFile, bool]:
        """Return what was read at the start, less what the files do not say any more."""
        found = self._found()
        if found is None:
            return place, False
        there, same = found
        if there.approved_until is None:
            return place, False
        until = min(place.approved_until, there.approved_until) if place.approved_until else None
        takes = place.state if there.state is Recruitment.RECRUITING else _without_new_people(place.state)
        listed = place.interest_list and there.interest_list
        return replace(place, approved_until=until, state=takes, interest_list=listed), approved and same

    def _found(self) -> tuple[SiteFile, bool] | None:
        stamps = tuple(map(_stamp, self._paths))
        if self._last is None or self._last[0] != stamps:
            self._last = None
            try:
                self._last = (stamps, self._read())
            except (SetUpError, OSError, UnicodeDecodeError):
                return None
        return self._last[1]


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


def _stamp(path: Path) -> _Stamp:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _without_new_people(state: Recruitment) -> Recruitment:
    return Recruitment.NOT_RECRUITING if state is Recruitment.RECRUITING else state
