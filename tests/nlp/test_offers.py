"""What a text offers to be linked: the phrases that were resolved, and the words that say a relation."""

from __future__ import annotations

from spacy.language import Language

import kg.nlp
from kg import Article


def test_a_survey_lists_referents_and_triggers_at_their_offsets(nlp: Language) -> None:
    text = "Vladímir Putin llegó a Hanói. Acusó a Kiev de bombardear Bélgorod."
    survey = kg.nlp.survey(nlp, Article(text, "x", date="2024-06-19"))
    found = {(text[at:].split()[0].strip("."), entity.id) for at, entity in survey.mentions}
    assert {("Hanói", "place/hanoi"), ("Acusó", "person/vladimir_putin"), ("Kiev", "UKR")} <= found
    said = {(word, relation) for at, word, relation in survey.triggers if text[at:].startswith(word)}
    assert {("llegó", "visits"), ("Acusó", "accuses"), ("bombardear", "attacks")} <= said
    assert survey.text == text


def test_titles_and_phrases_of_several_words_are_triggers(nlp: Language) -> None:
    text = "El presidente ruso hizo llegar armas a Damasco."
    said = {(word, relation) for _, word, relation in kg.nlp.survey(nlp, Article(text, "x")).triggers}
    assert {("presidente", "leads"), ("hizo", "suppliesArmsTo")} <= said
