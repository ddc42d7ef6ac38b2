"""Good metadata in six languages, and what the rules say when one thing in it is changed."""

from schemas.article import Article, ArticleId, Revision, SiteName
from schemas.finding import Severity
from schemas.metadata import Metadata
from schemas.rules import check


def article(title: str, text: str, language: str = "en") -> Article:
    """An article that is its title and its text."""
    return Article(
        site=SiteName("journal"),
        id=ArticleId("a.md"),
        revision=Revision("1"),
        title=title,
        text=text,
        evidence=text,
        language=language,
    )


def said(metadata: Metadata, about: Article) -> dict[str, str]:
    """The message of each rule that has something to say."""
    return {finding.rule: finding.message for finding in check(metadata, about)}


def said_of(description: str, about: Article) -> dict[str, str]:
    """What the rules about descriptions and grounding say; the keywords are left out of it."""
    found = said(Metadata(keywords=(), meta_description=description), about)
    return {rule: message for rule, message in found.items() if rule[0] != "K" and rule != "M09"}


def numbers(description: str, evidence: str, language: str = "en") -> str:
    """What the rule for numbers says; "" where it has nothing to say."""
    return said_of(description, article("Title", evidence, language)).get("G1", "")


def rejected_by(metadata: Metadata, about: Article) -> list[str]:
    """The ids of the rules that reject."""
    return [found.rule for found in check(metadata, about) if found.severity is Severity.REJECT]


BREAD = article(
    "Night rye at Marsh Lane",
    "The bakery at Marsh Lane bakes rye bread only at night. Ilse Brandt lights the oven at "
    "three, and 140 loaves leave it before the first tram, as they have since 1998. The "
    "sourdough is older than the bakery: Brandt got it from Riga in a jam jar. A loaf costs "
    "1,250 grams of flour and 4.50 euros. “Bread needs the dark,” says Brandt.",
)
GOOD_BREAD = Metadata(
    keywords=("rye bread", "bakery", "sourdough", "Marsh Lane", "oven"),
    meta_description=(
        "Ilse Brandt bakes rye bread while the city sleeps: 140 loaves from an old sourdough "
        "leave her oven before the first tram."
    ),
)

SCALE = article(
    "Die Brückenwaage am Kornmarkt",
    "Die Brückenwaage am Kornmarkt wiegt seit 1887 alles, was auf Rädern kommt. Wiegemeister "
    "Heinz Tollkamp trägt jede Last mit Tinte ein. Im letzten Jahr standen 1.340 Fuhren auf "
    "der Waage, darunter Rüben, Altpapier und ein Zirkuselefant aus Gips.",
    "de",
)
GOOD_SCALE = Metadata(
    keywords=("Brückenwaage", "Kornmarkt", "Wiegemeister", "Heinz Tollkamp", "Altpapier"),
    meta_description=(
        "Seit 1887 wiegt die Brückenwaage in der Stadt alles auf Rädern: Rüben, Altpapier und "
        "im letzten Jahr sogar einen Zirkuselefanten aus Gips."
    ),
)

TEA = article(
    "山里的茶园",
    "陈师傅的茶园在武夷山,海拔八百米。每年春天,他和邻居用手采茶,然后用炭火慢慢烘干。"
    "这种岩茶要放三个月才好喝。去年茶园收了1200斤茶叶,大部分卖给了福州的老客人。",
    "zh",
)
GOOD_TEA = Metadata(
    keywords=("茶园", "武夷山", "岩茶", "手采茶", "炭火"),
    meta_description=(
        "陈师傅在武夷山用手采茶、炭火慢烘,岩茶要放三个月才好喝。走近这片海拔八百米的茶园,看看去年的1200斤茶叶去了哪里。"
    ),
)

BELL = article(
    "オルゴールを直す店",
    "港町の小さな店で、佐藤さんは古いオルゴールを直している。一台を直すのに三週間かかる。"
    "櫛歯は一本ずつ手で磨き、音を確かめる。店には1920年の作品も並んでいる。",
    "ja",
)
GOOD_BELL = Metadata(
    keywords=("オルゴール", "港町", "櫛歯", "手で磨き", "小さな店"),
    meta_description=(
        "港町で古いオルゴールを手で直している佐藤さんの仕事場を訪ねた。"
        "櫛歯を一本ずつ磨き、三週間かけて一台の音を取り戻す。"
    ),
)

PAPER = article(
    "한지를 뜨는 마을",
    "전주의 작은 마을에서는 지금도 닥나무로 한지를 만든다. 장인 김민수 씨는 하루에 200장을 "
    "뜨고, 햇볕에 이틀 동안 말린다. 이 종이는 천 년을 간다고 한다.",
    "ko",
)
GOOD_PAPER = Metadata(
    keywords=("한지", "닥나무", "전주", "장인", "종이"),
    meta_description=(
        "전주의 작은 마을에서 장인 김민수 씨가 닥나무로 종이를 만든다. "
        "하루 200장을 떠서 햇볕에 이틀 동안 말리는 한지의 시간."
    ),
)

SHIP = article(
    "Почтовый пароход на Онеге",
    "Каждое утро пароход «Заря» выходит из Петрозаводска и везёт почту на двенадцать островов. "
    "Капитан Анна Лебедева водит его с 1994 года. Зимой почту возят на санях.",
    "ru",
)
GOOD_SHIP = Metadata(
    keywords=("пароход", "почту", "островов", "капитан", "Анна Лебедева"),
    meta_description=(
        "Капитан Анна Лебедева с 1994 года возит почту из Петрозаводска на острова, "
        "а зимой пароход сменяют быстрые сани."
    ),
)
GOOD = {
    "en": (GOOD_BREAD, BREAD),
    "de": (GOOD_SCALE, SCALE),
    "zh": (GOOD_TEA, TEA),
    "ja": (GOOD_BELL, BELL),
    "ko": (GOOD_PAPER, PAPER),
    "ru": (GOOD_SHIP, SHIP),
}
