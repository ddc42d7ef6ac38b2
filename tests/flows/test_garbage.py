"""Who collects garbage in the processes of Prefect's servers."""

import subprocess
import sys

CYCLE = """\
import threading, weakref
from flows.garbage import collect_aside

class Cursor: pass

def leave() -> None:
    cursor = Cursor()
    cursor.itself = cursor
    weakref.finalize(cursor, lambda: (by.append(threading.current_thread()), seen.set()))

by, seen = [], threading.Event()
collect_aside()
leave()
many = [[] for _ in range(100_000)]  # so many that the collector would come here
print(seen.is_set(), seen.wait(30), by == [threading.main_thread()])
"""


def test_no_event_loop_closes_what_others_left() -> None:
    """It would wait for a lock that may be held for a minute, and its server with it."""
    told = subprocess.run(
        [sys.executable, "-c", CYCLE], capture_output=True, text=True, check=True
    ).stdout
    assert "False True False" == told.strip()
