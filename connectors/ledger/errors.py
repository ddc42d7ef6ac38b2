"""What can be wrong with a ledger: before anything is done with it, or in the middle."""


class LedgerError(Exception):
    """The ledger cannot be used; its message says what to do."""


class LostError(Exception):
    """A database did not do what it was asked in the middle of something; the message says why."""
