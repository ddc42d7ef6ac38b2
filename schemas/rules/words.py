"""The lists of words that rules look up. Short on purpose: what is here is never a subject."""

import re


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# K06: articles, prepositions, conjunctions, pronouns, auxiliaries. A full stop-word list would
# flag 36 % of the tags that 18F's editors chose. Particles of phrasal verbs ("sign up", "opt
# out") are left out in each language.
FUNCTION_WORDS = {
    "en": _listed(
        "a an the and or but nor of in on at to for from by with about into as than that this "
        "these those its our your their my his her is are was were be been being has have had "
        "will would can could should may might how why what when where which who we you they i "
        "it he she if because while"
    ),
    "de": _listed(
        "der die das den dem des ein eine einen einem einer eines und oder aber von vom im in "
        "am zu zum zur für mit bei beim aus nach über als wie was wer wo ist sind war waren "
        "sein ihr ihre ihren seine seinen wir sie er es ich wenn weil dass"
    ),
    "fr": _listed(
        "le la les l un une des du de d et ou mais à au aux en dans sur pour par avec chez que "
        "qui quoi dont où est sont était ce cet cette ces son sa ses leur leurs notre nos votre "
        "vos nous vous ils elles il elle comment pourquoi quand"
    ),
    "es": _listed(
        "el la los las un una unos unas y e o u pero de del al a en con por para desde que "
        "quien cual es son era fue su sus nuestro nuestra este esta estos estas cómo qué cuando "
        "donde lo se"
    ),
    "it": _listed(
        "il lo la i gli le l un uno una e o ma di del dello della dei degli delle a al allo alla "
        "ai agli alle da dal dalla in nel nella con su sul sulla per che chi cui è sono era suo "
        "sua loro questo questa come perché quando dove"
    ),
    "pt": _listed(
        "o a os as um uma uns umas e ou mas de do da dos das em no na nos nas ao aos à às com "
        "por pelo pela para que quem é são era foi seu sua seus suas este esta como quando onde "
        "se"
    ),
    "nl": _listed(
        "de het een en of maar van in op aan te voor met bij uit naar over als dan dat die dit "
        "deze is zijn was waren hun ons onze uw hoe wat wie waar wanneer wij zij hij ik je"
    ),
    "ru": _listed(
        "и или но а в во на с со к ко из от до по для о об при за под над у что как кто где "
        "когда это этот эта эти его её их наш ваш мы вы они он она не"
    ),
}

# K08: what every page of a site could be filed under.
GENERIC = _listed(
    "article articles blog blogs content guide information introduction misc miscellaneous news "
    "other overview page pages post posts summary tips topic topics update updates website "
    "artikel beitrag nachrichten übersicht inhalt allgemein "
    "actualité actualités contenu informations divers "
    "artículo artículos noticias contenido información entrada "
    "articolo articoli notizie contenuto informazioni "
    "artigo artigos notícias conteúdo informação "
    "bericht berichten nieuws статья статьи новости обзор блог "
    "文章 新闻 博客 内容 记事 記事 ブログ ニュース 블로그 뉴스 기사"
)

# M04: what a model says around an answer. "Here is how ..." is how people open, and passes.
META_TALK = re.compile(
    r"^here(?:['’]s| is| are) (?!how\b|why\b|what\b|where\b|when\b)[^.:]*"
    r"|^(?:sure|certainly|of course|absolutely)[,!:]"
    r"|^(?:seo )?(?:meta[ -]?)?(?:description|summary|title|keywords|output)\s*:"
    r"|\bm[eé]ta[ -]?(?:description|beschreibung|descripción|descrizione|descrição|описание)\s*:"
    r"|^(?:hier (?:ist|sind) (?:eine|die|ihre)\b|voici (?:une|la|votre)\b"
    r"|aquí (?:está|tiene|tienes)\b|ecco (?:una|la)\b|aqui está\b|вот )[^.:]*:"
    r"|\bas an ai\b|\bas a language model\b|\bals ki\b|\ben tant qu['’]ia\b"
    r"|[(\[]\s*\d+\s*(?:characters?|chars?|words?|zeichen|caractères|caracteres|caratteri"
    r"|символов|знаков|字符?|文字|자)\s*[)\]]",
    re.IGNORECASE,
)

# G1: a number in words is evidence for its digits. A number in words needs none itself: whoever
# counts an article's "three ways" sums it up.
_SPELLED = {
    "en": "one two three four five six seven eight nine ten eleven twelve",
    "de": "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "it": "uno due tre quattro cinque sei sette otto nove dieci undici dodici",
    "pt": "um dois três quatro cinco seis sete oito nove dez onze doze",
    "nl": "een twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "ru": "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать",
    "zh": "一 二 三 四 五 六 七 八 九 十 十一 十二",
    "ja": "一 二 三 四 五 六 七 八 九 十 十一 十二",
}
_ALSO = {
    "en": {"first": "1", "second": "2", "third": "3"},
    "de": {"ein": "1", "eine": "1", "einen": "1", "einem": "1", "einer": "1"},
    "fr": {"une": "1"},
    "es": {"un": "1", "una": "1"},
    "it": {"un": "1", "una": "1"},
    "pt": {"uma": "1", "duas": "2"},
    "ru": {"одна": "1", "одно": "1", "две": "2", "двух": "2", "трёх": "3", "четырёх": "4"},
    "zh": {"两": "2"},
}
NUMBER_WORDS = {
    language: {
        **{word: str(number) for number, word in enumerate(spelled.split(), start=1)},
        **_ALSO.get(language, {}),
    }
    for language, spelled in _SPELLED.items()
}

# M11: an abbreviation's full stop does not end a sentence (those with a single letter before
# the stop, "U.S." or "z. B.", need no list).
ABBREVIATIONS = _listed(
    "mr mrs ms dr prof st no vs inc ltd co corp jr sr gen gov sen rep dept nr bzw ca evtl str "
    "art vol fig mme mlle sra sig ул им"
)
