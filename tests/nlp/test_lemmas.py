"""Infinitives of verb forms, over whole conjugations."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.nlp import lemmas

PERSONS = {
    "ar": {
        "Ind": "o as a amos áis an|aba abas ábamos abais aban|é aste ó amos asteis aron|aré arás ará aremos aréis arán",
        "Cnd": "aría arías aríamos aríais arían",
        "Sub": "e es emos éis en|ara aras áramos arais aran|ase ases ásemos aseis asen|are ares áremos areis aren",
        "Inf": "ar",
        "Ger": "ando",
        "Part": "ado ada ados adas",
    },
    "er": {
        "Ind": "o es e emos éis en|ía ías íamos íais ían|í iste ió imos isteis ieron|eré erás erá eremos eréis erán",
        "Cnd": "ería erías eríamos eríais erían",
        "Sub": "a as amos áis an|iera ieras iéramos ierais ieran|iese ieses iésemos ieseis iesen|iere ieren",
        "Inf": "er",
        "Ger": "iendo",
        "Part": "ido ida idos idas",
    },
    "ir": {
        "Ind": "o es e imos ís en|ía ías íamos íais ían|í iste ió imos isteis ieron|iré irás irá iremos iréis irán",
        "Cnd": "iría irías iríamos iríais irían",
        "Sub": "a as amos áis an|iera ieras iéramos ierais ieran|iese ieses iésemos ieseis iesen|iere ieren",
        "Inf": "ir",
        "Ger": "iendo",
        "Part": "ido ida idos idas",
    },
}
REGULAR = ["bombardear", "apoyar", "firmar", "aislar", "temer", "vender", "responder", "permitir", "admitir", "recibir"]

IRREGULAR = {
    "ser": {
        "Ind": "soy eres es somos sois son era eras éramos eran fueron seré será serán seremos",
        "Cnd": "sería serían seríamos",
        "Sub": "sea seas seamos sean",
        "Ger": "siendo",
        "Part": "sido",
    },
    "ir": {
        "Ind": "voy vas va vamos van iba íbamos iban iré irá irán",
        "Cnd": "iría irían",
        "Sub": "vaya vayamos vayan",
        "Ger": "yendo",
        "Part": "ido",
    },
    "haber": {
        "Ind": "he has ha hemos han hay había habían hubo hubieron habré habrá habrán habremos",
        "Cnd": "habría habrían",
        "Sub": "haya hayan hubiera hubieran hubiese hubiesen",
        "Ger": "habiendo",
        "Part": "habido",
    },
    "estar": {
        "Ind": "estoy está están estaba estuvo estuvieron estará",
        "Sub": "esté estén estuviera estuviese",
        "Part": "estado",
    },
    "tener": {
        "Ind": "tengo tienes tiene tenemos tienen tenía tuve tuvo tuvieron tendré tendrá tendrán tendremos",
        "Cnd": "tendría tendrían",
        "Sub": "tenga tengan tuviera tuvieran tuviese",
        "Ger": "teniendo",
        "Part": "tenido",
    },
    "mantener": {
        "Ind": "mantengo mantiene mantienen mantuvo mantuvieron mantendrá mantendrán",
        "Cnd": "mantendría",
        "Sub": "mantenga mantuviera",
    },
    "hacer": {
        "Ind": "hago hace hacen hice hizo hicieron hará harán haremos",
        "Cnd": "haría harían",
        "Sub": "haga hagan hiciera hicieran",
        "Part": "hecho hecha hechos hechas",
    },
    "satisfacer": {"Ind": "satisfago satisface satisfizo satisfará", "Sub": "satisfaga", "Part": "satisfecho"},
    "decir": {
        "Ind": "digo dice decimos dicen decía dije dijo dijeron dirá dirán",
        "Cnd": "diría dirían",
        "Sub": "diga digan dijera dijeran dijese",
        "Ger": "diciendo",
        "Part": "dicho dicha",
    },
    "predecir": {"Ind": "predice predijo predijeron", "Sub": "prediga", "Part": "predicho"},
    "poner": {
        "Ind": "pongo pone ponen puso pusieron pondrá pondrán",
        "Cnd": "pondría",
        "Sub": "ponga pusiera",
        "Part": "puesto puestas",
    },
    "imponer": {"Ind": "impone impuso impusieron impondrá impondrán", "Sub": "imponga", "Part": "impuesto impuestas"},
    "salir": {"Ind": "salgo sale salió saldrá saldrán", "Cnd": "saldría", "Sub": "salga salgan"},
    "venir": {
        "Ind": "vengo viene vienen vino vinieron vendrá vendrán",
        "Cnd": "vendría",
        "Sub": "venga viniera",
        "Ger": "viniendo",
    },
    "intervenir": {"Ind": "interviene intervienen intervino intervendrá", "Sub": "intervenga interviniera"},
    "poder": {
        "Ind": "puedo puede podemos pueden pudo pudieron podrá podrán",
        "Cnd": "podría podrían",
        "Sub": "pueda puedan pudiera",
        "Ger": "pudiendo",
    },
    "querer": {"Ind": "quiere quieren quiso quisieron querrá querrán", "Cnd": "querría", "Sub": "quiera quisiera"},
    "saber": {"Ind": "sé sabe saben supo supieron sabrá sabrán", "Cnd": "sabría", "Sub": "sepa sepan supiera"},
    "dar": {"Ind": "doy da dan dio dieron dará", "Sub": "dé den diera diesen", "Part": "dado"},
    "ver": {"Ind": "veo ve ven veía veían vio vieron verá", "Sub": "vea vean viera", "Part": "visto vistas"},
    "prever": {"Ind": "prevé prevén preveía previó", "Sub": "prevea", "Part": "previsto previstas"},
    "traer": {"Ind": "traigo trae trajo trajeron traerá", "Sub": "traiga trajera", "Ger": "trayendo"},
    "caer": {"Ind": "caigo cae cayó cayeron caerá", "Sub": "caiga cayera", "Ger": "cayendo", "Part": "caído"},
    "oír": {"Ind": "oigo oye oyen oyó oyeron", "Sub": "oiga oyera", "Ger": "oyendo", "Part": "oído"},
    "producir": {"Ind": "produzco produce produjo produjeron", "Sub": "produzca produjera", "Part": "producido"},
    "conocer": {"Ind": "conozco conoce conoció", "Sub": "conozca conozcan"},
    "construir": {"Ind": "construyo construye construyen construyó construirá", "Sub": "construya construyera"},
    "destruir": {"Ind": "destruye destruyó destruyeron", "Ger": "destruyendo", "Part": "destruido destruidas"},
    "leer": {"Ind": "lee leyó leyeron", "Ger": "leyendo", "Part": "leído"},
    "pensar": {"Ind": "pienso piensa pensamos piensan pensó", "Sub": "piense piensen"},
    "negar": {"Ind": "niega niegan negó negué negará", "Sub": "niegue nieguen"},
    "empezar": {"Ind": "empieza empecé empezó", "Sub": "empiece empiecen"},
    "mostrar": {"Ind": "muestra muestran mostró", "Sub": "muestre"},
    "volver": {"Ind": "vuelve vuelven volvió volverá", "Sub": "vuelva", "Part": "vuelto"},
    "devolver": {"Ind": "devuelve devolvió", "Part": "devuelto devueltas"},
    "resolver": {"Ind": "resuelve resolvió", "Part": "resuelto"},
    "jugar": {"Ind": "juega juegan jugó jugué", "Sub": "juegue"},
    "adquirir": {"Ind": "adquiere adquieren adquirió", "Sub": "adquiera"},
    "sentir": {"Ind": "siente sienten sintió sintieron", "Sub": "sintiera", "Ger": "sintiendo"},
    "morir": {"Ind": "muere mueren murió murieron", "Sub": "muera", "Ger": "muriendo", "Part": "muerto muertas"},
    "pedir": {"Ind": "pido pide piden pidió pidieron", "Sub": "pida pidiera", "Ger": "pidiendo", "Part": "pedido"},
    "seguir": {"Ind": "sigo sigue siguen siguió siguieron", "Sub": "siga", "Ger": "siguiendo"},
    "perseguir": {"Ind": "persigue persiguió persiguieron", "Sub": "persiga"},
    "elegir": {"Ind": "elijo elige eligió eligieron", "Sub": "elija eligiera", "Ger": "eligiendo"},
    "dirigir": {"Ind": "dirijo dirige dirigían dirigió", "Sub": "dirija dirijan"},
    "convencer": {"Ind": "convenzo convence convenció", "Sub": "convenza"},
    "distinguir": {"Ind": "distingo distingue distinguió", "Sub": "distinga"},
    "sacar": {"Ind": "saca saqué sacó", "Sub": "saque saquen"},
    "llegar": {"Ind": "llega llegué llegó", "Sub": "llegue lleguen"},
    "cruzar": {"Ind": "cruza crucé cruzó", "Sub": "cruce crucen"},
    "averiguar": {"Ind": "averigua averigüé averiguó", "Sub": "averigüe"},
    "degollar": {"Ind": "degüella degolló"},
    "enviar": {"Ind": "envío envía envían envió envié", "Sub": "envíe envíen"},
    "actuar": {"Ind": "actúa actúan actuó", "Sub": "actúe actúen"},
    "reunir": {"Ind": "reúne reúnen reunió reunieron", "Sub": "reúna", "Part": "reunido"},
    "prohibir": {"Ind": "prohíbe prohíben prohibió", "Sub": "prohíba"},
    "sonreír": {"Ind": "sonríe sonríen sonrió sonrieron", "Sub": "sonría", "Ger": "sonriendo"},
    "reñir": {"Ind": "riñe riñó riñeron"},
    "abrir": {"Ind": "abre abría abrió", "Part": "abierto abiertas"},
    "descubrir": {"Ind": "descubre descubrió", "Part": "descubierto"},
    "escribir": {"Ind": "escribe escribió", "Part": "escrito"},
    "suscribir": {"Ind": "suscribe suscribió", "Part": "suscrito"},
    "romper": {"Ind": "rompe rompió", "Part": "roto rotas"},
    "andar": {"Ind": "anda anduvo", "Sub": "anduviera"},
    "crear": {"Ind": "creó crearon", "Sub": "cree"},
    "creer": {"Ind": "cree creen creyó creyeron creían", "Sub": "crea"},
}

WITH_CLITICS = {
    "hacer": "hacerlo hacerse haciéndolo hacérselo hazlo",
    "entregar": "entregarle entregárselas entregándole entréguenlo",
    "retirar": "retirarse retirándose retírense retirémonos",
    "decir": "decirle dígame dime diciéndoles",
    "reunir": "reunirse reuniéndose",
    "dar": "darle dándoles dáselo",
    "ver": "verse viéndose vérselas",
    "unir": "unirse únete uníos",
}


def forms_of(paradigms: dict[str, dict[str, str]]) -> list[tuple[str, str, str]]:
    return [
        (verb, mood, form)
        for verb, moods in paradigms.items()
        for mood, forms in moods.items()
        for form in forms.replace("|", " ").split()
    ]


def regular(verb: str) -> dict[str, str]:
    stem, conjugation = verb[:-2], verb[-2:]
    return {
        mood: " ".join(stem + ending for ending in endings.replace("|", " ").split())
        for mood, endings in PERSONS[conjugation].items()
    }


ALL_FORMS = forms_of({verb: regular(verb) for verb in REGULAR}) + forms_of(IRREGULAR)


@pytest.mark.parametrize("verb", sorted({*REGULAR, *IRREGULAR}))
def test_every_form_of_a_verb(verb: str) -> None:
    auxiliary = verb in {"ser", "haber", "estar"}
    wrong = {
        form: found
        for of, mood, form in ALL_FORMS
        if of == verb and (found := lemmas.infinitive(form, "", mood, auxiliary=auxiliary)) != verb
    }
    assert not wrong


@pytest.mark.parametrize("verb", sorted({*REGULAR, *IRREGULAR} - {"saber"}))
def test_forms_without_accents_or_in_capitals_are_understood(verb: str) -> None:
    for of, _, form in ALL_FORMS:
        if of == verb:
            assert verb in {reading.infinitive for reading in lemmas.readings(lemmas.plain(form))}
            assert verb in {reading.infinitive for reading in lemmas.readings(form.upper())}


@pytest.mark.parametrize(("verb", "form"), [(v, f) for v, forms in WITH_CLITICS.items() for f in forms.split()])
def test_pronouns_behind_the_verb(verb: str, form: str) -> None:
    assert verb in {reading.infinitive for reading in lemmas.readings(form)}
    assert lemmas.infinitive(form, verb) == verb


@pytest.mark.parametrize(
    ("form", "proposed", "mood", "verb"),
    [
        ("siente", "", "Ind", "sentir"),
        ("siente", "sentar", "Sub", "sentar"),
        ("fue", "ir", "Ind", "ir"),
        ("supondría", "supondr", "Cnd", "suponer"),
        ("absolvió", "absolvir", "Ind", "absolver"),
        ("atrevieron", "atreverse", "Ind", "atrever"),
        ("reimpuso", "", "Ind", "reimponer"),
        ("autodefinen", "", "Ind", "autodefinir"),
        ("tuiteó", "", "Ind", "tuitear"),
        ("tuiteará", "tuit", "Ind", "tuitear"),
        ("googleando", "", "Ger", "googlear"),
    ],
)
def test_proposal_mood_and_unknown_verbs(form: str, proposed: str, mood: str, verb: str) -> None:
    assert lemmas.infinitive(form, proposed, mood) == verb


def test_ser_and_ir_share_their_past() -> None:
    assert lemmas.infinitive("fueron", "", "Ind", auxiliary=True) == "ser"
    assert lemmas.infinitive("fueron", "", "Ind") == "ir"


def test_a_word_that_is_no_verb_form_keeps_its_lemma() -> None:
    assert lemmas.infinitive("2.000", "2000") == "2000"
    assert lemmas.infinitive("", "x") == "x"


@pytest.mark.parametrize(
    ("word", "verb"),
    [("suministradas", "suministrar"), ("impuestas", "imponer"), ("ocupado", "ocupar"), ("mesa", None)],
)
def test_verb_of_a_participle(word: str, verb: str | None) -> None:
    assert lemmas.participle_verb(word) == verb


@given(st.text(max_size=20))
def test_any_text_is_accepted(text: str) -> None:
    assert isinstance(lemmas.infinitive(text, text), str)


@pytest.mark.parametrize("verb", REGULAR)
def test_infinitives_look_like_infinitives(verb: str) -> None:
    assert lemmas.looks_like_infinitive(verb)
    assert not lemmas.looks_like_infinitive(verb[:-1] + "o")


def test_component_repairs_verbs_and_contractions_and_leaves_the_rest() -> None:
    nlp = spacy.blank("es")
    nlp.add_pipe(lemmas.NAME)
    doc = Doc(
        nlp.vocab,
        words=["El", "líder", "del", "país", "habrá", "firmado", "y", "pondrá", "fin"],
        pos=["DET", "NOUN", "ADP", "NOUN", "AUX", "VERB", "CCONJ", "VERB", "NOUN"],
        lemmas=["el", "líder", "de el", "país", "habr", "firmar", "y", "pondr", "fin"],
        morphs=["", "", "", "", "Mood=Ind|VerbForm=Fin", "VerbForm=Part", "", "Mood=Ind|VerbForm=Fin", ""],
    )
    done = nlp.get_pipe(lemmas.NAME)(doc)
    assert [token.lemma_ for token in done] == ["el", "líder", "de", "país", "haber", "firmar", "y", "poner", "fin"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("suministrarles", ("Inf", ("les",))),
        ("entregándoselo", ("Ger", ("se", "lo"))),
        ("reunirse", ("Inf", ("se",))),
        ("charla", ("", ())),
        ("perlas", ("", ())),
        ("enviar", ("", ())),
        ("Karla", ("", ())),
    ],
)
def test_enclitics(form: str, expected: tuple[str, tuple[str, ...]]) -> None:
    assert lemmas.enclitics(form) == expected
