"""The example for Docker Compose: its files agree with each other and with the program."""

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from flows.cli.app import app
from flows.config import load
from flows.pool import POOL
from flows.serve import RUNS, SERVER

HOUSE = Path(__file__).parent.parent
FOLDER = HOUSE / "examples/compose"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
NAMED = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def environment(service: str, **given: str) -> dict[str, str]:
    """What a service has, where `.env` says this."""

    def value(found: re.Match[str]) -> str:
        return given.get(found[1], found[3] if found[2] == "-" else f"some-{found[1]}")

    told = SERVICES[service]["environment"].items()
    return {name: NAMED.sub(value, text) for name, text in told}


@pytest.mark.parametrize("service", ["deploy", "worker"])
def test_the_commands_are_there(service: str) -> None:
    """Those of the program, by the names that it has for them."""
    program, command = SERVICES[service]["command"]
    assert "rubricator" == program
    assert command in app


def test_the_deployments_are_for_the_pool_that_is_served() -> None:
    """Or nobody would start their runs."""
    deployments = yaml.safe_load((HOUSE / "prefect.yaml").read_text(encoding="utf-8"))[
        "deployments"
    ]
    assert {POOL} == {deployment["work_pool"]["name"] for deployment in deployments}


def test_everyone_means_the_same_port() -> None:
    """The server, who asks whether it is well, the workers, and who opens the pages."""
    server = SERVICES["prefect"]
    port = server["command"][-1]
    assert ["prefect", "server", "start"] == server["command"][:3]
    assert f"http://127.0.0.1:{port}/api/health" in server["healthcheck"]["test"][-1]
    assert ("prefect", int(port)) == address(environment("worker")["PREFECT_API_URL"])
    assert address(environment("prefect")["PREFECT_UI_API_URL"])[1] == int(port)
    (published,) = server["ports"]
    assert f"127.0.0.1:{port}:{port}" == NAMED.sub(r"\3", published)


def test_the_password_of_the_pages_is_the_workers() -> None:
    """A server that lets everybody in starts runs for everybody."""
    theirs = environment("prefect")["PREFECT_SERVER_API_AUTH_STRING"]
    assert theirs == environment("worker")["PREFECT_API_AUTH_STRING"]
    assert "some-PREFECT_AUTH_STRING" == theirs


def test_the_ledger_and_prefect_have_databases_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the one server, with its one user; the program reads the setting."""
    toml = (HOUSE / "examples/journal/rubricator.toml").read_text(encoding="utf-8")
    (tmp_path / "rubricator.toml").write_text(toml)
    told = environment("worker")
    monkeypatch.setenv("RUBRICATOR_DATABASE_URL", told["RUBRICATOR_DATABASE_URL"])
    ledger = load(str(tmp_path / "rubricator.toml")).settings.database_url
    prefects = environment("prefect")["PREFECT_API_DATABASE_CONNECTION_URL"]
    server = environment("postgres")
    by_sql = COMPOSE["configs"]["prefects_own"]["content"]
    assert f"CREATE DATABASE {urlsplit(prefects).path[1:]};" == by_sql
    assert server["POSTGRES_DB"] == urlsplit(ledger).path[1:]
    for url in (ledger, prefects):
        parts = urlsplit(url)
        assert ("postgres", server["POSTGRES_USER"]) == (parts.hostname, parts.username)
        assert server["POSTGRES_PASSWORD"] == parts.password


def test_what_is_to_be_filled_in_is_in_the_example() -> None:
    """Each name that the file asks for, and nothing else that it would overlook."""
    asked = set(NAMED.findall((FOLDER / "compose.yaml").read_text(encoding="utf-8")))
    example = (FOLDER / "env.example").read_text(encoding="utf-8")
    offered = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))
    of_sites = {"ANTHROPIC_API_KEY", "MAGAZINE_APP_PASSWORD"}  # handed on to the runs as they are
    assert {name for name, _, _ in asked} == offered - of_sites


def test_a_worker_has_the_time_that_it_takes_to_stop() -> None:
    """Else Docker kills what has not been noted yet."""
    patience = int(SERVICES["worker"]["stop_grace_period"].removesuffix("s"))
    assert patience > RUNS + SERVER + 5


def test_nothing_starts_before_what_it_needs() -> None:
    """And, as Compose stops in the opposite order, nothing ends before what needs it."""
    needs = {name: set(service.get("depends_on", ())) for name, service in SERVICES.items()}
    assert {
        "postgres": set(),
        "prefect": {"postgres"},
        "deploy": {"prefect"},
        "worker": {"prefect", "deploy"},
    } == needs
    assert (
        "service_completed_successfully" == SERVICES["worker"]["depends_on"]["deploy"]["condition"]
    )


def test_the_image_has_no_secrets_and_is_nobody() -> None:
    """What gets into it is named file by file, and whoever runs it is not root."""
    ignored = (FOLDER / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in ignored if not line.startswith("#")]
    assert "*" == rules[0]
    assert "**/.env" == rules[-1]
    for kept in [rule[1:] for rule in rules if rule.startswith("!")]:
        assert list(HOUSE.glob(kept)), kept
    assert not re.search(r"PASSWORD|KEY|SECRET|AUTH_STRING", DOCKERFILE)
    assert "\nUSER rubricator\n" in DOCKERFILE


def test_the_image_has_the_locked_versions() -> None:
    """By their hashes, on a Python that the program is for."""
    installing = [line for line in DOCKERFILE.split("RUN ") if "requirements" in line]
    assert all("--require-hashes" in line for line in installing if "pip install" in line)
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {"3.11"} == set(re.findall(r"^FROM python:([\d.]+)-slim", DOCKERFILE, re.MULTILINE))
    assert project["requires-python"].startswith(">=3.11")


def address(url: str) -> tuple[str | None, int | None]:
    """A host and a port."""
    parts = urlsplit(url)
    return parts.hostname, parts.port
