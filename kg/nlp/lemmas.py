"""Infinitives of Spanish verb forms by rule: the part of lemmatizing at which learned edit rules fail.

Forms are read without accents, so that text written without them is understood as well. A form is analysed into
the infinitives of `verbs.txt` that it may belong to; irregular verbs and their compounds stand in a table.
"""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from spacy.attrs import LEMMA, POS
from spacy.language import Language
from spacy.tokens import Doc

NAME = "kg_lemmas"

INDICATIVE, SUBJUNCTIVE, CONDITIONAL, IMPERATIVE = "Ind", "Sub", "Cnd", "Imp"
INFINITIVE, GERUND, PARTICIPLE = "Inf", "Ger", "Part"

_PLAIN = str.maketrans("áéíóúüàèìòù", "aeiouuaeiou")
_CLITICS = ("nos", "los", "las", "les", "me", "te", "se", "os", "lo", "la", "le")
_PREFIXES = (
    "contra", "sobre", "entre", "inter", "ciber", "super", "hiper", "auto", "anti", "mal", "pre", "des", "sub", "co",
    "re",
)  # fmt: skip
_SHORTEST_BASE = 5


class Reading(NamedTuple):
    """One analysis of a form: the infinitive and the mood or verb form that the ending stands for."""

    infinitive: str
    mood: str


def plain(form: str) -> str:
    """The form in lower case without accents; ñ stays."""
    return form.lower().translate(_PLAIN)


def _persons(stem: str, endings: str) -> list[str]:
    return [stem + ending.strip("-") for ending in endings.split()]


def _endings() -> dict[str, list[tuple[str, str]]]:
    """Ending → (infinitive ending, mood), for the regular conjugations without accents."""
    table: dict[str, list[tuple[str, str]]] = {}

    def add(conjugation: str, mood: str, endings: str) -> None:
        for ending in endings.split():
            entry = (conjugation, mood)
            if entry not in table.setdefault(ending, []):
                table[ending].append(entry)

    for conjugation in ("ar", "er", "ir"):
        add(conjugation, INFINITIVE, conjugation)
        add(conjugation, INDICATIVE, " ".join(_persons(conjugation, "e as a emos eis an")))
        add(conjugation, CONDITIONAL, " ".join(_persons(conjugation, "ia ias iamos iais ian")))
    add("ar", INDICATIVE, "o as a amos ais an aba abas abamos abais aban e aste o asteis aron")
    add("ar", SUBJUNCTIVE, "e es emos eis en")
    add("ar", IMPERATIVE, "a ad e en emos")
    add("ar", GERUND, "ando")
    add("ar", PARTICIPLE, "ado ada ados adas")
    add("er", INDICATIVE, "o es e emos eis en")
    add("ir", INDICATIVE, "o es e imos is en")
    add("er", IMPERATIVE, "e ed a an amos")
    add("ir", IMPERATIVE, "e id a an amos")
    past = "ra ras ramos rais ran se ses semos seis sen re res remos reis ren"
    add("ar", SUBJUNCTIVE, " ".join(_persons("a", past)))
    for conjugation in ("er", "ir"):
        add(conjugation, INDICATIVE, "ia ias iamos iais ian i iste io imos isteis ieron yo yeron")
        add(conjugation, SUBJUNCTIVE, "a as amos ais an")
        for link in ("ie", "ye", "e"):  # comiera, leyera, riñera
            add(conjugation, SUBJUNCTIVE, " ".join(_persons(link, past)))
        add(conjugation, INDICATIVE, "eron")
        add(conjugation, GERUND, "iendo yendo endo")
        add(conjugation, PARTICIPLE, "ido ida idos idas")
    return table


_ENDINGS = _endings()
_LONGEST = max(map(len, _ENDINGS))
_SOFT = ("ñ", "ll", "j")
# endings that lose their i after ñ, ll and j
_SHORTENED = ("eron", "endo", "era", "ese", "ere", "eras", "eses", "eres", "eramos", "esemos", "eran", "esen", "eren")


def _strong_past(stem: str) -> list[tuple[str, str]]:
    """Preterite of the strong kind and the subjunctives formed from it (tuvo, tuvieron, tuviera)."""
    link = "e" if stem.endswith("j") else "ie"
    past = "ra ras ramos rais ran se ses semos seis sen re res remos reis ren"
    forms = [(form, INDICATIVE) for form in _persons(stem, f"e iste o imos isteis {link}ron")]
    return forms + [(form, SUBJUNCTIVE) for form in _persons(stem + link, past)]


