"""A connector that comes with a package of somebody else's: one file, and the suite for free."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from connectors import GROUP, BrokenConnectorError, kinds
from connectors.cms import CMS
from flows.config import ConfigError
from flows.context import SystemClock
from flows.secrets import no_block
from flows.sites import opened
from schemas.article import ArticleId, Fields, SiteName
from tests.connectors.conformance import BODY, NOON, NOTHING, Conformance
from tests.connectors.conformance.desk import State
from tests.flows.settings_file import loaded

EXAMPLE = Path(__file__).parents[2] / "examples" / "connector"
STATES = {"published": "", "draft": "draft", "private": "private", "protected": "locked"}
SITE = '[[sites]]\nname = "notes"\nconnector = "notebook"\npath = "notes.json"\n'


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages, the example's among them."""
    about = tmp_path / "rubricator_notebook-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: rubricator-notebook\n")
    (about / "entry_points.txt").write_text(f"[{GROUP}]\nnotebook = notebook\n")
    (tmp_path / "notebook.py").write_bytes((EXAMPLE / "notebook.py").read_bytes())
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    sys.modules.pop("notebook", None)


class NotebookDesk:
    """The editors' side: somebody who writes into the file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._keep({})

    def connector(self) -> CMS:
        """The notebook's connector."""
        made: CMS = import_module("notebook").Notebook(SiteName("notes"), self.path)
        return made

    def publish(
        self,
        title: str,
        *,
        on: datetime = NOON,
        fields: Fields = NOTHING,
        state: State = "published",
    ) -> ArticleId:
        """A new note."""
        note = {"title": title, "text": BODY.strip(), "date": on.isoformat()}
        note |= {"state": STATES[state], **fields.model_dump(mode="json", exclude_none=True)}
        self._keep(self._notes() | {title: note})
        return ArticleId(title)

    def rewrite(self, article_id: ArticleId, *, body: str = "", description: str = "") -> None:
        """A note with another text, or another description."""
        changes = {"text": body.strip(), "description": description}
        note = self.stored(article_id) | {name: text for name, text in changes.items() if text}
        self._keep(self._notes() | {article_id: note})

    def delete(self, article_id: ArticleId) -> None:
        """The note is torn out."""
        notes = self._notes()
        del notes[article_id]
        self._keep(notes)

    def stored(self, article_id: ArticleId) -> dict[str, Any]:
        """The note."""
        return dict(self._notes()[article_id])

    def rest(self, article_id: ArticleId) -> object:
        """The note without the two fields."""
        note = self.stored(article_id)
        return {name: note[name] for name in note if name not in ("description", "keywords")}

    def _notes(self) -> dict[str, Any]:
        notes: dict[str, Any] = json.loads(self.path.read_text())
        return notes

    def _keep(self, notes: dict[str, Any]) -> None:
        self.path.write_text(json.dumps(notes))


class TestNotebook(Conformance):
    """The example keeps every sentence."""

    @pytest.fixture
    def desk(self, packages: Path) -> NotebookDesk:
        """An empty notebook."""
        return NotebookDesk(packages / "notes.json")


def test_an_installed_connector_is_found_by_its_name(packages: Path) -> None:
    """With the settings of its own, and those of every site."""
    configuration = loaded(packages, SITE)
    (site,) = configuration.settings.sites
    (packages / "notes.json").write_text("{}")
    assert "Settings" == type(site).__name__
    assert [] == opened(configuration, site, no_block, SystemClock()).probe()


def test_its_mistakes_are_told_like_ours(packages: Path) -> None:
    """By the field, and with what to do."""
    with pytest.raises(ConfigError) as caught:
        loaded(packages, SITE.replace("path =", "pth ="))
    assert (
        "sites[0].path: it is missing; add it",
        "sites[0].pth: there is no such key; did you mean path?",
    ) == caught.value.problems


def test_a_connector_that_cannot_be_loaded_is_told(packages: Path) -> None:
    """By its name; the others can do without it."""
    (packages / "notebook.py").write_text("import nothing_of_that_name")
    with pytest.raises(ConfigError, match="the connector notebook cannot be loaded"):
        loaded(packages, SITE)
    with pytest.raises(BrokenConnectorError):
        kinds(["notebook"])
    assert {"markdown", "wordpress"} == set(kinds(["markdown"]))


def test_the_example_is_a_package() -> None:
    """Its entry point is the one that is looked for."""
    assert GROUP in (EXAMPLE / "pyproject.toml").read_text(encoding="utf-8")
