"""The six SEO plugins of WordPress, each with its own places, and a desk at a site with one."""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import requests

from schemas.article import ArticleId, Fields
from tests.connectors.tapes import META
from tests.connectors.wordpress_desk import WordPressDesk

CONTENT = re.compile(r"""\bcontent=("[^"]*"|'[^']*')""")
Box = dict[str, Any]  # what stands in a plugin's box, by the names that the plugin has


@dataclass(frozen=True)
class Plugin:
    """One plugin: where it keeps the two fields, and what else a person may have set there."""

    name: str
    file: str = ""  # in WordPress's folder of plugins
    description: str = ""
    keywords: str = ""
    others: tuple[tuple[str, object], ...] = ()
    most: int | None = None  # keywords
    companion: bool = True
    moves: bool = False  # whether a write gives the article a new date

    def __str__(self) -> str:
        """As cassettes and tests are named."""
        return self.name if self.companion else f"{self.name}-native"

    def room(self, fields: Fields) -> Fields:
        """As much of the fields as the plugin has room for."""
        words = (fields.keywords or ())[: self.most]
        return fields.model_copy(update={"keywords": words if self.most != 0 else None})

    def printed(self, text: str) -> str:
        """What a page makes of a text: one of the plugins sets its quotes."""
        if self.name != "tsf":
            return text
        return re.sub('"(.*?)"', r"“\1”", text).replace("'", "’")

    def filled(self, fields: Fields, *, others: bool = False) -> Box:
        """The box with these values as the plugin itself keeps them, and what else there is."""
        values: Box = dict(self.others) if others else {}
        if fields.description is not None:
            values[self.description] = fields.description
        if fields.keywords and self.keywords:
            values[self.keywords] = self._joined(fields.keywords)
        if self.name == "slimseo":
            values = {"slim_seo": values}
        return {"aioseo" if self.name == "aioseo" else "meta": values}

    def others_in(self, box: Box) -> Box:
        """What else stands in a box."""
        inside = box["aioseo" if self.name == "aioseo" else "meta"]
        inside = inside["slim_seo"] if self.name == "slimseo" else inside
        return {name: inside[name] for name, _ in self.others if name in inside}

    def _joined(self, words: Sequence[str]) -> str:
        if self.name != "aioseo":
            return ",".join(words[: self.most or None])
        main, *rest = [{"keyphrase": word, "score": 55, "analysis": {}} for word in words]
        return json.dumps({"focus": main, "additional": rest})


COMPANION = (
    Plugin(
        "yoast",
        "wordpress-seo/wp-seo.php",
        "_yoast_wpseo_metadesc",
        "_yoast_wpseo_focuskw",
        (("_yoast_wpseo_title", "A person's title"), ("_yoast_wpseo_meta-robots-noindex", "1")),
        most=1,
    ),
    Plugin(
        "rankmath",
        "seo-by-rank-math/rank-math.php",
        "rank_math_description",
        "rank_math_focus_keyword",
        (("rank_math_title", "A person's title"), ("rank_math_robots", ["noindex"])),
        most=5,
    ),
    Plugin(
        "seopress",
        "wp-seopress/seopress.php",
        "_seopress_titles_desc",
        "_seopress_analysis_target_kw",
        (("_seopress_titles_title", "A person's title"), ("_seopress_robots_index", "yes")),
    ),
    Plugin(
        "aioseo",
        "all-in-one-seo-pack/all_in_one_seo_pack.php",
        "description",
        "keyphrases",
        (("title", "A person's title"), ("robots_noindex", True)),
    ),
    Plugin(
        "slimseo",
        "slim-seo/slim-seo.php",
        "description",
        others=(("title", "A person's title"), ("noindex", 1)),
        most=0,
    ),
    Plugin(
        "tsf",
        "autodescription/autodescription.php",
        "_genesis_description",
        others=(("_genesis_title", "A person's title"), ("_genesis_noindex", 1)),
        most=0,
    ),
)
NONE = Plugin("none", description="_rubricator_description")
BARE = {plugin.name: replace(plugin, companion=False) for plugin in (*COMPANION, NONE)}
NATIVE = (
    replace(BARE["yoast"], moves=True),
    replace(BARE["seopress"], most=0),
    replace(BARE["aioseo"], moves=True),
)
KEPT = (*COMPANION, *NATIVE)
HIDDEN = tuple(BARE[name] for name in ("rankmath", "slimseo", "tsf", "none"))


class PluginDesk(WordPressDesk):
    """Somebody in WordPress's editor, where the plugin has its box below the text."""

    def __init__(
        self, plugin: Plugin, url: str, username: str, password: str, **settings: Any
    ) -> None:
        """`settings` as for `WordPressDesk`."""
        super().__init__(url, username, password, **settings)
        self.plugin = plugin

    def fill(self, article_id: ArticleId, box: Box) -> None:
        """Write into the box."""
        self._send("POST", f"desk/v1/box/{article_id}", box)

    def box(self, article_id: ArticleId) -> Box:
        """What stands in the box, without what is empty."""
        found: Box = self._send("GET", f"desk/v1/box/{article_id}")
        return found

    def descriptions(self, address: str) -> list[str]:
        """Those that a visitor's page has."""
        answer = requests.get(address, timeout=60)
        answer.raise_for_status()
        tags = [tag for tag in META.findall(answer.text) if 'name="description"' in tag]
        return [html.unescape(CONTENT.findall(tag)[0][1:-1]) for tag in tags]

    def stored(self, article_id: ArticleId) -> dict[str, Any]:
        """The post as its API shows it, and its box."""
        kept = super().stored(article_id)
        if self.plugin.moves:
            del kept["modified_gmt"]
        return {**kept, "box": self.box(article_id)}

    def rest(self, article_id: ArticleId) -> object:
        """The same without the two fields."""
        kept = self.stored(article_id)
        ours = {self.plugin.description, self.plugin.keywords}
        ours |= {"_rubricator_mark", "_aioseo_description"}  # the latter is a copy of the plugin's
        boxes = [dict(box or ()) for box in kept["box"].values()]
        boxes += [dict(box.pop("slim_seo", ())) for box in boxes]
        kept["box"] = [{name: box[name] for name in box.keys() - ours} for box in boxes]
        return {**kept, "rubricator": None, "meta": None}

    def _fill(self, article_id: ArticleId, fields: Fields) -> None:
        if fields.meant:
            self.fill(article_id, self.plugin.filled(fields))
