"""The HTML page in a real browser: what it shows, and what it must never run or fetch."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kg.config import ID
from kg.output.html import network
from kg.output.html.layout import positions
from kg.output.html.page import render, write

ENTITIES = {
    "PRK": ("Corea del Norte", "Country", ("North Korea", "RPDC", "norcoreano")),
    "RUS": ("Rusia", "Country", ("Russia", "Moscú")),
    "UKR": ("Ucrania", "Country", ("Ukraine", "Kiev")),
    "USA": ("Estados Unidos", "Country", ("EE. UU.", "Washington")),
    "KOR": ("Corea del Sur", "Country", ("Seúl",)),
    "IRN": ("Irán", "Country", ("Teherán",)),
    "ISR": ("Israel", "Country", ()),
    "VEN": ("Venezuela", "Country", ("Caracas",)),
    "GUY": ("Guyana", "Country", ()),
    "BRA": ("Brasil", "Country", ()),
    "UN": ("Naciones Unidas", "InternationalOrganization", ("ONU",)),
    "EU": ("Unión Europea", "InternationalOrganization", ("UE", "Bruselas")),
    "org/hezbola": ("Hezbolá", "ArmedGroup", ("Hizbulá",)),
    "org/ministerio_de_defensa_surcoreano": ("Ministerio de Defensa de Corea del Sur", "GovernmentBody", ()),
    "person/kim_jong_un": ("Kim Jong-un", "Person", ("Kim",)),
    "person/vladimir_putin": ("Vladímir Putin", "Person", ("Putin", "Vladimir Putin")),
    "person/nicolas_maduro": ("Nicolás Maduro", "Person", ("Maduro",)),
    "place/vladivostok": ("Vladivostok", "City", ()),
    "item/misiles_balisticos": ("misiles balísticos", "Weapon", ()),
    "event/guerra_de_ucrania": ("Guerra de Ucrania", "Conflict", ()),
}

RELATIONS = {
    "suppliesArmsTo": ("suministra armas a", "cooperative"),
    "meetsWith": ("se reúne con", "cooperative"),
    "supports": ("apoya a", "cooperative"),
    "mediates": ("media entre", "cooperative"),
    "visits": ("visita", "cooperative"),
    "sanctions": ("sanciona a", "conflictual"),
    "attacks": ("ataca a", "conflictual"),
    "threatens": ("amenaza a", "conflictual"),
    "accuses": ("acusa a", "conflictual"),
    "condemns": ("condena a", "conflictual"),
    "invades": ("invade", "conflictual"),
    "leads": ("dirige", "structural"),
    "locatedIn": ("está en", "structural"),
    "develops": ("desarrolla", "structural"),
    "participatesIn": ("participa en", "structural"),
}

ARTICLES = {
    "corea": ("El comercio de armas entre Pyongyang y Moscú", "2024-06-19", "https://diario.example/corea"),
    "oriente": ("Nueva escalada en la frontera de Líbano", "2024-09-24", "oriente.txt"),
    "esequibo": ("Caracas y Georgetown, tras el referendo", "2023-12-15", "https://diario.example/esequibo"),
}

CLAIMS = """
PRK | suppliesArmsTo | RUS | Alleged | corea | Corea del Norte dio a Rusia al menos tres millones de proyectiles.
PRK | suppliesArmsTo | RUS | Alleged | corea | Washington sostiene que la RPDC entregó misiles a Moscú.
PRK | suppliesArmsTo | RUS | Denied | corea | Corea del Norte negó haber vendido armas a Rusia.
person/kim_jong_un | meetsWith | person/vladimir_putin | Asserted | corea | Kim y Putin se reunieron en Vladivostok.
person/vladimir_putin | meetsWith | person/kim_jong_un | Asserted | corea | Putin recibió a Kim en Pyongyang.
person/kim_jong_un | leads | PRK | Asserted | corea | Kim Jong-un, líder de Corea del Norte.
person/vladimir_putin | leads | RUS | Asserted | corea | El presidente de Rusia, Vladímir Putin.
person/kim_jong_un | visits | place/vladivostok | Asserted | corea | Kim Jong-un viajó a Vladivostok.
place/vladivostok | locatedIn | RUS | Asserted | corea | Vladivostok, en el extremo oriente de Rusia.
RUS | invades | UKR | Asserted | corea | Rusia invadió Ucrania en febrero de 2022.
RUS | attacks | UKR | Asserted | corea | Rusia bombardeó Ucrania con misiles norcoreanos.
RUS | participatesIn | event/guerra_de_ucrania | Asserted | corea | Rusia libra la guerra de Ucrania.
UKR | participatesIn | event/guerra_de_ucrania | Asserted | corea | Ucrania resiste.
USA | sanctions | PRK | Asserted | corea | Estados Unidos sancionó a Corea del Norte.
USA | suppliesArmsTo | UKR | Planned | corea | Estados Unidos enviará a Ucrania más munición.
USA | supports | UKR | Asserted | corea | Washington respalda a Kiev.
UN | condemns | PRK | Asserted | corea | La ONU condenó los lanzamientos de Corea del Norte.
EU | sanctions | RUS | Asserted | corea | La Unión Europea aprobó sanciones contra Rusia.
PRK | threatens | KOR | Asserted | corea | Corea del Norte amenazó a Seúl con represalias.
KOR | accuses | PRK | Asserted | corea | Seúl acusa a la RPDC de violar las sanciones.
org/ministerio_de_defensa_surcoreano | locatedIn | KOR | Asserted | corea | El ministerio, en Seúl.
PRK | develops | item/misiles_balisticos | Asserted | corea | Corea del Norte desarrolla misiles balísticos.
IRN | suppliesArmsTo | org/hezbola | Asserted | oriente | Irán suministra armas a Hezbolá.
IRN | suppliesArmsTo | RUS | Alleged | oriente | Irán habría vendido drones a Rusia.
org/hezbola | attacks | ISR | Asserted | oriente | Hezbolá lanzó cohetes contra Israel.
ISR | attacks | org/hezbola | Asserted | oriente | Israel bombardeó posiciones de Hezbolá.
ISR | threatens | IRN | Possible | oriente | Israel podría amenazar a Irán.
USA | supports | ISR | Asserted | oriente | Estados Unidos apoya a Israel.
VEN | threatens | GUY | Asserted | esequibo | Venezuela amenaza a Guyana por el Esequibo.
person/nicolas_maduro | leads | VEN | Asserted | esequibo | Nicolás Maduro, presidente de Venezuela.
BRA | mediates | VEN | Asserted | esequibo | Brasil media entre Venezuela y Guyana.
BRA | mediates | GUY | Asserted | esequibo | Brasil media entre Venezuela y Guyana.
VEN | invades | GUY | Denied | esequibo | Venezuela negó que vaya a invadir Guyana.
"""
"""One claim a line: subject, relation, object, modality, article, quote."""

QUALIFIERS: dict[str, dict[str, Any]] = {
    "Corea del Norte dio a Rusia al menos tres millones de proyectiles.": {
        "attributed_to": "Ministerio de Defensa de Corea del Sur",
        "item": "proyectiles de artillería",
        "value": 3000000,
        "unit": "proyectiles",
        "bound": "atLeast",
        "start": "2023-08",
        "end": "2024-02",
        "confidence": 0.86,
    },
    "Washington sostiene que la RPDC entregó misiles a Moscú.": {
        "attributed_to": "Estados Unidos",
        "item": "misiles",
        "confidence": 0.8,
    },
    "Corea del Norte negó haber vendido armas a Rusia.": {"confidence": 0.9},
    "Kim y Putin se reunieron en Vladivostok.": {"place": "Vladivostok", "start": "2019-04-25", "confidence": 0.95},
    "Putin recibió a Kim en Pyongyang.": {"start": "2024-06-19", "confidence": 0.9},
    "Kim Jong-un, líder de Corea del Norte.": {"confidence": 0.9},
    "El presidente de Rusia, Vladímir Putin.": {"confidence": 0.9},
    "Kim Jong-un viajó a Vladivostok.": {"start": "2019-04"},
    "Rusia invadió Ucrania en febrero de 2022.": {"start": "2022-02"},
    "Rusia bombardeó Ucrania con misiles norcoreanos.": {"item": "misiles"},
    "Estados Unidos sancionó a Corea del Norte.": {"start": "2024-01-11"},
    "Estados Unidos enviará a Ucrania más munición.": {"item": "munición"},
    "Irán habría vendido drones a Rusia.": {"item": "drones"},
    "Hezbolá lanzó cohetes contra Israel.": {"item": "cohetes"},
}
"""What else is known of a claim, by its quote."""


def sample() -> nx.MultiDiGraph[str]:
    """A graph of three conflicts, as `kg.graph.network` makes it."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name, (label, kind, labels) in ENTITIES.items():
        graph.add_node(ID + name, label=label, type=kind, labels=(label, *labels))
    for i, line in enumerate(CLAIMS.strip().splitlines()):
        subject, relation, target, modality, article, quote = line.split(" | ")
        label, family = RELATIONS[relation]
        title, date, source = ARTICLES[article]
        graph.add_edge(
            ID + subject,
            ID + target,
            key=f"{ID}claim/{i:016x}",
            predicate=relation,
            label_es=label,
            family=family,
            modality=modality,
            quote=quote,
            begin=0,
            end_char=len(quote),
            article=article,
            article_title=title,
            article_date=date,
            article_source=source,
            **QUALIFIERS.get(quote, {}),
        )
    return graph


