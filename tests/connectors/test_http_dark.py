"""A system that is lost in the middle of a run: it is not waited for again and again."""

import pytest

from connectors.errors import Unreachable
from connectors.http import DARK, ENOUGH, Http
from tests.clock import StillClock
from tests.connectors.scripted_server import Told, serving


def lose(http: Http, url: str) -> str:
    """What is said of a request that is lost."""
    with pytest.raises(Unreachable) as caught:
        http.get(url)
    return str(caught.value)


def test_what_is_lost_often_is_not_asked_for_a_while() -> None:
    """Each of hundreds of articles would wait as long as the first."""
    clock = StillClock()
    http = Http(clock)
    with serving() as script:
        script.on("*", Told(502, "gone"))
        for _ in range(ENOUGH):
            lose(http, script.url)
        asked, slept = len(script.asked), len(clock.slept)
        assert "a moment ago" in lose(http, script.url)
        assert (asked, slept) == (len(script.asked), len(clock.slept))


def test_it_is_asked_again_later() -> None:
    """And where it answers, all is forgotten."""
    clock = StillClock()
    http = Http(clock)
    with serving() as script:
        script.on("*", *[Told(502, "gone")] * 4 * ENOUGH, Told(200, "here"))
        for _ in range(ENOUGH):
            lose(http, script.url)
        clock.sleep(DARK)
        assert 200 == http.get(script.url).status
