"""Registered functions that the configurations name."""

from collections.abc import Callable

from spacy.language import Language
from spacy.util import registry


@registry.callbacks("geopol.restore_edit_trees.v1")
def restore_edit_trees() -> Callable[[Language], Language]:
    """A lemmatizer read from disk has forgotten which label its edit trees have; without them it unlearns."""

    def restore(nlp: Language) -> Language:
        pipe = nlp.get_pipe("trainable_lemmatizer")
        labels = pipe.labels  # type: ignore[attr-defined]
        pipe.tree2label = {tree: label for label, tree in enumerate(labels)}  # type: ignore[attr-defined]
        return nlp

    return restore