PAYLOADS = (
    "<img src=x onerror=\"document.documentElement.dataset.ran='img'\">",
    "</script><script>document.documentElement.dataset.ran='script'</script>",
    "<!--<script>document.documentElement.dataset.ran='comment'</script>",
    "<a href=\"javascript:document.documentElement.dataset.ran='href'\">href</a>\u2028\u2029{{data}}",
    "\"'><svg onload=document.documentElement.dataset.ran='svg'>",
)


def hostile() -> nx.MultiDiGraph[str]:
    """A graph with a script in every field that comes from an article."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for i, bad in enumerate(PAYLOADS):
        graph.add_node(f"{ID}item/{i}{bad}", label=bad, type=bad, labels=(bad, f"{bad}{i}"))
    names = list(graph)
    texts = "modality attributed_to item unit bound start end place quote article article_title article_date".split()
    for i, bad in enumerate(PAYLOADS):
        graph.add_edge(
            names[0],
            names[i - 1],
            key=f"{ID}claim/{bad}",
            predicate=bad,
            label_es=bad,
            family=bad,
            article_source="javascript:document.documentElement.dataset.ran='source'",
            value=bad,
            confidence=bad,
            **dict.fromkeys(texts, bad),
        )
    return graph


def browser_path() -> str | None:
    """Chromium of the system, under any of its names."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for path in map(shutil.which, names) if path), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = browser_path()
    if path is None:
        reason = "no chromium, chromium-browser or google-chrome on PATH"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    quiet = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    flags = [*quiet.split(), "--disable-component-update", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


class Opened:
    """A page in the browser with what it asked for and complained of."""

    def __init__(self, browser: Browser, file: Path, address: str = "", **context: Any) -> None:
        self.file = file
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(viewport={"width": 1200, "height": 800}, **context)
        self.page: Page = self.context.new_page()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.route(re.compile("^(?!file:|blob:)"), lambda route: route.abort())
        self.page.goto(file.as_uri() + address)
        self.page.wait_for_function("window.kgView !== undefined")

    def select(self, kind: str, name: str) -> None:
        self.page.evaluate("([kind, id]) => kgView.select({kind, id})", [kind, name])

    def middle(self, name: str) -> tuple[float, float]:
        """Where on the screen the middle of an edge lies."""
        point = self.page.evaluate(
            """(id) => {
                const {network} = kgView, box = document.querySelector('#canvas').getBoundingClientRect();
                const dom = network.canvasToDOM(network.body.edges[id].edgeType.getPoint(0.5));
                return [box.left + dom.x, box.top + dom.y];
            }""",
            name,
        )
        return point[0], point[1]

    def edge(self, name: str) -> dict[str, Any]:
        found: dict[str, Any] = self.page.evaluate("(id) => kgView.network.body.data.edges.get(id)", name)
        return found


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Any]:
    """Opens a graph's page from disk; afterwards no request may have left it, and nothing been complained of."""
    pages: list[Opened] = []

    def open_page(graph: nx.MultiDiGraph[str], address: str = "", **context: Any) -> Opened:
        file = tmp_path / f"{len(pages)}.html"
        write(graph, file, title="Corea del Norte y otros conflictos")
        pages.append(Opened(browser, file, address, **context))
        return pages[-1]

    yield open_page
    for page in pages:
        assert {url.split("#")[0] for url in page.requests if not url.startswith("blob:")} == {page.file.as_uri()}
        assert page.complaints == []
        page.context.close()


