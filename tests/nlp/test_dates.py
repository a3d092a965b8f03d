"""Time expressions → periods, resolved against the article's date."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.model import Period
from kg.nlp.dates import moments
from kg.nlp.tree import Tree

BASE = "2024-05-15"
"""A Wednesday."""


@pytest.fixture(scope="module")
def tokens() -> Language:
    """Tokens and sentences only: most rules ask no more."""
    nlp = spacy.blank("es")
    nlp.add_pipe("sentencizer")
    return nlp


def periods(doc: Doc, date: str | None) -> list[str]:
    """The periods of a text as "start/end", an open end empty, a start that is the end once."""
    return [_shown(moment.period) for moment in moments(Tree(doc), date)]


def _shown(period: Period) -> str:
    return period.start if period.start and period.start == period.end else f"{period.start or ''}/{period.end or ''}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ocurrió el 3 de marzo de 2023.", "2023-03-03"),
        ("Ocurrió el 3 de marzo del 2023.", "2023-03-03"),
        ("Ocurrió el lunes 13 de mayo de 2024.", "2024-05-13"),
        ("Ocurrió el viernes, 5 de abril de 2024.", "2024-04-05"),
        ("Ocurrió el 24 de FEBRERO de 2022.", "2022-02-24"),
        ("Ocurrió en agosto de 2023.", "2023-08"),
        ("Ocurrió en setiembre de 2019.", "2019-09"),
        ("Ocurrió a finales de octubre de 2023.", "2023-10"),
        ("Ocurrió en el mes de julio de 2021.", "2021-07"),
        ("Ocurrió en 2014.", "2014"),
        ("Ocurrió en el año 1999.", "1999"),
        ("Ocurrió a principios de 2021.", "2021"),
        ("Ocurrió a mediados de 2020.", "2020"),
        ("La guerra de 1991 duró poco.", "1991"),
        ("El tratado (2010) sigue en vigor.", "2010"),
    ],
)
def test_dates_that_name_their_year(tokens: Language, text: str, expected: str) -> None:
    assert periods(tokens(text), BASE) == [expected]
    assert periods(tokens(text), None) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ocurrió entre agosto de 2023 y febrero de 2024.", "2023-08/2024-02"),
        ("Ocurrió entre septiembre y noviembre de 2022.", "2022-09/2022-11"),
        ("Ocurrió entre noviembre y febrero de 2022.", "2021-11/2022-02"),
        ("Duró de marzo a mayo de 2022.", "2022-03/2022-05"),
        ("Duró desde el 3 de enero de 2020 hasta el 5 de junio de 2021.", "2020-01-03/2021-06-05"),
        ("Duró del 3 de enero de 2020 al 5 de junio de 2021.", "2020-01-03/2021-06-05"),
        ("Duró desde marzo de 2019 hasta mayo de 2020.", "2019-03/2020-05"),
        ("De 1990 a 1994 hubo guerra.", "1990/1994"),
        ("Duró de 1990 a 1994.", "1990/1994"),
        ("Duró entre 2003 y 2011.", "2003/2011"),
        ("Será antes de 2030.", "/2030"),
        ("Hubo guerra (1992-1995).", "1992/1995"),
        ("Hubo guerra en 2010-2012.", "2010/2012"),
        ("Ocurrió en los años noventa.", "1990/1999"),
        ("Ocurrió en la década de 1970.", "1970/1979"),
        ("Ocurrió en la década de los ochenta.", "1980/1989"),
        ("Ocurrió en el segundo trimestre de 2021.", "2021-04/2021-06"),
        ("Ocurrió en el último semestre de 2021.", "2021-07/2021-12"),
        ("Manda desde 2014.", "2014/"),
        ("Manda desde el año 2014.", "2014/"),
        ("Mandó hasta 2018.", "/2018"),
        ("Rige desde enero de 2022.", "2022-01/"),
        ("Rige a partir de enero de 2022.", "2022-01/"),
        ("Rige hasta diciembre de 2026.", "/2026-12"),
        ("Rige desde el 24 de febrero de 2022.", "2022-02-24/"),
        ("Rige a partir del 1 de julio de 2024.", "2024-07-01/"),
    ],
)
def test_periods_and_open_ends(tokens: Language, text: str, expected: str) -> None:
    assert periods(tokens(text), BASE) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ocurrió hoy.", "2024-05-15"),
        ("Ocurrió esta mañana.", "2024-05-15"),
        ("Ocurrió ayer.", "2024-05-14"),
        ("Ocurrió anoche.", "2024-05-14"),
        ("Ocurrió anteayer.", "2024-05-13"),
        ("Ocurrió el jueves.", "2024-05-09"),
        ("Ocurrió el miércoles.", "2024-05-15"),  # the day of the article
        ("Ocurrió el miércoles pasado.", "2024-05-08"),
        ("Ocurrió el pasado lunes.", "2024-05-13"),
        ("Ocurrió este martes.", "2024-05-14"),
        ("Ocurrió el sábado.", "2024-05-11"),
        ("Ocurrió el SABADO.", "2024-05-11"),
        ("Será el próximo lunes.", "2024-05-20"),
        ("Será el próximo miércoles.", "2024-05-22"),
        ("Será pasado mañana.", "2024-05-17"),
        ("Ocurrió hace tres días.", "2024-05-12"),
        ("Ocurrió hace 10 días.", "2024-05-05"),
        ("Ocurrió hace dos meses.", "2024-03"),
        ("Ocurrió hace cinco meses.", "2023-12"),
        ("Ocurrió hace un año.", "2023"),
        ("Ocurrió hace veinte años.", "2004"),
        ("Ocurrió la semana pasada.", "2024-05-06/2024-05-12"),
        ("Ocurrió esta semana.", "2024-05-13/2024-05-19"),
        ("Será la próxima semana.", "2024-05-20/2024-05-26"),
        ("Será la semana que viene.", "2024-05-20/2024-05-26"),
        ("Ocurrió el mes pasado.", "2024-04"),
        ("Ocurrió este mes.", "2024-05"),
        ("Será el mes que viene.", "2024-06"),
        ("Ocurrió el año pasado.", "2023"),
        ("Ocurrió este año.", "2024"),
        ("Será el próximo año.", "2025"),
        ("Ocurrió en marzo.", "2024-03"),
        ("Ocurrió en octubre.", "2023-10"),  # not yet come this year
        ("Ocurrió el pasado octubre.", "2023-10"),
        ("Ocurrió el 3 de marzo.", "2024-03-03"),
        ("Ocurrió el 20 de mayo.", "2023-05-20"),
        ("Ocurrió el 15 de mayo.", "2024-05-15"),
        ("Rige desde septiembre.", "2023-09/"),
        ("Rige desde el pasado enero.", "2024-01/"),
        ("Ocurrió entre enero y marzo.", "2024-01/2024-03"),
        ("Ocurrió entre noviembre y febrero.", "2023-11/2024-02"),
        ("Será el próximo 3 de junio.", "2024-06-03"),
        ("Ocurrió del 5 al 8 de marzo de 2024.", "2024-03-05/2024-03-08"),
        ("Ocurrió entre el 5 y el 8 de marzo.", "2024-03-05/2024-03-08"),
        ("Rige desde el lunes.", "2024-05-13/"),
        ("Rige desde ayer.", "2024-05-14/"),
        ("Rige desde el año pasado.", "2023/"),
        ("Ocurrió el 1º de mayo de 2020.", "2020-05-01"),
        ("Ocurrió el primero de mayo de 2020.", "2020-05-01"),
        ("Será mañana.", "2024-05-16"),
        ("Vuela mañana a Roma.", "2024-05-16"),
        ("Ocurrió el martes 14.", "2024-05-14"),
        ("En el 2023 hubo paz.", "2023"),
        ("La cumbre del 2023 fracasó.", "2023"),
        ("Ocurrió durante 2022.", "2022"),
        ("Ocurrió el 24/02/2022.", "2022-02-24"),
        ("Rige desde hace dos años.", "2022/"),
        ("Rige desde hace más de dos años.", "2022/"),
        ("Ocurrió a finales del año pasado.", "2023"),
        ("Ocurrió hace hoy un año.", "2023"),
        ("Ocurrió en los últimos tres meses.", "2024-02/2024-05"),
        ("Ocurrió durante las últimas dos décadas.", "2004/2024"),
        ("Ocurrió en las tres últimas semanas.", "2024-04/2024-05"),
        ("Ocurrió en lo que va de año.", "2024"),
        ("Será los días 8 y 9 de julio de 2024.", "2024-07-08/2024-07-09"),
        ("Ocurrió el fin de semana.", "2024-05-11/2024-05-12"),
        ("Será el próximo fin de semana.", "2024-05-18/2024-05-19"),
        ("Ocurrió el día 9.", "2024-05-09"),
        ("Ocurrió los días 29 y 30.", "2024-04-29/2024-04-30"),
    ],
)
def test_relative_dates(tokens: Language, text: str, expected: str) -> None:
    assert periods(tokens(text), BASE) == [expected]


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("Ocurrió ayer.", "2024-03-01", "2024-02-29"),  # a leap year
        ("Ocurrió ayer.", "2025-01-01", "2024-12-31"),
        ("Ocurrió el mes pasado.", "2024-01-20", "2023-12"),
        ("Será el próximo mes.", "2023-12-20", "2024-01"),
        ("Ocurrió el lunes.", "2024-01-03", "2024-01-01"),
        ("Ocurrió la semana pasada.", "2024-01-03", "2023-12-25/2023-12-31"),
        ("Ocurrió en enero.", "1999-02-10", "1999-01"),
        ("Ocurrió en marzo.", "2024", "2024-03"),  # of the article only the year is known
        ("Ocurrió en octubre.", "2024-05", "2023-10"),
    ],
)
def test_base_date_decides(tokens: Language, text: str, date: str, expected: str) -> None:
    assert periods(tokens(text), date) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Hubo 6.700 heridos y 11.000 desplazados.",
        "Empezó su quinto mandato.",
        "Hoy en día manda el Ejército.",
        "Viajaron 2000 soldados.",
        "Costó 2.020 euros.",
        "Ella marcha con los civiles.",
        "Julio Martínez llegó.",
        "Abril Pérez llegó.",
        "El avión Su-2000 cayó.",
        "Firmaron la resolución 1973.",
        "El 31 de noviembre no existe.",
        "Es el segundo en tres años.",
        "Trabajó por la mañana.",
        "El primer trimestre fue malo.",
    ],
)
def test_what_is_no_date(tokens: Language, text: str) -> None:
    assert periods(tokens(text), BASE) == []


def test_numbers_beside_a_month_stay_out_of_it(tokens: Language) -> None:
    doc = tokens("Huyeron 6.700 personas en marzo y 11.000 en abril.")
    assert periods(doc, BASE) == ["2024-03", "2024-04"]


@pytest.mark.parametrize(
    "text", ["Ocurrió ayer.", "Ocurrió el jueves.", "Ocurrió en marzo.", "Ocurrió hace tres días."]
)
def test_relative_dates_need_the_articles(tokens: Language, text: str) -> None:
    assert periods(tokens(text), None) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Putin viajará a Pekín el jueves.", "2024-05-16"),
        ("Putin viajó a Pekín el jueves.", "2024-05-09"),
        ("Putin viajará a Pekín en marzo.", "2025-03"),
        ("Putin viajará a Pekín en octubre.", "2024-10"),
        ("Putin viajó a Pekín en octubre.", "2023-10"),
        ("Putin viajará a Pekín el 20 de mayo.", "2024-05-20"),
        ("Putin visitó la sede en Roma el martes.", "2024-05-14"),
    ],
)
def test_tense_says_past_or_future(analysed: Callable[..., Doc], text: str, expected: str) -> None:
    assert periods(analysed(text, BASE), BASE) == [expected]


@pytest.mark.parametrize(
    ("text", "periods_by_relation"),
    [
        ("Turquía atacó Siria en 2019.", {"attacks": "2019"}),
        (
            "Turquía atacó Siria el lunes y Francia criticó ayer a Turquía.",
            {"attacks": "2024-05-13", "condemns": "2024-05-14"},
        ),
        ("El 2 de agosto de 1990, Irak invadió Kuwait.", {"invades": "1990-08-02"}),
        ("Desde 2014, Estados Unidos impone sanciones a Rusia.", {"sanctions": "2014/"}),
        ("India compró misiles a Francia entre 2015 y 2019.", {"suppliesArmsTo": "2015/2019"}),
    ],
)
def test_claims_carry_the_time_of_their_clause(
    analysed: Callable[..., Doc], text: str, periods_by_relation: dict[str, str]
) -> None:
    propositions = analysed(text, BASE)._.propositions
    got = {p.relation: _shown(p.period) for p in propositions if p.period is not None}
    assert got | periods_by_relation == got
