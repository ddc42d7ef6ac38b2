"""The log of runs: one line for each thing that happens, its machine key first."""

import logging

from flows.reports.words import plain


def _on_one_line(record: logging.LogRecord) -> bool:
    """Ids are names of files, and reasons are others' words: no line of theirs passes for ours."""
    record.msg, record.args = plain(record.getMessage()), ()
    return True


LOG = logging.getLogger("rubricator")
LOG.setLevel(logging.INFO)  # Prefect's extra loggers would pass on warnings alone
LOG.addFilter(_on_one_line)  # here, not in a handler: Prefect has handlers of its own
