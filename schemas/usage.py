"""Token counts of requests, in disjoint buckets."""

from schemas.base import Frozen


class Usage(Frozen):
    """Tokens of one request, or of many added up.

    The four buckets do not overlap: `input_tokens` excludes what was written to or read from
    the prompt cache. `thinking_tokens` is a part of `output_tokens`, never on top of it.
    `cache_creation_1h_input_tokens` is the dearer part of `cache_creation_input_tokens`.
    """

    input_tokens: int = 0
    output_tokens: int = 0
    thinking_tokens: int = 0
    cache_read_input_tokens: int = 0
    cache_creation_input_tokens: int = 0
    cache_creation_1h_input_tokens: int = 0

    @property
    def prompt_tokens(self) -> int:
        """All input of the request: the length that decides on the long-prompt price."""
        return self.input_tokens + self.cache_creation_input_tokens + self.cache_read_input_tokens

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            **{name: getattr(self, name) + getattr(other, name) for name in Usage.model_fields}
        )
