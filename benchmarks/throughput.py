"""Articles a second, end to end, against the ideal and a bare loop over the SDK."""

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, cast

import anthropic

from benchmarks import articles
from benchmarks.running import Measured, rubricator
from connectors.markdown import Markdown
from prompts import load, render
from schemas.article import SiteName
from schemas.candidate import Candidate
from schemas.models import output_config
from schemas.request import Request, ladder
from schemas.window import Window

MODEL = "claude-haiku-5-5"
AT_ONCE = 64
LATENCY = 0.3  # seconds
ALWAYS = Window(since=datetime(2000, 1, 1, tzinfo=UTC), until=datetime(2100, 1, 1, tzinfo=UTC))


def measure(count: int) -> Measured:
    """A whole run over so many posts."""
    with _site(count) as (place, url):
        return rubricator(place, url, at_once=AT_ONCE)


def measure_beside_a_loop(count: int) -> tuple[Measured, Measured]:
    """A whole run over so many posts, and a bare loop that asks the same."""
    with _site(count) as (place, url):
        wanted = requests(place / "posts")
        return rubricator(place, url, at_once=AT_ONCE), asyncio.run(bare_loop(url, wanted))


async def bare_loop(url: str, wanted: list[Request]) -> Measured:
    """A plain asyncio loop over the SDK, which does nothing else."""
    gate = asyncio.Semaphore(AT_ONCE)
    async with anthropic.AsyncAnthropic(base_url=url, api_key="none", max_retries=0) as client:

        async def ask(request: Request) -> None:
            async with gate:
                await client.messages.create(**_body(request))

        started, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*map(ask, wanted))
        seconds = time.perf_counter() - started
    return Measured(articles=len(wanted), seconds=seconds, cpu_seconds=time.process_time() - cpu)


def requests(folder: Path) -> list[Request]:
    """What a run would ask for a folder of posts."""
    site = Markdown(SiteName("bench"), folder, languages=("en",))
    prompt, (ask, *_) = load(), ladder(MODEL, ())
    candidates = (Candidate(article=a, targets=frozenset()) for a in site.articles(ALWAYS))
    return [render(prompt, candidate, ask, 8000) for candidate in candidates]


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that answers after a fixed time."""
    command = [sys.executable, "-m", "benchmarks.server", "--latency", str(LATENCY)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield cast("IO[str]", process.stdout).readline().strip()
        finally:
            process.kill()


@contextmanager
def _site(count: int) -> Iterator[tuple[Path, str]]:
    with tempfile.TemporaryDirectory() as place, server() as url:
        articles.write(Path(place) / "posts", count)
        yield Path(place), url


def _body(request: Request) -> dict[str, Any]:
    attempt = request.attempt
    return {
        "model": attempt.model,
        "max_tokens": request.max_tokens,
        "system": request.system,
        "messages": [{"role": "user", "content": request.user}],
        "output_config": output_config(attempt.model, attempt.effort, request.answer_schema),
    }