def _future(stem: str) -> list[tuple[str, str]]:
    forms = [(form, INDICATIVE) for form in _persons(stem, "e as a emos eis an")]
    return forms + [(form, CONDITIONAL) for form in _persons(stem, "ia ias iamos iais ian")]


def _subjunctive(stem: str) -> list[tuple[str, str]]:
    forms = _persons(stem, "a as amos ais an")
    return [(f, mood) for f in forms for mood in (SUBJUNCTIVE, IMPERATIVE)]


def _as(mood: str, forms: str) -> list[tuple[str, str]]:
    return [(form, mood) for form in forms.split()]


def _irregular_bases() -> dict[str, list[tuple[str, str]]]:
    """Irregular verbs whose compounds go the same way: base infinitive → forms that the endings do not explain."""
    laugh = "rio ries rie rien rio rieron"
    return {
        "tener": _as(INDICATIVE, "tengo")
        + _as(IMPERATIVE, "ten")
        + _strong_past("tuv")
        + _future("tendr")
        + _subjunctive("teng"),
        "venir": _as(INDICATIVE, "vengo vino")
        + _as(IMPERATIVE, "ven")
        + _strong_past("vin")
        + _future("vendr")
        + _subjunctive("veng"),
        "poner": _as(INDICATIVE, "pongo")
        + _as(IMPERATIVE, "pon")
        + _strong_past("pus")
        + _future("pondr")
        + _subjunctive("pong"),
        "hacer": _as(INDICATIVE, "hago hizo")
        + _as(IMPERATIVE, "haz")
        + _strong_past("hic")
        + _future("har")
        + _subjunctive("hag"),
        "facer": _as(INDICATIVE, "fago fizo") + _strong_past("fic") + _future("far") + _subjunctive("fag"),
        "decir": _as(INDICATIVE, "digo")
        + _as(IMPERATIVE, "di")
        + _strong_past("dij")
        + _future("dir")
        + _subjunctive("dig"),
        "salir": _as(INDICATIVE, "salgo") + _as(IMPERATIVE, "sal") + _future("saldr") + _subjunctive("salg"),
        "valer": _as(INDICATIVE, "valgo") + _future("valdr") + _subjunctive("valg"),
        "traer": _as(INDICATIVE, "traigo") + _strong_past("traj") + _subjunctive("traig"),
        "caer": _as(INDICATIVE, "caigo") + _subjunctive("caig"),
        "poder": _strong_past("pud") + _future("podr") + _as(GERUND, "pudiendo"),
        "querer": _strong_past("quis") + _future("querr"),
        "saber": _as(INDICATIVE, "se") + _strong_past("sup") + _future("sabr") + _subjunctive("sep"),
        "caber": _as(INDICATIVE, "quepo") + _strong_past("cup") + _future("cabr") + _subjunctive("quep"),
        "ducir": _strong_past("duj"),
        "oir": _as(INDICATIVE, "oigo oyes oye oyen") + _as(IMPERATIVE, "oye") + _subjunctive("oig"),
        "reir": _as(INDICATIVE, laugh)
        + _as(GERUND, "riendo")
        + _as(IMPERATIVE, "rie")
        + _subjunctive("ri")
        + [form for form in _strong_past("r") if form[1] == SUBJUNCTIVE],
        "cubrir": _as(PARTICIPLE, "cubierto"),
        "abrir": _as(PARTICIPLE, "abierto"),
        "scribir": _as(PARTICIPLE, "scrito"),
        "volver": _as(PARTICIPLE, "vuelto"),
        "solver": _as(PARTICIPLE, "suelto"),
        "morir": _as(PARTICIPLE, "muerto"),
        "romper": _as(PARTICIPLE, "roto"),
        "imprimir": _as(PARTICIPLE, "impreso"),
        "proveer": _as(PARTICIPLE, "provisto"),
    }


_MORE_PARTICIPLES = {"poner": "puesto", "hacer": "hecho", "facer": "fecho", "decir": "dicho", "reir": "rito"}


