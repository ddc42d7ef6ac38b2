"""`init` and `companion`: getting to a configuration, and what a site may need for it."""

import json as codec
import re
import sys
from pathlib import Path

from flows.cli.exits import CONFIGURATION, Exit
from schemas.web_address import has_user, is_web_address

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")  # as `schemas.config` has it, which is slow to load
# Where static site generators keep their posts, the most telling first.
USUAL = ("content/posts", "_posts", "content/blog", "src/content/blog", "content", "posts", "docs")
NEXT = "export ANTHROPIC_API_KEY, then {0} doctor, then {0} run --dry-run --report preview.html"
Values = dict[str, str]


def init(
    *,
    connector: str = "markdown",
    name: str | None = None,
    path: str | None = None,
    url: str = "",
    username: str = "",
) -> None:
    """Write a commented rubricator.toml for a site; nothing that exists is touched.

    Args:
        connector: The site's system: markdown or wordpress.
        name: What the site is to be called.
        path: Of markdown, the folder of its posts; else the first usual one that is there.
        url: Of wordpress, the site's address.
        username: Of wordpress, the user that Rubricator is there.
    """
    from connectors import BUILT_IN  # noqa: PLC0415
    from flows.cli.calling import program  # noqa: PLC0415
    from flows.config import path_of  # noqa: PLC0415

    target = path_of()
    if connector not in BUILT_IN:
        known = f"this version has: {', '.join(BUILT_IN)}"
        raise Exit(CONFIGURATION, f"--connector: {connector!r} is not known; {known}")
    if name is None:
        name = "journal" if connector == "markdown" else "magazine"
    if not NAME.fullmatch(name):
        raise Exit(CONFIGURATION, f"--name: {name!r} should be up to 64 of a-z, 0-9, - and _")
    then = NEXT.format(program())
    if connector == "markdown":
        folder = path or next((p for p in USUAL if (target.parent / p).is_dir()), USUAL[0])
        values, told = {"path": folder}, f"for the posts in {folder}.\nNext: {then}"
    else:
        values, told = _of_wordpress(name, url, username, then)
    _write(target, connector, {"name": name, "connector": connector, **values})
    print(f"Wrote {target} {told}")  # noqa: T201


def companion() -> None:
    """Print the plugin that a WordPress site may need; it goes into wp-content/mu-plugins."""
    folder = Path(__file__).parents[2] / "connectors" / "wordpress" / "companion"
    print((folder / "rubricator.php").read_text(encoding="utf-8"), end="")  # noqa: T201


def _of_wordpress(name: str, url: str, username: str, then: str) -> tuple[Values, str]:
    """What is written of a WordPress site, and what is to be done first."""
    url = url or _asked("--url", "The site's address, like https://magazine.example: ")
    username = username or _asked("--username", "The name of Rubricator's user there: ")
    if not url.lower().startswith(("https://", "http://")):
        url = f"https://{url}"
    if not is_web_address(url) or has_user(url):
        sentence = "--url: this is no address of a site; give one like https://magazine.example"
        raise Exit(CONFIGURATION, sentence)
    variable = f"{re.sub('[^A-Z0-9]', '_', name.upper())}_APP_PASSWORD"
    screen = f"{url.rstrip('/')}/wp-admin/profile.php#application-passwords-section"
    steps = (
        f"As {username}, whose role has to be Editor, make an application password: {screen}",
        f'Put it into a file .env beside the configuration: {variable}="..."',
        f"{then[0].upper()}{then[1:]}",
    )
    told = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))
    return {"url": url, "username": username, "variable": variable}, f"for {url}.\n{told}"


def _asked(flag: str, question: str) -> str:
    """What the person at the terminal answers. Raises `Exit` where there is none."""
    if not sys.stdin.isatty():
        raise Exit(CONFIGURATION, f"{flag}: it is missing; add it")
    return input(question).strip()


def _write(target: Path, connector: str, values: Values) -> None:
    from string import Template  # noqa: PLC0415

    quoted = {key: _toml(key, value) for key, value in values.items()}
    own, whole = (
        Template(Path(__file__).with_name(name).read_text(encoding="utf-8"))
        for name in (f"template_{connector}.toml", "template.toml")
    )
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(whole.substitute(quoted, system=own.substitute(quoted)))
    except FileExistsError:
        raise Exit(
            CONFIGURATION, f"{target}: it exists; edit it, or name another with --config"
        ) from None
    except OSError as error:
        raise Exit(CONFIGURATION, f"{target}: it cannot be written ({error.strerror})") from None


def _toml(key: str, text: str) -> str:
    """The text as TOML writes it: as JSON does, and DEL is to be escaped as well."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Exit(CONFIGURATION, f"--{key}: it is not UTF-8; rename it")
    return codec.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
