"""The lines that a page's words make, gathered one element after the other."""

from collections.abc import Mapping

from connectors.html_elements import AROUND, CELLS, HEADINGS, LISTS

# Narrow, figure and ordinary blanks that do not break; all others are folded word by word.
UNBROKEN = str.maketrans(dict.fromkeys("\u00a0\u2007\u202f", " "))
LONGEST_NUMBER = 6  # digits; what an <ol start> says beyond that is nobody's count


class TextLines:
    """Words in, lines out. Breaks are kept until a word follows, so that empty elements are none.

    `by_lines` says that line ends in the source are meant, `by_blank_lines` that blank lines are.
    """

    def __init__(self, *, by_lines: bool, by_blank_lines: bool) -> None:
        self._by_lines = by_lines
        self._by_blank_lines = by_blank_lines
        self._parts: list[str] = []
        self._gap = 0  # line ends before the next word
        self._ends = 0  # line ends of the source since the last word
        self._blank = False  # whether a blank stands before the next word
        self._mark = ""  # what the next word's line begins with
        self._flat = 0  # in how many headings and cells we are: these are one line
        self._verbatim = 0  # in how many <pre>
        self._is_first = True  # whether the next cell is the first of its row
        self._lists: list[int | None] = []  # the next number in each list we are in

    def text(self) -> str:
        """All lines so far."""
        return "".join(self._parts)

    @property
    def end_in_a_digit(self) -> bool:
        """Whether what comes next would stand right behind a digit."""
        parted = self._gap or self._ends or self._blank or not self._parts
        return not parted and self._parts[-1][-1:].isdigit()

    def say(self, text: str) -> None:
        """Add words as they stand in the source."""
        if self._verbatim and not self._flat:
            self._open()
            self._parts.append(text.translate(UNBROKEN))
        elif "\n" in text and not self._flat:
            first, *others = text.split("\n")
            self._flow(first)
            for line in others:
                self._ends += 1
                self._flow(line)
        else:
            self._flow(text)

    def enter(self, tag: str, attributes: Mapping[str, str | None]) -> bool:
        """Begin an element; whether it has to be left."""
        if tag not in AROUND:
            return False
        if tag in CELLS:
            self._enter_cell()
            return True
        self._break(self._around(tag))
        if tag in HEADINGS:
            self._begin_with(HEADINGS[tag])
            self._flat += 1
        elif tag in LISTS:
            self._lists.append(_start(attributes) if tag == "ol" else None)
        elif tag == "li":
            self._begin_with(self._bullet())
        elif tag == "tr":
            self._is_first = True
        elif tag == "pre":
            self._verbatim += 1
        return True

    def leave(self, tag: str) -> None:
        """End an element that was begun."""
        if tag in CELLS:
            self._flat -= 1
            self._blank = True
            return
        if tag in HEADINGS:
            self._flat -= 1
            self._mark = ""
        elif tag in LISTS:
            self._lists.pop()
        elif tag == "pre":
            self._verbatim -= 1
        self._break(self._around(tag))
        if tag == "li":
            self._mark = ""
            if not self._flat:
                self._gap = 1  # paragraphs in an item do not part it from the next one

    def pass_by(self, tag: str) -> None:
        """An element with nothing in it: a line's end, a rule, an empty cell."""
        if tag == "br":
            self._blank = True
            if not self._flat and not self._mark:
                self._gap = min(2, self._gap + 1)
        elif self.enter(tag, {}):
            self.leave(tag)

    def _around(self, tag: str) -> int:
        return 1 if tag in LISTS and self._lists else AROUND[tag]

    def _enter_cell(self) -> None:
        if not self._is_first:
            self._blank = True
            self._flow("| ")
        self._is_first = False
        self._flat += 1

    def _begin_with(self, mark: str) -> None:
        if not self._flat:
            self._mark += mark

    def _bullet(self) -> str:
        """What an item begins with; counts it."""
        indent = "" if self._mark else "  " * (len(self._lists) - 1)
        number = self._lists[-1] if self._lists else None
        if number is None:
            return f"{indent}- "
        self._lists[-1] = number + 1
        return f"{indent}{number}. "

    def _break(self, gap: int) -> None:
        """End the line, unless nothing stands in it but its mark."""
        self._ends = 0
        self._blank = True
        if not self._flat and not self._mark:
            self._gap = max(self._gap, gap)

    def _flow(self, line: str) -> None:
        """Add words between which any space is one blank."""
        words = line.split()
        if words:
            self._blank = self._blank or line[0].isspace()
            self._open()
            self._parts.append(" ".join(words))
            self._blank = line[-1].isspace()
        elif line:
            self._blank = True

    def _open(self) -> None:
        """Write what was kept back until a word came."""
        gap = self._gap
        if self._ends:
            self._blank = True
            if self._ends > 1 and self._by_blank_lines:
                gap = 2
            elif self._by_lines:
                gap = max(gap, 1)
        if self._mark:
            self._parts.append("\n" * self._gap if self._parts else "")
            self._parts.append(self._mark)
        elif self._parts:
            self._parts.append("\n" * gap or " " * self._blank)
        self._gap = self._ends = 0
        self._blank = False
        self._mark = ""


def _start(attributes: Mapping[str, str | None]) -> int:
    """The number of an ordered list's first item."""
    start = attributes.get("start") or ""
    is_number = start.isascii() and start.isdigit() and len(start) <= LONGEST_NUMBER
    return int(start) if is_number else 1
