"""The lists of words that rules look up. Short on purpose: what is here is never a subject."""

import re
import unicodedata


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# K06: articles, prepositions, conjunctions, pronouns, auxiliaries. A full stop-word list would
# flag 36 % of the tags that 18F's editors chose. Particles of phrasal verbs ("sign up", "opt
# out") are left out in each language.
FUNCTION_WORDS = {
    "en": _listed(
        "a an the and or but nor of in on at to for from by with about into as than that this "
        "these those its our your their my his her is are was were be been has have had "
        "would could should may might how why what when where which who we you they i "
        "it he she if because while"
    ),
    "de": _listed(
        "der die das den dem des ein eine einen einem einer eines und oder aber von vom im in "
        "am zu zum zur für mit bei beim aus nach über als wie was wer wo ist sind war "
        "sein ihr ihre ihren seine seinen wir sie er es ich wenn weil dass"
    ),
    "fr": _listed(
        "le la les l un une des du de d et ou mais à au aux en dans sur pour par avec chez que "
        "qui quoi dont où est sont était ce cet cette ces sa ses leur leurs notre nos votre "
        "vos nous vous ils elles il elle comment pourquoi quand"
    ),
    "es": _listed(
        "el la los las un una unos unas y e o u pero de del al a en con por para desde que "
        "quien cual es fue su sus nuestro nuestra este esta estos estas cómo qué cuando "
        "donde lo se"
    ),
    "it": _listed(
        "il lo la i gli le l un uno una e o ma di del dello della dei degli delle a al allo alla "
        "ai agli alle da dal dalla in nel nella con su sul sulla per che chi cui è sono era suo "
        "sua loro questo questa come perché quando dove"
    ),
    "pt": _listed(
        "o a os as um uma uns umas e ou mas de do da dos das em no na nos nas ao aos à às com "
        "por pelo pela para que quem é são foi seu sua seus suas este esta como quando onde "
        "se"
    ),
    "nl": _listed(
        "de het een en of maar van in op aan te voor met uit naar over als dan dat die dit "
        "deze is zijn waren hun ons onze uw hoe wat wie waar wanneer wij zij hij ik je"
    ),
    "ru": _listed(
        "и или но а в во на с со к ко из от до по для о об при за под над у что как кто где "
        "когда это этот эта эти его её их наш ваш мы вы они он она не"
    ),
    "pl": _listed(
        "i oraz lub albo ale a w we z ze na do od po dla o u przez przy pod nad jak co kto gdzie "
        "kiedy to ten ta te tego tej tym jego jej ich nasz nasze wasz my wy oni on ona nie jest "
        "są był była było się że czy który która które"
    ),
    "sv": _listed(
        "den det de en ett och eller men av i på till för från med vid om som att är var har "
        "hade kan ska våra din dina sin sina deras hur vad vem när där vi ni du jag han hon"
    ),
    "hi": _listed(
        "और या का के की को में से पर है हैं था थे थी यह वह ये वे इस उस लिए ने तक जो कि एक आप हम "
        "अपने अपनी कैसे क्या"
    ),
    "ar": _listed("و أو في من إلى على عن مع هذا هذه ذلك التي الذي أن إن كان كانت هو هي كيف ما"),
    "ko": _listed("및 또는 그리고 위한 대한 위해 대해 있는 하는 이 그 저 의 를 을 수"),
}
# What is no subject in scripts that do not space their words: particles and the like.
FUNCTION_CHARACTERS = {
    "zh": frozenset(
        "的了是在和与與及或等中为為以到将會会可这這那我你他她它们們个個之其而也就都被把对對"
    ),
    "ja": frozenset(map(chr, range(0x3041, 0x309F))),  # hiragana
}
# A Japanese particle after a noun. One in Chinese or Korean can as well end the noun.
LOOSE_ENDING = {"ja": re.compile("(?<=[\u30a1-\u30fc\u4e00-\u9fff])[のを]$")}

# K08: what every page of a site could be filed under.
GENERIC = _listed(
    "article articles blog blogs content guide information introduction misc miscellaneous news "
    "other overview page pages post posts summary tips topic topics update updates website "
    "artikel beitrag nachrichten übersicht inhalt allgemein "
    "actualité actualités contenu informations divers "
    "artículo artículos noticias contenido información entrada "
    "articolo articoli notizie contenuto informazioni "
    "artigo artigos notícias conteúdo informação "
    "artykuł wpis strona informacje aktualności artikel artiklar inlägg nyheter sida "
    "bericht berichten nieuws статья статьи новости обзор блог "
    "文章 新闻 博客 内容 记事 記事 ブログ ニュース 블로그 뉴스 기사"
)

