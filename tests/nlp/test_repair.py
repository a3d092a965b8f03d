"""Parses that Spanish grammar forbids, as parsers do make them, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from kg.nlp.tree import Tree

Parsed = Callable[..., Doc]
Triples = Callable[[Doc], list[str]]


def arc(tree: Tree, word: str) -> tuple[str, str, str]:
    """Part of speech, label and head of a word."""
    i = tree.text.index(word)
    return tree.pos[i], tree.full_dep[i], tree.text[tree.head[i]]


@pytest.mark.parametrize(
    ("sentence", "word", "lemma"),
    [
        ("La aviación siria bombardeó Idlib.", "bombardeó", "bombardear"),
        ("Hungría compra petróleo a Rusia.", "compra", "comprar"),
    ],
)
def test_what_has_a_subject_and_no_copula_is_a_verb(parsed: Parsed, sentence: str, word: str, lemma: str) -> None:
    tree = parsed(sentence)._.tree
    i = tree.text.index(word)
    assert (tree.pos[i], tree.lemma[i]) == ("VERB", lemma)
    assert tree.finite(i)


def test_what_has_an_agent_is_a_participle(parsed: Parsed) -> None:
    tree = parsed("Las conversaciones mediadas por Omán fracasaron.")._.tree
    i = tree.text.index("mediadas")
    assert (tree.pos[i], tree.lemma[i], tree.feats[i]) == ("VERB", "mediar", "VerbForm=Part")


def test_demonym_is_the_adjective_of_the_noun_before(parsed: Parsed) -> None:
    tree = parsed("Las fuerzas aéreas sirias atacaron Idlib.")._.tree
    assert arc(tree, "fuerzas") == ("NOUN", "nsubj", "atacaron")
    assert arc(tree, "sirias") == ("ADJ", "amod", "fuerzas")
    assert tree.children[tree.text.index("atacaron")] == sorted(tree.children[tree.text.index("atacaron")])


def test_noun_after_a_day_of_the_week_is_the_object(parsed: Parsed) -> None:
    tree = parsed("Corea del Norte lanzó el martes misiles de crucero.")._.tree
    assert arc(tree, "misiles") == ("NOUN", "obj", "lanzó")
    assert arc(tree, "crucero") == ("NOUN", "nmod", "misiles")


def test_what_an_actor_is_called_stands_beside_the_name_before(parsed: Parsed) -> None:
    tree = parsed("La ayuda de Polonia, un miembro de la OTAN, alivió a Ucrania.")._.tree
    assert arc(tree, "miembro") == ("NOUN", "appos", "Polonia")
    assert tree.text.index("miembro") not in tree.children[tree.text.index("ayuda")]


def test_an_adjective_belongs_to_the_noun_that_it_agrees_with(parsed: Parsed) -> None:
    tree = parsed("Turquía derribó un avión de guerra ruso.")._.tree
    assert arc(tree, "ruso") == ("ADJ", "amod", "avión")


def test_a_destination_hangs_on_the_verb_of_motion(parsed: Parsed) -> None:
    tree = parsed("Lula viajó en un avión militar hasta Bolivia.")._.tree
    assert arc(tree, "Bolivia") == ("PROPN", "obl", "viajó")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "La ayuda de Polonia, un miembro de la OTAN, alivió a Ucrania.",
            ["POL memberOf NATO"],
        ),
        ("Turquía derribó un avión de guerra ruso.", ["TUR attacks RUS"]),
        ("Lula viajó en un avión militar hasta Bolivia.", ["person/luiz_inacio_lula_da_silva visits BOL"]),
        ("La aviación siria bombardeó Idlib.", ["SYR attacks place/idlib"]),
        ("Las fuerzas aéreas sirias atacaron Idlib.", ["SYR attacks place/idlib"]),
        ("Corea del Norte lanzó el martes misiles de crucero.", ["PRK launches item/misiles_de_crucero"]),
        ("Corea del Norte lanzó el jueves misiles de crucero.", ["PRK launches item/misiles_de_crucero"]),
        (
            "Serguéi Lavrov y su homólogo turco, Hakan Fidan, se reunieron en Ankara.",
            ["person/hakan_fidan leads TUR", "person/serguei_lavrov meetsWith person/hakan_fidan"],
        ),
        ("La presidenta de México visitó Perú.", ["person/claudia_sheinbaum visits PER"]),
        pytest.param(
            "Hungría compra petróleo a Rusia.",
            ["HUN tradesWith RUS"],
            marks=pytest.mark.xfail(strict=True, reason="the bare noun after a verb taken for a noun is its object"),
        ),
    ],
)
def test_claims_of_mended_parses(parsed: Parsed, triples: Triples, sentence: str, expected: list[str]) -> None:
    assert triples(parsed(sentence, date="2025-06-01")) == expected


def test_sound_parses_stay_as_they_are(parsed: Parsed, sentences: dict[str, list[list[str]]]) -> None:
    """Parts of speech and heads, of all that is no participle."""
    for text in ("Turquía, que invadió Chipre, apoya a Azerbaiyán.", "Turquía lanzó un ataque contra Siria."):
        rows, tree = sentences[text], parsed(text)._.tree
        assert tree.pos == [row[3] for row in rows]
        assert tree.head == [i if row[6] == "0" else int(row[6]) - 1 for i, row in enumerate(rows)]


@pytest.mark.parametrize(
    ("sentence", "word", "lemma"),
    [
        ("Francia vendió drones y misiles.", "drones", "dron"),
        ("Francia vendió aviones y buques.", "buques", "buque"),
        ("Francia vendió camiones y fusiles.", "fusiles", "fusil"),
        ("Las negociaciones fracasaron ayer.", "negociaciones", "negociación"),
    ],
)
def test_lemma_of_plurals(analysed: Callable[..., Doc], sentence: str, word: str, lemma: str) -> None:
    tree = analysed(sentence)._.tree
    assert tree.lemma[tree.text.index(word)] == lemma


def test_a_mended_tree_is_a_tree(parsed: Parsed) -> None:
    tree = parsed("Alto el fuego en Gaza.")._.tree
    assert tree.head[0] == 0
    for i, head in enumerate(tree.head):
        assert [k for k in range(tree.n) if i in tree.children[k]] == ([] if head == i else [head])


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("Desconocidos secuestraron a un ganadero en la finca Las Palmas.", "Palmas", ("PROPN", "appos", "finca")),
        (
            "Los combates entre tropas del Ejército Nacional y guerrilleros del ELN cesaron.",
            "guerrilleros",
            ("NOUN", "conj", "tropas"),
        ),
        (
            "En hechos confusos, patrulleros de la Policía dispararon a un joven que no atendió la orden de pare.",
            "patrulleros",
            ("NOUN", "nsubj", "dispararon"),
        ),
    ],
)
def test_what_belongs_together_is_put_together(
    parsed: Parsed, sentence: str, word: str, expected: tuple[str, str, str]
) -> None:
    assert arc(parsed(sentence)._.tree, word) == expected


def test_past_tenses_are_known_where_accents_are_not_written(parsed: Parsed) -> None:
    tree = parsed("El Ejercito asesino a un campesino en la vereda El Carmen.")._.tree
    assert arc(tree, "asesino") == ("VERB", "ROOT", "asesino")
    assert arc(tree, "Ejercito") == ("PROPN", "nsubj", "asesino")
    assert arc(tree, "campesino") == ("NOUN", "obj", "asesino")
    tree = parsed("Una columna guerrillera se tomo la poblacion de Mitu y secuestro a 61 policias.")._.tree
    assert arc(tree, "secuestro") == ("VERB", "conj", "tomo")
    assert arc(tree, "policias")[1:] == ("obj", "secuestro")


def test_the_first_verb_of_a_series_heads_it(parsed: Parsed) -> None:
    tree = parsed(
        "Al no poder pagar sus deudas, el comerciante vendió su casa, abandonó la ciudad y se instaló con su familia "
        "en Marsella."
    )._.tree
    assert arc(tree, "vendió") == ("VERB", "ROOT", "vendió")
    assert arc(tree, "abandonó") == ("VERB", "conj", "vendió")


def test_verbs_side_by_side_share_the_object_after_them(parsed: Parsed) -> None:
    doc = parsed("Soldados de la Brigada XVII golpearon y amenazaron a los habitantes del caserio.")
    tree = doc._.tree
    roles = doc._.arguments.verb(tree.text.index("golpearon"))
    assert [tree.text[arg.token] for arg in roles["obj"]] == ["habitantes"]


def test_the_number_of_a_unit_begins_no_sentence(analysed: Callable[..., Doc]) -> None:
    doc = analysed("Tropas del Batallón de Contraguerrilla No. 47 detuvieron a cuatro campesinos.")
    assert len(list(doc.sents)) == 1


def test_a_headline_opens_with_its_participle(analysed: Callable[..., Doc]) -> None:
    tree = analysed("Asesinados dos líderes sociales en Putumayo por hombres armados.")._.tree
    assert arc(tree, "Asesinados") == ("VERB", "ROOT", "Asesinados")
    assert arc(tree, "líderes") == ("NOUN", "nsubj", "Asesinados")
    assert arc(tree, "hombres") == ("NOUN", "obl:agent", "Asesinados")


def test_of_two_subjects_the_one_between_commas_is_an_apposition(analysed: Callable[..., Doc]) -> None:
    tree = analysed("Su nieto, el compositor Karl Brandt, heredó la mansión.")._.tree
    assert arc(tree, "nieto") == ("NOUN", "nsubj", "heredó")
    assert arc(tree, "compositor") == ("NOUN", "appos", "nieto")


def test_a_noun_that_is_joined_to_another_is_no_past_tense(analysed: Callable[..., Doc]) -> None:
    tree = analysed("Enfriamiento y alivio a partes iguales en las relaciones entre Estados Unidos y Colombia.")._.tree
    assert tree.pos[tree.text.index("alivio")] != "VERB"


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("Acusó a la guerrilla de reclutar niños.", "reclutar", ("VERB", "advcl", "Acusó")),
        ("La Policía desalojó violentamente a 80 familias.", "violentamente", ("ADV", "advmod", "desalojó")),
        ("Seis fueron degollados, al parecer por rebeldes.", "rebeldes", ("NOUN", "obl:agent", "degollados")),
        ("Desaparecieron a un conductor de taxi y a su ayudante.", "ayudante", ("NOUN", "conj", "conductor")),
        ("El alcalde fue obligado a huir por los rebeldes.", "rebeldes", ("NOUN", "obl:agent", "obligado")),
        ("Asesinado líder indígena por hombres armados.", "hombres", ("NOUN", "obl:agent", "Asesinado")),
    ],
)  # fmt: skip
def test_complements_hang_on_whose_they_are(
    analysed: Callable[..., Doc], sentence: str, word: str, expected: tuple[str, str, str]
) -> None:
    assert arc(analysed(sentence)._.tree, word) == expected