SUPPLY = "PRK|suppliesArmsTo|RUS"


def test_click_on_an_edge_shows_its_claims_and_their_contradiction(opened: Any) -> None:
    view = opened(sample())
    view.page.mouse.click(*view.middle(SUPPLY))
    panel = view.page.locator("#panel")
    assert panel.locator("h2").inner_text() == "Corea del Norte suministra armas a Rusia"
    assert panel.locator("section").count() == 2  # side by side: who states it, who denies it
    assert "al menos tres millones de proyectiles" in panel.locator("section").first.inner_text()
    assert (
        panel.locator("section").last.locator("blockquote").inner_text().strip("«»")
        == "Corea del Norte negó haber vendido armas a Rusia."
    )
    facts = panel.inner_text()
    for fact in ("al menos 3.000.000 proyectiles", "agosto de 2023 – febrero de 2024", "86 %", "19 de junio de 2024"):
        assert fact in facts
    assert panel.locator("mark").all_inner_texts()[:2] == ["RPDC", "Moscú"]
    link = panel.locator("a").first
    assert link.get_attribute("href") == "https://diario.example/corea"
    assert link.get_attribute("rel") == "noopener noreferrer"
    view.page.keyboard.press("Escape")
    assert panel.is_hidden()


def test_modality_shows_in_the_line(opened: Any) -> None:
    view = opened(sample())
    asserted, alleged = view.edge("RUS|invades|UKR"), view.edge("IRN|suppliesArmsTo|RUS")
    planned, denied = view.edge("USA|suppliesArmsTo|UKR"), view.edge("VEN|invades|GUY")
    assert asserted["dashes"] is False
    assert alleged["dashes"] and planned["dashes"] and alleged["dashes"] != planned["dashes"]
    assert denied["color"]["color"] != asserted["color"]["color"]


