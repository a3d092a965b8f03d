"""How surely a claim is stated and who vouches for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

Parsed = Callable[..., Doc]
Triples = Callable[[Doc], list[str]]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Israel volvió a atacar Líbano.", "ISR attacks LBN"),
        ("Rusia violó el pacto bombardeando Odesa.", "RUS attacks place/odesa"),
        ("Turquía lanzó un ataque contra Siria.", "TUR attacks SYR"),
        ("Irán habría enviado drones a Sudán.", "IRN suppliesArmsTo SDN Alleged"),  # the conditional of rumour
        ("Japón difundió el informe de que Putin visitó Mongolia.", "person/vladimir_putin visits MNG Alleged by JPN"),
        ("España enviará tanques a Letonia.", "ESP suppliesArmsTo LVA Planned"),
        ("Lituania aplaudió la decisión alemana de visitar Letonia.", "DEU visits LVA Planned"),
        ("Alemania podría enviar tanques a Polonia.", "DEU suppliesArmsTo POL Possible"),
        ("Noruega quiere visitar Islandia.", "NOR visits ISL Possible"),
        ("Si China ataca Taiwán, Japón protestará.", "CHN attacks TWN Possible"),
        ("Etiopía movilizó tropas para invadir Eritrea.", "ETH invades ERI Possible"),
        ("Irán amenazó con atacar Israel.", "IRN attacks ISR Possible"),
        ("Brasil pidió a Venezuela retirar sus tropas de Guyana.", "VEN withdrawsFrom GUY Possible"),
        ("Al parecer, Rusia atacó Moldavia.", "RUS attacks MDA Alleged"),
        ("Grecia denunció el presunto ataque turco contra Chipre.", "TUR attacks CYP Alleged"),
        ("Grecia teme un ataque turco contra Chipre.", "TUR attacks CYP Possible"),
        ("Grecia pide que Turquía ataque Chipre.", "TUR attacks CYP Possible"),
        ("Francia debe enviar tanques a Ucrania.", "FRA suppliesArmsTo UKR Possible"),
        ("Francia planea enviar tanques a Ucrania.", "FRA suppliesArmsTo UKR Planned"),
        ("Francia va a enviar tanques a Ucrania.", "FRA suppliesArmsTo UKR Planned"),
        ("Francia empezó a enviar tanques a Ucrania.", "FRA suppliesArmsTo UKR"),
        ("Rusia nunca ha atacado Finlandia.", "RUS attacks FIN Denied"),
        ("Ningún soldado ruso atacó Finlandia.", "RUS attacks FIN Denied"),
        ("Es falso que Rusia atacara Polonia.", "RUS attacks POL Denied"),
        ("Armenia no atacó Azerbaiyán.", "ARM attacks AZE Denied"),
        ("Etiopía se retiró sin atacar Somalia.", "ETH attacks SOM Denied"),
    ],
)
def test_modality(parsed: Parsed, triples: Triples, sentence: str, expected: str) -> None:
    assert expected in triples(parsed(sentence))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("India bombardeó Lahore, denunció Pakistán.", "IND attacks place/lahore Alleged by PAK"),
        ("Malí expulsó a Francia, afirmó Argelia.", "MLI coerces FRA Alleged by DZA"),
        ("Según Ucrania, Rusia atacó Járkov.", "RUS attacks place/jarkov Alleged by UKR"),
        ("India atacó Karachi, según Pakistán.", "IND attacks place/karachi Alleged by PAK"),
        ("Argelia acusó a Marruecos de bombardear Tinduf.", "MAR attacks place/tinduf Alleged by DZA"),
        ("Catar dijo que visitará Omán.", "QAT visits OMN Planned by QAT"),
        ("Sudán negó haber atacado Chad.", "SDN attacks TCD Denied by SDN"),
        ("Rusia negó que haya atacado Polonia.", "RUS attacks POL Denied by RUS"),
        ("Putin dijo que Rusia no atacará Polonia.", "RUS attacks POL Denied by person/vladimir_putin"),
        (
            '"Francia envía tanques a Ucrania", afirmó Macron.',
            "FRA suppliesArmsTo UKR Alleged by person/emmanuel_macron",
        ),
    ],
)
def test_source(parsed: Parsed, triples: Triples, sentence: str, expected: str) -> None:
    assert expected in triples(parsed(sentence))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Irán amenazó con atacar Israel.", "IRN threatens ISR"),
        ("Argelia acusó a Marruecos de bombardear Tinduf.", "DZA accuses MAR"),
        ("Brasil pidió a Venezuela retirar sus tropas de Guyana.", "BRA requests VEN"),
        ("La ONU condenó la invasión iraquí de Kuwait.", "IRQ invades KWT"),
    ],
)
def test_speech_is_a_fact_whatever_its_content(parsed: Parsed, triples: Triples, sentence: str, expected: str) -> None:
    assert expected in triples(parsed(sentence))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Macron tenía previsto visitar Kiev.", "person/emmanuel_macron visits place/kiev Planned"),
        ("Está previsto que Xi Jinping visite Rusia.", "person/xi_jinping visits RUS Planned"),
        ("Lavrov piensa visitar Cuba.", "person/serguei_lavrov visits CUB Planned"),
        ("Estados Unidos no piensa atacar Irán.", "USA attacks IRN Denied"),
        ("Rusia está dispuesta a negociar con Ucrania.", "RUS negotiatesWith UKR Possible"),
        ("China es capaz de invadir Taiwán.", "CHN invades TWN Possible"),
        ("El rey de Jordania ordenó bombardear Siria.", "person/abdala_ii attacks SYR Planned"),
        (
            "Macron viajó a Kiev para reunirse con Zelenski.",
            "person/emmanuel_macron meetsWith person/volodimir_zelenski Planned",
        ),
    ],
)
def test_what_is_planned_by_more_than_its_verb(
    analysed: Parsed, triples: Triples, sentence: str, expected: str
) -> None:
    assert expected in triples(analysed(sentence, "2024-05-15"))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A juicio de Lavrov, la OTAN apoya a Israel.", "NATO supports ISR Alleged by person/serguei_lavrov"),
        ("Para Seúl, Corea del Norte ha enviado munición a Rusia.", "PRK suppliesArmsTo RUS Alleged by KOR"),
        ("Londres da por hecho que Irán ha enviado misiles a Rusia.", "IRN suppliesArmsTo RUS Alleged by GBR"),
        ("Francia, dijo Scholz, prometió sancionar a Malí.", "FRA sanctions MLI Planned by person/olaf_scholz"),
        ("EE. UU.: Irán suministró drones a Rusia", "IRN suppliesArmsTo RUS Alleged by USA"),
        ("Pyongyang: Corea del Sur envió drones a Libia", "KOR suppliesArmsTo LBY Alleged by PRK"),
        ("Tal y como adelantó Londres, España entregará tanques a Ucrania.", "ESP suppliesArmsTo UKR Planned by GBR"),
        ('Lavrov escribió: "Israel atacó Damasco".', "ISR attacks place/damasco Alleged by person/serguei_lavrov"),
        ("Israel bombardeó Rafah, según confirmaron fuentes palestinas.", "ISR attacks place/rafah Alleged by PSE"),
        ("Serbia, añadió Vucic, sancionará a Rusia.", "SRB sanctions RUS Planned by person/aleksandar_vucic"),
        ("Acusada por Kiev de bombardear Jersón, Rusia guardó silencio.", "RUS attacks place/jerson Alleged by UKR"),
        ("Egipto informó de un ataque israelí contra Tiro.", "ISR attacks place/tiro Alleged by EGY"),
        ("Malí acusó a Francia de imponer sanciones a Níger.", "FRA sanctions NER Alleged by MLI"),
        ("Pekín rechazó las acusaciones de que ha vendido armas a Rusia.", "CHN suppliesArmsTo RUS Denied by CHN"),
    ],
)  # fmt: skip
def test_source_wherever_it_stands(found: Triples, sentence: str, expected: str) -> None:
    assert expected in found(sentence)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Francia suspendió la ayuda a Malí.", "FRA givesAidTo MLI Denied"),
        ("Francia suspendió los bombardeos contra Malí.", "FRA attacks MLI"),
        ("Cuba anunció el envío de médicos a Haití.", "CUB givesAidTo HTI Planned"),
        ("Japón anunció sanciones contra Rusia.", "JPN sanctions RUS"),
        ("Hungría se niega a que la OTAN despliegue tropas en Ucrania.", "NATO deploysForcesTo UKR Denied"),
        ("Israel aprovechó el vacío para bombardear Siria.", "ISR attacks SYR"),
        ("Lavrov no visitaba Polonia desde 2013.", "person/serguei_lavrov visits POL"),
        ("Lavrov viaja mañana a Polonia.", "person/serguei_lavrov visits POL Planned"),
        ("Pakistán respondió bombardeando India.", "PAK attacks IND"),
        ('"Condenamos el ataque de Irán a Israel", dijo Macron.', "FRA condemns IRN"),
    ],
)
def test_what_the_verb_beside_makes_of_a_deed(found: Triples, sentence: str, expected: str) -> None:
    assert expected in found(sentence)


def test_speech_of_an_unnamed_we_ends(analysed: Parsed, triples: Triples) -> None:
    text = "Hemos dicho que lo hemos anunciado. Habíamos afirmado que vamos a enviar armas a Ucrania."
    assert triples(analysed(text)) == []
