"""The phrases that rules look for: what models, advertisers and hurried people write."""

import re

# M04: what a model says around an answer. "Here is how ..." is how people open, and passes.
META_TALK = re.compile(
    r"^here(?:['’]s| is| are) (?!how\b|why\b|what\b|where\b|when\b)[^.:]*"
    r"|^(?:sure|certainly|of course|absolutely)[,!:]"
    r"|^(?:seo )?(?:meta[ -]?)?(?:description|summary|title|keywords|output)\s*:"
    r"|\bm[eé]ta[ -]?(?:description|beschreibung|descripción|descrizione|descrição|описание)\s*:"
    r"|^(?:hier (?:ist|sind) (?:eine|die|ihre)\b|voici (?:une|la|votre)\b"
    r"|aquí (?:está|tiene|tienes)\b|ecco (?:una|la)\b|aqui está\b|вот )[^.:]*:"
    r"|\bas an ai\b|\bas a (?:large )?language model\b|\bals ki\b|\ben tant qu['’]ia\b"
    r"|[(\[]\s*\d+\s*(?:characters?|chars?|words?|zeichen|caractères|caracteres|caratteri"
    r"|символов|знаков|字符?|文字|자)\s*[)\]]",
    re.IGNORECASE,
)

# M13, English only.
CLICK_BAIT = re.compile(
    r"\byou (?:won['’]t|will not|['’]ll never) (?:believe|guess)\b|\bwhat happen(?:s|ed) next\b"
    r"|\bwill (?:blow your mind|shock you|amaze you|surprise you|change your life)\b"
    r"|\bone (?:weird|simple|strange|crazy) trick\b|\b(?:doctors|experts) hate\b"
    r"|\b(?:jaw[- ]dropping|mind[- ]blowing|must[- ]see|must[- ]read)\b|\bclick here\b"
    r"|\bbefore it['’]s too late\b|\bthe (?:shocking|ugly) truth\b|\bact now\b"
    r"|\bnobody (?:tells|is telling) you\b|\bthey don['’]t want you to know\b",
    re.IGNORECASE,
)

# M14: words that say that there is a page, where they could say what is on it.
SELF_REFERENCE = {
    language: re.compile(pattern, re.IGNORECASE)
    for language, pattern in {
        "en": r"\bthis (?:blog )?(?:article|post|guide|tutorial|page|piece|story|essay|blog)\b",
        "de": r"\bdiese[mrs]? (?:blog-?)?(?:artikels?|beitrags?|post|leitfaden|anleitung|tutorial"
        r"|seite)\b",
        "fr": r"\b(?:cet article|ce (?:billet|guide|tutoriel|document)|cette (?:page|fiche))\b",
        "es": r"\best[ea] (?:artículo|post|guía|tutorial|página|publicación|entrada)\b",
        "it": r"\bquest(?:[oa] |['’])(?:articolo|post|guida|tutorial|pagina)\b",
        "pt": r"\b[nd]?est[ea] (?:artigo|post|guia|tutorial|página|texto)\b",
        "nl": r"\b(?:dit|deze) (?:artikel|bericht|blog(?:post)?|gids|handleiding|pagina)\b",
        "pl": r"\b(?:t[eay]n?|tej|tym|niniejsz\w+) (?:artyku\w+|wpis\w*|poradnik\w*|stron\w+)",
        "sv": r"\b(?:den här|det här|denna|detta) (?:artikeln?|inlägget|inlägg|guiden?|sidan?)\b",
        "ru": r"\b(?:эт(?:а|ой|у|от|ом)|данн\w+) (?:стать\w+|пост\w{0,2}|руководств\w+"
        r"|страниц\w+|заметк\w+)\b",
        "zh": "本文|本篇|[这這]篇|本教程|本指南|本[页頁]",
        "ja": "[本当]記事|この記事|本稿|[こ本]のページ|本ページ|このガイド|このチュートリアル",
        "ko": "(?:이|이번|본) (?:글|문서|포스트|기사|가이드|페이지|튜토리얼)",
        "hi": "इस (?:लेख|पोस्ट|पृष्ठ|गाइड)",
        "ar": "هذا (?:المقال|الدليل|المنشور)|هذه (?:المقالة|الصفحة|التدوينة)",
    }.items()
}

# M15, English only: what models write much more often than people do.
AI_ISM = re.compile(
    r"\b(?:delv(?:e|es|ed|ing)|unlock(?:s|ed|ing)?|unleash(?:es|ed|ing)?|seamless(?:ly)?"
    r"|landscape|tapestry|realm|embark(?:s|ing)?|harness(?:es|ing)?|elevat(?:e|es|ing)"
    r"|supercharg(?:e|es|ed|ing)|revolutioni[sz](?:e|es|ed|ing)|transformative|cutting[- ]edge"
    r"|game[- ]chang(?:er|ing)|ever[- ](?:evolving|changing)|treasure trove|testament to"
    r"|fast[- ]paced|dive (?:deep )?into|navigat(?:e|es|ing) the)\b",
    re.IGNORECASE,
)
