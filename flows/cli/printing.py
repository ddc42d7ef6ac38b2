"""What `--json` prints: one object on stdout, and nothing else there."""


def print_json(told: object) -> None:
    """Print it as people can read it, too.

    Not by the standard library, whose own way to indent takes six times the time, and for a
    moment six times the room of the text.
    """
    from pydantic_core import to_json  # noqa: PLC0415 - not every command has something to print

    print(to_json(told, indent=2).decode())  # noqa: T201
