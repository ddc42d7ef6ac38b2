"""What can be wrong with a ledger before anything is done with it."""


class LedgerError(Exception):
    """The ledger cannot be used; its message says what to do."""
