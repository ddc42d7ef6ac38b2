"""The one authority that tests trust, in place of the 140 that the world has.

They meet no certificate that it would have to vouch for, and each HTTP client reads all of those
that it is told to trust: the usual ones take it 22 milliseconds, a twentieth of the whole suite.
"""

import os
from pathlib import Path

AUTHORITY = Path(__file__).with_suffix(".pem")
CLAUDES = "SSL_CERT_FILE"
VARIABLES = (CLAUDES, "PREFECT_API_SSL_CERT_FILE")


def trust_it_alone() -> None:
    """From now on, in this process and in those that it starts."""
    os.environ.update(dict.fromkeys(VARIABLES, str(AUTHORITY)))