# M16: verbs that invite instead of saying something. Read by the first word, folded.
INVITATIONS = _listed(
    "learn discover find explore see read "
    "erfahre erfahren entdecke entdecken lerne lernen "
    "découvrez découvrir apprenez apprendre "
    "descubre descubra aprende aprenda conoce conozca "
    "scopri scoprite impara imparare "
    "descubra conheça saiba veja "
    "ontdek leer lees "
    "odkryj poznaj dowiedz "
    "upptäck läs lär "
    "узнайте узнай откройте познакомьтесь "
    "了解 探索 学习 發現 发现 学ぶ 알아보기 जानें सीखें اكتشف تعرف"
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
    "pl": "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście",
    "sv": "en två tre fyra fem sex sju åtta nio tio elva tolv",
    "hi": "एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह",
    "ar": "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    "ko": "하나 둘 셋 넷 다섯 여섯 일곱 여덟 아홉 열 열하나 열둘",
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
    "pl": {"jedna": "1", "dwie": "2", "dwóch": "2", "trzech": "3", "czterech": "4"},
    "sv": {"ett": "1"},
    "ar": {"ثلاث": "3", "أربع": "4", "خمس": "5", "سبع": "7", "ثماني": "8", "تسع": "9"},
    "ko": {"한": "1", "첫": "1", "두": "2", "세": "3", "네": "4"},
    "zh": {"两": "2", "兩": "2"},
}
NUMBER_WORDS = {
    language: {
        **{word: str(number) for number, word in enumerate(spelled.split(), start=1)},
        **_ALSO.get(language, {}),
    }
    for language, spelled in _SPELLED.items()
}

# G1: what multiplies the number before it, and by which power of ten. A billion is a million
# millions in most of Europe. Chinese lacks 兆, which is 6 on the mainland and 12 in Taiwan.
_POWERS = {
    "en": {
        2: "hundred",
        3: "thousand thousands",
        5: "lakh lakhs",
        6: "million millions mn",
        7: "crore crores",
        9: "billion billions bn",
        12: "trillion trillions tn",
    },
    "de": {
        3: "tausend tsd",
        6: "million millionen mio",
        9: "milliarde milliarden mrd",
        12: "billion billionen",
    },
    "fr": {
        3: "mille millier milliers",
        6: "million millions",
        9: "milliard milliards md mds mrd",
        12: "billion billions",
    },
    "es": {3: "mil miles", 6: "millón millon millones", 12: "billón billon billones"},
    "it": {
        3: "mille mila migliaia",
        6: "milione milioni mln",
        9: "miliardo miliardi mld mrd",
        12: "bilione bilioni trilione trilioni",
    },
    "pt": {
        3: "mil milhares",
        6: "milhão milhões mi",
        9: "bilhão bilhões bi",
        12: "trilhão trilhões tri bilião biliões",
    },
    "nl": {3: "duizend", 6: "miljoen mln mio", 9: "miljard mld mrd", 12: "biljoen"},
    "ru": {
        3: "тысяча тысячи тысячу тысяч тысячам тысячами тысячах тыс",
        6: "миллион миллиона миллионов миллионам миллионами миллионах млн",
        9: "миллиард миллиарда миллиардов миллиардам миллиардами миллиардах млрд",
        12: "триллион триллиона триллионов трлн",
    },
    "pl": {
        3: "tysiąc tysiąca tysiące tysięcy tys",
        6: "milion miliona miliony milionów mln",
        9: "miliard miliarda miliardy miliardów mld",
        12: "bilion biliona biliony bilionów bln",
    },
    "sv": {
        3: "tusen",
        6: "miljon miljoner mn",
        9: "miljard miljarder mdr",
        12: "biljon biljoner",
    },
    "hi": {3: "हजार हज़ार", 5: "लाख", 6: "मिलियन", 7: "करोड़", 9: "अरब बिलियन"},
    "ar": {
        3: "ألف ألفا آلاف",
        6: "مليون مليونا ملايين",
        9: "مليار مليارا مليارات",
        12: "تريليون تريليونات",
    },
    "ko": {
        4: "만",
        5: "십만",
        6: "백만",
        7: "천만",
        8: "억",
        9: "십억",
        10: "백억",
        11: "천억",
        12: "조",
    },
    "zh": {
        4: "万 萬",
        5: "十万",
        6: "百万 百萬",
        7: "千万 千萬",
        8: "亿 億",
        9: "十亿",
        11: "千亿",
    },
    "ja": {4: "万", 6: "百万", 7: "千万", 8: "億", 9: "十億", 11: "千億", 12: "兆"},
}
MAGNITUDES = {
    language: {
        unicodedata.normalize("NFKC", word): power
        for power, listed in powers.items()
        for word in listed.split()
    }
    for language, powers in _POWERS.items()
}

# M11: an abbreviation's full stop does not end a sentence (those with a single letter before
# the stop, "U.S." or "z. B.", need no list).
ABBREVIATIONS = _listed(
    "mr mrs ms dr prof st no vs inc ltd co corp jr sr gen gov sen rep dept nr bzw ca evtl str "
    "art vol fig mme mlle sra sig ул им np tzw ul bl tr"
)

# G2: abbreviations that are common nouns and name nobody.
NO_NAMES = _listed(
    "api apis app apps bot bots cli cpu cpus css csv cv cvs diy faq faqs gpu gpus gui html http "
    "https id ide ides ids isp isps it js json os pc pcs pdf pdfs pr ram rss sdk seo sql ssr tv ui "
    "uis url urls ux vm vms web xml yaml"
)
