"""`init` and `doctor`: getting to a first run."""

import json as codec
import re
from pathlib import Path

from flows.cli.exits import CONFIGURATION, Exit

# Where static site generators keep their posts, the most telling first.
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")  # as `schemas.config` has it, which is slow to load
USUAL = ("content/posts", "_posts", "content/blog", "src/content/blog", "content", "posts", "docs")


def init(*, connector: str = "markdown", name: str = "journal", path: str | None = None) -> None:
    """Write a commented rubricator.toml for a site; nothing that exists is touched.

    Args:
        connector: The site's system; this version knows markdown.
        name: What the site is to be called.
        path: The folder of its posts; else the first usual one that is there.
    """
    from string import Template  # noqa: PLC0415

    from flows.config import path_of  # noqa: PLC0415

    if connector != "markdown":
        raise Exit(
            CONFIGURATION, f"--connector: {connector!r} is not known; this version has: markdown"
        )
    if not NAME.fullmatch(name):
        raise Exit(CONFIGURATION, f"--name: {name!r} should be up to 64 of a-z, 0-9, - and _")
    target = path_of()
    folder = path or next((p for p in USUAL if (target.parent / p).is_dir()), USUAL[0])
    template = Path(__file__).with_name("template.toml").read_text(encoding="utf-8")
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(Template(template).substitute(name=_toml(name), path=_toml(folder)))
    except FileExistsError:
        raise Exit(
            CONFIGURATION, f"{target}: it exists; edit it, or name another with --config"
        ) from None
    except OSError as error:
        raise Exit(CONFIGURATION, f"{target}: it cannot be written ({error.strerror})") from None
    print(  # noqa: T201
        f"Wrote {target} for the posts in {folder}.\n"
        "Next: export ANTHROPIC_API_KEY, then rubricator doctor, "
        "then rubricator run --dry-run --report preview.html"
    )


def _toml(text: str) -> str:
    """The text as TOML writes it: as JSON does, and DEL is to be escaped as well."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Exit(CONFIGURATION, "--path: it is not UTF-8; rename the folder")
    return codec.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def doctor(*, json: bool = False) -> int:
    """Check all that a live run needs, a line each, with the cure.

    Args:
        json: Print one JSON object and nothing else.
    """
    from flows.doctor import examine  # noqa: PLC0415

    checks = list(examine(load_block))
    if json:
        told = {"ok": all(c.ok for c in checks), "checks": [c._asdict() for c in checks]}
        print(codec.dumps(told, ensure_ascii=False, indent=2))  # noqa: T201
    else:
        for check in checks:
            sign = "FAIL" if not check.ok else "warn" if check.warns else "ok"
            print(f"{sign:4}  {check.subject}: {check.sentence}")  # noqa: T201
    return next((check.code for check in checks if not check.ok), 0)


def load_block(name: str) -> str:
    """The secret in a Prefect block. Prefect is slow, and only asked for where there is one."""
    from flows import engine  # noqa: PLC0415

    return engine.load_block(name)
