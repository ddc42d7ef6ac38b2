"""WordPress's shortcodes: calls in brackets that stand among the words until a page is shown."""

import regex

# A name of three letters or more, whatever follows it, and the second bracket of an escape. A
# shortcode holds no brackets, so that each search stops where the next one begins.
BRACKET = regex.compile(
    r"\[(\[?)(/?)([A-Za-z][\w-]{2,}+)((?:[\s/][^\[\]]*+)?)\](\]?)( ?)", regex.ASCII
)
ATTRIBUTE = regex.compile(r"\s++[A-Za-z_][\w:-]*+(?:=[^\s\]=]|\s*+=\s*+[\"'“”″])", regex.ASCII)
# What a well-known name may have behind it instead: an address, or a number and a title.
UNNAMED = regex.compile(r"\s++(?:\d++\s++)?[\"'“”]|\s++https?://\S++\s*+/?\Z", regex.ASCII)
CLOSING = regex.compile(r"\[/([A-Za-z][\w-]{2,}+)\]", regex.ASCII)
# Nobody who writes prose puts one name with a joint in it on a line of its own.
ALONE = regex.compile(
    r"^[ \t]*+\[(?=[\w-]{3,})[A-Za-z][A-Za-z0-9]*+[_-][\w-]*+[ \t]*+/?\][ \t]*+$",
    regex.ASCII | regex.MULTILINE,
)
EMBEDDED = regex.compile(r"(\[embed\b[^\[\]]*+\])\s*+https?://[^\s\[\]]++\s*+(?=\[/embed\])")
# Those of WordPress itself, and those without attributes of the plugins that most sites have.
KNOWN = regex.compile(
    "archives|audio|caption|contact-form|contact-form-7|embed|gallery|gravityform|mailpoet_form"
    "|playlist|products|recent_products|soundcloud|table-of-contents|toc|tweet|video|vimeo"
    "|woocommerce_(?:cart|checkout|my_account)|wp_caption|wpforms|youtube"
)


def without_shortcodes(text: str) -> str:
    """The text less its shortcodes; what stands between two of them stays.

    A bracket is a shortcode where it has attributes, is closed or closes, is alone on its line with
    a joint in its name, or is well known: people write in brackets too. One in two brackets is
    shown in one, as WordPress does.
    """
    if "[" not in text:
        return text
    text = ALONE.sub("", EMBEDDED.sub(r"\1", text))
    closed = frozenset(CLOSING.findall(text))
    return str(BRACKET.sub(lambda found: _shown(text, found, closed), text))


def _shown(text: str, found: "regex.Match[str]", closed: frozenset[str]) -> str:
    """What a page shows of a bracket and the blank behind it."""
    twice, closes, name, rest, twice_closed, blank = found.groups()
    if not (closes or name in closed or _is_call(name, rest)):
        return str(found[0])
    if twice and twice_closed:
        return f"{found[0].rstrip(' ')[1:-1]}{blank}"
    # The blanks on both sides of what goes would be two.
    start = found.start()
    is_parted = not start or text[start - 1].isspace()
    return f"{twice}{twice_closed}{'' if is_parted else blank}"


def _is_call(name: str, rest: str) -> bool:
    """Whether a name in a bracket calls something, by what stands behind it."""
    if ATTRIBUTE.match(rest) or rest.strip() == "/":
        return True
    return bool(KNOWN.fullmatch(name)) and (not rest.strip() or bool(UNNAMED.match(rest)))
