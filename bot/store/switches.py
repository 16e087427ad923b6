"""The recruitment switch, each turn of it logged with who and when."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select

from bot.store import tables as t
from bot.store.prepared import Prepared
from bot.store.tx import Tx
from dialogs.site import RESUMED, SUSPENDED, RecruitmentSwitch

_OF = t.switches.c.study
_LAST = Prepared(
    select(t.switches).where((bindparam("study") == _OF) | _OF.is_(None)).order_by(t.switches.c.id.desc()).limit(1)
)


def turn_switch(tx: Tx, switch: RecruitmentSwitch, study: str) -> None:
    """Log a turn of a study's recruitment switch; the last one counts."""
    tx.conn.execute(
        insert(t.switches).values(
            at=switch.at,
            state=switch.state,
            confirmed_by=switch.confirmed_by,
            confirmed_on=switch.confirmed_on,
            source=switch.source,
            study=study,
        )
    )


def last_switch(tx: Tx, study: str) -> RecruitmentSwitch | None:
    """Return the last turn of the study's switch, where it was turned here and not back to what the file says."""
    row = _LAST.one(tx, study=study)
    if row is None or row.state == RESUMED:
        return None
    return RecruitmentSwitch(
        state=row.state,
        confirmed_by=row.confirmed_by,
        confirmed_on=row.confirmed_on,
        source=row.source,
        at=row.at,
    )


def is_suspended(tx: Tx, study: str) -> bool:
    """Tell whether an owner stopped everything but information."""
    last = last_switch(tx, study)
    return last is not None and last.state == SUSPENDED
