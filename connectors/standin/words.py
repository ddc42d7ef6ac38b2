"""Function words of a few languages: no keyword begins or ends with one."""

from collections.abc import Sequence

# Short on purpose: full stop lists also hold good keywords ("work", "help", "state").
_LISTS = {
    "en": """
        a about above after again against all along already u.s also although always am among an
        and another any anyone anything are aren't around as ask at away back be became because
        become been before behind being below best better between both bring but by call came can
        can't come could couldn't did didn't different do does doesn't doing don't done down
        during each either else enough even ever every everyone everything few find first for
        found from full gave get gets getting give given gives go goes going gone good got great
        had has have haven't having he her here herself him himself his how however i i'm i've if
        important in include included includes including instead into is isn't it it's its itself
        just keep kept kind know known last later least less let let's like likely little long
        look looking lot lots made make makes making many may maybe me might more most much must
        my near need needed needs never new next no non nor not nothing now of off often old on
        once one ones only onto or other others our out over own part per perhaps put quite rather
        re really right said same saw say says second see seen set several shall she should show
        since so some something sometimes soon still such sure take taken takes taking tell than
        thank thanks that that's the their them themselves then there there's therefore these they
        they're thing things think third this those though three through thus to today together
        told too took toward towards try trying two under until up upon us use used uses using
        very via want wants was wasn't way ways we we'll we're we've well went were what when
        where whether which while who whom whose why will with within without won't work works
        working would yes yet you you'll you're you've your yours yourself
    """,
    "de": """
        aber alle allem allen aller alles als also am an andere anderen auch auf aus außerdem bei
        beim beiden bereits bin bis bist da dabei dafür damit danach dann daran darauf darüber das
        dass davon dazu dem den denen denn der deren des deshalb dessen die dies diese diesem
        diesen dieser dieses doch dort du durch ein eine einem einen einer eines einige er es etwa
        etwas euch euer für ganz gegen gibt gut habe haben hat hatte hatten her hier hin hinter
        ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedem jeden jeder
        jedes jedoch jetzt kann kein keine keinen können könnte lassen lässt machen macht man mehr
        mein meine mich mir mit möchte muss müssen nach neben nicht nichts noch nun nur ob oder
        ohne schon sehr sei sein seine seinem seinen seiner seit selbst sich sie sind so sogar
        solche soll sollte sondern sowie über um und uns unser unsere unter viel viele vom von vor
        wann war waren warum was wegen weil weiter welche welcher wenn wer werden wie wieder wir
        wird wo worden wurde wurden zu zum zur zwar zwei zwischen
    """,
    "fr": """
        ai ainsi alors après au aucun aucune aujourd'hui aussi autre autres aux avant avec avoir
        beaucoup c'est car ce cela celle celles celui ces cet cette ceux chaque chez comme comment
        d'un d'une dans de depuis dernier des deux deçà dit doit doivent donc dont du elle elles
        en encore entre est et étaient était être eu faire fait faut grâce hors ici il ils je
        jusqu'à la le les leur leurs lors lorsque lui là mais me mes mieux mis moins mon même
        mêmes ne ni non nos notre nous n'est on ont ou où par parce parmi pas pendant peu peut
        peuvent plus plusieurs pour pourquoi qu'il qu'elle qu'un quand que quel quelle quelles
        quels qui quoi sans se sera seront ses si sinon soit son sont sous sur sa ta te tes ton
        tous tout toute toutes toujours très trop tu un une vers voici voir vos votre vous y à été
    """,
    "es": """
        a al algo algunas algunos ahora además ante antes aquel aquella así aun aunque aún bajo
        bien cada casi como con contra cual cuales cualquier cuando cuanto de debe deben del desde
        después donde dos durante e el él ella ellas ellos en entre era eran es esa esas ese eso
        esos esta está estaba están estar estas este esto estos fue fueron ha había hace hacer
        hacia han hasta hay la las le les lo los luego mas más me mediante menos mi mientras mis
        mucho muchas muchos muy nada ni no nos nosotros nuestra nuestras nuestro nuestros o otra
        otras otro otros para pero poco por porque pueda puede pueden pues que qué quien quienes
        se sea según ser si sí sido siempre sin sino sobre solo sólo son su sus también tan tanto
        te tener tiene tienen toda todas todavía todo todos tras tu un una unas uno unos va vez y
        ya yo
    """,
    "it": """
        a abbiamo ad agli ai al alla alle allo all'altra altre altri altro anche ancora appena
        avere aveva ben bene che chi ci ciò come con contro cosa così cui da dagli dai dal dalla
        dalle dallo degli dei del dell della delle dello dentro di dopo dove due dunque durante e
        ecco ed era erano essere fa fare fatto fino fra già gli grazie ha hanno ho i il in infatti
        invece io la le lei li lo loro lui ma mai me meno mentre mi mio molte molti molto ne negli
        nei nel nella nelle nello no noi non nostra nostre nostri nostro o ogni oltre ora per
        perché però più poi possono prima proprio può qual quale quali quando quanto quasi quella
        quelle quelli quello questa queste questi questo qui se sé secondo sempre senza si sia
        sono sopra sotto stata state stati stato su sua sue sui sul sulla sulle suo suoi tra
        troppo tutta tutte tutti tutto tuttavia un una uno verso vi viene voi vostra vostro è
    """,
    "pt": """
        a à ainda algo alguém algum alguma algumas alguns antes ao aos apenas após aquela aquele
        aqui as às assim até bem cada com como contra cuja cujo da daquele das de dela dele deles
        depois desde dessa desse desta deste deve devem dia do dois dos durante e é ela elas ele
        eles em enquanto então entre era eram essa essas esse esses esta está estão estas este
        estes eu faz fazer foi foram há isso isto já la lhe mais mas me mediante mesmo meu minha
        muita muitas muito muitos na nas nem nenhum no nos nós nossa nossas nosso nossos num numa
        não o onde os ou outra outras outro outros para pela pelas pelo pelos pode podem pois por
        porque porém pouco quais qual quando quanto que quem se seja sem sempre ser será seu seus
        si sido sob sobre sua suas são só também tanto te tem têm ter teve toda todas todo todos
        um uma umas uns vai você vocês
    """,
    "nl": """
        aan af al alle allemaal alleen als altijd ander andere anders ben bent bij bijna daar
        daarom dan dat de deze die dit doen doet doch door dus een eens elk elke en er erg ervan
        even ga gaan geen geweest haar had hadden hebben hebt heeft heel hem het hier hij hoe hun
        ik in is ja je jij jouw jullie kan konden kun kunnen kunt maar maken mag me meer meest men
        met mij mijn min misschien moet moeten na naar net niet niets nog nooit nou nu of om omdat
        ons onze ook op over per sinds te tegen ten ter terwijl tijdens toch toen tot tussen u uit
        uw vaak van vanaf vanuit veel via voor vooral vooraf waar waarom wanneer want waren was
        wat we weer wel welk welke wie wij wil worden wordt zal ze zeer zelf zich zij zijn zo
        zoals zonder zouden zou zullen
    """,
}
_LANGUAGES = [
    frozenset(words.split()) | frozenset(words.replace("'", "’").split())
    for words in _LISTS.values()
]
_SEEN = 200  # the first words of a text tell its language
_SHORT = 3  # where the language has no list, words this short count as function words
_SHARE = 0.15  # running text of the seven languages has 35-60 % of its words in its list


def function_words(tokens: Sequence[str]) -> frozenset[str]:
    """The function words for a text of these lower-case words, whatever its language."""
    start = tokens[:_SEEN]
    known = [sum(map(words.__contains__, start)) for words in _LANGUAGES]
    if max(known) >= _SHARE * len(start):
        return _LANGUAGES[known.index(max(known))]
    return frozenset(token for token in tokens if len(token) <= _SHORT)
