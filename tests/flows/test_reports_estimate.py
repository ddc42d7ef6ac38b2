"""What is said of an archive before it is paid."""

from flows.reports.estimate import as_dict, sentence
from schemas.estimate import Usual, estimate


def test_an_estimate_offers_what_there_is() -> None:
    """Nobody can choose a batch yet; its price is for programs."""
    usual = Usual(tokens_out=100, again=0, seconds=2)
    found = estimate("claude-haiku-5-5", [4_000] * 1_000, [(4_000, 1_000)], usual, concurrency=10)
    told = sentence(found)
    assert told.startswith("1,000 articles, 1,000,000 tokens in and 100,000 out: $0.1")
    assert told.endswith(", about 3 min 20 s.")
    assert "batch" not in told
    assert "batch" in as_dict(found)
