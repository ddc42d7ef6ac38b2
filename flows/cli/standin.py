"""`standin`: a Claude to talk to without a key."""

import os
from typing import Annotated, Literal

from cyclopts import Parameter

from flows.cli.exits import CONFIGURATION, Exit


def standin(  # noqa: PLR0913 - what can be set is set here
    *,
    port: int = 8765,
    latency: float = 0.0,
    limits: Literal["off", "bucket", "second", "window"] = "off",
    requests_per_minute: int = 1_000,
    input_tokens_per_minute: int = 2_000_000,
    output_tokens_per_minute: int = 400_000,
    ramp: float = 0.0,
    faults: float = 0.0,
    fault: Annotated[tuple[str, ...], Parameter(consume_multiple=False)] = (),
    seed: int = 0,
    slow: float = 5.0,
    obedient: bool = False,
    retire: tuple[str, ...] = (),
    overloaded: tuple[str, ...] = (),
) -> None:
    """Serve Claude's API from this machine: no model is called and no money is spent.

    The answers are sentences and words of the article itself, always the same
    for the same request. To see how a site fares on a bad day, have limits
    enforced, let things go wrong, or have articles obeyed that give orders.

    While it runs, GET /standin/counters tells what it did and what an honest
    server would have billed, GET /standin/requests what it was sent, and a POST
    to /standin/settings changes any setting but the port.

    Faults that hold for a whole account, which --faults leaves out:
    401, 402, 403, 404, spend_limit, contract_limit, own_limit, workspace_limit.

    Errors, by their HTTP status:
    400, 408, 409, 413, 429, ramp_limit, 499, 500, 501, 503, 504, 529, and
    html_200 and html_502, pages of something that stands in between.

    Answers that are of no use: truncated, refused, refused_billed,
    refused_late, unknown_stop, empty, thinking_only, malformed,
    wrong_language, invented, markup, too_long, too_short, duplicates.

    Answers that come late, or not at all: slow, dribble (bit by bit),
    cut_before (it is billed), cut_after (that), cut_middle (of its body).

    Args:
        port: The port on 127.0.0.1; 0 takes a free one.
        latency: Seconds that each answer takes.
        limits: How limits are enforced. off: headers show them. bucket: a minute's worth at once.
            second: a second's worth at once. window: anew each minute.
        requests_per_minute: The limit on requests, for each model.
        input_tokens_per_minute: The limit on what they say.
        output_tokens_per_minute: The limit on what is answered.
        ramp: At most so many times the requests of the last ten seconds, but ten; 0 is no limit.
        faults: The share of requests that meet a fault of any kind: 0.3 is three in ten.
        fault: A kind of fault and its share, as in 529=0.1; may be repeated.
        seed: Which requests meet which fault: the same ones for the same number.
        slow: Seconds that slow answers, and those that come bit by bit, take more.
        obedient: Obey orders that are hidden in an article, as a model at its worst would.
        retire: A model that is to be gone (404); may be repeated.
        overloaded: A model that always answers 529; may be repeated.
    """
    chosen = {name: value for name, value in locals().items() if name != "fault"}
    # A web server is slow to import.
    from pydantic import ValidationError  # noqa: PLC0415

    from connectors.standin.server import serve  # noqa: PLC0415
    from connectors.standin.settings import Settings, words  # noqa: PLC0415

    try:
        settings = Settings.model_validate({**chosen, "fault": dict(map(_share, fault))})
    except ValidationError as error:
        raise Exit(CONFIGURATION, words(error)) from error
    try:
        serve(settings)
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        raise Exit(
            CONFIGURATION,
            f"--port: 127.0.0.1:{settings.port} cannot be had ({reason}); name another, "
            "or 0 for one that is free",
        ) from None


def _share(written: str) -> tuple[str, str]:
    kind, equals, share = written.partition("=")
    if not equals:
        raise Exit(CONFIGURATION, f"--fault {written}: this is no KIND=SHARE, as in 529=0.1")
    return kind, share
