"""`deploy`: the deployments and their schedule on a Prefect server that is there."""

import sys

from flows.cli.exits import UNREACHABLE, Exit, clear_errors


def deploy() -> None:
    """Put the deployments and their schedule on the Prefect server at PREFECT_API_URL.

    They are those of the prefect.yaml beside the configuration, or else the ones that Rubricator
    brings along. Deploy again after a change: a schedule that a person paused stays paused. Their
    runs are started by workers of the pool `rubricator`, such as `rubricator serve`.
    """
    from flows.cli.conducting import ready  # noqa: PLC0415 - Prefect is slow

    with clear_errors():
        from flows.config import load  # noqa: PLC0415

        ready(None, asks=True)
        from flows.deploying import deploy_to_server  # noqa: PLC0415
        from flows.engine import NoServerError  # noqa: PLC0415

        try:
            path = deploy_to_server(load().folder)
        except NoServerError as error:
            raise Exit(UNREACHABLE, str(error)) from None
    print(f"rubricator: {path} is deployed.", file=sys.stderr)  # noqa: T201
