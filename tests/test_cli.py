"""The command `kg`: streams, exit codes, and one line for every trouble."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest
import stub
from click.testing import CliRunner, Result

from kg.cli import COMMANDS, main

TESTS = Path(__file__).parent
SELECT = "SELECT ?who WHERE { ?who gp:invades id:UKR }"

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `kg` in an empty folder with the stand-in for the extractor."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    monkeypatch.delenv("KG_DEBUG", raising=False)

    def run(*args: str, input: str | None = None) -> Result:
        return CliRunner().invoke(main, args, obj=stub.extractor, input=input)

    return run


@pytest.fixture
def filled(run: Run) -> Run:
    """The same, where ./kg-store holds two articles."""
    write("a.txt", "Rusia invade Ucrania. Irán apoya a Rusia.")
    write("b.txt", "Rusia invade Ucrania. China no apoya a Rusia.")
    assert run("add", "a.txt", "b.txt", "--date", "2024-06").exit_code == 0
    return run


def write(name: str, text: str | bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n") if text else []


# help and usage


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_the_common_options(run: Run, command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Example:" in result.stdout
    assert f"kg {command}" in result.stdout
    for option in ("--store", "--quiet", "--verbose"):
        assert option in result.stdout


def test_help_lists_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert all(f"  {command}" in result.stdout for command in COMMANDS)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "Usage"),
        (["nonsense"], "No such command 'nonsense'"),
        (["add"], "Missing argument 'SOURCE...'"),
        (["extract", "--nonsense"], "No such option"),
        (["extract", "a.txt", "--date", "ayer"], "'ayer' is no date"),
        (["extract", "a.txt", "--format", "xml"], "'xml' is not one of"),
        (["extract", "a.txt", "--format", "ttl", "--open"], "--open needs --format table or jsonl"),
        (["extract", "a.txt", "--jobs", "0"], "0 is not in the range x>=1"),
        (["query"], "give one of"),
        (["query", "ASK {}", "--list"], "give one of"),
        (["query", "ASK {}", "--param", "a=b"], "--param needs --name"),
        (["query", "ASK {}"], "kg-store: no graph here: add articles first"),
        (["query", "-f", "missing.rq"], "missing.rq"),
        (["show", "Rusia"], "no graph here"),
        (["extract", "a.txt", "--format", "trig", "--explain"], "--explain needs --format table or jsonl"),
        (["why", "f00"], "no graph here"),
        (["articles"], "no graph here"),
        (["stats"], "no graph here"),
        (["validate"], "no graph here"),
        (["remove", "a"], "no graph here"),
        (["view"], "no graph here"),
        (["export", "a.ttl"], "no graph here"),
        (["eval", "missing.jsonl"], "'missing.jsonl' does not exist"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(run: Run, args: list[str], message: str) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert message in result.stderr
    if args:
        assert len(lines(result.stderr)) == 1


# extract


def test_extract_prints_a_json_object_a_claim(run: Run) -> None:
    write("nota.txt", "Rusia invade Ucrania. Irán apoya a Rusia.")
    result = run("extract", "nota.txt")
    assert result.exit_code == 0
    claims = [json.loads(line) for line in lines(result.stdout)]
    assert [(c["article"], c["subject"]["label"], c["predicate"], c["object"]["label"]) for c in claims] == [
        ("nota", "Rusia", "invades", "Ucrania"),
        ("nota", "Irán", "supports", "Rusia"),
    ]
    assert all("relation" not in claim for claim in claims)
    assert not Path("kg-store").exists()


def test_extract_explains_each_claim(run: Run) -> None:
    write("nota.txt", "Rusia invade Ucrania. Irán apoya a Rusia.")
    claims = [json.loads(line) for line in lines(run("extract", "nota.txt", "--explain").stdout)]
    assert [claim["explanation"].keys() >= {"claim", "frame", "trigger", "subject"} for claim in claims] == [True, True]
    blocks = run("extract", "nota.txt", "--explain", "--format", "table").stdout.split("\n\n")
    assert [block.split("\n")[0].partition(" →")[0] for block in blocks if block] == ["Rusia", "Irán"]


def test_extract_reads_standard_input(run: Run) -> None:
    result = run("extract", "-", input="Rusia invade Ucrania.")
    assert json.loads(result.stdout)["quote"] == "Rusia invade Ucrania."


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("table", "nota\tRusia\tinvades\tUcrania\tAsserted\t\tRusia invade Ucrania."),
        ("ttl", "gp:invades id:UKR"),
        ("trig", "id:RUS"),
    ],
)
def test_extract_prints_other_formats(run: Run, form: str, expected: str) -> None:
    write("nota.txt", "Rusia invade Ucrania.")
    result = run("extract", "nota.txt", "--format", form)
    assert result.exit_code == 0
    assert expected in result.stdout
    assert "gp:suppliesArmsTo" not in result.stdout


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.txt": "Rusia invade Ucrania."}, 0),
        ({"a.txt": "Nada que ver."}, 0),
        ({"a.txt": "Rusia invade Ucrania.", "b.txt": ""}, 1),
        ({"a.txt": "Rusia invade Ucrania.", "b.txt": "imposible"}, 1),
        ({"a.txt": "", "b.txt": b"\x00\x01"}, 2),
    ],
)
@pytest.mark.parametrize("command", ["extract", "add"])
def test_exit_codes_tell_whether_all_some_or_none_failed(
    run: Run, command: str, files: dict[str, str | bytes], code: int
) -> None:
    for name, text in files.items():
        write(f"notas/{name}", text)
    result = run(command, "notas")
    assert result.exit_code == code
    failed = [line for line in lines(result.stderr) if line.startswith("kg: ")]
    assert bool(failed) is bool(code)
    if code:
        assert "b.txt" in result.stderr


# add and remove


def test_add_says_what_each_article_brought(run: Run) -> None:
    write("a.txt", "Rusia invade Ucrania.")
    write("b.txt", "Rusia invade Ucrania. Otra vez.")
    write("c.txt", "Rusia no invade Ucrania.")
    result = run("add", "a.txt", "b.txt", "c.txt", "a.txt")
    assert result.exit_code == 0
    out = lines(result.stdout)
    assert out[0] == "a: added, 1 claim"
    assert "    Rusia (Country)" in out
    assert "  new relations (1):" in out
    assert out[out.index("b: added, 1 claim") + 1] == "  corroborated (1):"
    assert out[out.index("c: added, 1 claim") + 1] == "  contradicted (1):"
    assert out[-1] == "a: unchanged, already in the graph"


def test_add_keeps_going_and_names_what_failed(run: Run) -> None:
    write("a.txt", "Rusia invade Ucrania.")
    result = run("add", "missing.txt", "a.txt")
    assert result.exit_code == 1
    assert lines(result.stderr) == ["kg: missing.txt: no such file", "kg: 1 article done, 1 failed (see above)"]
    assert "a: added" in result.stdout


def test_an_edited_article_is_refused_without_replace(run: Run) -> None:
    write("a.txt", "Rusia invade Ucrania.")
    run("add", "a.txt")
    write("a.txt", "Rusia ataca Ucrania.")
    result = run("add", "a.txt")
    assert result.exit_code == 2
    assert "--replace" in result.stderr
    assert "a: replaced, 1 claim" in run("add", "a.txt", "--replace").stdout


def test_quiet_says_errors_only(run: Run) -> None:
    write("a.txt", "Rusia invade Ucrania — ¿y después?".encode("cp1252"))
    assert "Windows-1252" in run("add", "a.txt").stderr
    assert run("add", "a.txt", "-q").stderr == ""
    assert run("add", "missing.txt", "-q").stderr == "kg: missing.txt: no such file\n"


def test_the_store_is_where_the_user_says(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", "Rusia invade Ucrania.")
    run("add", "a.txt", "--store", "one")
    monkeypatch.setenv("KG_STORE", "two")
    run("add", "a.txt")
    assert sorted(path.name for path in Path().iterdir()) == ["a.txt", "one", "two"]


def test_remove_takes_articles_out(filled: Run) -> None:
    result = filled("remove", "a", "missing")
    assert result.exit_code == 1
    assert result.stdout == "a: removed, 2 claims\n"
    assert "missing" in result.stderr
    assert json.loads(filled("stats", "--json").stdout)["articles"] == 1


# questions


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ([SELECT], "who\nid:RUS\n"),
        ([SELECT, "--format", "csv"], "who\nhttps://w3id.org/geopolkg/id/RUS\n"),
        ([SELECT, "--format", "tsv"], "?who\n<https://w3id.org/geopolkg/id/RUS>\n"),
        (["ASK { id:RUS gp:invades id:UKR }"], "true\n"),
        (["ASK { id:CHN gp:supports id:RUS }"], "false\n"),
        (["ASK {}", "--format", "json"], '{"head":{},"boolean":true}\n'),
        (["DESCRIBE id:nothing", "--format", "nt"], ""),
    ],
)
def test_query_answers(filled: Run, args: list[str], expected: str) -> None:
    result = filled("query", *args)
    assert (result.stdout, result.exit_code, result.stderr) == (expected, 0, "")


def test_a_constructed_graph_is_turtle_unless_said_otherwise(filled: Run) -> None:
    construct = "CONSTRUCT { ?a gp:x ?b } WHERE { ?a gp:invades ?b }"
    assert "id:RUS gp:x id:UKR ." in filled("query", construct).stdout
    assert "<https://w3id.org/geopolkg/ontology#x>" in filled("query", construct, "--format", "nt").stdout


def test_a_query_is_read_from_a_file(filled: Run) -> None:
    write("q.rq", SELECT)
    assert filled("query", "-f", "q.rq").stdout == "who\nid:RUS\n"
    assert filled("query", "-f", "-").exit_code == 2


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["SELECT"], "kg: "),
        ([""], "kg: "),
        (["INSERT DATA { id:A gp:x id:B }"], "kg: "),
        (["ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], "SERVICE"),
        (["CONSTRUCT WHERE { ?s gp:invades ?o }", "--format", "csv"], "csv"),
        (["--name", "missing"], "missing"),
        (["--name", "missing", "--param", "x"], "'x' is not KEY=VALUE"),
    ],
)
def test_a_bad_query_is_one_line_and_exit_code_2(filled: Run, args: list[str], message: str) -> None:
    result = filled("query", *args)
    assert result.exit_code == 2
    assert len(lines(result.stderr)) == 1
    assert message in result.stderr


def test_saved_queries_are_listed(run: Run) -> None:
    result = run("query", "--list")
    assert result.exit_code == 0
    assert lines(result.stdout)[0] == "name\tparameters\tes\ten"


def test_show_tells_both_ways_with_quotes(filled: Run) -> None:
    result = filled("show", "rusia")
    assert result.exit_code == 0
    assert "Rusia → invade → Ucrania  [invades]" in result.stdout
    assert "    Asserted · a, 2024-06: «Rusia invade Ucrania.»" in result.stdout
    assert "    Denied · b, 2024-06: «China no apoya a Rusia.»" in result.stdout
    profile = json.loads(filled("show", "RUS", "--json").stdout)
    assert (profile["type"], len(profile["incoming"]), len(profile["outgoing"])) == ("Country", 2, 2)


def test_why_reads_the_article_once_more(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = filled("show", "Irán").stdout.rpartition("(")[2].rstrip(")\n")
    assert claim.startswith("id:claim/")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    result = filled("why", claim)
    assert (result.exit_code, result.stderr) == (0, "")
    assert lines(result.stdout)[:3] == [
        "Irán → supports → Rusia  [supports]",
        f"  {claim} · a, 2024-06",
        "  «Irán apoya a Rusia.»",
    ]
    assert json.loads(filled("why", claim, "--json").stdout)["claim"].endswith(claim.removeprefix("id:"))
    monkeypatch.setenv("LANG", "es_ES.UTF-8")
    assert lines(filled("why", claim[:-4]).stdout)[0] == "Irán → apoya a → Rusia  [supports]"


def test_why_says_so_where_another_version_read_the_article(filled: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = filled("show", "Irán").stdout.rpartition("(")[2].rstrip(")\n")
    monkeypatch.setattr("kg.__version__", "9.9")
    result = filled("why", claim)
    assert result.exit_code == 0
    assert "the article was read by kg" in result.stderr and "how kg 9.9 reads it" in result.stderr


def test_why_tells_an_unknown_claim_in_one_line(filled: Run) -> None:
    result = filled("why", "f00")
    assert (result.exit_code, result.stdout) == (2, "")
    assert lines(result.stderr) == [
        "kg: no claim 'f00' in the graph: kg show ENTITY and kg export OUT.csv tell their ids"
    ]


def test_path_shows_a_chain_or_says_there_is_none(filled: Run) -> None:
    result = filled("path", "Irán", "Ucrania")
    assert lines(result.stdout)[0] == "1. Irán – Rusia – Ucrania"
    assert "«Irán apoya a Rusia.»" in result.stdout
    nothing = filled("path", "China", "Ucrania")
    assert (nothing.exit_code, nothing.stdout) == (0, "")
    assert "no chain of relations" in nothing.stderr
    assert json.loads(filled("path", "China", "Ucrania", "--json").stdout) == []


@pytest.mark.parametrize(
    "command", [["show", "Atlántida"], ["path", "Rusia", "Atlántida"], ["view", "--focus", "Atlántida"]]
)
def test_an_unknown_entity_is_told(filled: Run, command: list[str]) -> None:
    result = filled(*command)
    assert result.exit_code == 2
    assert "'Atlántida': no such entity" in result.stderr


def test_articles_and_stats_are_tables_or_json(filled: Run) -> None:
    table = [line.split("\t") for line in lines(filled("articles").stdout)]
    assert table[0] == ["id", "date", "title", "source", "claims", "iri"]
    assert [row[:5] for row in table[1:]] == [["a", "2024-06", "", "a.txt", "2"], ["b", "2024-06", "", "b.txt", "2"]]
    assert [item["id"] for item in json.loads(filled("articles", "--json").stdout)] == ["a", "b"]
    assert "articles\t2\n" in filled("stats").stdout


def test_a_sound_store_is_valid(filled: Run) -> None:
    result = filled("validate")
    assert (result.exit_code, result.stdout) == (0, ""), result.stdout


# files


def test_view_writes_one_page(filled: Run) -> None:
    result = filled("view", "--focus", "Irán", "--depth", "2", "--modality", "Asserted")
    assert (result.exit_code, result.stdout) == (0, "kg-graph.html\n")
    assert "Rusia invade Ucrania." in Path("kg-graph.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--relation", "loves"], "no relation 'loves': known are"),
        (["--modality", "Sure"], "no modality 'Sure': known are Asserted"),
        (["--article", "z"], "no article 'z'"),
        (["--since", "ayer"], "'ayer' is no date"),
        (["missing/out.html"], "cannot be written"),
    ],
)
def test_a_view_that_cannot_be_is_refused(filled: Run, args: list[str], message: str) -> None:
    result = filled("view", *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(lines(result.stderr)) == 1


@pytest.mark.parametrize(
    "name", ["g.ttl", "g.trig", "g.nt", "g.nq", "g.jsonld", "g.rdf", "g.graphml", "g.gexf", "g.csv", "g.parquet"]
)
def test_export_writes_every_format(filled: Run, name: str) -> None:
    result = filled("export", name)
    assert (result.exit_code, result.stdout) == (0, f"{name}\n")
    assert Path(name).stat().st_size > 100


def test_export_names_the_endings_that_it_knows(filled: Run) -> None:
    result = filled("export", "g.xls")
    assert result.exit_code == 2
    assert "unknown ending '.xls': known are .ttl .trig" in result.stderr


# eval


def test_eval_prints_figures_and_mistakes(run: Run) -> None:
    gold = {
        "id": "x",
        "text": "Rusia invade Ucrania. Irán ataca Israel.",
        "triples": [
            {"s": ["RUS"], "p": "invades", "o": ["UKR"], "modality": "Asserted", "quote": "Q1"},
            {"s": ["ISR"], "p": "attacks", "o": ["IRN"], "modality": "Asserted", "quote": "Q2"},
        ],
    }
    write("gold.jsonl", json.dumps(gold))
    result = run("eval", "gold.jsonl", "--errors")
    assert result.exit_code == 0
    assert "P 0.500  R 0.500  F1 0.500" in result.stdout
    assert "missed, wrong direction: 1\n  ISR | attacks | IRN  [x]\n      Q2\n" in result.stdout
    assert "wrong, wrong direction: 1\n  Irán | attacks | Israel  [x]\n      Irán ataca Israel.\n" in result.stdout
    figures = json.loads(run("eval", "gold.jsonl", "--json").stdout)
    assert (figures["f1"], figures["relations"]["invades"]["f1"]) == (0.5, 1.0)


@pytest.mark.parametrize("text", ["", "{}", '{"id": "a", "text": "x"}'])
def test_eval_refuses_what_is_no_gold(run: Run, text: str) -> None:
    write("gold.jsonl", text)
    result = run("eval", "gold.jsonl")
    assert result.exit_code == 2
    assert len(lines(result.stderr)) == 1


# trouble


def test_a_bug_is_one_line_and_a_traceback_only_for_debugging(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.txt", "defecto")
    result = run("extract", "a.txt")
    assert result.exit_code == 1
    assert result.stderr == "kg: RuntimeError: a bug (set KG_DEBUG=1 for details)\n"
    monkeypatch.setenv("KG_DEBUG", "1")
    assert "Traceback" in run("extract", "a.txt").stderr


def test_an_interrupt_keeps_what_was_finished(run: Run) -> None:
    write("a.txt", "Rusia invade Ucrania.")
    write("b.txt", "interrumpe")
    result = run("add", "a.txt", "b.txt", "a.txt")
    assert result.exit_code == 130
    assert "interrupted; what was finished is kept" in result.stderr
    assert filled_with(run) == 1


def filled_with(run: Run) -> int:
    count = json.loads(run("stats", "--json").stdout)["articles"]
    assert isinstance(count, int)
    return count


def test_the_group_is_a_click_group() -> None:
    assert isinstance(main, click.Group)


# real processes


def kg(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *args],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("KG_")}
    return kept | {"PYTHONPATH": os.pathsep.join((str(TESTS.parent), str(TESTS))), "PYTHONWARNINGS": "error"}


def test_a_process_reports_usage_errors(tmp_path: Path) -> None:
    result = kg("query", "ASK {}", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("kg: kg-store: no graph here")


def test_a_query_starts_without_heavy_libraries(filled: Run, tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['kg', 'query', 'ASK {}']\n"
        "from kg.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'rdflib', 'networkx', 'pandas', 'trafilatura', 'numpy', 'httpx', 'rich', 'pypdf', 'docx'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )
    assert result.stdout == "true\n[]\n"


STUBBED = "import stub; from kg.cli import main; main(obj=stub.extractor)"


def test_a_reader_that_leaves_is_no_error_to_tell(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rusia invade Ucrania. " * 5000, encoding="utf-8")
    command = f"'{sys.executable}' -c '{STUBBED}' extract a.txt | head -n 1"
    result = subprocess.run(
        command, shell=True, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=True
    )
    assert json.loads(result.stdout)["predicate"] == "invades"
    assert result.stderr == ""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_with_130_and_keeps_what_was_finished(run: Run, tmp_path: Path, jobs: str) -> None:
    (tmp_path / "a.txt").write_text("Rusia invade Ucrania.", encoding="utf-8")
    command = [sys.executable, "-c", STUBBED, "add", "a.txt", "-", "--jobs", jobs]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment() | {"PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a runner in the background ignores it
    ) as process:
        assert process.stdout and process.stderr
        if jobs == "1":
            assert process.stdout.readline() == "a: added, 1 claim\n"
        else:
            time.sleep(3)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "interrupted; what was finished is kept" in err
    assert "Traceback" not in err
    if jobs == "1":
        assert filled_with(run) == 1
