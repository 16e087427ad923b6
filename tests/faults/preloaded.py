"""What every program of the faults loads first: loaded once, in the process that they are forked from.

The library's models alone take longer than all else of a start. What the program keeps of its own files it would keep
for as long as it runs, so it is as well read before."""

from __future__ import annotations

import gc

import aiogram.client.session.aiohttp  # noqa: F401  # loaded, no more

import bot.app
import bot.cli.main  # noqa: F401  # loaded, no more
from bot.config.bundled import load_lexicon, load_study
from bot.render.texts import shipped_catalogs
from bot.telegram.updates import load_models

load_study()
load_lexicon()
shipped_catalogs()
load_models()
# Nothing of it is garbage in any of them.
gc.freeze()
