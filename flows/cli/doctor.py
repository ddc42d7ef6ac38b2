"""`doctor`: whether a live run would start."""

from flows.cli.printing import print_json


def doctor(*, json: bool = False) -> int:
    """Check all that a live run needs, a line each, with the cure.

    Args:
        json: Print one JSON object and nothing else.
    """
    from flows.doctor import examine  # noqa: PLC0415

    checks = list(examine(load_block))
    if json:
        told = {"ok": all(c.ok for c in checks), "checks": [c._asdict() for c in checks]}
        print_json(told)
    else:
        for check in checks:
            sign = "FAIL" if not check.ok else "warn" if check.warns else "ok"
            print(f"{sign:4}  {check.subject}: {check.sentence}")  # noqa: T201
    return next((check.code for check in checks if not check.ok), 0)


def load_block(name: str) -> str:
    """The secret in a Prefect block, asked for where there is one alone: Prefect is slow.

    Raises `ConfigError`.
    """
    from flows.cli.conducting import be_quiet  # noqa: PLC0415

    be_quiet()
    from flows import engine  # noqa: PLC0415
    from flows.config import ConfigError  # noqa: PLC0415

    try:
        with engine.prefect_api():
            return engine.load_block(name)
    except engine.NoServerError as error:
        raise ConfigError(f"the block {name} cannot be looked up: {error}") from None
