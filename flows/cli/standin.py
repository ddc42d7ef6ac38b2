"""`standin`: a Claude to talk to without a key."""


def standin(*, port: int = 8765, latency: float = 0.0) -> None:
    """Serve Claude's API from this machine: no model is called and no money is spent.

    Args:
        port: The port on 127.0.0.1; 0 takes a free one.
        latency: Seconds that each answer takes.
    """
    from connectors.standin.server import serve  # noqa: PLC0415 - a web server is slow to import
    from connectors.standin.settings import Settings  # noqa: PLC0415

    serve(Settings(port=port, latency=latency))
