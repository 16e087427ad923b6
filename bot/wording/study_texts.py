"""The texts of one study file in both languages: what the bot would say, and what has no translation.

A text that was changed is a new text: its old translation stands under words that the file no longer has, and the bot
could not say the new ones. So each text without a translation is named, with the one that it was probably made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from babel.messages.catalog import Catalog

from bot.config.settings import Settings, SettingsError
from bot.config.studies import MoreStudy, StudyPlace, study_place
from bot.config.study_folder import StudyFiles
from bot.render.texts import Id, MissingText, Texts, read_catalog, shipped_catalogs, translations
from bot.wording import problems, shipped_hashes, wording_hash
from bot.wording.of_study import parse_wording, shipped_wording, wording_flaws
from dialogs.languages import Language
from dialogs.study.extract import Placed, study_texts
from dialogs.study.study import StudyError

#: The catalogue of what every study shares.
PROGRAM = "bot"
#: So alike that one is the other, changed.
ALIKE = 0.8
#: Of a long text only the beginning is shown.
LONGEST_SHOWN = 70


def texts_of(files: StudyFiles) -> Texts:
    """Return what the bot says with this study: its own texts, and those of the program."""
    return Texts(all_catalogs(files))


def texts_at(settings: Settings, study: str) -> Texts:
    """Return what the bot says with this study of the installation."""
    there = study_place(settings, study, examples_allowed=True)
    return Texts.load() if there.files is None else texts_of(there.files)


def all_catalogs(files: StudyFiles) -> dict[str, list[Catalog]]:
    """Return the catalogues of each language: that of the program, and the file's own texts."""
    shipped = shipped_catalogs()
    program = {language: [part for part in parts if part.domain == PROGRAM] for language, parts in shipped.items()}
    return {str(language): [*program[language], catalog] for language, catalog in catalogs_of(files).items()}


def hashes_of(files: StudyFiles) -> dict[str, str]:
    """Return the hash of all that the bot says with this study, in each language."""
    catalogs = all_catalogs(files)
    return {str(language): wording_hash(language, catalogs) for language in catalogs}


def told_of(more: Sequence[MoreStudy]) -> list[tuple[MoreStudy, Texts, dict[str, str]]]:
    """Return each study with its texts and the hash of them; SettingsError where one has a text without Spanish."""
    if untold := [problem for each in more for problem in translation_problems(each.files)]:
        raise SettingsError(untold)
    return [(each, texts_of(each.files), hashes_of(each.files)) for each in more]


def hashes_at(there: StudyPlace) -> dict[str, str]:
    """Return the hash of all that the bot says with a study of the installation, in each language."""
    return shipped_hashes() if there.files is None else hashes_of(there.files)


def catalogs_of(files: StudyFiles) -> Mapping[Language, Catalog]:
    """Return the file's own texts as a catalogue of each language; what has no translation is empty there."""
    own = _own_spanish(files)
    shipped = Texts.load()
    found = {language: Catalog(locale=str(language), domain="study", fuzzy=False) for language in Language}
    for placed in study_texts(files.source):
        spanish = own.get(placed.text) or _shipped(shipped, placed.text)
        for language, said in ((Language.EN, placed.text), (Language.ES, spanish)):
            found[language].add(
                placed.text, said, locations=[(files.path.name, placed.line)], auto_comments=placed.comments
            )
    return found


def _own_spanish(files: StudyFiles) -> dict[Id, str]:
    if not files.spanish.is_file():
        return {}
    return {msgid: forms[-1] for msgid, forms in translations(read_catalog(files.spanish, Language.ES))}


def _shipped(texts: Texts, text: str) -> str:
    try:
        return texts.raw(Language.ES, text)
    except MissingText:
        return ""


def translation_problems(files: StudyFiles) -> Iterator[str]:
    """Return each text of the file that the bot could not say in Spanish, and each translation of no text."""
    name = files.spanish.name
    own = _own_spanish(files)
    spanish = dict(translations(catalogs_of(files)[Language.ES]))
    texts = list({placed.text: placed for placed in study_texts(files.source)}.values())
    known = {placed.text for placed in texts}
    gone = [str(msgid) for msgid in own if msgid not in known]
    for placed in texts:
        if placed.text not in spanish:
            was = get_close_matches(placed.text, gone, n=1, cutoff=ALIKE)
            yield _untranslated(files, placed, was[0] if was else "")
            gone = [text for text in gone if text not in was]
    for text in gone:
        yield f"{name}: “{_short(text)}” is translated and stands in no text of {files.path.name}. Take it away."


def _untranslated(files: StudyFiles, placed: Placed, was: str) -> str:
    where = f"{files.path.name}, line {placed.line}, {placed.comments[0]}"
    if was:
        return (
            f"{where}: “{_short(placed.text)}” was changed and has no Spanish; that of “{_short(was)}” is for other "
            f"words. Correct both lines of it in {files.spanish.name}."
        )
    return f"{where}: “{_short(placed.text)}” has no Spanish. Write it in {files.spanish.name}."


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def wording_problems(files: StudyFiles) -> list[str]:
    """Return what is wrong with the wording of the file's own texts, by the rules for every text.

    Where the file beside it that tells its names and words is wrong, that comes first."""
    if flaws := wording_flaws(files.wording, files.path.with_suffix(".wording.toml").name):
        return flaws
    catalogs = {str(language): [catalog] for language, catalog in catalogs_of(files).items()}
    try:
        names = [name for each in files.study().names.values() for name in each]
    except StudyError:
        names = []  # what is wrong with the file is told elsewhere
    return [
        str(problem)
        for problem in problems(catalogs, names, parse_wording(files.wording).excused_by(shipped_wording()))
    ]
