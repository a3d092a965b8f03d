"""How well anaphora is resolved, by kind of mention: `python tests/coref.py [--errors] [--held-out]`.

Reads `gold/coref.jsonl` (see `gold/README.md`). Texts whose id begins with "h" are held out: they are for figures only,
so their mistakes are not listed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import Article
from kg.evaluate import same

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.nlp.actors import Ref

GOLD = Path(__file__).with_name("gold") / "coref.jsonl"
KINDS = (
    "dropped",
    "personal",
    "clitic",
    "possessive",
    "relative",
    "demonstrative",
    "description",
    "set",
    "reciprocal",
    "none",
)
POSSESSIVES = ("su", "sus", "suyo", "suya", "suyos", "suyas")


@dataclass(frozen=True, slots=True)
class Mention:
    """An anaphoric mention; `antecedents` holds the names of each entity that it denotes, if any."""

    begin: int
    end: int
    kind: str
    antecedents: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """An annotated text."""

    article: Article
    mentions: tuple[Mention, ...]

    @property
    def held_out(self) -> bool:
        """Whether the text is for figures only."""
        return self.article.id.startswith("h")


@dataclass(slots=True)
class Tally:
    """Mentions of a kind: how many there are, resolved to what they denote, and to something else."""

    mentions: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def precision(self) -> float:
        """The share of right ones among the resolved."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of right ones among those that denote something."""
        return self.right / self.mentions if self.mentions else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.mentions + self.right + self.wrong) if self.mentions else 0.0


@dataclass(slots=True)
class Result:
    """What an evaluation found; `mistakes` are lines to read."""

    kinds: dict[str, Tally] = field(default_factory=lambda: {kind: Tally() for kind in KINDS})
    mistakes: list[str] = field(default_factory=list)

    @property
    def total(self) -> Tally:
        """All kinds together. Mentions of kind "none" are wrong where they are resolved, else not counted."""
        tallies = list(self.kinds.values())
        return Tally(
            sum(t.mentions for kind, t in self.kinds.items() if kind != "none"),
            sum(t.right for t in tallies),
            sum(t.wrong for t in tallies),
        )


def read(path: Path = GOLD) -> list[Text]:
    """The annotated texts of a file."""
    texts = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = Article(id=row["id"], text=row["text"], date=row["date"])
        texts.append(Text(article, tuple(_mention(mention) for mention in row["mentions"])))
    return texts


def _mention(row: dict[str, Any]) -> Mention:
    names = row["antecedents"]
    sets = names if names and isinstance(names[0], list) else [names] if names else []
    return Mention(row["begin"], row["end"], row["kind"], tuple(tuple(each) for each in sets))


def analyse(nlp: Language, article: Article) -> Doc:
    """An article after the pipeline."""
    doc = nlp.make_doc(article.text)
    doc._.article = article
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    return doc


def resolve(doc: Doc, mention: Mention) -> list[Ref]:
    """What the pipeline takes a mention for: entities with an identity."""
    span = doc.char_span(mention.begin, mention.end, alignment_mode="expand")
    assert span is not None
    actors, arguments, i = doc._.actors, doc._.arguments, span.root.i
    refs: Iterable[Ref]
    if mention.begin > span.start_char:  # written together with its verb: "evacuar**los**"
        pronoun = doc.text[mention.begin : mention.end]
        refs = [
            ref
            for args in arguments.verb(i).values()
            for arg in args
            if arg.path.startswith(f"enclitic {pronoun}")
            for ref in arg.refs or ()
        ]
    elif doc[i].lower_ in POSSESSIVES:
        refs = actors.possessors(i if doc[i].lower_ not in ("su", "sus") else doc[i].head.i)
    elif doc[i].dep_ in ("cop", "aux"):
        refs = [ref for arg in arguments.logical(doc[i].head.i) for ref in arguments.refs(arg)]
    elif doc[i].pos_ in ("VERB", "AUX"):
        refs = [ref for arg in arguments.subject(i) for ref in arguments.refs(arg)]
    else:
        refs = actors.refs(i)
    return [ref for ref in refs if ref.named]


def right(refs: Sequence[Ref], mention: Mention) -> bool:
    """Whether the entities are those that a mention denotes, each once and no other."""
    left = list(mention.antecedents)
    for ref in refs:
        hit = next((names for names in left if _is(ref, names)), None)
        if hit is None:
            return False
        left.remove(hit)
    return not left


def _is(ref: Ref, names: tuple[str, ...]) -> bool:
    """Whether a reference is to what bears one of the names, itself or as a capital that acts for its country."""
    return same(ref.entity, names) or (bool(ref.acts_for) and ref.acts_for in names)


def evaluate(nlp: Language, texts: Iterable[Text]) -> Result:
    """Resolve all mentions of some texts."""
    result = Result()
    for text in texts:
        doc = analyse(nlp, text.article)
        for mention in text.mentions:
            tally = result.kinds[mention.kind]
            tally.mentions += 1
            refs = resolve(doc, mention)
            ok = bool(refs) and right(refs, mention)
            if refs:
                tally.right += ok
                tally.wrong += not ok
            if not ok and (refs or mention.antecedents):
                result.mistakes.append(_mistake(text.article, mention, refs))
    return result


def _mistake(article: Article, mention: Mention, refs: Sequence[Ref]) -> str:
    where = article.text[max(0, mention.begin - 60) : mention.end + 30]
    marked = article.text[mention.begin : mention.end]
    found = " + ".join(ref.entity.label for ref in refs) or "(open)"
    wanted = " + ".join(names[-1] for names in mention.antecedents) or "(none)"
    return f"{mention.kind:13} {article.id}  {marked!r}: {found}, not {wanted}   …{where}…"


def report(result: Result) -> Iterator[str]:
    """The figures as a table."""
    yield f"{'kind':14} mentions  right  wrong   open      P      R     F1"
    for kind, tally in [*result.kinds.items(), ("all", result.total)]:
        counts = f"{kind:14} {tally.mentions:8}  {tally.right:5}  {tally.wrong:5}"
        if kind == "none":
            yield f"{counts}  {tally.mentions - tally.wrong:5}"
            continue
        left = tally.mentions - tally.right - tally.wrong + (result.kinds["none"].wrong if kind == "all" else 0)
        yield f"{counts}  {left:5}  {tally.precision:.3f}  {tally.recall:.3f}  {tally.f1:.3f}"


def main() -> None:
    """Print the table, of the texts to develop on unless told otherwise."""
    import kg.nlp

    parser = argparse.ArgumentParser(description="Measure how well anaphora is resolved.")
    parser.add_argument("--held-out", action="store_true", help="The texts that are for figures only.")
    parser.add_argument("--errors", action="store_true", help="List the mistakes too (not of the texts held out).")
    options = parser.parse_args()
    texts = [text for text in read() if text.held_out == options.held_out]
    result = evaluate(kg.nlp.load(), texts)
    print("\n".join(report(result)))
    if options.errors and not options.held_out:
        print("\n".join(sorted(result.mistakes)))


if __name__ == "__main__":
    sys.exit(main())
