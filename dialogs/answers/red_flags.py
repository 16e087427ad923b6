"""Words after which the safety text comes first, and texts that are commands. Both languages, always."""

from __future__ import annotations

from dialogs.lexicon.lexicon import FLAGS, Lexicon
from dialogs.lexicon.phrases import spoken
from dialogs.lexicon.spelling import fold


def safety(text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The red-flag groups that a text hits, worst first: `emergency`, `self_harm`, `urgent`, `tell_doctor`.

    What is urgent is not added to an emergency: that text already says where to go now.
    """
    words = list(spoken(fold(text)))
    for hit in lexicon.quiet.hits(words):
        words[hit.start : hit.end] = ["_"] * (hit.end - hit.start)
    found = {hit.name for hit in lexicon.flags.hits(words)}
    if "emergency" in found:
        found -= {"urgent"}
    return tuple(group for group in FLAGS if group in found)
