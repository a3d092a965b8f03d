"""A predicate of the parse (verb, noun, adjective) → its arguments by role, passives, relatives and control undone.

The roles are those of `kg.vocabulary.lexicon.ROLES`. Prepositional complements carry their preposition as role whether
the treebank calls them obj, obl or nmod, since AnCora's conversion to UD flattens them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.nlp.actors import MEASURES, Actors, Ref
from kg.nlp.lemmas import enclitics
from kg.nlp.tree import PASSIVE_AUXILIARIES, RELATIVES, Tree
from kg.vocabulary.lexicon import PREPOSITIONS, Lexicon

TIMES = frozenset(("minuto", "hora", "día", "noche", "tarde", "semana", "mes", "año"))
DATIVE = frozenset(("le", "les"))
ACCUSATIVE = frozenset(("lo", "la", "los", "las"))
REFLEXIVE = frozenset(("se", "me", "nos"))


@dataclass(frozen=True, slots=True)
class Arg:
    """One argument: the head of its phrase, how it was reached, and its referents where no token stands for it."""

    token: int
    path: str
    refs: tuple[Ref, ...] | None = None


Roles = dict[str, list[Arg]]


class Arguments:
    """Answers, for one text, which arguments a predicate has."""

    def __init__(self, tree: Tree, actors: Actors, lexicon: Lexicon) -> None:
        self.tree = tree
        self.actors = actors
        self.lexicon = lexicon
        self.object_control = lexicon.cue("control", "object")
        self.subject_control = lexicon.cue("control", "subject")
        self.raising = lexicon.cue("control", "raising") | lexicon.cue("modality", "aspect")
        self.light = lexicon.cue("light", "verbs")
        self.announcing = (
            lexicon.cue("modality", "plan") | lexicon.cue("speech", "commit") | lexicon.cue("light", "announcing")
        )
        self.agreements = lexicon.classes.get("Agreement", frozenset())
        self.thanking = lexicon.cue("light", "thanking")
        self.containers = lexicon.cue("light", "containers")
        self.judging = lexicon.cue("light", "judging")
        self.helping = lexicon.cue("light", "helping")
        self.attacks = lexicon.classes.get("Attack", frozenset())
        self.located = lexicon.cue("places", "located")
        self.pronominal = lexicon.cue("anaphora", "pronominal")
        self.blaming = lexicon.cue("control", "blaming")
        self.punishing = lexicon.cue("control", "punishing")
        self.light_passive = lexicon.cue("light", "passive")
        self.copular = lexicon.cue("copular", "verbs")
        self.suffered = lexicon.cue("light", "suffered")
        self.holding = lexicon.cue("light", "holding")
        self.armed = lexicon.cue("actors", "group_people") | lexicon.classes.get("Forces", frozenset())
        self._passive: dict[int, bool] = {}
        self._verbs: dict[int, Roles] = {}
        self._nouns: dict[int, Roles] = {}
        self._subjects: dict[int, list[Arg]] = {}
        self._busy: set[int] = set()
        actors.subject_of = self._subject_refs

    def _subject_refs(self, verb: int) -> list[Ref]:
        return [ref for arg in self.subject(verb) for ref in self.refs(arg)]

    def refs(self, arg: Arg, *, each: bool = True) -> list[Ref]:
        """Whom an argument denotes; with its coordinated phrases, unless `each` is off."""
        return list(arg.refs) if arg.refs is not None else self.actors.refs(arg.token, each=each)

    # -- verbs --------------------------------------------------------------------------------------

    def passive(self, v: int) -> bool:
        """Whether a verb stands in the passive: "fue enviado", "las armas enviadas", "se firmó un acuerdo"."""
        found = self._passive.get(v)
        if found is None:
            found = self._passive[v] = self._in_passive(v)
        return found

    def _in_passive(self, v: int) -> bool:
        tree = self.tree
        if "VerbForm=Part" in tree.feats[v]:
            aux = [c for c in tree.children[v] if tree.dep[c] == "aux"]
            if not aux:
                return tree.dep[v] in (
                    "acl",
                    "amod",
                    "advcl",
                    "xcomp",
                    "nmod",
                    "obl",
                    "dep",
                    "ROOT",
                    "conj",
                    "ccomp",
                ) and not (tree.dep[v] == "conj" and self._active_perfect(tree.head[v]))
            return any(tree.lemma[c] in PASSIVE_AUXILIARIES for c in aux)
        if tree.pos[v] == "ADJ" and tree.lower[v].endswith(
            ("ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas")
        ):
            return True
        return self.se_passive(v)

    def _active_perfect(self, v: int) -> bool:
        """ "ha bombardeado y ocupado": the second participle shares the auxiliary of the first."""
        tree = self.tree
        aux = [tree.lemma[c] for c in tree.children[v] if tree.dep[c] == "aux"]
        return bool(aux) and "haber" in aux and not {"ser", "estar"} & set(aux)

    def se_passive(self, v: int) -> bool:
        """ "se firmó un acuerdo": "se" with a subject that is no actor."""
        tree = self.tree
        marks = [c for c in tree.children[v] if tree.lower[c] == "se"]
        if not marks:
            return False
        if any(tree.preposition(c) == "con" and any(r.named for r in self.actors.refs(c)) for c in tree.children[v]):
            return False  # "se verá con Abás": reciprocal
        subjects = [c for c in tree.children[v] if tree.dep[c] == "nsubj"]
        bare = any(c > v and tree.dep[c] == "obj" and tree.preposition(c) == "" for c in tree.children[v])
        if len(subjects) > bool(not bare) and subjects[0] < v and (bare or v < subjects[-1]):
            return False  # "los rebeldes se tomaron la ciudad": who does it, and what
        subject = tree.child(v, "nsubj")
        if tree.lemma[v] in self.pronominal and subject is not None and any(r.named for r in self.actors.refs(subject)):
            return False  # "a lo que se opone Colombo"
        if subjects and tree.lemma[subjects[0]] in self.armed and tree.full_dep[marks[0]] == "expl:pv":
            return False  # "se llevaron los guerrilleros a cinco jóvenes"
        if any(tree.full_dep[c] == "expl:pass" for c in marks):
            return True
        if subject is None or tree.child(v, "obj") not in (None, *marks):
            return False
        return subject > v and not any(r.named for r in self.actors.refs(subject))

    def reflexive(self, v: int) -> bool:
        """Whether a verb carries "se" ("se reunieron", "reunirse")."""
        tree = self.tree
        if any(tree.lower[c] in REFLEXIVE and c != v for c in tree.children[v]):
            return True
        head = tree.head[v]
        if tree.dep[v] in ("xcomp", "aux") and any(tree.lower[c] == "se" for c in tree.children[head]):
            return True
        word = tree.lower[v]
        return word.endswith(("rse", "ndose", "rnos", "ndonos"))

    def verb(self, v: int) -> Roles:
        """The arguments of a verb by role."""
        found = self._verbs.get(v)
        if found is None:
            found = self._verbs[v] = self._verb(v)
        return found

    def _target(self, c: int) -> int:
        """The token that an argument stands for: a relative pronoun's antecedent, else itself."""
        if self.tree.lower[c] in RELATIVES and self.tree.pos[c] in ("PRON", "ADV", "SCONJ", "DET"):
            antecedent = self.actors.antecedent(c)
            if antecedent is not None:
                return self._owner_before(self.tree.head[c], antecedent) if self.tree.dep[c] == "nsubj" else antecedent
        return c

    def _verb(self, v: int) -> Roles:
        tree = self.tree
        passive = self.passive(v)
        roles: Roles = {}

        def put(role: str, token: int, path: str, *, first: bool = False) -> None:
            args = roles.setdefault(role, [])
            if all(a.token != token for a in args):
                args.insert(0, Arg(token, path)) if first else args.append(Arg(token, path))

        datives: list[int] = []
        for c in tree.children[v]:
            dep = tree.dep[c]
            label = tree.full_dep[c]
            if (whole := tree.compound(c)) is not None:
                put(whole[0], self._target(whole[1]), label)
            if tree.lower[c] == "contra" and (against := self._against(c)) is not None:
                roles.setdefault("contra", []).append(against)
            elif dep == "nsubj" and c > v and "subj" in roles and not passive and tree.preposition(c) == "":
                put("obj", c, label)  # two subjects: the second, bare and after the verb, is the object
            elif dep == "nsubj":
                put("obj" if passive else "subj", self._target(c), label)
            elif dep in ("obj", "iobj", "obl", "nmod", "dep", "expl", "advmod", "xcomp", "csubj"):
                lower = tree.lower[c]
                if lower in DATIVE:
                    put("a", c, label)
                elif lower in ACCUSATIVE and tree.pos[c] == "PRON":
                    put("obj", c, label)
                elif lower in REFLEXIVE or dep == "expl":
                    continue
                elif tree.pos[c] in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "SYM") or (
                    dep in ("obj", "obl") and tree.pos[c] != "ADV"
                ):
                    if dep in ("advmod", "csubj") or (dep == "xcomp" and tree.pos[c] not in ("NOUN", "PROPN")):
                        continue
                    role = tree.preposition(c)
                    token = self._target(c)
                    if label == "obl:agent" or (role == "por" and passive):
                        put("subj" if self._agent(c) or label == "obl:agent" else "por", token, label)
                        put("por", token, label)
                    elif role == "":
                        if label in ("obl:tmod",) or dep == "obl":
                            continue
                        put("obj" if dep != "iobj" or not roles.get("obj") else "a", token, label)
                    elif role == "a":
                        put("a", token, label)
                        if label not in ("obl:arg", "obl:lmod", "obl:tmod") and not self.actors.is_place(token):
                            datives.append(token)
                    elif role in PREPOSITIONS:
                        put(role, token, label)
                    else:
                        put(role, token, label)
        for role, arg in self._enclitics(v):
            roles.setdefault(role, []).append(arg)
        if not passive:
            self._bare_person(v, roles)
        if "VerbForm=Part" in tree.feats[v] or tree.pos[v] == "ADJ":
            if passive and tree.dep[v] in ("acl", "amod") and tree.head[v] != v and not roles.get("obj"):
                put("obj", self._target(tree.head[v]), tree.full_dep[v])
        if not passive and not roles.get("obj"):
            for c in tree.children[v]:
                # "al bombardear Irán": a bare noun after the verb, whatever the parser called it
                if (
                    c > v
                    and tree.dep[c] in ("appos", "flat", "compound", "dep")
                    and tree.preposition(c) == ""
                    and (tree.pos[c] in ("NOUN", "PROPN"))
                ):
                    put("obj", c, tree.full_dep[c])
        if not passive and datives and not roles.get("obj"):
            for token in datives:
                put("obj", token, "obj")
        for child in tree.children[v]:
            if tree.dep[child] in ("ccomp", "xcomp") and tree.pos[child] in ("VERB", "AUX", "ADJ", "NOUN"):
                subject = tree.child(child, "nsubj")
                if subject is not None:
                    put("clause", self._target(subject), f"nsubj>{tree.full_dep[child]}")
                    if self._obliged(child) and not self.passive(child):
                        put("duty", self._target(subject), f"nsubj>{tree.full_dep[child]}")
                elif tree.dep[child] == "xcomp" and tree.lemma[v] in self.object_control:
                    for arg in self._controller(child, v):
                        if arg.path.endswith(f"of {tree.lemma[v]}"):
                            put("clause", arg.token, arg.path)
        if not passive and "subj" not in roles:
            subjects = self.subject(v)
            if subjects:
                roles["subj"] = subjects
        elif passive and "subj" not in roles and self.se_passive(v) is False and "obj" not in roles:
            inherited = self.subject(v)
            if inherited:
                roles["obj"] = inherited
        elif (
            passive
            and "obj" not in roles
            and "VerbForm=Inf" in " ".join(tree.feats[c] for c in tree.children[v] if tree.dep[c] == "aux")
        ):
            roles["obj"] = self._surface(tree.head[v])  # "murieron al ser atacados por insurgentes"
        if passive and tree.dep[v] == "xcomp" and tree.lemma[tree.head[v]] in self.holding:
            # "mantenía secuestrados a tres soldados": who holds somebody so has done it
            above = self.verb(tree.head[v])
            if above.get("obj") and not roles.get("obj"):
                roles["obj"] = [a for a in above["obj"] if a.token != v]
            if roles.get("obj") and above.get("subj"):
                roles.setdefault("subj", above["subj"])
        self._clauses(v, put)
        self._raised(v, roles)
        self._loose(v, roles)
        self._share(v, roles)
        return roles

    def _obliged(self, v: int) -> bool:
        """Whether a clause says what its subject has to do: "debe retirarse", "tiene que ceder"."""
        tree = self.tree
        for c in tree.children[v]:
            if tree.dep[c] == "aux" and tree.lemma[c] == "deber" and "Mood=Ind" in tree.feats[c]:
                return "Tense=Pres" in tree.feats[c] or "Tense=Fut" in tree.feats[c]
        return tree.lemma[v] in ("deber", "tener") and any(
            tree.dep[c] == "xcomp" and "VerbForm=Inf" in tree.feats[c] for c in tree.children[v]
        )

    def _against(self, c: int) -> Arg | None:
        """ "en su contra": against whom the possessive means."""
        if not any(self.tree.lower[k] == "su" for k in self.tree.children[c]):
            return None
        owners = self.actors.possessors(c)
        return Arg(c, "en su contra", tuple(owners)) if owners else None

    def _enclitics(self, v: int) -> list[tuple[str, Arg]]:
        """Pronouns written together with the verb: "suministrar**les** armas", "acusándo**lo** de"."""
        if self.tree.finite(v):
            return []
        found = []
        for pronoun in enclitics(self.tree.lower[v])[1]:
            if pronoun in DATIVE | ACCUSATIVE and (refs := self._enclitic(v, pronoun)):
                found.append(("a" if pronoun in DATIVE else "obj", Arg(v, f"enclitic {pronoun}", tuple(refs))))
        return found

    def _enclitic(self, v: int, pronoun: str) -> list[Ref]:
        """Whom an enclitic stands for: the person or country that a verb above acts on ("telefoneó a Kim para
        ofrecer**le**"), else the last one named in the sentence."""
        tree = self.tree
        plural = pronoun.endswith("s")
        doers = {ref.entity.id for ref in self._subject_refs(v)}
        above = v
        while tree.head[above] != above:
            above = tree.head[above]
            for c in reversed(tree.children[above]):
                if c < v and tree.dep[c] in ("obj", "iobj", "obl") and tree.preposition(c) in ("a", "con"):
                    refs = [ref for ref in self.actors.refs(self._target(c)) if ref.named]
                    if refs and (len(refs) > 1 or not plural) and all(ref.entity.id not in doers for ref in refs):
                        return refs
        return self.actors.enclitic(v, pronoun)

    def _clauses(self, v: int, put: Callable[..., None]) -> None:
        """Infinitives with a preposition are arguments too: "amenaza con atacar", "acusó de exportar"."""
        tree = self.tree
        for c in tree.children[v]:
            if tree.dep[c] in ("xcomp", "advcl", "ccomp", "obl") and "VerbForm=Inf" in tree.feats[c]:
                marker = next((tree.lower[k] for k in tree.children[c] if tree.dep[k] in ("mark", "case")), "")
                if marker in ("con", "de", "a", "en"):
                    put(marker, c, f"{marker}>{tree.full_dep[c]}")

    def _raised(self, v: int, roles: Roles) -> None:
        """ "volvió a atacar Haifa": complements that the parser hung on the verb of aspect are the infinitive's."""
        tree = self.tree
        head = tree.head[v]
        if (
            tree.dep[v] not in ("xcomp", "ccomp", "obj", "advcl")
            or tree.finite(v)
            or tree.lemma[head] not in self.raising
        ):
            return
        for role, args in self.verb(head).items():
            if role not in ("subj", "clause", "a") and role not in roles:
                roles[role] = [a for a in args if a.token > v]
            elif role == "a" and role not in roles:
                roles[role] = [a for a in args if a.token > v and tree.pos[a.token] != "VERB"]

    def _bare_person(self, v: int, roles: Roles) -> None:
        """ "el grupo que encabeza Jimmy Cherizier": a person without "a" is no object in Spanish, but the subject.

        Nor is any actor behind a verb that has its object before it: "una zona cuya soberanía reclama Venezuela".
        """
        tree = self.tree
        objects = [a for a in roles.get("obj", ()) if a.token > v and tree.preposition(a.token) == ""]
        whose = [
            a
            for a in roles.get("obj", ())
            if a.token < v and any(tree.lower[c] in ("cuyo", "cuya", "cuyos", "cuyas") for c in tree.children[a.token])
        ]
        if whose and len(objects) == 1 and self._is_actor(objects[0]):
            roles["obj"] = whose
            roles["subj"] = self._subjects[v] = [Arg(objects[0].token, "postposed")]
            return
        persons = [
            a
            for a in objects
            if any(r.entity.type == "Person" and r.named for r in self.actors.refs(a.token, each=False))
        ]
        subjects = roles.get("subj", [])
        relative = [a for a in subjects if a.token < v and any(tree.lower[c] == "que" for c in tree.children[v])]
        if len(persons) == 1 and (not subjects or relative) and tree.lemma[v] not in self.copular:
            roles["obj"] = [*relative, *(a for a in objects if a is not persons[0])]
            roles["subj"] = [Arg(persons[0].token, "postposed")]
            self._subjects[v] = roles["subj"]

    def _agent(self, c: int) -> bool:
        """Whether a "por" phrase can be the agent of a passive: an actor, or anything that is no reason or route."""
        return any(r.named for r in self.actors.refs(c)) or self.tree.pos[c] == "NOUN"

    def _loose(self, v: int, roles: Roles) -> None:
        """Complements that the parser hung on the object or on one another: "envió municiones | a Rusia"."""
        tree = self.tree
        times = [c for c in tree.children[v] if tree.full_dep[c] == "obl:tmod" or tree.lemma[c] in MEASURES | TIMES]
        args = [(role, a) for role in ("obj", "a", "con", "en", "de") for a in roles.get(role, ())]
        args += [("", Arg(c, tree.full_dep[c])) for c in times if tree.dep[c] == "obl"]
        for role, arg in args:
            if arg.refs is None and arg.token > v:
                below = [c for c in tree.children[arg.token] if tree.dep[c] in ("nmod", "obl")]
                # "exigieron el pago de una vacuna | a comerciantes"
                deeper = [
                    k for c in below for k in tree.children[c] if tree.dep[k] == "nmod" and tree.preposition(k) == "a"
                ]
                for c in (*below, *deeper):
                    loose = tree.preposition(c)
                    if loose in ("", "de", role) or loose not in PREPOSITIONS or loose in roles:
                        continue
                    roles[loose] = [Arg(self._target(c), f"{tree.full_dep[c]}>{arg.path}")]

    def _share(self, v: int, roles: Roles) -> None:
        """ "detuvieron, golpearon y amenazaron | a los vecinos": verbs in a row have one object, after the last."""
        tree = self.tree
        if {"obj", "a"} & roles.keys() or self.passive(v):
            return
        last = v
        while last + 2 < tree.n and tree.lower[last + 1] in ("y", "e", "o", "u", ","):
            if tree.pos[last + 2] != "VERB" or not tree.finite(last + 2) or not tree.under(last + 2, v):
                break
            last += 2
        for c in tree.children[last]:
            if last > v and c > last and tree.dep[c] in ("obj", "iobj") and tree.pos[c] in ("NOUN", "PROPN"):
                roles["obj"] = [Arg(c, f"{tree.full_dep[c]}>conj")]
                break

    # -- subjects -----------------------------------------------------------------------------------

    def subject(self, v: int) -> list[Arg]:
        """Who does what a verb says: its own subject, the controller's, the coordinated verb's, or the dropped one."""
        found = self._subjects.get(v)
        if found is not None:
            return found
        if v in self._busy:
            return []
        self._busy.add(v)
        try:
            found = self._subject(v)
        finally:
            self._busy.discard(v)
        self._subjects[v] = found
        return found

    def _subject(self, v: int) -> list[Arg]:
        tree = self.tree
        passive = self.passive(v)
        own = tree.child(v, "nsubj")
        if own is not None:
            if not passive:
                return [Arg(self._target(own), tree.full_dep[own])]
            agents = [c for c in tree.children[v] if tree.full_dep[c] == "obl:agent" or tree.preposition(c) == "por"]
            return [Arg(self._target(c), tree.full_dep[c]) for c in agents[:1]]
        dep, head = tree.dep[v], tree.head[v]
        if head == v:
            return self._dropped(v)
        if dep == "conj":
            if tree.pos[head] in ("VERB", "AUX", "ADJ", "NOUN"):
                inherited = self.logical(head) if not self.passive(head) or self.passive(v) else self._surface(head)
                if inherited and (not tree.finite(v) or self._agrees(v, inherited)):
                    return [Arg(a.token, f"{a.path}<conj", a.refs) for a in inherited]
            return self._dropped(v)
        if dep in ("xcomp", "ccomp", "advcl", "obl", "obj", "csubj", "parataxis", "nmod") and not tree.finite(v):
            if tree.pos[head] in ("VERB", "AUX", "ADJ") or tree.child(head, "cop") is not None:
                return [Arg(a.token, f"{a.path}<{dep}", a.refs) for a in self._controller(v, head)]
        if dep == "acl" and tree.pos[head] == "ADJ" and "VerbForm=Inf" in tree.feats[v]:
            return [Arg(a.token, f"{a.path}<{dep}", a.refs) for a in self.logical(head)]  # "es capaz de invadir"
        if dep == "acl" or (dep == "nmod" and not tree.finite(v)):
            return self._of_noun(v, head)
        if tree.finite(v):
            return self._dropped(v)
        if dep in ("amod",):
            return []
        return self._controller(v, head) if tree.pos[head] in ("VERB", "AUX") else []

    def _surface(self, v: int) -> list[Arg]:
        own = self.tree.child(v, "nsubj")
        return [Arg(self._target(own), "nsubj")] if own is not None else self.subject(v)

    def logical(self, v: int) -> list[Arg]:
        """The subject of any predicate: of a verb, or of a noun or adjective with a copula."""
        tree = self.tree
        if tree.pos[v] in ("VERB", "AUX"):
            return self.subject(v)
        own = tree.child(v, "nsubj")
        if own is not None:
            return [Arg(self._target(own), "nsubj")]
        if tree.full_dep[v] == "xcomp:pred" and tree.pos[v] == "ADJ" and tree.child(tree.head[v], "obj") is None:
            return self.logical(tree.head[v])  # "Israel se mostró dispuesto a retirarse"
        return []

    def _agrees(self, v: int, args: list[Arg]) -> bool:
        tree = self.tree
        finite = tree.finite_verb(v)
        if "Person=1" in tree.feats[finite]:
            return False
        plural = "Number=Plur" in tree.feats[finite]
        for arg in args:
            if arg.refs is not None:
                return plural == (len(arg.refs) > 1)
            many = "Number=Plur" in tree.feats[arg.token] or len(tree.conjuncts(arg.token)) > 1
            if many == plural or not tree.feats[arg.token]:
                return True
            # names carry no number ("Estados Unidos anunció"), but a person is one
            person = any(ref.entity.type == "Person" for ref in self.refs(arg, each=False))
            return tree.pos[arg.token] == "PROPN" and not (plural and person)
        return False

    def _controller(self, v: int, head: int) -> list[Arg]:
        """Who the subject of an infinitive or gerund is: "pidió a Kiev retirarse": Kiev."""
        tree = self.tree
        attributive = tree.dep[head] in ("acl", "amod", "appos") and tree.child(head, "nsubj") is None
        if attributive and self.passive(head) and tree.lemma[head] in self.object_control:
            return [Arg(tree.head[head], tree.full_dep[head])]  # "Irán, acusado de suministrar drones"
        if tree.dep[v] in ("xcomp", "ccomp", "advcl", "obj", "obl") and tree.lemma[head] in self.object_control:
            marker = tree.preposition(v) or next((tree.lower[c] for c in tree.children[v] if tree.dep[c] == "mark"), "")
            if marker not in ("para", "tras", "por", "sin"):
                for c in tree.children[head]:
                    if c == v or tree.dep[c] not in ("obj", "iobj", "obl"):
                        continue
                    if tree.preposition(c) == "a" or tree.lower[c] in DATIVE | ACCUSATIVE:
                        return [Arg(self._target(c), f"{tree.full_dep[c]} of {tree.lemma[head]}")]
                for _, arg in self._enclitics(head):
                    return [Arg(arg.token, f"{arg.path} of {tree.lemma[head]}", arg.refs)]
                if self.passive(head):
                    return self._surface(head)
        if "VerbForm=Part" in tree.feats[v]:
            return self._surface(head)
        if attributive and "VerbForm=Inf" in tree.feats[v] and self.passive(head) and (agents := self._agents(head)):
            return agents  # "contactos realizados por Albright antes de viajar a Italia"
        if "VerbForm=Inf" in tree.feats[v] and (answerable := self.actors.answerable(v)):
            return [Arg(v, f"reason of {tree.lemma[head]}", tuple(answerable))]
        return self.logical(head)

    def _of_noun(self, v: int, noun: int) -> list[Arg]:
        """The subject of a clause that hangs on a noun: relative, gerund, or "la decisión rusa de enviar"."""
        tree = self.tree
        if tree.finite(v):
            relative = [c for c in tree.children[v] if tree.lower[c] in RELATIVES and tree.pos[c] != "DET"]
            if any(tree.dep[c] == "mark" for c in relative) and not any(tree.dep[c] != "mark" for c in relative):
                # "la denuncia de que bombardeó": a content clause, no relative
                if any(tree.lower[c] == "de" for c in tree.children[v]):
                    return self._dropped(v)
                return [Arg(noun, "acl")]
            if relative and tree.dep[relative[0]] in ("obj", "obl", "iobj", "advmod", "nmod"):
                return self._dropped_in_relative(v, noun)
            return [Arg(noun, "acl")]
        if "VerbForm=Ger" in tree.feats[v]:
            return [Arg(noun, "acl")]
        if "VerbForm=Inf" in tree.feats[v]:
            marks = {tree.lower[c] for c in tree.children[v] if tree.dep[c] in ("mark", "case")}
            if "en" in marks and (first := self.noun(noun).get("host")):
                return [Arg(a.token, f"{a.path}<{tree.lemma[noun]}", a.refs) for a in first]  # "el primero en enviar"
            owners = self.noun(noun)
            for role in ("adj", "poss", "por", "de"):
                for arg in owners.get(role, ()):
                    if self._is_actor(arg):
                        return [Arg(arg.token, f"{role} of {tree.lemma[noun]}", arg.refs)]
            governor = self.governor(noun)
            if governor is not None:
                return [Arg(a.token, f"{a.path}<{tree.lemma[noun]}", a.refs) for a in self.logical(governor)]
        return []

    def _owner_before(self, v: int, noun: int) -> int:
        """ "la gira | de Putin, que llegó a Hanói": of a thing and the person named before the comma, who acts."""
        tree = self.tree
        for c in tree.children[noun]:
            if noun < c < v and tree.dep[c] == "nmod" and tree.preposition(c) == "de" and c in self.actors.names.at:
                name = self.actors.names.at[c]
                person = any(r.entity.type == "Person" for r in self.actors.refs(c, each=False))
                acts = any("subj" in frame.subject for frame in self.lexicon.verbs.get(tree.lemma[v], ()))
                plain = not any(r.named for r in self.actors.refs(noun, each=False))
                if person and acts and plain and tree.text[name.end] == "," and tree.lemma[v] not in self.raising:
                    return c
        return noun

    def _dropped_in_relative(self, v: int, noun: int) -> list[Arg]:
        """ "Putin espera las garantías que reclama", "llegó a Chile, donde firmó": the subject of the verb above."""
        tree = self.tree
        above = self.governor(noun)
        finite = tree.feats[tree.finite_verb(v)]
        if above is not None and above < v and "Person=1" not in finite and "Person=2" not in finite:
            outer = self._surface(above) if self.passive(above) else self.logical(above)
            outer = [a for a in outer if a.token != noun and self._is_actor(a)]
            if outer and self._agrees(v, outer):
                return [Arg(a.token, f"{a.path}<acl", a.refs) for a in outer]
        return self._dropped(v)

    def _dropped(self, v: int) -> list[Arg]:
        tree = self.tree
        if not tree.finite(v):
            return []
        if tree.lemma[v] == "haber" or any(
            tree.lower[c] == "se" and tree.full_dep[c] == "expl:impers" for c in tree.children[v]
        ):
            return []
        head = tree.head[v]
        if "Person=1" in tree.feats[tree.finite_verb(v)] or "Person=2" in tree.feats[tree.finite_verb(v)]:
            refs = self.actors.dropped(v)
            return [Arg(v, "dropped", tuple(refs))] if refs else []
        if (
            tree.dep[v] == "ccomp"
            and "Mood=Sub" in tree.feats[tree.finite_verb(v)]
            and (asked := self._addressee(head))
        ):
            return [Arg(a.token, f"{a.path} of {tree.lemma[head]}", a.refs) for a in asked]
        uttered = tree.quoted[v] and not tree.quoted[head]  # who speaks says "I" of himself
        if tree.dep[v] in ("ccomp", "advcl", "parataxis", "csubj") and head != v and not uttered:
            # a subordinate clause goes on with its main clause's subject: "Putin dijo que viajará"
            outer = self.logical(head)
            if outer and self._agrees(v, outer):
                return [Arg(a.token, f"{a.path}<{tree.dep[v]}", a.refs) for a in outer]
        refs = self.actors.dropped(v)
        return [Arg(v, "dropped", tuple(refs))] if refs else []

    def _addressee(self, v: int) -> list[Arg]:
        """ "pidió a Siria que retire …": whom one asks or blames is who the clause is about."""
        tree = self.tree
        if tree.lemma[v] not in self.object_control | self.thanking:
            return []
        for c in tree.children[v]:
            if tree.dep[c] in ("obj", "iobj", "obl") and (tree.preposition(c) == "a" or tree.lower[c] in DATIVE):
                arg = Arg(self._target(c), tree.full_dep[c])
                if self._is_actor(arg):
                    return [arg]
        return [arg for _, arg in self._enclitics(v)]

    def governor(self, n: int) -> int | None:
        """The verb that governs a noun phrase, through coordination and prepositions."""
        tree = self.tree
        k = n
        for _ in range(5):
            head: int = tree.head[k]
            if head == k:
                return None
            if tree.pos[head] in ("VERB", "AUX"):
                return head
            k = head
        return None

    # -- nouns --------------------------------------------------------------------------------------

    def noun(self, n: int) -> Roles:
        """The arguments of a noun by role, those of its light verb under "light.…"."""
        found = self._nouns.get(n)
        if found is None:
            self._nouns[n] = {}
            found = self._nouns[n] = self._noun(n)
        return found

    def _noun(self, n: int) -> Roles:
        tree, actors = self.tree, self.actors
        roles: Roles = {}

        def put(role: str, token: int, path: str, refs: tuple[Ref, ...] | None = None) -> None:
            args = roles.setdefault(role, [])
            if all(a.token != token for a in args):
                args.append(Arg(token, path, refs))

        countries = actors.countries_behind(n)
        if not countries:
            for k in (n + 1, n + 2):
                if k < tree.n and tree.pos[k] == "ADJ" and tree.sentence[k] == tree.sentence[n]:
                    if found := actors.demonym(k):
                        countries = [found]
                        break
                else:
                    break
        if countries:
            refs = tuple(actors._named(c, n, n, n, "adjective") for c in countries)
            put("adj", n, "amod", refs)
        inside = {
            k
            for c in tree.children[n]
            if (m := actors.titles.get(c)) is not None
            for k in range(c + 1, max(m.end, m.person_token + 1))
        }
        for c in tree.children[n]:
            dep, label = tree.dep[c], tree.full_dep[c]
            if c in inside:
                continue  # "el bombardeo del presidente de EE. UU. a …": the country is the title's
            if tree.lower[c] == "contra" and (against := self._against(c)) is not None:
                put("contra", c, label, against.refs)
            elif dep in ("nmod", "obl", "obj", "iobj", "dep", "compound"):
                role = tree.preposition(c)
                if role:
                    put(role, self._target(c), label)
                    if c > n:
                        self._chain(c, role, put, label)
            elif dep == "det" and tree.lower[c] in ("su", "sus"):
                owners = actors.possessors(n)
                if owners:
                    put("poss", c, label, tuple(owners))
            elif dep == "det" and tree.lower[c] in ("nuestro", "nuestra", "nuestros", "nuestras", "mi", "mis"):
                owners = actors.first_person(n, plural=tree.lower[c].startswith("n"))
                if owners:
                    put("poss", c, label, tuple(owners))
            elif dep in ("acl", "amod") and self._carrier(c):
                for role, args in self.verb(c).items():
                    if role == "obj":
                        continue
                    for arg in args:
                        if arg.token != n:
                            put("por" if role == "subj" else role, arg.token, f"{arg.path}>{label}", arg.refs)
        for c in tree.children[n]:
            if tree.dep[c] == "conj" and tree.pos[c] == "NOUN":
                # "el apoyo y la ayuda de X a Y": complements stand once, at the end
                for k in tree.children[c]:
                    role = tree.preposition(k)
                    if role and tree.dep[k] == "nmod" and role not in roles and role != "de":
                        put(role, self._target(k), f"{tree.full_dep[k]}>conj")
        own = tree.child(n, "nsubj")
        if own is not None:
            put("host", self._target(own), "nsubj")
        elif tree.dep[n] == "appos" and tree.head[n] != n:
            put("host", tree.head[n], "appos")
        elif tree.head[n] != n and (
            tree.lemma[tree.head[n]] in self.copular
            or (tree.lemma[tree.head[n]] == "convertir" and tree.preposition(n) == "en")
        ):
            for arg in self.subject(tree.head[n]):
                put("host", arg.token, "copula", arg.refs)
        elif tree.dep[n] == "conj" and tree.head[n] != n:
            outer = tree.child(tree.head[n], "nsubj")
            if outer is not None and tree.child(tree.head[n], "cop") is not None:
                put("host", self._target(outer), "nsubj<conj")
            elif tree.dep[tree.head[n]] == "appos":
                put("host", tree.head[tree.head[n]], "appos<conj")
            elif tree.head[n] in actors.titles and tree.child(n, "det") is None:
                # "el presidente polaco y gran aliado de Ucrania"
                put("host", tree.head[n], "conj", tuple(actors.refs(tree.head[n], each=False)))
        if own is not None and tree.preposition(n) == "en" and (be := tree.child(n, "cop")) is not None:
            if tree.lemma[be] == "estar":  # "está en conversaciones con Irán"
                put("light.subj", self._target(own), "nsubj<estar")
        if "host" not in roles:
            self._introduced_host(n, put)
        if "host" not in roles and "poss" in roles and "de" in roles:
            roles["host"] = list(roles["de"])  # "sus aliados del Ejército del Sur del Líbano"
        self._strayed(n, roles, put)
        self._light(n, roles, put)
        self._helped(n, roles, put)
        return roles

    def _strayed(self, n: int, roles: Roles, put: Callable[..., None]) -> None:
        """ "destacó el apoyo del FMI | a Kiev", "las bases de milicias | que operan en Irak": complements of a noun
        that stand with the verb, which takes none, or in a relative clause about the place."""
        tree = self.tree
        verb = tree.head[n]
        judged = tree.dep[n] == "obj" and tree.lemma[verb] in self.judging
        if tree.pos[verb] == "VERB" and verb < n and tree.dep[n] in ("obj", "nsubj", "obl"):
            last = tree.phrase_full(n)[1]
            for c in tree.children[verb]:
                role = tree.preposition(c) if c > last else ""
                if (role == "a" and not (judged or tree.dep[n] == "nsubj")) or (tree.dep[n] == "obl" and role != "en"):
                    continue
                if role in ("a", "en", "contra", "sobre") and role not in roles and tree.phrase_full(c)[0] == last + 1:
                    put(role, self._target(c), f"{tree.full_dep[c]} of {tree.lemma[verb]}")
        if "en" not in roles:
            for host in (n, *(c for c in tree.children[n] if c > n and tree.dep[c] == "nmod")):
                for c in tree.children[host]:
                    if tree.dep[c] == "acl" and tree.lemma[c] in self.located:
                        for k in tree.children[c]:
                            if tree.preposition(k) == "en":
                                put("en", self._target(k), f"{tree.full_dep[k]}>{tree.full_dep[c]}")

    def _helped(self, n: int, roles: Roles, put: Callable[..., None]) -> None:
        """ "ayudar a Ucrania | frente a la invasión rusa", "defenderse de los ataques": the victim is who is helped, or
        resists."""
        tree = self.tree
        case, head = tree.preposition(n), tree.head[n]
        if case not in ("ante", "contra", "frente", "de", "a") or tree.lemma[head] not in self.helping:
            return
        if tree.lemma[n] not in self.attacks:
            return
        if any(self._is_actor(a) for role in ("a", "contra", "sobre") for a in roles.get(role, ())):
            return
        if tree.pos[head] == "VERB":
            victims = [a for role in ("obj", "a") for a in self._helpees(head, role) if a.token != n]
            if not victims and self.reflexive(head):
                victims = self.subject(head)
        else:
            victims = [a for role in ("a", "de", "adj") for a in self.noun(head).get(role, ()) if a.token != n]
        for arg in victims[:1]:
            roles.pop("a", None)
            put("a", arg.token, f"{arg.path} of {tree.lemma[head]}", arg.refs)

    def _helpees(self, verb: int, role: str) -> list[Arg]:
        tree = self.tree
        found = [
            Arg(self._target(c), tree.full_dep[c])
            for c in tree.children[verb]
            if tree.dep[c] in ("obj", "iobj", "obl") and tree.preposition(c) == ("a" if role == "a" else "")
        ]
        return [a for a in found if self._is_actor(a)]

    def _introduced_host(self, n: int, put: Callable[..., None]) -> None:
        """ "su aliado Bielorrusia", "Corea del Sur, aliada de Washington": the name beside a relational noun."""
        tree = self.tree
        for c in tree.children[n]:
            if (
                tree.dep[c] in ("appos", "flat")
                and c in self.actors.names.at
                and n < self.actors.names.at[c].start <= n + 2
            ):
                put("host", c, "appos")
                return

    def _carrier(self, v: int) -> bool:
        """Whether a participle or relative clause on an event noun only carries it: "el ataque perpetrado por …"."""
        tree = self.tree
        if tree.pos[v] not in ("VERB", "ADJ", "AUX"):
            return False
        if "VerbForm=Part" in tree.feats[v] or tree.pos[v] == "ADJ":
            return True
        return tree.lemma[v] in self.light

    def _chain(self, c: int, role: str, put, label: str) -> None:  # type: ignore[no-untyped-def]
        """Complements hung on the complement before: "la visita de Putin | a Corea del Norte"."""
        tree = self.tree
        adjectives = [g for g in tree.children[c] if tree.dep[g] == "amod" and g > c]
        for k in (
            *tree.children[c],
            *(k for g in adjectives for k in tree.children[g] if tree.preposition(k) == "contra"),
        ):
            if tree.dep[k] in ("nmod", "obl") and k > c:
                inner = tree.preposition(k)
                if inner in PREPOSITIONS and inner not in ("de", role) and inner:
                    put(inner, self._target(k), f"{tree.full_dep[k]}>{label}")
                elif role == "de" and inner == "de" and c not in self.actors.names.at:
                    continue

    def _light(self, n: int, roles: Roles, put: Callable[..., None]) -> None:
        tree = self.tree
        head = tree.head[n]
        title = self.actors.titles.get(head)
        if (
            head != n
            and tree.preposition(n) == "de"
            and (head in self.actors.names.at or (title is not None and title.person is not None))
        ):
            put("light.subj", head, "nmod")  # "Tareq Aziz, de visita en Italia"
        if head != n and tree.preposition(n) == "de" and tree.lemma[head] in self.agreements:
            # "suscribieron un convenio de colaboración": those who agree are those who will work together
            for role, args in self.noun(head).items():
                if role in ("light.subj", "entre", "con", "por", "adj"):
                    for arg in args:
                        put(role, arg.token, f"{arg.path}<{tree.lemma[head]}", arg.refs)
        whole = n
        while tree.preposition(whole) == "de" and tree.lemma[head] in self.containers and head != tree.head[head]:
            # "una serie de medidas de adiestramiento para X": what is done with the whole is done with its parts
            for role in ("a", "para", "contra", "sobre", "hacia", "con", "en"):
                for c in tree.children[head]:
                    if role not in roles and tree.preposition(c) == role and tree.dep[c] in ("nmod", "obl"):
                        put(role, self._target(c), f"{tree.full_dep[c]}<{tree.lemma[head]}")
            whole, head = head, tree.head[head]
        if tree.preposition(n) == "por" and n not in self.actors.titles and (guilty := self.actors.answerable(n)):
            put(
                "light.subj", n, f"reason of {tree.lemma[head]}", tuple(guilty)
            )  # "condenó a Irak por la invasión de …"
        if head == whole or tree.pos[head] not in ("VERB", "AUX"):
            return
        dep, case = tree.dep[whole], tree.preposition(whole)
        lemma = tree.lemma[head]
        if dep == "conj":
            return
        passive = self.passive(head)
        is_object = (dep in ("obj", "obl", "nsubj") and case in ("", "a")) or (
            dep in ("obl", "obj") and case in ("de", "con", "en", "bajo", "por")
        )
        if dep == "nsubj" and not passive:
            is_object = False
        if not is_object:
            return
        if lemma in self.light_passive and not passive and dep != "nsubj":
            for arg in self.subject(head):
                put("light.obj", arg.token, f"{arg.path}<{lemma}", arg.refs)
            for c in tree.children[head]:
                if tree.dep[c] in ("obl", "obj") and tree.preposition(c) in ("de", "por") and c != n:
                    put("light.subj", self._target(c), f"{tree.full_dep[c]}<{lemma}")
        elif lemma in self.thanking and not passive:
            # "agradeció a Noruega la entrega de cazas": whom one thanks has done it, for who gives thanks
            for arg in self._addressee(head):
                put("light.subj", arg.token, f"{arg.path}<{lemma}", arg.refs)
            for arg in self.subject(head):
                put("a", arg.token, f"{arg.path}<{lemma}", arg.refs)
        elif lemma in self.blaming | self.punishing and case in ("de", "por") and not passive:
            # "responsabilizó al Ejército del asesinato", "condenó a un coronel por la desaparición": he has done it
            for c in tree.children[head]:
                if tree.dep[c] in ("obj", "iobj", "obl") and tree.preposition(c) == "a":
                    put("light.subj", self._target(c), f"{tree.full_dep[c]}<{lemma}")
        elif lemma in self.announcing and lemma not in self.light and case == "":
            # "anunció la compra de misiles": who announces an act is who acts, where nobody else is named
            for arg in self.subject(head) if not passive else self._agents(head):
                put("announcer", arg.token, f"{arg.path}<{lemma}", arg.refs)
        elif lemma in self.light and (case in ("", "a", "en") or (case == "con" and not self.reflexive(head))):
            verb = self.verb(head)
            for arg in verb.get("subj", ()) if not passive else self._agents(head):
                put("light.subj", arg.token, f"{arg.path}<{lemma}", arg.refs)
            for role, args in verb.items():
                if role in PREPOSITIONS and role not in roles and role not in ("de", "por"):
                    for arg in args:
                        if arg.token != n:
                            put(role, arg.token, f"{arg.path}<{lemma}", arg.refs)

    def _agents(self, v: int) -> list[Arg]:
        return [a for a in self.verb(v).get("subj", ()) if a.token != v]

    # -- roles by name ------------------------------------------------------------------------------

    def role(self, trigger: int, roles: Roles, name: str) -> Iterator[Arg]:
        """The arguments that a role of the lexicon names, dotted ones included."""
        if name == "up.subj":
            governor = self.governor(trigger)
            if governor is not None:
                yield from self.subject(governor)
            return
        first, _, second = name.partition(".")
        if not second or first == "light":
            yield from roles.get(name, ())
            return
        for arg in roles.get(first, ()):
            if arg.refs is not None and second != "actor":
                continue
            for token in self.content(arg.token):
                inner = self.verb(token) if self.tree.pos[token] in ("VERB", "AUX") else self.noun(token)
                actors = ("adj", "por") if self.tree.lemma[token] in self.suffered else ("adj", "por", "de", "poss")
                for part in actors if second == "actor" else (second,):
                    found = inner.get(part, ())
                    for deep in found:
                        yield Arg(deep.token, f"{deep.path}>{arg.path}", deep.refs)
                    if second == "actor" and any(self._is_actor(deep) for deep in found):
                        break

    def _is_actor(self, arg: Arg) -> bool:
        return any(ref.named for ref in self.refs(arg))

    def content(self, i: int) -> list[int]:
        """The nouns that a phrase is about: its head and what is coordinated; of a measure, what is measured."""
        tree = self.tree
        out: list[int] = []
        for k in tree.conjuncts(i):
            out.append(k)
            if (
                tree.lemma[k] in MEASURES
                or tree.pos[k] in ("NUM", "DET", "SYM")
                or tree.lemma[k] in ("tonelada", "uno")
            ):
                for c in tree.children[k]:
                    if tree.dep[c] in ("nmod", "obl") and tree.preposition(c) in ("de", "con"):
                        out.extend(self.content(c) if tree.lemma[c] in MEASURES else tree.conjuncts(c))
                    elif tree.dep[c] in ("acl", "amod"):
                        for g in tree.children[c]:
                            if tree.dep[g] in ("nmod", "obl", "obj") and tree.preposition(g) in ("de", "con"):
                                out.extend(tree.conjuncts(g))
        return out
