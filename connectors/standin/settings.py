"""What can be set about the stand-in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How a stand-in answers. The limits are those of the Start tier: shown, not enforced."""

    port: int = 0
    """The port of 127.0.0.1 it listens at; 0 takes a free one."""
    latency: float = 0.0
    """Seconds between a request and its answer."""
    requests_per_minute: int = 1_000
    input_tokens_per_minute: int = 2_000_000
    output_tokens_per_minute: int = 400_000
