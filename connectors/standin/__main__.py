"""`python -m connectors.standin`."""

from connectors.standin.server import main

main()
