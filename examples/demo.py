"""The daily flow on a copy of the example site, with the stand-in in Claude's place.

A dry run, a live one, and a third that finds nothing to do, over one Prefect server. Nothing
outside of `demo/` is written, no model is called and no money is spent.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "demo"
SINCE = ("--since", "2026-11-01")  # the example's posts stay where they are in time
PREVIEW = DEMO / "preview.html"


def main() -> int:
    """Run the three, and say where to look next."""
    _fresh_copy()
    os.environ |= {
        "RUBRICATOR_CONFIG": str(DEMO / "rubricator.toml"),
        "ANTHROPIC_API_KEY": "the stand-in takes any",
        "PREFECT_HOME": str(DEMO / "prefect"),
    }
    os.environ.pop("PREFECT_API_URL", None)
    with _standin() as url:
        os.environ["RUBRICATOR_CLAUDE_BASE_URL"] = url
        codes = _three_runs()
    print(
        f"\nThe preview of the first run: {PREVIEW.relative_to(ROOT)} (open it in a browser)."
        f"\nThe articles it wrote to:     {(DEMO / 'content/posts').relative_to(ROOT)}"
        "\nUndo, and everything else:    .venv/bin/rubricator --config demo/rubricator.toml --help"
        "\nYour own site:                .venv/bin/rubricator init"
    )
    return max(codes)


def _three_runs() -> list[int]:
    from flows.cli.conducting import QUIET, warm_up  # noqa: PLC0415

    os.environ |= QUIET
    from flows.engine import prefect_api  # noqa: PLC0415 - reads the environment when imported

    print("Starting Prefect's server for the demo, and the stand-in for Claude.", flush=True)
    with prefect_api(meanwhile=lambda: warm_up("flows.daily")):
        return [
            _rubricator("run", *SINCE, "--dry-run", "--report", str(PREVIEW)),
            _rubricator("run", *SINCE),
            _rubricator("run", *SINCE),
        ]


def _rubricator(*arguments: str) -> int:
    from flows.cli.app import app  # noqa: PLC0415

    shown = [argument.removeprefix(f"{ROOT}/") for argument in arguments]
    print(f"\n$ rubricator {' '.join(shown)}", flush=True)
    return int(app(arguments, exit_on_error=False, print_error=False) or 0)


def _fresh_copy() -> None:
    """The site as it is in the repository; only Prefect's database is kept from the last time."""
    DEMO.mkdir(exist_ok=True)
    for old in DEMO.iterdir():
        if old.name != "prefect":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    example = ROOT / "examples" / "journal"
    shutil.copytree(example / "content", DEMO / "content")
    shutil.copy(example / "rubricator.toml", DEMO)


@contextmanager
def _standin() -> Iterator[str]:
    command = [sys.executable, "-m", "connectors.standin", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate()


if __name__ == "__main__":
    sys.exit(main())