def test_node_panel_groups_relations_both_ways(opened: Any) -> None:
    view = opened(sample())
    view.select("node", ID + "RUS")
    text = view.page.locator("#panel").inner_text()
    assert "También: Russia · Moscú" in text
    assert (
        text.index("Relaciones que parten de aquí") < text.index("Ucrania") < text.index("Relaciones que llegan aquí")
    )
    assert "Corea del Norte\n3 afirmaciones\n1 niega" in text


def test_search_folds_accents_and_brings_the_entity(opened: Any) -> None:
    view = opened(sample())
    view.page.keyboard.press("/")
    view.page.keyboard.type("hizbula")
    assert view.page.locator("#hits li").count() == 1
    view.page.keyboard.press("Enter")
    assert view.page.locator("#panel h2").inner_text() == "Hezbolá"
    assert "node=org" in view.page.evaluate("location.hash")


def test_filters_hide_and_the_address_keeps_them(opened: Any) -> None:
    view = opened(sample())
    view.page.click("#toggle-filters")
    view.page.uncheck('input[data-kind="relation"][data-value="suppliesArmsTo"]')
    assert view.edge(SUPPLY)["hidden"] is True
    assert view.edge("RUS|invades|UKR")["hidden"] is False
    again = opened(sample(), view.page.evaluate("location.hash"))
    assert again.edge(SUPPLY)["hidden"] is True
    again.page.click("#show-all")
    assert again.edge(SUPPLY)["hidden"] is False
    again.page.click("#toggle-filters")
    again.page.uncheck('input[data-kind="modality"][data-value="Alleged"]')
    assert again.edge(SUPPLY)["hidden"] is False  # its denial is left
    again.page.fill("#since", "2024-09-01")
    assert again.edge(SUPPLY)["hidden"] is True
    assert again.edge("IRN|suppliesArmsTo|org/hezbola")["hidden"] is False


def test_neighbourhood_language_and_list(opened: Any) -> None:
    view = opened(sample(), "#around=VEN&lang=en")
    visible = "kgView.network.body.data.nodes.get({filter: (n) => !n.hidden}).map((n) => n.label).sort()"
    assert view.page.evaluate(visible) == ["Brasil", "Guyana", "Nicolás Maduro", "Venezuela"]
    assert view.page.locator("#around").inner_text() == "Neighbourhood of Venezuela"
    view.page.click("#view-list")
    assert view.page.locator("#list tbody tr").count() == 5
    assert "Denied" in view.page.locator("#list").inner_text()
    view.page.get_by_role("button", name="View the evidence of: Brasil").first.press("Enter")
    assert "Brasil media entre Venezuela y Guyana." in view.page.locator("#panel").inner_text()


