"""Which language a text is in."""

import subprocess
import sys

import pytest

from schemas.languages import LANGUAGES, detect, name, primary
from tests.schemas.rules.cases import GOOD

OTHERS = {
    "fr": "Le pain de seigle cuit la nuit, quand la ville dort et que le four est chaud.",
    "es": "El pan de centeno se hornea de noche, cuando la ciudad duerme y el horno arde.",
    "pt": "O pão de centeio é assado à noite, quando a cidade dorme e o forno está quente.",
    "it": "Il pane di segale cuoce di notte, quando la città dorme e il forno è caldo.",
    "nl": "Het roggebrood wordt 's nachts gebakken, wanneer de stad slaapt en de oven heet is.",
    "pl": "Chleb żytni piecze się w nocy, kiedy miasto śpi, a piec jest gorący.",
    "sv": "Rågbrödet bakas på natten, när staden sover och ugnen är varm.",
    "ar": "يخبز خبز الجاودار في الليل عندما تنام المدينة ويكون الفرن ساخنا.",
    "hi": "राई की रोटी रात में पकती है, जब शहर सोता है और तंदूर गर्म होता है।",
}

BEYOND = {
    "uk": "Житній хліб печуть уночі, коли місто спить, а піч ще гаряча.",
    "bg": "Ръженият хляб се пече през нощта, когато градът спи и пещта е гореща.",
    "sr": "Ражени хлеб се пече ноћу, када град спава и када је пећ врела.",
    "be": "Жытні хлеб пякуць уначы, калі горад спіць, а печ яшчэ гарачая.",
    "mk": "Ржаниот леб се пече ноќе, кога градот спие и печката е жешка.",
    "tr": "Çavdar ekmeği gece pişer, şehir uyurken ve fırın hâlâ sıcakken.",
    "vi": "Bánh mì lúa mạch đen được nướng vào ban đêm, khi thành phố đang ngủ.",
    "ro": "Pâinea de secară se coace noaptea, când orașul doarme și cuptorul este fierbinte.",
    "cs": "Žitný chléb se peče v noci, když město spí a pec je ještě horká.",
    "sk": "Ražný chlieb sa pečie v noci, keď mesto spí a pec je ešte horúca.",
    "hu": "A rozskenyeret éjszaka sütik, amikor a város alszik és a kemence forró.",
    "el": "Το ψωμί σίκαλης ψήνεται τη νύχτα, όταν η πόλη κοιμάται.",
    "da": "Rugbrødet bliver bagt om natten, når byen sover, og ovnen endnu er varm.",
    "no": "Rugbrødet blir stekt om natten, når byen sover og ovnen fortsatt er varm.",
    "fi": "Ruisleipä paistetaan yöllä, kun kaupunki nukkuu ja uuni on kuuma.",
    "id": "Roti gandum hitam dipanggang pada malam hari, ketika kota sudah tidur.",
    "ca": "El pa de sègol es cou a la nit, quan la ciutat dorm i el forn és calent.",
    "hr": "Raženi kruh peče se cijelu noć, a tijekom tjedna pekara je otvorena od šest sati.",
    "sl": "Rženi kruh se peče ponoči, ko mesto spi in je peč še vroča.",
    "lt": "Ruginė duona kepama naktį, kai miestas miega, o krosnis dar karšta.",
    "lv": "Rudzu maizi cep naktī, kad pilsēta guļ un krāsns vēl ir karsta.",
    "et": "Rukkileiba küpsetatakse öösel, kui linn magab ja ahi on kuum.",
    "fa": "نان چاودار شب‌ها پخته می‌شود، وقتی شهر خواب است و تنور گرم است.",
    "ur": "رائی کی روٹی رات کو پکتی ہے، جب شہر سوتا ہے اور تندور گرم ہوتا ہے۔",
    "bn": "রাইয়ের রুটি রাতে সেঁকা হয়, যখন শহর ঘুমায় এবং চুলা গরম থাকে।",
    "he": "לחם השיפון נאפה בלילה, כשהעיר ישנה והתנור עדיין חם.",
    "th": "ขนมปังข้าวไรย์อบในเวลากลางคืน เมื่อเมืองหลับและเตายังร้อน",
    "sa": "यः समुदायः लोकान् परियोजनस्य उपयोगे, योगदाने, च प्रचारे प्रोत्साहयति।",
    "tg": "Нони ҷавдорро шабона мепазанд, вақте ки шаҳр хоб аст ва танӯр гарм.",
    "mr": "राईची भाकरी रात्री भाजली जाते, जेव्हा शहर झोपलेले असते आणि भट्टी गरम असते.",
}


@pytest.mark.parametrize("language", GOOD)
def test_a_description_is_enough(language: str) -> None:
    """Even a short one, in the languages with thresholds of their own."""
    assert language == detect(GOOD[language][0].meta_description)


