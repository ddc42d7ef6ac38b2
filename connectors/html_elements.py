"""The elements of HTML, by what they mean for a text and for what stands in them."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
CELLS = _names("td th")
LISTS = _names("menu ol ul")
PARAGRAPHS = _names("""
    address article aside blockquote body caption center details dialog div dl fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend main menu nav ol p pre search
    section summary table ul
""")
ROWS = _names("dd dt li tbody td tfoot th thead tr")
# How many line ends an element has before it and behind it; all others stand within a line.
AROUND = dict.fromkeys(PARAGRAPHS, 2) | dict.fromkeys(ROWS, 1)

# What is no text of the article: programs, players, forms and pictures.
UNREAD = _names("""
    audio canvas dialog form iframe noembed noframes noscript object script select style svg
    template textarea title video
""")
# The classes of what repeats the article's own words (pull quotes) or another page's (bookmarks),
# or belongs to a player. An embed's wrapper holds nothing but its address.
REPEATED = _names("""
    kg-audio-player kg-blockquote-alt kg-bookmark-card kg-pullquote kg-video-container
    wp-block-embed__wrapper wp-block-pullquote
""")

# Between the two tags of these are other rules, and nothing that is sent.
OPAQUE = _names("""
    iframe noembed noframes noscript script style svg template textarea title xmp
""")
NO_TAG = _names("math plaintext")  # they would change the rules for what follows
FORMATS = _names("a b big code em font i nobr s small strike strong tt u")
# These hold nothing, or close one another.
SHALLOW = _names("""
    area base basefont bgsound br col embed frame hr image img input keygen link meta param source
    track wbr body colgroup dd dt head html li option optgroup p tbody td tfoot th thead tr
""")
# The end of another element is not looked for beyond these, and the end of these not beyond those
# that begin a scope.
BLOCKS = _names("""
    address applet article aside blockquote button caption center details dialog dir div dl
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup listing main marquee
    menu nav object ol pre search section select summary table ul
""")
SCOPES = _names("applet caption form marquee object select table")
# What a table is made of; a text in it that is in none of its cells is shown before the table.
TABLE = _names("caption col colgroup table tbody td tfoot th thead tr")
TABLE_CELLS = _names("caption td th")
