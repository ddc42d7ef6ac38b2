"""`serve` where it cannot begin, and the deployments that it finds or brings along."""

import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.config import ConfigError, load
from flows.deploying import deployments_file
from flows.engine import NoServerError
from flows.serve import Serving
from tests.flows.journal import Journal
from tests.flows.served import free_port
from tests.flows.terminal import KEY, Shell
from tests.prefect_server import CLOSED
from tests.standin_server import StandIn

HOUSE = Path(__file__).parents[2]


@pytest.fixture
def site(tmp_path: Path, standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> Journal:
    """A site with a key, and no Prefect server."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("RUBRICATOR_CONFIG", str(tmp_path / "rubricator.toml"))
    journal = Journal(tmp_path, standin)
    journal.configure()
    return journal


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Shell]:
    """A terminal without a Prefect server; who listens to signals there is as it was."""
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    with temporary_settings({PREFECT_API_URL: None}):
        yield Shell(capsys, monkeypatch)
    assert before == {each: signal.getsignal(each) for each in before}


def test_a_port_that_is_taken_is_named(site: Journal, shell: Shell) -> None:
    """Before anything is started, with what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = shell("serve", "--port", str(port))
    assert (2, "") == (told.code, told.out)
    assert f"--port: 127.0.0.1:{port} cannot be had (Address already in use)" in told.err
    assert "Starting" not in told.err


def test_a_broken_configuration_starts_nothing(site: Journal, shell: Shell) -> None:
    """It is told as `run` tells it: every problem, with its fix."""
    site.configure('trust = "blind"')
    told = shell("serve", "--port", str(free_port()))
    assert (2, "") == (told.code, told.out)
    assert "sites[0].trust" in told.err
    assert "Starting" not in told.err


def test_a_missing_key_and_folder_start_nothing(
    site: Journal, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever would fail every morning is told today."""
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    site.posts.rename(site.folder / "moved")
    told = shell("serve", "--port", str(free_port()))
    assert 2 == told.code
    assert "claude.key_env: ANTHROPIC_API_KEY is not set" in told.err
    assert f"{site.posts} is not a folder" in told.err


def test_a_server_that_does_not_answer_is_named(site: Journal) -> None:
    """None is started beside one that is configured, and there is nothing to stop."""
    said: list[str] = []
    with temporary_settings({PREFECT_API_URL: CLOSED}):
        serving = Serving(load(), "127.0.0.1", free_port(), said.append)
        with pytest.raises(NoServerError, match=f"PREFECT_API_URL: {CLOSED} cannot be reached"):
            serving.run()
    assert [] == said


def test_the_file_beside_the_configuration_comes_first(tmp_path: Path) -> None:
    """Else it is the one that the program brings along."""
    assert HOUSE / "flows/prefect.yaml" == deployments_file(tmp_path)
    shutil.copy(HOUSE / "prefect.yaml", tmp_path)
    assert tmp_path / "prefect.yaml" == deployments_file(tmp_path)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("deployments: [", "it does not list deployments"),
        ("name: theirs", "it does not list deployments"),
        ("deployments: [{work_pool: {name: theirs}}]", "no deployment has the work pool"),
    ],
)
def test_somebody_elses_file_is_not_deployed(tmp_path: Path, text: str, sentence: str) -> None:
    """A folder may have other flows than ours."""
    (tmp_path / "prefect.yaml").write_text(text)
    with pytest.raises(ConfigError, match=rf"prefect\.yaml: {sentence}"):
        deployments_file(tmp_path)


def test_the_wheel_brings_the_deployments_along(tmp_path: Path) -> None:
    """There is one file, and an installed program has it as it stands in the repository."""
    for room in ("connectors", "flows", "prompts", "schemas"):
        shutil.copytree(
            HOUSE / room,
            tmp_path / room,
            symlinks=True,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    for name in ("pyproject.toml", "README.md", "LICENSE", "prefect.yaml"):
        shutil.copy(HOUSE / name, tmp_path)
    build = "from setuptools import build_meta; build_meta.build_wheel('dist')"
    subprocess.run([sys.executable, "-c", build], cwd=tmp_path, capture_output=True, check=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        assert (HOUSE / "prefect.yaml").read_bytes() == packed.read("flows/prefect.yaml")