def _irregular_verbs() -> dict[str, list[tuple[str, str]]]:
    """Irregular verbs that have no compounds, or few: infinitive → all forms that the endings do not explain."""
    went = _strong_past("fu")
    fui = [(form.replace("fuie", "fue"), mood) for form, mood in went if form not in {"fue", "fuo"}]
    fui += _as(INDICATIVE, "fui fue fueron")
    see = (
        _as(INDICATIVE, "veo ves ve vemos veis ven veia veias veiamos veiais veian")
        + _as(IMPERATIVE, "ve ved")
        + _subjunctive("ve")
        + _as(PARTICIPLE, "visto")
    )
    verbs = {
        "ser": _as(INDICATIVE, "soy eres es somos sois son era eras eramos erais eran")
        + _as(IMPERATIVE, "se")
        + _subjunctive("se")
        + fui,
        "ir": _as(INDICATIVE, "voy vas va vamos vais van iba ibas ibamos ibais iban")
        + _as(IMPERATIVE, "ve id vamos")
        + _as(INFINITIVE, "ir")
        + _as(GERUND, "yendo")
        + _as(PARTICIPLE, "ido")
        + _future("ir")
        + _subjunctive("vay")
        + fui,
        "haber": _as(INDICATIVE, "he has ha hemos han hay")
        + _strong_past("hub")
        + _future("habr")
        + _subjunctive("hay"),
        "estar": _as(INDICATIVE, "estoy") + _strong_past("estuv"),
        "dar": _as(INDICATIVE, "doy di diste dio dimos disteis dieron")
        + [form for form in _strong_past("d") if form[1] == SUBJUNCTIVE],
        "andar": _strong_past("anduv"),
        "oler": _as(INDICATIVE, "huelo hueles huele huelen") + _subjunctive("huel"),
        "errar": _as(INDICATIVE, "yerro yerras yerra yerran") + _as(SUBJUNCTIVE, "yerre yerres yerren"),
        "erguir": _as(INDICATIVE, "yergo yergues yergue yerguen") + _subjunctive("yerg"),
        "ver": see,
    }
    for verb, base in (("prever", "ver"), ("entrever", "ver"), ("rever", "ver"), ("desandar", "andar")):
        verbs[verb] = [(verb.removesuffix(base) + form, mood) for form, mood in verbs[base]]
    return verbs


