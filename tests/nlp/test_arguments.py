"""Arguments of predicates by role, on parses written by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

Roles = dict[str, list[str]]


def roles_of(doc: Doc, word: str) -> Roles:
    """The roles of a predicate: words of the text, and ids in angle brackets where no word stands for the argument."""
    tree, arguments = doc._.tree, doc._.arguments
    i = tree.text.index(word)
    roles = arguments.verb(i) if tree.pos[i] in ("VERB", "AUX") else arguments.noun(i)
    return {
        role: [word for arg in args for word in _words(doc, arg.token, arg.refs)]
        for role, args in roles.items()
        if args
    }


def _words(doc: Doc, token: int, refs: tuple[object, ...] | None) -> list[str]:
    if refs is not None:
        return [f"<{ref.entity.id}>" for ref in refs]  # type: ignore[attr-defined]
    return [doc.text[ref.begin : ref.end] for ref in doc._.actors.refs(token) if ref.named] or [doc[token].text]


@pytest.mark.parametrize(
    ("sentence", "predicate", "expected"),
    [
        (
            "Los misiles fueron entregados por Irán a Siria.",
            "entregados",
            {"subj": ["Irán"], "obj": ["misiles"], "a": ["Siria"]},
        ),
        ("Se firmó un acuerdo entre Serbia y Kosovo.", "firmó", {"obj": ["acuerdo"], "entre": ["Serbia", "Kosovo"]}),
        (
            "Albania mostró los drones suministrados por Turquía.",
            "suministrados",
            {"subj": ["Turquía"], "obj": ["drones"]},
        ),
        ("Siria, apoyada por Rusia, bombardeó Idlib.", "apoyada", {"subj": ["Rusia"], "obj": ["Siria"]}),
        ("Siria, apoyada por Rusia, bombardeó Idlib.", "bombardeó", {"subj": ["Siria"], "obj": ["Idlib"]}),
    ],
)
def test_passive_swaps_subject_and_object(
    parsed: Callable[..., Doc], sentence: str, predicate: str, expected: Roles
) -> None:
    roles = roles_of(parsed(sentence), predicate)
    roles.pop("por", None)
    assert roles == expected


@pytest.mark.parametrize(
    ("sentence", "predicate", "expected"),
    [
        (
            "Los cazas que vendió Francia a Egipto despegaron.",
            "vendió",
            {"subj": ["Francia"], "obj": ["cazas"], "a": ["Egipto"]},
        ),
        ("Turquía, que invadió Chipre, apoya a Azerbaiyán.", "invadió", {"subj": ["Turquía"], "obj": ["Chipre"]}),
        (
            "Colombia, con la que Perú firmó un pacto, crece.",
            "firmó",
            {"subj": ["Perú"], "obj": ["pacto"], "con": ["Colombia"]},
        ),
    ],
)
def test_relative_pronoun_stands_for_its_antecedent(
    parsed: Callable[..., Doc], sentence: str, predicate: str, expected: Roles
) -> None:
    assert roles_of(parsed(sentence), predicate) == expected


@pytest.mark.parametrize(
    ("sentence", "predicate", "subject"),
    [
        ("Brasil pidió a Venezuela retirar sus tropas de Guyana.", "retirar", "Venezuela"),  # object control
        ("Argelia acusó a Marruecos de bombardear Tinduf.", "bombardear", "Marruecos"),
        ("China prometió a Pakistán enviar aviones.", "enviar", "China"),  # subject control
        ("Noruega quiere visitar Islandia.", "visitar", "Noruega"),
        ("Irán amenazó con atacar Israel.", "atacar", "Irán"),
        ("Sudán negó haber atacado Chad.", "atacado", "Sudán"),
        ("Israel volvió a atacar Líbano.", "atacar", "Israel"),  # raising
        ("Etiopía movilizó tropas para invadir Eritrea.", "invadir", "Etiopía"),  # purpose
        ("Etiopía se retiró sin atacar Somalia.", "atacar", "Etiopía"),
        ("Rusia violó el pacto bombardeando Odesa.", "bombardeando", "Rusia"),  # gerund
        ("Lituania aplaudió la decisión alemana de visitar Letonia.", "visitar", "<DEU>"),  # clause of a noun
        ("Ruanda invadió Burundi y ocupó Goma.", "ocupó", "Ruanda"),  # coordinated verbs
        ("Rusia ha bombardeado Járkov y ocupado Jersón.", "ocupado", "Rusia"),
        ("Catar dijo que visitará Omán.", "visitará", "Catar"),  # dropped in a content clause
    ],
)
def test_subject_that_stands_with_another_verb(
    parsed: Callable[..., Doc], sentence: str, predicate: str, subject: str
) -> None:
    assert roles_of(parsed(sentence), predicate)["subj"] == [subject]


def test_dropped_subject_is_that_of_the_sentence_before(parsed: Callable[..., Doc]) -> None:
    doc = parsed("Macron visitó Rumanía.", "Después viajó a Moldavia.")
    assert roles_of(doc, "viajó")["subj"] == ["<person/emmanuel_macron>"]


def test_dative_clitic_is_the_last_actor_that_is_not_the_subject(parsed: Callable[..., Doc]) -> None:
    doc = parsed("Canadá criticó a Irán y le impuso sanciones.")
    roles = doc._.arguments.verb(doc._.tree.text.index("impuso"))
    assert [ref.entity.id for ref in doc._.actors.refs(roles["a"][0].token)] == ["IRN"]


@pytest.mark.parametrize(
    ("sentence", "predicate", "subjects"),
    [
        ("Jordania y Egipto bombardearon Yemen.", "bombardearon", ["Jordania", "Egipto"]),
        ("Japón y Australia firmaron un tratado.", "firmaron", ["Japón", "Australia"]),
        ("Corea del Sur y Corea del Norte firmaron un acuerdo.", "firmaron", ["Corea del Sur", "Corea del Norte"]),
        ("Costa de Marfil y Guinea firmaron un acuerdo.", "firmaron", ["Costa de Marfil", "Guinea"]),
    ],
)
def test_coordinated_subjects_all_count(
    parsed: Callable[..., Doc], sentence: str, predicate: str, subjects: list[str]
) -> None:
    assert roles_of(parsed(sentence), predicate)["subj"] == subjects


@pytest.mark.parametrize(
    ("sentence", "predicate", "role", "filler"),
    [
        ("Chile se pronunció en contra de Nicaragua.", "pronunció", "contra", "Nicaragua"),
        ("Polonia, junto a Lituania, sancionó a Bielorrusia.", "sancionó", "junto", "Lituania"),
        ("Según Ucrania, Rusia atacó Járkov.", "atacó", "según", "Ucrania"),
    ],
)
def test_compound_preposition_is_a_role(
    parsed: Callable[..., Doc], sentence: str, predicate: str, role: str, filler: str
) -> None:
    assert roles_of(parsed(sentence), predicate)[role] == [filler]


@pytest.mark.parametrize(
    ("sentence", "noun", "expected"),
    [
        ("La ONU condenó la invasión iraquí de Kuwait.", "invasión", {"adj": ["<IRQ>"], "de": ["Kuwait"]}),
        (
            "Irán reiteró su apoyo a Siria.",
            "apoyo",
            {"poss": ["<IRN>"], "a": ["Siria"], "light.subj": ["Irán"]},
        ),
        ("Turquía lanzó un ataque contra Siria.", "ataque", {"contra": ["Siria"], "light.subj": ["Turquía"]}),
        (
            "La ONU lamentó el ataque perpetrado por Israel contra Líbano.",
            "ataque",
            {"por": ["Israel"], "contra": ["Líbano"]},
        ),
        ("Bielorrusia es aliada de Rusia.", "aliada", {"de": ["Rusia"], "host": ["Bielorrusia"]}),
    ],
)
def test_arguments_of_a_noun(parsed: Callable[..., Doc], sentence: str, noun: str, expected: Roles) -> None:
    assert roles_of(parsed(sentence), noun) == expected


def test_object_of_speech_has_the_subject_of_its_clause(parsed: Callable[..., Doc]) -> None:
    doc = parsed("India bombardeó Lahore, denunció Pakistán.")
    assert roles_of(doc, "denunció") == {"subj": ["Pakistán"], "clause": ["India"]}


def test_parses_are_whole_trees_of_their_sentences(sentences: dict[str, list[list[str]]]) -> None:
    for text, rows in sentences.items():
        assert all(len(row) == 10 for row in rows), text
        assert [row[0] for row in rows] == [str(i) for i in range(1, len(rows) + 1)], text
        assert sum(row[6] == "0" for row in rows) == 1, text
        assert "".join(r[1] + ("" if "SpaceAfter=No" in r[9] else " ") for r in rows).strip() == text


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Rusia visitó a Irán para ofrecerle tecnología nuclear.", "RUS suppliesTechnologyTo IRN Planned"),
        ("Francia apoya a Ucrania y quiere suministrarle armas.", "FRA suppliesArmsTo UKR Possible"),
        ("Estados Unidos criticó a Irán, acusándolo de atacar Israel.", "USA accuses IRN"),
        ("Estados Unidos criticó a Irán, acusándolo de atacar Israel.", "IRN attacks ISR Alleged by USA"),
        (
            "Merkel telefoneó a Putin para expresarle su apoyo.",
            "person/angela_merkel supports person/vladimir_putin",
        ),
    ],
)
def test_pronouns_written_together_with_the_verb(
    analysed: Callable[..., Doc], triples: Callable[[Doc], list[str]], sentence: str, expected: str
) -> None:
    assert expected in triples(analysed(sentence, "2015-05-15"))


def test_a_pronoun_without_anyone_before_it_is_nobody(
    analysed: Callable[..., Doc], triples: Callable[[Doc], list[str]]
) -> None:
    assert triples(analysed("Hungría atacó a Serbia. Albania quiere impedirlo.")) == ["HUN attacks SRB"]
