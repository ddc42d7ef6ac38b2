"""Which language a text is in."""

import subprocess
import sys

import pytest

from schemas.languages import detect, name, primary
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


@pytest.mark.parametrize("language", GOOD)
def test_a_description_is_enough(language: str) -> None:
    """Even a short one, in the languages with thresholds of their own."""
    assert language == detect(GOOD[language][0].meta_description)


@pytest.mark.parametrize("language", OTHERS)
def test_the_other_languages_are_told_apart(language: str) -> None:
    """One sentence each."""
    assert language == detect(OTHERS[language])


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
