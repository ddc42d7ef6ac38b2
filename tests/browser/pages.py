"""Prefect's pages as an editor goes through them: forms, runs, artifacts."""

import re
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, Response, expect
from prefect.client.orchestration import SyncPrefectClient

from tests.browser.chromium import SIZE

END = 180.0  # seconds in which a run comes to its end
BUSY = 503  # Prefect on SQLite says so where two write at once, and a person presses again
GLANCE = 1_000  # milliseconds between two looks at a page
ENDS = ("Completed", "Failed", "Crashed", "Cancelled", "Misconfigured", "NeedsConfirmation")


@dataclass(frozen=True)
class Pages:
    """A browser's page on a Prefect server, and a way to the server for what no page shows."""

    page: Page
    root: str
    api: SyncPrefectClient

    def deployment(self, name: str) -> None:
        """Go to a deployment."""
        found = next(one for one in self.api.read_deployments() if one.name == name)
        self.page.goto(f"{self.root}/v2/deployments/deployment/{found.id}")

    def form(self, name: str) -> "Form":
        """The form of a custom run."""
        self.deployment(name)
        self.page.get_by_role("button", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Custom run").click()
        # Its fields come after its buttons; each has a menu.
        self.page.locator("main").get_by_role("button", name="Open menu").first.wait_for()
        return Form(self)

    def artifact(self, key: str) -> Locator:
        """What a run has left under a key, from the run's page."""
        self.tab("Artifacts")
        self.page.locator(f'a[href$="/artifacts/key/{key}"]').click()
        self.page.locator('a[href*="/artifacts/artifact/"]').first.click()
        written = self.page.locator(".prose")
        expect(written.get_by_role("row").nth(1)).to_be_visible()
        return written

    def tab(self, name: str) -> None:
        """A part of a run's page."""
        self.page.get_by_role("tab", name=name).click()

    def picture(self, to: Path, height: int) -> None:
        """What is seen, in a window of this height, for a reader."""
        self.page.set_viewport_size({"width": SIZE[0], "height": height})
        self.page.mouse.move(0, 0)
        self.page.evaluate("document.activeElement?.blur(); window.scrollTo(0, 0)")
        self.page.wait_for_timeout(GLANCE)  # what moves has come to rest
        self.page.screenshot(path=to)
        self.page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})


@dataclass(frozen=True)
class Form:
    """The parameters of a run that is to be started."""

    pages: Pages

    @property
    def whole(self) -> Locator:
        """All of it."""
        return self.pages.page.locator("main")

    def write(self, field: str, text: str) -> None:
        """Fill a line of text."""
        self.pages.page.get_by_role("textbox", name=field).fill(text)

    def number(self, field: str) -> Locator:
        """A box for a number."""
        return self.pages.page.get_by_role("spinbutton", name=field)

    def choices(self, field: str) -> Locator:
        """What a list has to offer."""
        self.pages.page.get_by_role("button", name=f"Select {field}").click()
        return self.pages.page.get_by_role("option")

    def pick(self, field: str, day: date) -> None:
        """Choose a day, from its midnight on, in the calendar of a field."""
        page = self.pages.page
        page.get_by_role("button", name=field).first.click()
        calendar = page.get_by_role("dialog")
        calendar.get_by_label("Choose the Year").select_option(str(day.year))
        calendar.get_by_label("Choose the Month").select_option(f"{day:%b}")
        calendar.locator(f'[data-day="{day.month}/{day.day}/{day.year}"]').click()
        page.keyboard.press("Escape")
        calendar.wait_for(state="hidden")

    def refuses(self, field: str, value: str) -> bool:
        """Whether the number is sent back with a word at its box, and nothing is sent."""
        box = self.number(field)
        box.fill(value)
        self.pages.page.get_by_role("button", name="Submit").click()
        invalid: bool = box.evaluate("box => !box.validity.valid && box.validationMessage !== ''")
        box.fill("")
        return invalid

    def submit(self) -> "Run":
        """Send it, and follow the run to its page."""
        page = self.pages.page
        answer = self._sent()
        while answer.status == BUSY:
            answer = self._sent()
        assert answer.ok, answer.text()
        found = answer.json()["id"]
        page.locator(f'a[href*="{found}"]').first.click()
        return Run(self.pages, found)

    def _sent(self) -> Response:
        page = self.pages.page
        with page.expect_response(lambda answer: "create_flow_run" in answer.url) as answered:
            page.get_by_role("button", name="Submit").click()
        return answered.value


@dataclass(frozen=True)
class Run:
    """A run that was started."""

    pages: Pages
    id: str

    def end(self) -> str:
        """How it ended, as its page says at last."""
        page, until = self.pages.page, time.monotonic() + END
        badge = page.locator("main").get_by_text(re.compile(f"^({'|'.join(ENDS)})$")).first
        while not badge.is_visible():
            assert time.monotonic() < until, page.locator("main").inner_text()
            page.wait_for_timeout(GLANCE)
        return badge.inner_text()

    def again(self) -> None:
        """Go back to its page."""
        self.pages.page.goto(f"{self.pages.root}/v2/runs/flow-run/{self.id}")
