"""A study file anywhere, with what stands beside it: words, medicines, and its Spanish.

Beside NAME.toml may stand NAME.words.toml (what people type), NAME.medicines.toml (its treatments; the words that
every list of treatments shares, `[ways]` and `[words]`, are those of the package where it has none), NAME.wording.toml
(what the rules on wording must know of it) and NAME.es.po (the Spanish of its texts; what the package's own catalogue
has in the same words need not stand there again).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.config.bundled import lexicon_sources
from dialogs.lexicon.lexicon import Lexicon, LexiconError, parse_lexicon
from dialogs.study.study import Study, StudyError
from dialogs.study.study_file import parse_study

MEDICINES = "medicines.toml"
#: The sections of the medicines file that say nothing of one study.
SHARED = ("[ways]", "[words]")


@dataclass(frozen=True, slots=True)
class StudyFiles:
    """The texts of a study file and of what stands beside it; empty where there is none."""

    path: Path
    source: str
    words: str
    medicines: str
    wording: str
    #: Its Spanish, as a catalogue.
    spanish: Path

    def study(self) -> Study:
        """Return the study; StudyError names every problem."""
        return parse_study(self.source, self.path.name, self.words)

    def lexicon(self) -> Lexicon:
        """Return the words of both languages with this study's treatments; LexiconError names every problem."""
        sources = lexicon_sources()
        if self.medicines:
            sources[MEDICINES] = _with_shared(self.medicines, sources[MEDICINES])
        try:
            return parse_lexicon(sources)
        except LexiconError as error:
            own = self.path.with_suffix(f".{MEDICINES}").name
            raise LexiconError([problem.replace(MEDICINES, own, 1) for problem in error.problems]) from None


def study_files(path: Path) -> StudyFiles:
    """Read a study file and what stands beside it; StudyError where it cannot be read."""
    beside = [path.with_suffix(f".{kind}") for kind in ("words.toml", MEDICINES, "wording.toml")]
    words, medicines, wording = (each.read_text("utf-8") if each.is_file() else "" for each in beside)
    try:
        source = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise StudyError([f"{path}: cannot be read ({type(fault).__name__}). Name a study file in UTF-8."]) from None
    return StudyFiles(path, source, words, medicines, wording, path.with_suffix(".es.po"))


def _with_shared(own: str, shipped: str) -> str:
    """Return a list of treatments with the sections that it leaves to the package."""
    left = [_section(shipped, head) for head in SHARED if head not in own.splitlines()]
    return "\n".join([own, *left])


def _section(source: str, head: str) -> str:
    """Return one section of a TOML file, its head included."""
    kept: list[str] = []
    for line in source.splitlines():
        if line.strip() == head:
            kept = [line]
        elif kept:
            if line.startswith("["):
                break
            kept.append(line)
    return "\n".join(kept)
