"""The preview of a real run, over a real Prefect API."""

from datetime import date

from tests.flows.journal import Journal
from tests.pages import read


def test_a_result_has_the_day_of_its_site(journal: Journal) -> None:
    """Midnight in Auckland is still yesterday in UTC."""
    journal.configure(site='timezone = "Pacific/Auckland"')

    report = journal.run("dry_run")

    assert {date(2026, 11, 20)} == {proposal.published for proposal in report.proposals}
    dates = [shown.text for shown in read(report).all("bdi", class_="date")]
    assert ["20 Nov 2026 —"] * 3 == dates
