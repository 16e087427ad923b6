"""What the sections are written with: the packet's own sentences, and a value or the word for a missing one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.packet.document import Cell, Column, Mark, Pair, Span, joined
from bot.packet.inputs import Inputs
from bot.render.paragraphs import say
from bot.render.texts import shown
from dialogs.languages import Language
from dialogs.screens import Text

#: What a field of a sentence can be: a text of both languages, or a value that each language writes in its way.
Filling = Pair | object


@cache
def sentences() -> Mapping[str, Pair]:
    """Return the packet's own sentences by their name."""
    raw = tomllib.loads((files("bot.packet") / "sentences.toml").read_text(encoding="utf-8"))
    return {name: Pair(said["es"], said["en"]) for name, said in raw.items()}


class Writer:
    """Writes for one packet, in the order of its languages."""

    def __init__(self, inputs: Inputs, lead: Language) -> None:
        self.inputs = inputs
        self.lead = lead
        self._written = {text.id: Pair("\n".join(text.es), "\n".join(text.en)) for text in inputs.texts}
        self.languages = (lead, *(language for language in Language if language is not lead))

    def pair(self, name: str, **fields: Filling) -> Pair:
        """Return a sentence of the packet in both languages, its fields filled."""
        said = sentences()[name]
        es, en = (
            said.of(language).format_map({key: _of(value, language) for key, value in fields.items()})
            for language in (Language.ES, Language.EN)
        )
        return Pair(es, en)

    def written(self, id: str) -> Pair:
        """Return a text of the bot by its English as the catalogues have it, its fields named and not filled."""
        return self._written[id]

    def told(self, text: Text) -> Pair:
        """Return a text of the bot in both languages."""
        return Pair(say(text, Language.ES, self.inputs.say), say(text, Language.EN, self.inputs.say))

    def both(self, said: Pair | str, between: str = " / ", **fields: Filling) -> Cell:
        """Return a sentence, or a pair, in both languages after each other; once where both say the same."""
        pair = self.pair(said, **fields) if isinstance(said, str) else said
        if pair.es == pair.en:
            return (Span(pair.es),) if pair.es else ()
        return joined([self.in_(language, pair) for language in self.languages], between)

    def in_(self, language: Language, pair: Pair) -> Cell:
        """Return one language of a pair."""
        said = pair.of(language)
        return (Span(said, language=None if language is self.lead else language),) if said else ()

    def value(self, text: str) -> Cell:
        """Return a value as it was given, or the word that says that it is missing."""
        return (Span(text),) if text else (Span(self.pair("missing").of(self.lead), Mark.MISSING),)

    def number(self, key: str, number: int) -> Cell:
        """Return a number of the site's file; one that is still an example is missing, whatever stands in for it."""
        return self.value("" if key in self.inputs.place.examples else str(number))

    def periods(self) -> dict[str, int | Pair]:
        """Return how long things are kept at this site; the word for a missing value where the file gives none."""
        site, examples = self.inputs.site, self.inputs.place.examples
        given = {
            "days": ("keep.unfinished_days", site.keep_days),
            "months": ("keep.filed_months", site.keep_months),
            "years": ("keep.consent_years", site.keep_consent_years),
        }
        return {name: self.pair("missing") if key in examples else n for name, (key, n) in given.items()}

    def fact(self, name: str) -> Cell:
        """Return a fact of the site: in both languages where it has both."""
        es, en = (self.inputs.site.facts.get(name, {}).get(language, "") for language in (Language.ES, Language.EN))
        return self.both(Pair(es, en), "\n") if es and en else self.value(self.inputs.site.fact(name, self.lead))

    def told_by_hand(self, key: str) -> Cell:
        """Return a value of `packet.toml`."""
        return self.value(self.inputs.told.get(key, ""))

    def columns(self, *heads: tuple[str, float]) -> tuple[Column, ...]:
        """Return the columns of a table by the names of their heads."""
        return tuple(Column(self.both(name, "\n"), share) for name, share in heads)


def _of(value: Filling, language: Language) -> str:
    return value.of(language) if isinstance(value, Pair) else shown(value, language)