def _inflected(forms: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for form, mood in forms:
        yield form, mood
        if mood == PARTICIPLE:
            for ending in ("a", "os", "as"):
                yield form[:-1] + ending, mood


@cache
def _known() -> dict[str, tuple[str, int]]:
    """Infinitive without accents → infinitive and its rank by frequency."""
    lines = Path(__file__).with_name("verbs.txt").read_text(encoding="utf8").split()
    known: dict[str, tuple[str, int]] = {}
    for rank, verb in enumerate(lines):
        known.setdefault(plain(verb), (verb, rank))
    return known


@cache
def _irregular() -> dict[str, list[Reading]]:
    """Form without accents → readings, for the irregular verbs and their compounds."""
    table: dict[str, list[Reading]] = {}

    def add(verb: str, forms: Iterable[tuple[str, str]], prefix: str = "") -> None:
        for form, mood in _inflected(forms):
            readings = table.setdefault(prefix + form, [])
            if Reading(verb, mood) not in readings:
                readings.append(Reading(verb, mood))

    for verb, forms in _irregular_verbs().items():
        add(verb, forms)
    for base, forms in _irregular_bases().items():
        if base in _MORE_PARTICIPLES:
            forms = forms + _as(PARTICIPLE, _MORE_PARTICIPLES[base])
        for bare, (verb, _) in _known().items():
            if bare.endswith(base):
                add(verb, forms, bare.removesuffix(base))
    return table


def _respelled(stem: str, conjugation: str, ending: str) -> Iterator[str]:
    """The stem, and the stem as the infinitive spells it (toqu- → toc-, dirij- → dirig-, conozc- → conoc-)."""
    yield stem
    front = ending[0] in "ei"
    if conjugation == "ar" and front:
        if stem.endswith("qu"):
            yield stem[:-2] + "c"
        elif stem.endswith("gu"):
            yield stem[:-1]
        elif stem.endswith("c"):
            yield stem[:-1] + "z"
    elif conjugation != "ar" and not front:
        if stem.endswith("zc"):
            yield stem[:-2] + "c"
        elif stem.endswith("z"):
            yield stem[:-1] + "c"
        elif stem.endswith("j"):
            yield stem[:-1] + "g"
        elif stem.endswith("g"):
            yield stem + "u"
        elif stem.endswith("c"):
            yield stem[:-1] + "qu"
    if conjugation == "ir" and stem.endswith("uy"):
        yield stem[:-1]


def _unchanged(stem: str, conjugation: str) -> Iterator[str]:
    """The stem with its vowel as in the infinitive (piens- → pens-, muer- → mor-, pid- → ped-)."""
    yield stem
    for changed, vowels in (("ie", "ei"), ("ue", "ou")):
        at = stem.rfind(changed)
        if at >= 0:
            for vowel in vowels:
                yield stem[:at] + vowel + stem[at + 2 :]
    if conjugation == "ir":
        for changed, vowel in (("i", "e"), ("u", "o")):
            at = stem.rfind(changed)
            if at >= 0:
                yield stem[:at] + vowel + stem[at + 1 :]


def _splits(form: str) -> Iterator[tuple[str, str, str, str]]:
    """All ways to cut a form: stem, ending, infinitive ending, mood; longest endings first."""
    for size in range(min(_LONGEST, len(form) - 1), 0, -1):
        ending = form[-size:]
        stem = form[:-size]
        if ending[0] == "y" and stem[-1] not in "aeou":
            continue
        if ending in _SHORTENED and ending not in {"ese", "eres"} and not stem.endswith(_SOFT):
            entries = [entry for entry in _ENDINGS.get(ending, ()) if entry[0] == "ar" or ending.startswith("er")]
        else:
            entries = _ENDINGS.get(ending, [])
        for conjugation, mood in entries:
            yield stem, ending, conjugation, mood


@lru_cache(maxsize=1 << 16)
def readings(form: str) -> tuple[Reading, ...]:
    """The infinitives of known verbs that a verb form may belong to, the likeliest first; enclitics are understood.

    >>> [reading.infinitive for reading in readings("dijeron")]
    ['decir']
    """
    bare = plain(form)
    stressed = form[-1:] in "óéÓÉ"
    found = _simple(bare, stressed) + _with_clitics(bare)
    if not found:
        for prefix in _PREFIXES:
            rest = bare.removeprefix(prefix)
            if rest != bare and len(rest) >= _SHORTEST_BASE:
                found = [Reading(prefix + verb, mood) for verb, mood in _simple(rest, stressed) + _with_clitics(rest)]
                if found:
                    break
    return tuple(dict.fromkeys(found))


def _simple(bare: str, stressed: bool = False) -> list[Reading]:
    """Readings of a form without enclitics; `stressed`: it ends with a written accent, so it is no present tense."""
    known = _known()
    found = dict.fromkeys(_irregular().get(bare, ()))
    for stem, ending, conjugation, mood in _splits(bare):
        if stressed and ending in {"o", "e"} and conjugation != "ar" and not stem.endswith(_SOFT):
            continue
        for spelled in _respelled(stem, conjugation, ending):
            for vowel_stem in _unchanged(spelled, conjugation):
                entry = known.get(vowel_stem + conjugation)
                if entry:
                    found[Reading(entry[0], mood)] = None
    closed = [reading for reading in found if stressed and bare.endswith("io") and reading.infinitive.endswith("iar")]
    # "medió" is of "mediar": "medir" has another vowel there
    return sorted(closed or found, key=lambda reading: _rank(reading.infinitive))


def _rank(infinitive: str) -> int:
    return _known()[plain(infinitive)][1]


def _with_clitics(bare: str) -> list[Reading]:
    """Readings of an infinitive, gerund or imperative with one or two pronouns behind it."""
    found: list[Reading] = []
    for clitic in _CLITICS:
        stem = bare.removesuffix(clitic)
        if stem == bare or len(stem) < 2:
            continue
        bases = [stem]
        if clitic in {"nos", "se"} and stem.endswith("mo"):
            bases.append(stem + "s")
        elif clitic == "os":
            bases.append(stem + "d")
        for base in bases:
            found += [reading for reading in _simple(base) if reading.mood in {INFINITIVE, GERUND, IMPERATIVE}]
        found += _with_clitics(stem)
    return found


@lru_cache(maxsize=1 << 16)
def enclitics(form: str) -> tuple[str, tuple[str, ...]]:
    """The mood of an infinitive or gerund with pronouns behind it, and the pronouns; ("", ()) for other words.

    >>> enclitics("suministrarles"), enclitics("entregándoselo")
    (('Inf', ('les',)), ('Ger', ('se', 'lo')))
    """
    bare = plain(form)
    found: tuple[str, ...] = ()
    while not bare.endswith(("r", "ndo")):
        clitic = next((c for c in _CLITICS if bare.endswith(c)), None)
        if clitic is None:
            return "", ()
        bare, found = bare.removesuffix(clitic), (clitic, *found)
    mood = next((r.mood for r in _simple(bare) if r.mood in {INFINITIVE, GERUND}), "")
    return (mood, found) if found and mood else ("", ())


def looks_like_infinitive(lemma: str) -> bool:
    """Whether a word ends as an infinitive does."""
    return plain(lemma).endswith(("ar", "er", "ir"))


def participle_verb(form: str) -> str | None:
    """The infinitive of a participle ("suministradas" → "suministrar"), None for other words."""
    for reading in readings(form):
        if reading.mood == PARTICIPLE:
            return reading.infinitive
    return None


@lru_cache(maxsize=1 << 16)
def infinitive(form: str, lemma: str = "", mood: str = "", *, auxiliary: bool = False) -> str:
    """The infinitive of a verb form.

    `lemma` is what another lemmatizer proposes, kept where the form allows it; `mood` is the value of the feature
    Mood or VerbForm, by which forms of two verbs are told apart ("sienta" of sentir or sentar). A verb that is not
    known gets the infinitive of the regular conjugation; a word that is no verb form at all keeps its `lemma`.
    """
    proposed = plain(lemma)
    if proposed.endswith(("arse", "erse", "irse")):
        proposed = proposed[:-2]
    found = readings(form)
    if not found:
        return _regular(plain(form), proposed, mood) or lemma
    for reading in found:
        if plain(reading.infinitive) == proposed and (not mood or reading.mood == mood):
            return reading.infinitive
    fitting = [reading for reading in found if reading.mood == mood] or list(found)
    verbs = dict.fromkeys(reading.infinitive for reading in fitting)
    if form.lower() == "sé" and mood == INDICATIVE:
        return "saber"
    if "ser" in verbs and "ir" in verbs:
        return "ser" if auxiliary else "ir"
    for verb in verbs:
        if plain(verb) == proposed:
            return verb
    return next(iter(verbs))


def _regular(bare: str, proposed: str, mood: str) -> str:
    """The infinitive of an unknown verb, by the regular endings; nothing where none of them fits."""
    stem_form = bare
    for clitic in _CLITICS:
        stem = bare.removesuffix(clitic)
        if stem != bare and len(stem) >= _SHORTEST_BASE and stem.endswith(("ar", "er", "ir", "ando", "iendo")):
            stem_form = stem
            break
    options = [
        Reading(list(_respelled(stem, conjugation, ending))[-1] + conjugation, sense)
        for stem, ending, conjugation, sense in _splits(stem_form)
        if len(stem) > 1 and any(letter in "aeiou" for letter in stem)
    ]
    fitting = [option for option in options if option.mood == mood] or options
    verbs = [option.infinitive for option in fitting]
    if proposed in verbs:
        return proposed
    return verbs[0] if verbs else ""


@Language.component(NAME, assigns=["token.lemma"], requires=["token.pos", "token.morph"])
def kg_lemmas(doc: Doc) -> Doc:
    """Set the lemma of verbs to their infinitive, and of contractions to their first word ("del" → "de")."""
    strings = doc.vocab.strings
    verbal = {strings["VERB"], strings["AUX"]}
    spaced: dict[int, bool] = {}
    for i, (pos, key) in enumerate(doc.to_array([POS, LEMMA]).tolist()):  # far quicker than a look at every token
        if key not in spaced:
            spaced[key] = " " in strings[key]
        if pos not in verbal and not spaced[key]:
            continue
        token = doc[i]
        if pos in verbal:
            lemma = token.lemma_
            mood = token.morph.get("Mood", []) or token.morph.get("VerbForm", [])
            verb = infinitive(token.lower_, lemma, mood[0] if mood else "", auxiliary=token.pos_ == "AUX")
            if verb and verb != lemma:
                token.lemma_ = verb
        elif " " not in token.text:
            token.lemma_ = token.lemma_.split(" ")[0]
    return doc