@pytest.mark.parametrize("language", OTHERS)
def test_the_other_languages_are_told_apart(language: str) -> None:
    """One sentence each."""
    assert language == detect(OTHERS[language])


@pytest.mark.parametrize("language", BEYOND)
def test_a_language_beyond_the_fifteen_is_not_forced_into_one_of_them(language: str) -> None:
    """Claude is told its name, and would write Russian to Ukrainians."""
    assert language == detect(BEYOND[language])
    assert name(language).istitle()


@pytest.mark.parametrize("language", BEYOND)
def test_a_text_beyond_the_fifteen_can_be_compared_with_itself(language: str) -> None:
    """Rule M21 asks for the article's language beside the fifteen, and must be sure of a fault."""
    assert detect(BEYOND[language], (*LANGUAGES, language), least=0.9) in {language, ""}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("O pan de centeo cócese pola noite, cando a cidade dorme e o forno está quente.", "pt es"),
        ("git rebase --interactive HEAD~3 && make -j8 install PREFIX=/usr/local/bin", "en de nl"),
        ("Сборник рецептов: хлеб, булки, пироги", "ru"),
        ("Художник Ђорђе Ивић выставил картины в Москве, и музей купил четыре.", "ru"),
    ],
)
def test_what_is_not_clearly_another_language_stays_one_of_the_fifteen(
    text: str, language: str
) -> None:
    """Galician is like Portuguese, code is like anything, and names are of anywhere."""
    assert detect(text) in language.split()


def test_a_site_with_languages_has_no_others() -> None:
    """What it names is what is told apart, also where a text is clearly something else."""
    assert detect(BEYOND["tr"], ("en", "de")) in {"en", "de"}
    assert detect(BEYOND["uk"], ("ru", "en")) == "ru"


def test_a_little_kana_is_japanese() -> None:
    """A title has nouns in Han and one particle; Chinese that quotes a word has many more Han."""
    assert detect("OpenTelemetry PHP の手動計装") == "ja"
    assert detect("OpenTelemetry PHP の手動計装", ("zh", "ja")) == "ja"
    assert detect("日语里的“の”相当于中文的“的”，许多商店的招牌上都写着这个字。") == "zh"


def test_technical_text_is_known_by_its_script() -> None:
    """Half of a Korean article about software is Latin."""
    text = "Kubernetes 클러스터에 PostgreSQL 데이터베이스를 배포하는 방법 with Helm and ArgoCD"
    assert detect(text) == "ko"
    assert detect("Milvus 2.6 支持 GPU 索引, RaBitQ 量化和 JSON 路径索引功能") == "zh"


def test_a_sites_languages_narrow_the_answer() -> None:
    """Norwegian is not among ours; on a site that has it, it is found."""
    norwegian = "Rugbrødet bakes om natten når byen sover og ovnen ennå er varm."
    assert detect(norwegian, ("no", "en")) == "no"
    assert detect(norwegian, ("en",)) == "en"
    assert detect(GOOD["ru"][0].meta_description, ("uk", "ru")) == "ru"
    assert detect(OTHERS["pt"], ("pt-BR", "en-GB")) == "pt"


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("", ()),
        ("12 34 56 78 90 12 34 56", ()),
        ("Night rye", ()),
        ("Каждое утро пароход выходит из города", ("en", "de")),
        ("Bread is baked at night in an oven", ("xx", "yy")),
    ],
)
def test_what_nobody_could_tell_has_no_answer(text: str, among: tuple[str, ...]) -> None:
    """Too few letters, a script of no language of the site, languages unknown to the model."""
    assert detect(text, among) == ""


def test_a_site_of_one_language_has_no_page_in_another() -> None:
    """A page of names and code may have no letter that is its language's own."""
    assert detect("definePlugin({ extensionPoints: {} })", ("zh",)) == "zh"
    assert detect("definePlugin({ extensionPoints: {} })", ("zh", "ja")) == ""


def test_an_unlikely_answer_is_none() -> None:
    """Names could be of any language; a sentence could not."""
    names = "Ilse Brandt, Marsh Lane, Riga, Oslo"
    assert detect(names) != ""
    assert detect(names, least=0.9) == ""
    assert detect(OTHERS["sv"], least=0.9) == "sv"
    assert detect(GOOD["ko"][0].meta_description, least=0.9) == "ko"


def test_languages_have_english_names() -> None:
    """For the prompt; a code that we do not know stays itself."""
    assert name("de") == "German"
    assert name("pt-BR") == "Portuguese"
    assert name("xx") == "xx"
    assert primary("zh_Hant") == "zh"


def test_importing_is_cheap() -> None:
    """The model, numpy and the stemmers are loaded by whoever first needs them."""
    heavy = "{'numpy', 'py3langid', 'snowballstemmer'}"
    code = f"import sys, schemas.rules, schemas.languages; print({heavy} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "set()"
