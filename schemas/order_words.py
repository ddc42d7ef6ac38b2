"""How an article orders about whoever describes it, in the languages that came after the first.

`schemas.orders` has the words of English, German, French and Spanish. Those who write in one of
these languages also mix: each pattern is tried on each sentence that has a word for it.
"""

from typing import NamedTuple

FEW = r"\W+(?:[\w'’]+\W+){0,3}?"  # at most so many words between two


class Tongue(NamedTuple):
    """The words of a language whose words stand between spaces and whose orders begin with a verb.

    Commands are in the imperative: what somebody does with keywords is told, not ordered.
    """

    ignore: str
    earlier: str
    rules: str
    command: str
    into: str
    keyword: str
    text: str
    must: str
    greeting: str
    if_you_are: str
    model: str


TONGUES = (
    Tongue(  # Portuguese
        ignore=r"ignor[ea]m?|esque[çc]a|desconsidere|desconsidera",
        earlier=r"anterior(?:es)?|prévi[ao]s|acima|recebid[ao]s|suas|tuas|do sistema",
        rules=r"instruç(?:ões|ão)|regras|ordens|orientações|comandos|prompts?",
        command=r"use|usem|usa|utilize|adicion[ea]|acrescent[ea]|inclua|inclui|insir[ae]|escrev[ae]"
        r"|mencion[ea]|coloque|coloca|ponha|defina|diga|cite",
        into=r"n[ao]s?|em|à|ao|às|aos|como|entre",
        keyword=r"palavras?[- ]chave",
        text=r"(?:meta[ -]?)?descriç(?:ão|ões)|resumo|metadados",
        must=r"devem?|precisam?|têm? (?:de|que)",
        greeting=r"nota|atenção|mensagem|aviso|car[ao]s?|prezad[ao]s?|olá",
        if_you_are=r"se (?:você é|és|for|fores) uma?",
        model=r"modelos? de linguagem|assistentes?|inteligência artificial",
    ),
    Tongue(  # Italian
        ignore=r"ignora|ignorate|ignori|dimentica|dimenticate|tralascia",
        earlier=r"precedent[ei]|sopra|ricevut[ei]|tu[eo]i?|vostr[ei]|di sistema",
        rules=r"istruzion[ei]|regole|ordini|indicazioni|direttive|prompt",
        command=r"usa|usate|utilizza|utilizzate|aggiung(?:i|ete)|inseri(?:sci|te)|scriv(?:i|ete)"
        r"|mett(?:i|ete)|includ(?:i|ete)|menziona|menzionate|imposta|cita",
        into=r"nel(?:l[aoe])?|nei|negli|in|come|all[ae]|al|ai|tra|fra",
        keyword=r"parol[ae][- ]chiave",
        text=r"(?:meta[ -]?)?descrizion[ei]|riassunto|riepilogo|sintesi|metadati",
        must=r"dev(?:e|ono)|dovr(?:à|anno|ebbe|ebbero)",
        greeting=r"nota|attenzione|messaggio|avviso|car[oaie]|gentil[ei]|ciao",
        if_you_are=r"se sei una?",
        model=r"modell[oi] (?:linguistic[oi]|di linguaggio)|assistent[ei]|intelligenza artificiale",
    ),
    Tongue(  # Dutch
        ignore=r"negeer|vergeet",
        earlier=r"eerdere|vorige|voorgaande|bovenstaande|je|jouw|uw",
        rules=r"instructies?|regels|opdrachten|aanwijzingen|prompts?",
        command=r"gebruik|voeg|zet|schrijf|noem|vermeld|plaats|neem|kies|geef",
        into=r"in|aan|als|bij|onder",
        keyword=r"trefwoord(?:en)?|sleutelwoord(?:en)?|zoekwoord(?:en)?|zoekterm(?:en)?",
        text=r"(?:meta[ -]?)?(?:be|om)schrijving(?:en)?|samenvatting|metadata",
        must=r"moet(?:en)?|dien(?:t|en)",
        greeting=r"let op|opmerking|bericht|notitie|beste|hallo|aan",
        if_you_are=r"als (?:je|jij|u) een",
        model=r"taalmodel(?:len)?|assistent(?:en)?|kunstmatige intelligentie",
    ),
    Tongue(  # Polish
        ignore=r"z?ignoruj(?:cie)?|pomi(?:ń|ńcie|jaj)|zapomnij(?:cie)?",
        earlier=r"(?:wcześniejsz|poprzedni|powyższ|dotychczasow|otrzyman|sw|two)\w+",
        rules=r"instrukcj\w+|polece\w+|zasad\w*|wskazówk\w+|reguł\w*|wytyczn\w+",
        command=r"użyj(?:cie)?|używaj|dodaj(?:cie)?|wpisz(?:cie)?|wstaw(?:cie)?|napisz(?:cie)?"
        r"|umieść(?:cie)?|wymień|zawrzyj|podaj(?:cie)?|ustaw|wspomnij",
        into=r"w|do|jako|na|wśród",
        keyword=r"sł[oó]w\w* kluczow\w+|fraz\w* kluczow\w+",
        text=r"(?:meta[ -]?)?opis(?:ie|u|em|y)?|streszczeni\w+|podsumowani\w+|metadan\w+",
        must=r"mus(?:i|zą)|powin(?:ien|na|no|ny)",
        greeting=r"uwaga|notatka|wiadomość|drog[ia]|szanown[ya]|cześć|do",
        if_you_are=r"je(?:śli|żeli) jesteś",
        model=r"model\w* językow\w+|asysten\w+|sztuczn\w+ inteligencj\w+|czatbo\w+",
    ),
    Tongue(  # Swedish
        ignore=r"ignorera|glöm|bortse från|strunta i",
        earlier=r"tidigare|föregående|ovanstående|dina|era|systemets",
        rules=r"instruktion(?:er|erna)?|regler(?:na)?|anvisningar(?:na)?|order|prompt(?:er|en)?",
        command=r"använd|lägg|skriv|nämn|inkludera|infoga|sätt|ange|välj|ta med",
        into=r"i|till|som|bland|under",
        keyword=r"nyckelord(?:et|en)?|sökord(?:et|en)?",
        text=r"(?:meta[ -]?)?beskrivning(?:en|ar)?|sammanfattning(?:en)?|metadata",
        must=r"ska|skall|måste|bör",
        greeting=r"obs|notera|meddelande|observera|kär[ae]|bästa|hej|till",
        if_you_are=r"om du är en",
        model=r"språkmodell\w*|assistent\w*|chattbot\w*|artificiell intelligens",
    ),
    Tongue(  # Russian
        ignore=r"(?:про)?игнорируй(?:те)?|забудь(?:те)?",
        earlier=r"(?:предыдущ|прошл|прежн|вышеуказанн|вышестоящ|полученн|ваш|сво|тво)\w+|выше",
        rules=r"инструкци\w+|указани\w+|правил\w*|команд\w*|распоряжени\w+|промпт\w*",
        command=r"используй(?:те)?|добавь(?:те)?|(?:на|в)?пиши(?:те)?|вставь(?:те)?|укажи(?:те)?"
        r"|включи(?:те)?|упомяни(?:те)?|поставь(?:те)?|назови(?:те)?|внеси(?:те)?",
        into=r"в|во|к|как|в качестве|среди",
        keyword=r"ключев\w+ (?:слов\w*|фраз\w*)|поисков\w+ (?:слов\w*|фраз\w*)|ключевик\w*",
        text=r"(?:мета-?)?описани(?:е|и|я|ю|ях)|аннотаци\w+|резюме",
        must=r"долж(?:ен|на|но|ны)|обязан\w*",
        greeting=r"внимание|примечание|сообщение|заметка|уважаем\w+|дорог\w+|привет",
        if_you_are=r"если (?:ты|вы)(?: -| —| –)?",
        model=r"языков\w+ модел\w+|ии\b|нейросет\w+|ассистент\w*|чат-?бот\w*|помощник"
        r"|искусственн\w+ интеллект\w*",
    ),
)
# One of these is in a word of whatever an order in these languages can be.
MARKS = (
    r"ignor|etadat|descriç|descrizion|\b(?:ais?|ki|ia|llms?|gpt|claude|bots?|chatbots?)\b"
    r"|esque[çc]a|desconsider|palavra|\bresumo|linguagem|inteligência|assistente|dimentic|tralasci"
    r"|chiave|riassunto|riepilogo|\bsintesi|linguistic[oi]|linguaggio|assistent[ei]?\b"
    r"|intelligenza|negeer|vergeet|(?:tref|sleutel|zoek)woord|zoekterm|schrijving|samenvatting"
    r"|taalmodel|intelligentie|pomi[ńj]|zapomnij|kluczow|\bopis(?:ie|u|em|y)?\b|streszcz"
    r"|podsumowa|metadan|językow|asysten|inteligencj|czatbo|glöm|bortse|strunta|nyckelord|sökord"
    r"|beskrivning|sammanfattning|språkmodell|assistent|chattbot|intelligens|игнорируй|забудь"
    r"|ключев|поисков|описани|аннотаци|резюме|языков|нейросет|ассистент|\b(?:чат)?бот"
    r"|помощник|интеллект|\bии\b"
)
