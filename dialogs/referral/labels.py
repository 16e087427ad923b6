"""What the team reads of a step and of a state."""

from __future__ import annotations

from dialogs.referral.referral import ReferralState, StaffAction
from dialogs.screens import S_

ACT_LABELS = {
    StaffAction.TAKE: S_("Take"),
    StaffAction.WRITE: S_("Write to the person…"),
    StaffAction.ASK_PHONE: S_("Ask for a phone"),
    StaffAction.CONTACTED: S_("I reached the person"),
    StaffAction.SCHEDULED: S_("Visit agreed"),
    StaffAction.SCREENING: S_("The study's own tests began"),
    StaffAction.INCLUDED: S_("Joined the study"),
    StaffAction.NOT_ELIGIBLE: S_("Cannot take part…"),
    StaffAction.DECLINED: S_("Does not want to"),
    StaffAction.UNREACHABLE: S_("Could not be reached"),
    StaffAction.TRY: S_("Note an attempt without contact…"),
    StaffAction.HOLD: S_("Put on hold…"),
    StaffAction.RESUME: S_("Go on with it"),
    StaffAction.REOPEN: S_("Open it again"),
    StaffAction.UNDO: S_("Undo the last step"),
    StaffAction.SETTLE: S_("Note what was settled…"),
    StaffAction.SHARE: S_("Show it to a doctor…"),
    StaffAction.HAND_OVER: S_("Hand it over…"),
    StaffAction.RELEASE: S_("Give it back"),
}

STATE_LABELS = {
    ReferralState.NEW: S_("waiting for someone to take it"),
    ReferralState.TAKEN: S_("taken"),
    ReferralState.CONTACTED: S_("contacted"),
    ReferralState.SCHEDULED: S_("visit agreed"),
    ReferralState.IN_SCREENING: S_("in the study's own tests"),
    ReferralState.ON_HOLD: S_("on hold"),
    ReferralState.INCLUDED: S_("joined the study"),
    ReferralState.NOT_ELIGIBLE: S_("cannot take part"),
    ReferralState.UNREACHABLE: S_("could not be reached"),
    ReferralState.DECLINED: S_("does not want to take part"),
    ReferralState.WITHDRAWN: S_("withdrawn by the person"),
    ReferralState.ERASED: S_("erased at the person's request"),
    ReferralState.EXPIRED: S_("its time is over, and it is erased"),
}
