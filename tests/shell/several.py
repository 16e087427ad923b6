"""An installation with several studies: the one that ships, and the two examples, each with a file of its own."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from bot.config.membership import Standing
from bot.config.settings import Settings
from bot.config.site import SiteFile
from bot.config.studies import more_studies
from bot.desk.context import DeskContext, StudyDesk
from bot.desk.studies import desks_of
from bot.dev.catalogs import ROOT
from bot.render.texts import Texts
from bot.store.engine import Store
from bot.wording.study_texts import told_of
from dialogs.site import Recruitment
from tests.shell.front import MONDAY, Front

TEXTS = Texts.load()
EXAMPLES = ROOT / "dialogs/studies/examples"
#: The group of the team of one of them.
SUGAR_GROUP = -100700
#: What the site says of each.
OWN = {
    "type_2_diabetes": f"""
[recruitment]
state = "recruiting"
confirmed_by = "Bea"
confirmed_on = 2026-11-23
source = "a letter"
interest_list_approved = true
[site]
campaigns = ["sugar-poster"]
group_language = "en"
[team]
chat = {SUGAR_GROUP}
""",
    "lupus_nephritis": '[recruitment]\nstate = "not_recruiting"\n',
}


def folder_of(tmp_path: Path, **own: str) -> Path:
    """A folder with both example studies, and what the site says of each beside it."""
    folder = Path(copytree(EXAMPLES, tmp_path / "studies"))
    for name, text in {**OWN, **own}.items():
        (folder / f"{name}.site.toml").write_text(text, "utf-8")
    (tmp_path / "site.toml").write_text('[site]\ncampaigns = ["old-poster"]\n', "utf-8")
    return folder


#: What belongs to each example study, read once.
_EXAMPLES: dict[str, StudyDesk] = {}


def _desks(home: DeskContext) -> dict[str, StudyDesk]:
    """All three studies."""
    if not _EXAMPLES:
        with TemporaryDirectory() as place:
            settings = Settings(studies=folder_of(Path(place)), site=Path(place) / "site.toml")
            _EXAMPLES.update(desks_of(home, told_of(more_studies(settings, home.study, examples_allowed=True))))
    return {**desks_of(home, ()), **{study: desk for study, desk in _EXAMPLES.items() if study != home.study.id}}


def example(study: str) -> StudyDesk:
    """What belongs to this example study, once an installation was made."""
    return _EXAMPLES[study]


class Several(Front):
    """One installation with three studies."""

    def __init__(self, store: Store, place: SiteFile | None = None) -> None:
        shipped = SiteFile(
            state=Recruitment.RECRUITING,
            confirmed_by="Ana",
            confirmed_on=MONDAY.date(),
            source="a letter",
            interest_list=True,
            campaigns=frozenset({"old-poster"}),
        )
        super().__init__(store, TEXTS, place or shipped)
        self.context = replace(self.context, studies=_desks(self.context))

        #: Accounts that are in one of the two groups only: account → that group.
        self.only_in: dict[int, int] = {}
        self.context = replace(self.context, ask_standing=self._in_group)

    async def _in_group(self, group: int, user: int) -> Standing:
        return Standing.IN if self.only_in.get(user, group) == group else Standing.OUT

    def surroundings(self) -> Hashable:
        """Nothing that happens here is like what happens where there is one study."""
        return None
