"""When: the time expressions of a text, as periods of ISO 8601 dates, resolved against the article's date."""

from __future__ import annotations

import bisect
import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from kg.model import Period
from kg.nlp.quantities import number
from kg.nlp.tree import Tree

MONTHS = {
    "enero": 1, "febrero": 2, "marzo": 3, "abril": 4, "mayo": 5, "junio": 6, "julio": 7, "agosto": 8,
    "septiembre": 9, "setiembre": 9, "octubre": 10, "noviembre": 11, "diciembre": 12,
}  # fmt: skip
WEEKDAYS = {"lunes": 0, "martes": 1, "miercoles": 2, "jueves": 3, "viernes": 4, "sabado": 5, "domingo": 6}
M = "|".join(MONTHS)
W = "|".join(WEEKDAYS)
YEAR = r"(?:19|20)\d\d"
N = r"(?:\d{1,3}|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta)"
UNIT = r"(?:dias?|semanas?|meses|mes|anos?|decadas?|siglos?)"
AROUND = r"(?:(?:mas\s+de|menos\s+de|cerca\s+de|casi|apenas|solo|ya|hoy|unos|unas|al\s+menos)\s+)?"
DECADES = {
    "veinte": 2, "treinta": 3, "cuarenta": 4, "cincuenta": 5, "sesenta": 6, "setenta": 7, "ochenta": 8, "noventa": 9,
}  # fmt: skip
QUARTERS = {"primer": 0, "segundo": 1, "tercer": 2, "cuarto": 3, "ultimo": -1}
PARTS = {"trimestre": 3, "cuatrimestre": 4, "semestre": 6}

