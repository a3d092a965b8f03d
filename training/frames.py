"""Names by kind, and sentences made of them: `training/corpus/frames.txt` filled from `training/corpus/names`.

A frame is a news sentence with slots (`{town}`). What fills them are the names of the lists, those put together here
(ministries, universities, acronyms, people who do not exist), states and cities. A slot in capitals gives the name in
capitals, one that ends in `_b` gives it bare: in small letters without accents.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from training.docs import without_accents

CORPUS = Path(__file__).parent / "corpus"
NAMES = CORPUS / "names"
SLOT = re.compile(r"\{(\w+)\}")
WEEKDAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MONTHS = tuple("ene feb mar abr may jun jul ago sep oct nov dic".split())
OFFICES = (
    *("Defensa", "Exteriores", "Asuntos Exteriores", "Relaciones Exteriores", "Energía", "Hacienda", "Justicia"),
    *("Sanidad", "Comercio", "Transportes", "Agricultura", "Medio Ambiente", "Minas", "Petróleo", "Educación"),
    *("Finanzas", "Industria", "Economía", "Cultura", "Asuntos Religiosos", "Seguridad Pública", "Emergencias"),
)
BOARDS = (
    *("Aduanas", "Puertos", "Aguas", "Migración", "Inteligencia", "Estadística", "Hidrocarburos", "Refugiados"),
    *("Seguridad Alimentaria", "Aviación Civil", "Ciberseguridad", "Desminado", "Inversiones", "Energía Atómica"),
)
CAUSES = tuple("Memoria Paz Verdad Justicia Tierra Agua Libertad Asilo Derechos Futuro Dignidad".split())
FIELDS = tuple("Metal Transporte Minas Puertos Sanidad Enseñanza Petróleo Pesca Correos Ferrocarril".split())
BEASTS = ("Bear", "Panda", "Kitten", "Spider", "Worm", "Dragon", "Hydra", "Viper", "Sparrow", "Typhoon", "Wolf", "Leaf")
COLOURS = ("Fancy", "Cozy", "Silent", "Black", "Charming", "Red", "Void", "Salt", "Volt", "Ghost", "Sand", "Iron")
TROOPS = (
    "Blindada",
    "Aerotransportada",
    "de Asalto",
    "Mecanizada",
    "de Montaña",
    "de Infantería",
    "Anfibia",
    "Acorazada",
)
UNIVERSITIES = ("Universidad", "Universidad Nacional", "Universidad Técnica")
BANKS = ("Agrario", "Delta", "Popular", "Austral", "Marítimo")
HACKERS = ("Lazarus", "Anonymous", "LockBit", "Conti", "KillNet", "Sandworm", "DarkSide")
SHIELDS = ("Escudo", "Trueno", "Alba", "Aurora", "Tridente", "Centinela", "Cóndor", "Ámbar")
POINTS = ("Rojo", "del Norte", "Final", "Verde", "del Sur", "Azul")
MODELS = tuple("A B DF- F- KN- M- MQ- R- RK- SA- Su- T- X- Z- HT-".split())
ACTIVE = re.compile(
    "Amnistía|Human|Oxfam|Green|Save|Médicos|Acción|Report|Transpar|Crisis|Freedom|Memorial|Madres|Cruz"
)
""" Begins of organizations that go without an article in the frames."""
Draw = Callable[[], str]
STARTS = ("UN", "MINU", "ONU", "CO", "FE", "CON", "AN", "SI", "FU", "A", "I", "U", "E", "OR", "CEN", "IN", "FRE", "SE")
ENDS = (
    "CI",
    "DA",
    "MI",
    "TA",
    "SA",
    "PAL",
    "LA",
    "NA",
    "RO",
    "GE",
    "SUR",
    "NIC",
    "COM",
    "LIB",
    "MAR",
    "PRO",
    "DEX",
    "GO",
)


def lists() -> dict[str, list[str]]:
    """The names of all lists by the heading that they stand under."""
    found: dict[str, list[str]] = {}
    for path in sorted(NAMES.glob("*.txt")):
        heading = ""
        for line in path.read_text(encoding="utf8").splitlines():
            if line.startswith("# "):
                heading = line[2:]
            elif path.stem == "people":
                # the first line of a language has what people are called, the second what families are
                found.setdefault(f"people {heading}", []).append(line)
            else:
                found.setdefault(heading, []).extend(name.strip() for name in line.split(";") if name.strip())
    return found


class Names:
    """Names for every slot: those of the lists, `states` and `places` of the gazetteer, `cities` of GeoNames."""

    def __init__(self, rng: Random, states: Sequence[str], places: Sequence[str], cities: Sequence[str]) -> None:
        self.rng = rng
        found = lists()
        self.people = {
            heading.split(" ")[1]: [[name.strip() for name in row.split(";")] for row in rows]
            for heading, rows in found.items()
            if heading.startswith("people ")
        }
        self.single = self.people.pop("single")[0]
        self.states = list(states)
        self.cities = list(cities)
        self.known = [*places, *found["PLACE town"]]
        acronyms = {
            sex: [n for n in found[f"body {sex}"] if " " not in n and sum(map(str.isupper, n)) > 1] for sex in "mf"
        }
        ngo = [name for name in found["body f"] if ACTIVE.match(name)]
        self.draw: dict[str, tuple[str, Draw]] = {
            "media": ("ORG", self.one(found["media"])),
            "company": ("ORG", self.one(found["company"], self.firm)),
            "party_m": ("ORG", self.one(found["party m"], lambda: self.acronym("P"))),
            "party_f": ("ORG", self.one(found["party f"])),
            "body_m": ("ORG", self.one([*found["body m"], *found["other bodies m"]], self.board, 0.2)),
            "body_f": ("ORG", self.one(found["body f"], self.agency, 0.15)),
            "acr_m": ("ORG", self.one(acronyms["m"], self.acronym, 0.5)),
            "acr_f": ("ORG", self.one(acronyms["f"], self.acronym, 0.5)),
            "group_m": ("ARMED_GROUP", self.one(found["ARMED_GROUP m"], self.front, 0.15)),
            "group_f": ("ARMED_GROUP", self.one(found["ARMED_GROUP f"], self.brigade, 0.15)),
            "weapon": ("WEAPON", self.one(found["WEAPON"], self.model)),
            "event_m": ("EVENT", self.one(found["EVENT m"])),
            "event_f": ("EVENT", self.one(found["EVENT f"], self.affair, 0.2)),
            "agr_m": ("AGREEMENT", self.one(found["AGREEMENT m"], self.treaty, 0.25)),
            "agr_f": ("AGREEMENT", self.one(found["AGREEMENT f"])),
            "town": ("PLACE", self.one(self.known, self.one(self.cities), 0.3)),
            "city": ("PLACE", self.one(self.known, self.one(self.cities))),
            "region": ("PLACE", self.one(found["PLACE region"])),
            "water": ("PLACE", self.one(found["PLACE water"])),
            "site": ("PLACE", self.one(found["PLACE site"])),
            "country": ("COUNTRY", self.one(self.states)),
            "person": ("PERSON", self.person),
            "surname": ("PERSON", self.surname),
            "single": ("PERSON", self.one(self.single)),
            "uni": ("ORG", lambda: f"{self.pick(*UNIVERSITIES)} de {self.place()}"),
            "org": ("ORG", self.one(ngo, self.charity, 0.6)),
            "union": ("ORG", self.union),
            "min": ("ORG", self.ministry),
            "hack": ("ORG", self.hackers),
            "unit": ("ORG", lambda: f"{rng.randint(1, 160)}.ª Brigada {self.pick(*TROOPS)}"),
            "bank": ("ORG", self.bank),
            "found": ("ORG", self.foundation),
            "country_in": ("COUNTRY", self.one(self.states)),
        }

    def pick(self, *names: str) -> str:
        return self.rng.choice(names)

    def one(self, names: Sequence[str], other: Draw | None = None, share: float = 0.1) -> Draw:
        """What draws one of the names or, in a share of the cases, what `other` makes."""
        kept = list(names)
        return lambda: other() if other and self.rng.random() < share else self.rng.choice(kept)

    def state(self) -> str:
        return self.rng.choice(self.states)

    def place(self) -> str:
        return self.rng.choice(self.cities if self.rng.random() < 0.2 else self.known)

    def parts(self) -> tuple[str, str, str]:
        kind = self.rng.choice(list(self.people))
        given, family = self.people[kind]
        return kind, self.rng.choice(given), self.rng.choice(family)

    def person(self) -> str:
        """Given name and surname, sometimes with a second one or two surnames."""
        kind, given, family = self.parts()
        draw = self.rng.random()
        if kind in {"es", "pt"} and draw < 0.3:
            return f"{given} {family} {self.rng.choice(self.people[kind][1])}"
        if draw < 0.04:
            return f"{given} {family}-{self.surname()}"
        if draw < 0.07 and kind == "en":
            return f"{given} {self.pick(*'ABCDEFHJKLMRSTW')}. {family}"
        return f"{given} {family}"

    def surname(self) -> str:
        kind, given, family = self.parts()
        return given if kind in {"zh", "ko-jp"} else family

    def acronym(self, start: str = "") -> str:
        """An acronym that there may not be, in capitals or as a word."""
        made = start or self.pick(*STARTS)
        if start or self.rng.random() < 0.4:
            made += "".join(self.pick(*"ABCDEFGILMNOPRSTU") for _ in range(self.rng.randint(2, 3)))
            return made
        made += "".join(self.pick(*ENDS) for _ in range(self.rng.randint(1, 2)))
        return made if self.rng.random() < 0.6 or len(made) < 4 else made.capitalize()

    def firm(self) -> str:
        head = self.pick(self.surname(), self.place().split(" ")[0], self.acronym().capitalize(), self.acronym())
        tail = self.pick(
            *("Energy", "Oil", "Mining", "Shipping", "Cables", "Systems", "Gas", "Group", "Holding", "Logistics"),
            *("Telecom", "Air", "Steel", "Capital", "Resources", "Robotics", "Aerospace", "& Co.", "S.A.", "Petroleum"),
        )
        return f"{head} {tail}"

    def ministry(self) -> str:
        kind = self.pick("Ministerio de ", "Ministerio de ", "Departamento de ")
        return kind + self.pick(*OFFICES) + (f" de {self.state()}" if self.rng.random() < 0.35 else "")

    def board(self) -> str:
        name = self.pick("Consejo Nacional de ", "Instituto de ", "Servicio de ", "Comité de ") + self.pick(*BOARDS)
        return name + (f" de {self.state()}" if self.rng.random() < 0.3 else "")

    def agency(self) -> str:
        heads = (
            "Agencia de ",
            "Dirección General de ",
            "Comisión de ",
            "Autoridad de ",
            "Oficina de ",
            "Secretaría de ",
        )
        return self.pick(*heads) + self.pick(*BOARDS) + (f" de {self.state()}" if self.rng.random() < 0.3 else "")

    def charity(self) -> str:
        cause = self.pick(*CAUSES)
        return self.pick(
            f"{cause} y {self.pick(*CAUSES)}",
            f"{cause} para {self.place()}",
            f"Red {self.place()}",
            f"{cause} Sin Fronteras",
            f"Manos de {self.place()}",
            f"Plataforma {cause}",
            f"{self.place()} Watch",
            f"Puentes de {self.place()}",
            self.acronym(),
        )

    def union(self) -> str:
        field = self.pick(*FIELDS)
        return self.pick(
            f"Unión de {field}", f"{field} Unido", f"Sindicato de {field}", self.acronym(), f"Federación de {field}"
        )

    def hackers(self) -> str:
        return self.pick(f"{self.pick(*COLOURS)} {self.pick(*BEASTS)}", f"APT{self.rng.randint(1, 44)}", *HACKERS)

    def bank(self) -> str:
        return self.pick(
            f"Banco de {self.place()}",
            f"Banco Nacional de {self.state()}",
            f"{self.surname()} Bank",
            f"Banco {self.pick(*BANKS)}",
            f"{self.pick('Credo', 'Tera', 'Volks', 'Agro', 'Novo', 'Trans')}bank",
        )

    def foundation(self) -> str:
        name = self.surname()
        return self.pick(
            f"Fundación {name}", f"{name} Institute", f"Centro {name}", f"{name} Trust", f"Instituto {name}"
        )

    def front(self) -> str:
        return self.pick(
            f"Frente {self.surname()}",
            f"Ejército de {self.place()}",
            f"Comando {self.surname()}",
            f"Frente de Liberación de {self.place()}",
            f"Movimiento {self.rng.randint(1, 30)} de {self.pick('Marzo', 'Mayo', 'Julio', 'Octubre')}",
            f"Clan de {self.place()}",
            self.acronym("F"),
        )

    def brigade(self) -> str:
        return self.pick(
            f"Brigada {self.surname()}", f"Milicia de {self.place()}", f"Resistencia de {self.place()}", self.acronym()
        )

    def model(self) -> str:
        return f"{self.pick(*MODELS)}{self.rng.randint(2, 400)}"

    def affair(self) -> str:
        return self.pick(
            f"Batalla de {self.place()}",
            f"Operación {self.pick(*SHIELDS)} {self.pick(*POINTS)}",
            f"Conferencia de {self.place()}",
            f"Cumbre de {self.place()}",
        )

    def treaty(self) -> str:
        return self.pick("Acuerdo de ", "Tratado de ", "Pacto de ", "Protocolo de ", "Memorando de ") + self.place()

    def pools(self, size: int) -> Iterator[tuple[str, str]]:
        """Labels and names of every slot, `size` draws of each."""
        for label, draw in self.draw.values():
            for _ in range(size):
                yield label, draw()

    def filled(self, frame: str) -> tuple[str, list[tuple[int, int, str]]]:
        """A frame with its slots filled: text and entities."""
        text, done = "", 0
        entities: list[tuple[int, int, str]] = []
        for slot in SLOT.finditer(frame):
            text += frame[done : slot.start()]
            done = slot.end()
            name = slot[1]
            key = name.lower().removesuffix("_b")
            plain: dict[str, Draw] = {
                "n": lambda: str(self.rng.choice((2, 3, 7, 12, 40, 130, 300, 2500, self.rng.randint(2, 90)))),
                "day": lambda: str(self.rng.randint(1, 30)),
                "month": lambda: self.pick(*MONTHS),
                "weekday": lambda: self.pick(*WEEKDAYS),
                "year": lambda: str(self.rng.randint(1990, 2026)),
            }
            if key in plain:
                text += plain[key]()
                continue
            label, draw = self.draw[key]
            word = draw()
            word = word.upper() if name.isupper() else without_accents(word.lower()) if name.endswith("_b") else word
            entities.append((len(text), len(text) + len(word), label))
            text += word
        return text + frame[done:], entities


def frames() -> list[str]:
    """The frames, one a line."""
    return (CORPUS / "frames.txt").read_text(encoding="utf8").splitlines()
