"""The privacy notice as a page of its own, in both languages: for the public address that the law asks for (CL-33)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.packet.inputs import Inputs
from bot.packet.markup import element, escaped, page
from bot.render.paragraphs import say
from dialogs.languages import Language
from dialogs.privacy.notice import WHOLE, notice_texts
from dialogs.screens import Text


def notice_page(inputs: Inputs, languages: Sequence[Language]) -> str:
    """Return the notice with this site's values, the leading language first."""
    parts = []
    for language in languages:
        heading = element("h1", escaped(say(Text(WHOLE), language, inputs.say)))
        said = [say(text, language, inputs.say) for text in notice_texts(inputs.site, language)]
        parts.append(
            element("section", heading + "".join(element("p", escaped(line)) for line in said), {"lang": language})
        )
    title = say(Text(WHOLE), languages[0], inputs.say)
    return page(languages[0], title, element("main", "".join(parts)))
