"""Garbage collected by a thread of its own, and not by whoever happens to make the last of it.

Prefect's server leaves cursors of SQLite to the collector. To close one waits for the lock of its
connection, and a statement that waits for another writer holds that for as long as a minute. Where
the event loop is the one to collect, that writer gets no further either: everything stands still.
"""

import gc
import threading

YOUNG = 1.0  # seconds between two looks at what was made lately
ALL = 60  # such looks, and then one at everything


def collect_aside() -> None:
    """From here on, no other thread of this process collects."""
    gc.disable()
    threading.Thread(target=_collect, name="garbage", daemon=True).start()


def _collect() -> None:
    pause = threading.Event()
    while True:
        for _ in range(ALL):
            pause.wait(YOUNG)
            gc.collect(1)
        gc.collect()