PATTERN = re.compile(
    rf"""
    (?:(?<!\w)|(?=[,(]))(?:
      (?:entre|de|desde|del)\s+(?:el\s+)?(?:(?P<rd1>\d{{1,2}})\s+de\s+)?(?P<rm1>{M})(?:\s+del?\s+(?P<ry1>{YEAR}))?\s+
        (?:y|al?|hasta)\s+(?:el\s+)?(?:(?P<rd2>\d{{1,2}})\s+de\s+)?(?P<rm2>{M})(?:\s+del?\s+(?P<ry2>{YEAR}))?
    | (?:entre|de|desde)\s+(?P<yy1>{YEAR})\s+(?:y|a|hasta)\s+(?P<yy2>{YEAR})
    | (?:en\s+|\()?(?P<yr1>{YEAR})\s?[-–]\s?(?P<yr2>{YEAR})
    | (?:finales|principios|mediados\s+de\s+)?(?:la\s+decada|los\s+anos)\s+(?:de\s+(?:los\s+)?)?
        (?P<decade>(?:19|20)\d0|\d0|{"|".join(DECADES)})(?!\d)
    | (?P<quarter>{"|".join(QUARTERS)})\s+(?P<part>{"|".join(PARTS)})\s+(?:del?\s+)(?:ano\s+)?(?P<qy>{YEAR})
    | (?:los\s+ultimos|las\s+ultimas)\s+(?P<lastn>{N})\s+(?P<lastu>{UNIT})
    | (?:los|las)\s+(?P<nlast>{N})\s+(?:ultimos|ultimas)\s+(?P<ulast>{UNIT})
    | lo\s+que\s+va\s+del?\s+(?P<sofar>ano|mes)
    | (?:el|este|del|pasado|proximo)\s+(?P<weekend>(?:pasado\s+|proximo\s+)?fin\s+de\s+semana(?:\s+(?:pasado|proximo))?)
    | (?:del?|entre|desde|los\s+dias)\s+(?:el\s+)?(?P<dd1>\d{{1,2}})\s+(?:al?|y|hasta)\s+(?:el\s+)?(?P<dd2>\d{{1,2}})\s+
        de\s+(?P<ddm>{M})(?:\s+del?\s+(?P<ddy>{YEAR}))?
    | (?:el|los)\s+dias?\s+(?P<md1>\d{{1,2}})(?:\s+(?:y|al?)\s+(?P<md2>\d{{1,2}}))?(?!\s+de\s+(?:{M}))(?![\d.,]\d)
    | (?P<num>\d{{1,2}}/\d{{1,2}}/{YEAR})
    | (?P<sincerel>desde|hasta)\s+(?:(?:el\s+)?(?P<relw>{W})|(?P<relday>ayer|anteayer|anoche)|
        el\s+(?P<relunit>(?:ano|mes)\s+pasado|pasado\s+(?:ano|mes)))
    | (?P<since>desde|a\spartir\sde(?:l)?|hasta)?\s*(?:el\s+(?:pasado\s+|proximo\s+)?)?(?:(?:{W}),?\s+)?
        (?P<d>\d{{1,2}}|1[º°o]|primero)\s+de\s+(?P<dm>{M})(?:\s*(?:de|del|,)\s*(?P<dy>{YEAR}))?
    | (?P<sincem>desde|hasta|a\spartir\sde)?\s*(?:el\s+)?
        (?:mes\s+de\s+|pasado\s+|proximo\s+|(?:principios|finales|mediados)\s+de\s+)?
        (?P<m>{M})(?:\s+(?P<mpast>pasado)|\s+(?P<mnext>proximo)|\s+del?\s+(?P<my>{YEAR}))?
    | (?P<sincey>desde|hasta)?\s*(?:el\s+)?
        (?:ano\s+|en\s+(?:el\s+)?|durante\s+|del\s+|(?:finales|principios|mediados)\s+de\s+|de\s+|\(|,\s)
        (?P<y>{YEAR})(?![\d.,]\d)
    | (?P<sincey2>desde|hasta|antes\s+de(?:l)?)\s+(?P<y2>{YEAR})
    | (?P<hoy>hoy|esta\s+(?:manana|tarde|noche|madrugada))(?!\s+en\s+dia)
    | (?P<ayer>anteayer|antier|ayer|anoche)
    | (?P<tomorrow>pasado\s+manana|(?<!\bla\s)(?<!\besta\s)(?<!\bde\s)manana(?!\s+(?:de|del)\b))
    | (?P<wpre>el\s+pasado|el\s+proximo|el|este|del|pasado|proximo)\s+
        (?P<w>{W})(?:\s+(?P<wpost>pasado|proximo)|\s+(?P<wday>\d{{1,2}})(?!\s+de\s))?(?!\s+\d)
    | (?P<unit>la\s+(?:semana\s+(?:pasada|proxima|que\s+viene)|(?:pasada|proxima)\s+semana)
        | (?:del?|el)\s+(?:mes|ano)\s+(?:pasado|proximo|que\s+viene) | (?:del?|el)\s+(?:pasado|proximo)\s+(?:mes|ano)
        | este\s+(?:mes|ano)
        | esta\s+semana)
    | (?P<sinceago>desde\s+)?hace\s+{AROUND}(?P<n>{N})\s+(?P<what>{UNIT})
    )\b
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A time expression: its first token and what it denotes."""

    token: int
    period: Period


def moments(tree: Tree, date: str | None) -> list[Moment]:
    """All time expressions of a text, in order. `date` is the article's (reduced) ISO date, or None where unknown."""
    text = tree.reading
    folded = _fold_same_length(text)
    base = _base(date)
    out: list[Moment] = []
    for match in PATTERN.finditer(folded):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        token = min(tree.n - 1, max(0, bisect.bisect_right(tree.begin, start) - 1))
        period = _period(match, base, date, _future(tree, token))
        if period is not None:
            out.append(Moment(token, period))
    return out


PLAIN = str.maketrans("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunAEIOUUN")


def _fold_same_length(text: str) -> str:
    """Lower case without accents, each character in its place."""
    lower = text.translate(PLAIN).lower()
    return lower if len(lower) == len(text) else text.translate(PLAIN)


def _base(date: str | None) -> dt.date | None:
    return dt.date.fromisoformat(date) if date is not None and len(date) == 10 else None


def _future(tree: Tree, token: int) -> bool:
    """Whether the clause around a token speaks of the future."""
    k = token
    for _ in range(6):
        if tree.pos[k] in ("VERB", "AUX"):
            finite = tree.finite_verb(k)
            return (
                "Tense=Fut" in tree.feats[finite]
                or ("Mood=Sub" in tree.feats[finite] and "Tense=Pres" in tree.feats[finite])
                or "Mood=Cnd" in tree.feats[finite]
                or ("VerbForm=Fin" not in tree.feats[finite] and "VerbForm=Inf" in tree.feats[k])
            )
        if tree.head[k] == k:
            return False
        k = tree.head[k]
    return False


def _iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    try:
        if day is not None and month is not None:
            return dt.date(year, month, day).isoformat()
    except ValueError:
        return None
    return f"{year:04d}-{month:02d}" if month is not None else f"{year:04d}"


def _year_of(month: int, day: int | None, date: str | None, future: bool) -> int | None:
    """The year that a month without one means: the last before the article, or the next where the clause is future."""
    if date is None:
        return None
    year = int(date[:4])
    if len(date) < 7:
        return year
    now = (int(date[5:7]), int(date[8:10]) if len(date) == 10 else 31)
    then = (month, day if day is not None else 1)
    if then > now and not future:
        return year - 1
    if then < now and future and (month < now[0]):
        return year + 1
    return year


def _period(m: re.Match[str], base: dt.date | None, date: str | None, future: bool) -> Period | None:
    g = m.groupdict()
    if g["rm1"]:
        m1, m2 = MONTHS[g["rm1"]], MONTHS[g["rm2"]]
        end_year = int(g["ry2"]) if g["ry2"] else _year_of(m2, None, date, future)
        if end_year is None:
            return None
        start_year = int(g["ry1"]) if g["ry1"] else (end_year if m1 <= m2 else end_year - 1)
        start = _iso(start_year, m1, int(g["rd1"]) if g["rd1"] else None)
        return Period(start, _iso(end_year, m2, int(g["rd2"]) if g["rd2"] else None))
    if g["yy1"]:
        return Period(g["yy1"], g["yy2"])
    if g["yr1"]:
        return Period(g["yr1"], g["yr2"])
    if g["decade"]:
        return _decade(g["decade"])
    if g["quarter"]:
        return _part_of_year(g["quarter"], g["part"], int(g["qy"]))
    if g["dd1"]:
        month = MONTHS[g["ddm"]]
        year = int(g["ddy"]) if g["ddy"] else _year_of(month, int(g["dd2"]), date, future)
        return Period(_iso(year, month, int(g["dd1"])), _iso(year, month, int(g["dd2"]))) if year else None
    if g["num"]:
        numbers = [int(part) for part in g["num"].split("/")]
        return _span(_iso(numbers[2], numbers[1], numbers[0]), None)
    if g["d"]:
        month, day = MONTHS[g["dm"]], int(g["d"]) if g["d"].isdigit() else 1
        ahead = future or "proximo" in m.group()
        year = int(g["dy"]) if g["dy"] else _year_of(month, day, date, ahead)
        return _span(_iso(year, month, day) if year else None, g["since"])
    if g["m"]:
        if g["m"] in ("marzo", "mayo", "abril", "junio", "julio", "agosto") and not re.search(
            r"(?:desde|hasta|en|de|del|partir|principios|finales|mediados|mes|pasado|proximo|,|y|a)\s*$",
            m.string[max(0, m.start() - 14) : m.start("m")],
        ):
            return None
        month = MONTHS[g["m"]]
        year = int(g["my"]) if g["my"] else _year_of(month, None, date, future or bool(g["mnext"]))
        return _span(_iso(year, month) if year else None, g["sincem"])
    if g["y"] or g["y2"]:
        return _span(g["y"] or g["y2"], g["sincey"] or g["sincey2"])
    if base is None:
        return None
    if g["sincerel"]:
        return _since(g, base)
    if g["hoy"]:
        return Period(base.isoformat(), base.isoformat())
    if g["ayer"]:
        day_ = base - dt.timedelta(days=2 if g["ayer"] in ("anteayer", "antier") else 1)
        return Period(day_.isoformat(), day_.isoformat())
    if g["tomorrow"]:
        day_ = base + dt.timedelta(days=2 if "pasado" in g["tomorrow"] else 1)
        return Period(day_.isoformat(), day_.isoformat())
    if g["wday"]:
        return _weekday_and_day(WEEKDAYS[g["w"]], int(g["wday"]), base)
    if g["w"]:
        ahead = (
            "proximo" in (g["wpre"] or "") or g["wpost"] == "proximo" or (future and "pasado" not in (g["wpre"] or ""))
        )
        delta = (base.weekday() - WEEKDAYS[g["w"]]) % 7
        if ahead:
            day_ = base + dt.timedelta(days=(7 - delta) % 7 or 7)
        else:
            back = delta or (7 if "pasado" in (g["wpre"] or "") or g["wpost"] == "pasado" else 0)
            day_ = base - dt.timedelta(days=back)
        return Period(day_.isoformat(), day_.isoformat())
    if g["unit"]:
        return _unit(g["unit"], base)
    if g["n"]:
        count = number([g["n"]]) or (1 if g["n"] in ("un", "una") else None)
        if count is None:
            return None
        ago = _ago(int(count), g["what"], base)
        return Period(ago.start, None) if g["sinceago"] else ago
    if g["sofar"]:
        return _unit(f"este {g['sofar']}", base)
    if g["lastn"] or g["nlast"]:
        count = number([g["lastn"] or g["nlast"]]) or Decimal(1)
        start = _ago(int(count), g["lastu"] or g["ulast"], base).start or ""
        return Period(start, base.isoformat()[: len(start)])
    if g["weekend"]:
        return _weekend(g["weekend"], base, future)
    if g["md1"]:
        first = _day_of_month(int(g["md1"]), base, future)
        last = _day_of_month(int(g["md2"]), base, future) if g["md2"] else first
        return Period(first, last) if first and last else None
    return None


def _day_of_month(day: int, base: dt.date, future: bool) -> str | None:
    """ "el día 19": of this month, or of the month before or after it where that has not come or is over."""
    months = base.year * 12 + base.month - 1
    if future and day < base.day:
        months += 1
    elif not future and day > base.day:
        months -= 1
    return _iso(months // 12, months % 12 + 1, day)


def _weekend(phrase: str, base: dt.date, future: bool) -> Period:
    saturday = base + dt.timedelta(days=5 - base.weekday())
    if "proximo" in phrase or (future and "pasado" not in phrase):
        saturday += dt.timedelta(weeks=int(base.weekday() > 4))
    elif saturday > base or "pasado" in phrase:
        saturday -= dt.timedelta(weeks=1)
    return Period(saturday.isoformat(), (saturday + dt.timedelta(days=1)).isoformat())


def _decade(words: str) -> Period:
    year = int(words) if words.isdigit() else 10 * DECADES[words]
    if year < 100:
        year += 1900
    return Period(f"{year:04d}", f"{year + 9:04d}")


def _part_of_year(which: str, part: str, year: int) -> Period | None:
    """ "el primer trimestre de 2023", "el último semestre de 2020"."""
    months = PARTS[part]
    if QUARTERS[which] >= 12 // months:
        return None
    before = QUARTERS[which] % (12 // months) * months
    return Period(_iso(year, before + 1), _iso(year, before + months))


def _since(g: dict[str, str | None], base: dt.date) -> Period:
    """ "desde el lunes", "desde ayer", "hasta el año pasado"."""
    if g["relw"]:
        when = (base - dt.timedelta(days=(base.weekday() - WEEKDAYS[g["relw"]]) % 7)).isoformat()
    elif g["relday"]:
        when = (base - dt.timedelta(days=2 if g["relday"] == "anteayer" else 1)).isoformat()
    elif "ano" in (g["relunit"] or ""):
        when = f"{base.year - 1:04d}"
    else:
        months = base.year * 12 + base.month - 2
        when = f"{months // 12:04d}-{months % 12 + 1:02d}"
    return Period(None, when) if g["sincerel"] == "hasta" else Period(when, None)


def _weekday_and_day(weekday: int, day: int, base: dt.date) -> Period | None:
    """ "el martes 14": the nearest such day, up to a month away."""
    days = [base + dt.timedelta(days=n) for n in range(-31, 32)]
    fitting = [d for d in days if d.day == day and d.weekday() == weekday]
    if not fitting:
        return None
    best = min(fitting, key=lambda d: abs((d - base).days)).isoformat()
    return Period(best, best)


def _span(moment: str | None, since: str | None) -> Period | None:
    if moment is None:
        return None
    if since is None:
        return Period(moment, moment)
    return Period(None, moment) if since.startswith(("hasta", "antes")) else Period(moment, None)


def _unit(phrase: str, base: dt.date) -> Period:
    step = -1 if "pasad" in phrase else 0 if phrase.startswith(("este", "esta")) else 1
    if "semana" in phrase:
        monday = base - dt.timedelta(days=base.weekday()) + dt.timedelta(weeks=step)
        return Period(monday.isoformat(), (monday + dt.timedelta(days=6)).isoformat())
    if "mes" in phrase:
        months = base.year * 12 + base.month - 1 + step
        when = f"{months // 12:04d}-{months % 12 + 1:02d}"
    else:
        when = f"{base.year + step:04d}"
    return Period(when, when)


def _ago(count: int, what: str, base: dt.date) -> Period:
    if what.startswith("dia"):
        when = (base - dt.timedelta(days=count)).isoformat()
    elif what.startswith("semana"):
        when = (base - dt.timedelta(weeks=count)).isoformat()[:7]
    elif what.startswith(("decada", "siglo")):
        when = f"{base.year - count * (10 if what.startswith('decada') else 100):04d}"
    elif what.startswith("mes"):
        months = base.year * 12 + base.month - 1 - count
        when = f"{months // 12:04d}-{months % 12 + 1:02d}"
    else:
        when = f"{base.year - count:04d}"
    return Period(when, when)
