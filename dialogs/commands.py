"""What can be ordered at any step, by the one name that it has inside; people type it in either language."""

from __future__ import annotations

from enum import StrEnum


class ChatCommand(StrEnum):
    """A command of the chat: what follows a slash, and what some whole texts and buttons say."""

    START = "start"
    HELP = "help"
    STATUS = "status"
    PRIVACY = "privacy"
    MY_DATA = "mydata"
    DELETE = "delete"
    PERMISSIONS = "permissions"
    LANGUAGE = "language"
    ACCESSIBLE = "accessible"
    VERIFY = "verify"
    PERSON = "person"
    FREQUENT = "frequent"
    CARD = "card"
    ABOUT = "about"
    BLOCK = "block"
    UNBLOCK = "unblock"
    PAUSE = "pause"
    CONTINUE = "continue"
    BACK = "back"
    STOP = "stop"
    ANSWER = "answer"
    SUMMARY = "summary"
    NOTES = "notes"
    SHARE = "share"
    WHOM = "whom"
    STUDIES = "studies"
