"""prefect.yaml, as `serve` deploys it: the one beside the configuration, else our own."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import yaml
from prefect.client.orchestration import get_client

from flows.config import ConfigError
from flows.engine import lasting_server
from flows.pool import POOL, make_pool

FILE = "prefect.yaml"
TICK = 0.1  # seconds between two chances to be interrupted


def deployments_file(folder: Path) -> Path:
    """The file that is meant. Raises `ConfigError` where nothing in it is for our work pool."""
    path = folder / FILE
    if not path.is_file():
        path = Path(__file__).with_name(FILE)
    try:
        listed = yaml.safe_load(path.read_text(encoding="utf-8"))["deployments"]
        pools = {deployment["work_pool"]["name"] for deployment in listed}
    except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError):
        raise ConfigError(
            f"{path}: it does not list deployments with their work pools; mend it, or move it away"
        ) from None
    if POOL not in pools:
        raise ConfigError(
            f"{path}: no deployment has the work pool {POOL}; name it, or move the file away"
        )
    return path


def deploy_to_server(folder: Path) -> Path:
    """Deploy, for workers that are elsewhere, to the server at PREFECT_API_URL; the file used.

    Raises `ConfigError`, or `NoServerError` where the server does not answer.
    """
    path = deployments_file(folder)
    url = lasting_server("; name a server, or run rubricator serve")
    with get_client(sync_client=True) as client:
        make_pool(client)
    deploy(path, folder, {**os.environ, "PREFECT_API_URL": url}, lambda: None)
    return path


def deploy(
    path: Path, folder: Path, environment: Mapping[str, str], rest: Callable[[], None]
) -> None:
    """Deploy all of it, for runs that work in the folder.

    `rest` is called while Prefect works on it; where it raises, that ends. Raises `ConfigError`.
    """
    command = ["--no-prompt", "deploy", "--all", "--prefect-file", str(path)]
    with subprocess.Popen(  # noqa: S603 - Prefect's own command
        [sys.executable, "-m", "prefect", *command],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # a Ctrl-C is ours to answer
    ) as deploying:
        try:
            said = None
            while said is None:
                rest()
                with suppress(subprocess.TimeoutExpired):
                    said, _ = deploying.communicate(timeout=TICK)
        except BaseException:
            deploying.kill()
            raise
    if deploying.returncode:
        raise ConfigError(
            f"{path}: Prefect did not deploy it; mend what it says, or try again\n{said.strip()}"
        )