def test_keyboard_walks_the_graph(opened: Any) -> None:
    view = opened(sample())
    view.page.focus("#canvas")
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        view.page.keyboard.press(key)
    assert view.page.evaluate("document.activeElement.id") == "panel"
    assert view.page.locator("#panel blockquote").count() >= 1
    assert view.page.locator("#spoken").inner_text()


def test_png_export_gives_a_picture(opened: Any) -> None:
    view = opened(sample(), color_scheme="dark")
    with view.page.expect_download() as download:
        view.page.click("#png")
    assert download.value.suggested_filename == "corea-del-norte-y-otros-conflictos.png"
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_nothing_from_an_article_runs(opened: Any) -> None:
    view = opened(hostile())
    page = view.page
    page.click("#toggle-filters")
    for node in page.evaluate("kgView.network.body.data.nodes.getIds()"):
        view.select("node", node)
    for edge in page.evaluate("kgView.network.body.data.edges.getIds()"):
        view.select("edge", edge)
        assert page.locator("#panel blockquote").count() == 1
        assert page.locator("#panel a, #panel img, #panel script, #panel svg[onload]").count() == 0
    page.fill("#query", "img")
    page.click("#hits li")
    page.click("#view-list")
    page.click("#language")
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.dataset.ran") is None
    assert page.locator("script").count() == 3


def test_empty_graph_says_so(opened: Any) -> None:
    view = opened(nx.MultiDiGraph())
    assert "todavía no hay relaciones" in view.page.locator("#empty").inner_text()


def test_big_graph_is_cut_with_a_note(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "MAX_EDGES", 3)
    view = opened(sample())
    note = view.page.locator("#note").inner_text()
    assert "3 de" in note and "--focus" in note
    assert view.edge(SUPPLY)["hidden"] is False  # the relation with most claims is among them


def test_page_is_a_function_of_the_graph() -> None:
    graph = sample()
    shuffled: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    shuffled.add_nodes_from(reversed(list(graph.nodes(data=True))))
    shuffled.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert render(graph) == render(shuffled)


def test_data_island_holds_no_markup() -> None:
    page = render(hostile(), title="<b>&</b>")
    island = page.split('<script type="application/json" id="data">')[1].split("</script>")[0]
    assert not set("<>&\u2028\u2029") & set(island)
    assert json.loads(island)["title"] == "<b>&</b>"
    assert "<title>&lt;b&gt;&amp;&lt;/b&gt;</title>" in page
    assert "default-src 'none'; script-src 'sha256-" in page
    assert "Apache 2.0 License" in page  # vis-network's notice stays


def test_symmetric_relation_is_one_edge_whatever_the_way() -> None:
    drawn = data_of(render(sample()))
    meetings = [edge for edge in drawn["edges"] if edge["relation"] == "meetsWith"]
    assert len(meetings) == 1 and meetings[0]["arrows"] == ""
    assert len([claim for claim in drawn["claims"] if claim["edge"] == meetings[0]["id"]]) == 2


def test_parallel_relations_bend_apart() -> None:
    edges = {edge["id"]: edge["smooth"] for edge in data_of(render(sample()))["edges"]}
    first, second = edges["RUS|attacks|UKR"], edges["RUS|invades|UKR"]
    assert (first["type"], first["roundness"]) != (second["type"], second["roundness"])


def test_layout_keeps_nodes_apart_and_components_near() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(nx.star_graph(9))  # type: ignore[arg-type]
    graph = nx.relabel_nodes(graph, str)
    graph.add_edges_from([(f"x{i}", f"y{i}") for i in range(6)])
    graph.add_node("alone")
    place = positions(graph)
    points = list(place.values())
    assert min(abs(a[0] - b[0]) + abs(a[1] - b[1]) for i, a in enumerate(points) for b in points[:i]) > 60
    assert max(abs(x) for x, _ in points) < 1200 and max(abs(y) for _, y in points) < 1000


def data_of(page: str) -> dict[str, Any]:
    """What the page was given to draw."""
    island = page.split('<script type="application/json" id="data">')[1].split("</script>")[0]
    found: dict[str, Any] = json.loads(island)
    return found
