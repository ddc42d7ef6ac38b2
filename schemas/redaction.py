"""What is masked before an article is sent: addresses, numbers, or whatever a site names."""

from functools import cached_property
from typing import Any

import regex

from schemas.base import Frozen

MASK = "[redacted]"
PATIENCE = 1.0  # seconds for one text; a pattern can be such that it takes years

# Conservative on purpose: what is masked is lost to the metadata. A bare name@host is none;
# what stands in an address has its @ as %40.
EMAIL = r"(?<![\w.+%'-])[\w.+%'-]{1,64}(?:@|%40)(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w@])"

# In this order: with a country's code (E.164 has 8 to 15 digits), with a leading zero as most
# of the world writes it at home, North American, Chinese mobile. No date, price, figure in
# groups of three, version, coordinate or ISBN has such a form.
PHONE = r"""(?x)
(?<![\w.,+/:=-]) (?<!ISBN(?:-1[03])?[:\s]{0,2}) (?:
    (?:\+|00) (?!\d{1,3}(?:[\ .\u00a0\u202f]000)+\b) (?!\d{1,3}\.\d+\b(?!\.\d))
        [1-9](?:[\ .()/\u00a0-]{0,3}\d){7,14}
  | (?!\d\d[-/.\ ]\d\d[-/.\ ](?:19|20)\d\d\b)
        (?: \(0\d{1,4}\)[\ /-]{0,2} | 0[1-9]\d{0,3}[\ /\u00a0-]{1,3} )
        (?=(?:[\ /\u00a0-]?\d){5}) \d{2,}(?:[\ \u00a0-]\d{2,}){0,4}
  | 0[1-9](?:[.]\d\d){4}
  | 0[1-9]\d{8,9}
  | (?:1[-.\ ])? (?: \([2-9]\d\d\)\ ? | [2-9]\d\d[-.\ ] ) \d{3}[-.\ ]\d{4}
  | 1[3-9]\d(?:[-\ ]?\d{4}){2}
) (?![\w.,:-]?\d|\w)"""

KNOWN = {"email": EMAIL, "phone": PHONE}


class SlowPatternError(Exception):
    """A pattern of `redact` takes too long on a text; write it without nested repetition."""


class Redaction(Frozen):
    """A site's patterns: names of `KNOWN`, or regular expressions."""

    patterns: tuple[str, ...] = ()

    def mask(self, text: str) -> str:
        """The text with everything masked that a pattern finds. Raises `SlowPatternError`."""
        for name, expression in self._expressions.items():
            try:
                text = expression.sub(_masked, text, timeout=PATIENCE)
            except TimeoutError:
                raise SlowPatternError(
                    f"redact: {name!r} takes more than {PATIENCE:g} s on this article; "
                    "write it without a repetition inside a repetition"
                ) from None
        return text

    @cached_property
    def _expressions(self) -> dict[str, Any]:
        return {name: compiled(name) for name in self.patterns}


def compiled(pattern: str) -> Any:  # noqa: ANN401 - the library has no types
    """The expression that a pattern stands for. Raises `ValueError`."""
    try:
        expression = regex.compile(KNOWN.get(pattern, pattern))
    except (regex.error, OverflowError, RecursionError) as error:
        raise ValueError(
            f'this is no regular expression ({error}); mend it, or write "email" or "phone"'
        ) from None
    if expression.fullmatch("", timeout=PATIENCE):
        raise ValueError("this also finds nothing at all, everywhere; write what is to be masked")
    if pattern not in KNOWN and (near := pattern.lower().replace("-", "").rstrip("s")) in KNOWN:
        raise ValueError(f'this would mask that word alone; write "{near}"')
    return expression


def _masked(found: Any) -> str:  # noqa: ANN401 - likewise
    return MASK if found[0] else ""
