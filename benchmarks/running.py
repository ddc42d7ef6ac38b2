"""A run of the command in a folder, and what it took."""

import json
import os
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from sysconfig import get_path
from typing import IO, cast

CONFIG = """\
[claude]
base_url = "{url}"
concurrency = {at_once}
[budget]
per_run_usd = 100
per_day_usd = 100
per_month_usd = 100
[[sites]]
name = "bench"
connector = "markdown"
path = "posts"
languages = ["en"]
"""


@dataclass(frozen=True)
class Measured:
    """What one run took: its own seconds, those of its processors, and its memory's peak."""

    articles: int
    seconds: float
    cpu_seconds: float  # of all its processes, the temporary Prefect server among them
    peak_mb: float = 0.0  # of the process that works


def rubricator(folder: Path, url: str, *, at_once: int) -> Measured:
    """Run over the folder's `posts`. Raises `RuntimeError` where not every article is published."""
    (folder / "rubricator.toml").write_text(CONFIG.format(url=url, at_once=at_once))
    environment = {**os.environ, "ANTHROPIC_API_KEY": "none", "PREFECT_HOME": str(folder / "home")}
    command = [get_path("scripts") + "/rubricator", "run", "--since", "2000-01-01", "--json"]
    process = subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    peak = _Peak(process.pid)
    report = json.loads(cast("IO[str]", process.stdout).read())
    _, _, used = os.wait4(process.pid, 0)
    counts = report["counts"]
    if counts["published"] != counts["listed"]:
        raise RuntimeError(f"not all of the articles were published: {counts}")
    return Measured(
        articles=counts["listed"],
        seconds=report["duration_s"],
        cpu_seconds=used.ru_utime + used.ru_stime,
        peak_mb=peak.mb,
    )


class _Peak:
    """Looks at a process's memory while it lives."""

    def __init__(self, pid: int) -> None:
        self.mb = 0.0
        self._status = Path(f"/proc/{pid}/status")
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        pause = threading.Event()
        try:
            while not pause.wait(0.1):
                for line in self._status.read_text().splitlines():
                    if line.startswith("VmHWM:"):
                        self.mb = int(line.split()[1]) / 1024
        except OSError:
            return  # it is gone, and its last peak is known
