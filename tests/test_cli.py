"""The command line, command by command: what it prints, what it writes, what it refuses and the status it ends with."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from framing.cli import main

SHORT = "رفضت اللجنة الخطة الجديدة بشدة."
SECOND = "عقد المجلس البلدي اجتماعه الأسبوعي في دمشق صباح اليوم."
TITLE = "خطة جديدة لتوزيع المياه"
PROSE = "اجتمع أعضاء اللجنة المحلية في مدينة حلب صباح اليوم لبحث خطة توزيع المياه على الأحياء."
COMMANDS = ["code", "explain", "extract", "profile", "agree"]
OUTPUTS = pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
ENTRY = [sys.executable, "-c", "import sys; from framing.cli import main; sys.exit(main())"]


def put(path: Path, content: str | bytes, encoding: str = "utf-8") -> str:
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return str(path)


def rows(path: Path) -> list[dict]:
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    with path.open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def printed(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def news(tmp_path) -> str:
    """Two articles of two outlets: the first rejects a plan and reports a meeting, the second reports the meeting."""
    lines = ["id,outlet,date,text,desk", f"1,نشرة الميناء,2025-03-03,{SHORT} {SECOND},محليات", f"2,صحيفة الحي,2025-03-04,{SECOND},=1+1"]
    return put(tmp_path / "news.csv", "\n".join(lines) + "\n")


@pytest.fixture
def mixed(tmp_path) -> str:
    """An article that can be coded between one in English and one that is empty."""
    return put(tmp_path / "mixed.csv", f"id,text\nen,The committee rejected the plan.\n1,{SHORT}\nno,\n")


@pytest.fixture
def codes(news, tmp_path) -> str:
    main(["code", news, "-q", "-o", str(tmp_path / "codes.csv")])
    return str(tmp_path / "codes.csv")


@pytest.fixture
def hand(tmp_path) -> str:
    """Codes of two outlets; in the first, one article has two counted units and a pull quote, the other a single unit."""
    table = """unit_id,article_id,outlet,weight,posture,voice
a:0,a,أ,1,skeptical,author
a:1,a,أ,1,procedural,official
a:2,a,أ,0,favorable,author
b:0,b,أ,1,skeptical,official
c:0,c,ب,1,analytical,expert
"""
    return put(tmp_path / "hand.csv", table)


# framing


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_shows_an_example(capsys, command):
    with pytest.raises(SystemExit, match=r"^0$"):
        main([command, "--help"])
    assert f"example:\n  framing {command} " in capsys.readouterr().out


def test_the_help_lists_the_commands(capsys):
    with pytest.raises(SystemExit, match=r"^0$"):
        main(["--help"])
    out = capsys.readouterr().out
    assert all(f"\n    {command} " in out for command in COMMANDS)


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit, match=r"^0$"):
        main(["--version"])
    assert capsys.readouterr().out == "framing 0.1.0\n"


@pytest.mark.parametrize(
    "call",
    [
        [], ["count"], ["code"], ["explain"], ["extract"], ["profile"], ["agree"],
        ["code", "a.csv", "--unit", "word"], ["explain", "a.csv", "--posture", "angry"], ["explain", "a.csv", "--most", "many"],
        ["profile", "a.csv", "--weight", "word"], ["extract", "a.html", "--shiny"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_call_ends_with_two_and_the_usage(capsys, call):
    with pytest.raises(SystemExit, match=r"^2$"):
        main(call)
    assert capsys.readouterr().err.startswith("usage: framing")


# framing code


def test_codes_go_to_standard_output_as_json_lines(capsys, news):
    assert main(["code", news]) == 0
    found = printed(capsys)
    assert [(r["unit_id"], r["text"]) for r in found] == [("1:0", SHORT), ("1:1", SECOND), ("2:0", SECOND)]
    assert found[0]["p_skeptical"] > found[1]["p_skeptical"]


def test_a_coded_row_begins_with_the_article_and_ends_with_the_inputs_other_columns(codes):
    header = list(rows(Path(codes))[0])
    assert header[:9] == ["article_id", "outlet", "published", "unit_id", "position", "role", "weight", "text", "posture"]
    assert header[-3:] == ["evidence", "title", "desk"]


@OUTPUTS
def test_every_kind_of_output_holds_the_same_units(news, tmp_path, suffix):
    assert main(["code", news, "-q", "-o", str(tmp_path / f"o{suffix}")]) == 0
    found = [(r["unit_id"], r["outlet"], r["published"], int(r["position"])) for r in rows(tmp_path / f"o{suffix}")]
    first = ("نشرة الميناء", "2025-03-03")
    assert found == [("1:0", *first, 0), ("1:1", *first, 1), ("2:0", "صحيفة الحي", "2025-03-04", 0)]


def test_every_kind_of_table_gives_the_same_codes(tmp_path, capsys):
    put(tmp_path / "a.csv", f"id,text\n1,{SHORT}\n")
    put(tmp_path / "a.tsv", f"id\ttext\n1\t{SHORT}\n")
    put(tmp_path / "a.jsonl", json.dumps({"id": "1", "text": SHORT}))
    pq.write_table(pa.table({"id": ["1"], "text": [SHORT]}), tmp_path / "a.parquet")
    found = [(main(["code", "-q", str(path)]), printed(capsys)) for path in sorted(tmp_path.iterdir())]
    assert len(found) == 4 and all(f == found[0] for f in found)
    assert (found[0][0], [r["text"] for r in found[0][1]]) == (0, [SHORT])


def test_a_coded_probability_is_one_of_four_that_add_up_to_one(capsys, news):
    main(["code", news])
    for row in printed(capsys):
        shares = {p: row[f"p_{p}"] for p in ("skeptical", "favorable", "analytical", "procedural")}
        assert sum(shares.values()) == pytest.approx(1, abs=0.0003)
        assert max(shares, key=shares.get) == row["posture"]


def test_the_evidence_of_a_unit_points_at_its_words(capsys, news):
    main(["code", news])
    row = printed(capsys)[0]
    entry = next(e for e in json.loads(row["evidence"]) if e.get("term") == "يرفض")
    [[start, end]] = entry["places"]
    assert row["text"][start:end] == "رفضت"


@OUTPUTS
def test_the_same_call_gives_the_same_bytes(news, tmp_path, suffix):
    out = tmp_path / f"o{suffix}"
    once, again = (main(["code", news, "-q", "-o", str(out)]) or out.read_bytes() for _ in range(2))
    assert once == again


def test_what_made_the_codes_is_inside_a_parquet_file(news, tmp_path):
    main(["code", news, "-q", "--unit", "text", "-o", str(tmp_path / "o.parquet")])
    about = json.loads(pq.read_schema(tmp_path / "o.parquet").metadata[b"framing"])
    assert (about["unit"], about["inputs"], about["framing"], about["schema"]) == ("text", [news], "0.1.0", "2")
    assert set(about["model"]) >= {"codebook", "featuriser"}


def test_what_made_the_codes_is_beside_a_csv_file(codes, news):
    about = json.loads(Path(f"{codes}.meta.json").read_text("utf-8"))
    assert (about["unit"], about["inputs"]) == ("sentence", [news])


def test_the_options_used_are_in_the_metadata(news, tmp_path):
    main(["code", news, "-q", "--outlet", "نشرة النهر", "-o", str(tmp_path / "o.csv")])
    assert "نشرة النهر" in (tmp_path / "o.csv.meta.json").read_text("utf-8")


def test_a_text_can_be_one_unit_with_its_articles_id(capsys, news):
    assert main(["code", news, "--unit", "text"]) == 0
    assert [(r["unit_id"], r["text"]) for r in printed(capsys)] == [("1", f"{SHORT} {SECOND}"), ("2", SECOND)]


@OUTPUTS
def test_the_text_can_be_left_out(news, tmp_path, suffix):
    assert main(["code", news, "-q", "--no-text", "-o", str(tmp_path / f"o{suffix}")]) == 0
    found = rows(tmp_path / f"o{suffix}")
    assert len(found) == 3 and "text" not in found[0] and found[0]["desk"] == "محليات"


def test_the_text_can_be_left_out_of_standard_output(capsys, news):
    main(["code", news, "--no-text"])
    assert SHORT not in capsys.readouterr().out


def test_columns_are_named_by_option(capsys, tmp_path):
    name = put(tmp_path / "a.csv", f"key,story,paper,day\nk1,{SHORT},نشرة الميناء,2025-03-03\n")
    call = ["code", name, "--text-column", "story", "--id-column", "key", "--column", "outlet=paper", "--column", "published=day"]
    assert main(call) == 0
    [row] = printed(capsys)
    assert [row[c] for c in ("article_id", "outlet", "published", "text")] == ["k1", "نشرة الميناء", "2025-03-03", SHORT]


def test_a_column_name_may_hold_an_equals_sign(capsys, tmp_path):
    name = put(tmp_path / "a.csv", f"a=b,text\nنشرة الميناء,{SHORT}\n")
    assert main(["code", name, "--column", "outlet=a=b"]) == 0
    assert printed(capsys)[0]["outlet"] == "نشرة الميناء"


def test_guessed_columns_are_told(capsys, tmp_path):
    name = put(tmp_path / "a.csv", f"المعرف,النص\n1,{SHORT}\n")
    main(["code", name])
    assert f"framing: {name}: text = النص, article_id = المعرف\n" in capsys.readouterr().err


def test_quiet_says_nothing_but_the_refusals(capsys, mixed, tmp_path):
    assert main(["code", mixed, "-q", "-o", str(tmp_path / "o.csv")]) == 1
    english = f"framing: {mixed}, article en: not Arabic; the package's coder reads Arabic only\n"
    assert capsys.readouterr().err == f"{english}framing: {mixed}, article no: no text in it\n"


def test_articles_without_an_outlet_or_a_date_are_counted_at_the_end(capsys, tmp_path):
    name = put(tmp_path / "a.csv", f"id,outlet,date,text\n1,,04/07/2025,{SHORT}\n2,أ,2025-07-04,{SHORT}\n")
    assert main(["code", name, "-o", str(tmp_path / "o.csv")]) == 0
    assert capsys.readouterr().err.endswith("o.csv; 1 without an outlet, 1 without a date\n")


@pytest.mark.parametrize(
    ("call", "near"), [(["code", "a.csv", "--modle", "fast"], "--model"), (["lexicon", "audit", "a.csv", "--grups"], "--groups")]
)
def test_an_option_that_does_not_exist_shows_the_commands_usage_and_the_nearest(capsys, call, near):
    with pytest.raises(SystemExit, match=r"^2$"):
        main(call)
    err = capsys.readouterr().err
    assert err.startswith(f"usage: framing {call[0]} ") and f"(did you mean {near}?)" in err


def test_the_number_of_units_and_articles_is_told(capsys, news, tmp_path):
    main(["code", news, "-o", str(tmp_path / "o.csv")])
    assert capsys.readouterr().err.endswith(f"framing: 3 units of 2 articles in {tmp_path / 'o.csv'}\n")


def test_a_bad_role_option_says_how_to_write_one(capsys, news):
    assert main(["code", news, "--column", "published"]) == 2
    assert capsys.readouterr().err == "framing: --column 'published': write ROLE=NAME, as in --column published=pub_date\n"


def test_an_unknown_role_is_refused(capsys, news):
    assert main(["code", news, "--column", "publisehd=date"]) == 2
    assert "published" in capsys.readouterr().err


@pytest.mark.parametrize("column", ["posture", "weight", "role", "evidence", "p_against"])
def test_a_column_of_the_input_never_replaces_a_code(capsys, tmp_path, column):
    main(["code", put(tmp_path / "a.csv", f"id,text,{column}\n1,{SHORT},mine\n")])
    assert printed(capsys)[0][column] != "mine"


def test_the_named_text_column_is_coded_although_there_is_a_column_text(capsys, tmp_path):
    main(["code", put(tmp_path / "a.csv", f"id,text,story\n1,{SECOND},{SHORT}\n"), "--text-column", "story"])
    assert [r["text"] for r in printed(capsys)] == [SHORT]


def test_a_windows_1256_table_is_coded(capsys, tmp_path):
    assert main(["code", put(tmp_path / "a.csv", f"id,title,text\n1,{TITLE},{SHORT} {PROSE}\n", "cp1256")]) == 0
    assert [r["text"] for r in printed(capsys)] == [TITLE, SHORT, PROSE]


def test_standard_input_is_coded(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{TITLE}\n{PROSE}\n".encode())))
    assert main(["code", "-", "--outlet", "نشرة الميناء"]) == 0
    assert [(r["unit_id"], r["role"], r["outlet"]) for r in printed(capsys)] == [
        ("stdin:0", "headline", "نشرة الميناء"),
        ("stdin:1", "body", "نشرة الميناء"),
    ]


def test_a_folder_and_a_glob_are_coded(capsys, tmp_path):
    for name in ("b", "a"):
        put(tmp_path / f"{name}.txt", f"{TITLE}\n{PROSE}\n")
    put(tmp_path / "notes.md", "x")
    for given in (tmp_path, tmp_path / "*.txt"):
        assert main(["code", "-q", str(given)]) == 0
        assert [r["unit_id"] for r in printed(capsys)] == ["a:0", "a:1", "b:0", "b:1"]


def test_refused_inputs_are_named_and_the_rest_is_coded(capsys, mixed):
    assert main(["code", mixed]) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["article_id"] for line in out.splitlines()] == ["1"]
    assert f"framing: {mixed}, article en: not Arabic" in err and f"framing: {mixed}, article no: no text in it" in err


def test_a_refused_file_is_named_and_the_next_is_coded(capsys, news, tmp_path):
    notes = put(tmp_path / "notes.md", "x")
    assert main(["code", "-q", notes, news]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 3 and err.startswith(f"framing: {notes}: files of kind .md are not read")


def test_an_id_that_stands_twice_is_refused(capsys, tmp_path):
    name = put(tmp_path / "a.csv", f"id,text\n1,{SHORT}\n1,{SECOND}\n")
    assert main(["code", "-q", name]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1 and f"framing: {name}, article 1: the id stands twice; ids must differ\n" in err


def test_refused_inputs_can_go_to_a_file(mixed, tmp_path):
    assert main(["code", mixed, "-q", "-o", str(tmp_path / "o.csv"), "--errors", str(tmp_path / "e.jsonl")]) == 1
    assert rows(tmp_path / "e.jsonl") == [
        {"name": f"{mixed}, article en", "reason": "not Arabic; the package's coder reads Arabic only"},
        {"name": f"{mixed}, article no", "reason": "no text in it"},
    ]


def test_the_errors_file_is_empty_when_nothing_was_refused(capsys, news, tmp_path):
    assert main(["code", news, "--errors", str(tmp_path / "e.jsonl")]) == 0
    assert (tmp_path / "e.jsonl").read_bytes() == b""


def test_english_alone_ends_with_two(capsys, tmp_path):
    name = put(tmp_path / "a.csv", "id,text\n1,The committee rejected the plan.\n")
    assert main(["code", name]) == 2
    out, err = capsys.readouterr()
    refused = f"framing: {name}, article 1: not Arabic; the package's coder reads Arabic only\n"
    assert out == "" and err.endswith(f"{refused}framing: nothing could be coded\n")


def test_nothing_is_written_when_nothing_could_be_coded(tmp_path):
    name, out = put(tmp_path / "a.csv", "id,text\n1,\n"), tmp_path / "o.csv"
    assert main(["code", "-q", name, "-o", str(out)]) == 2
    assert not out.exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["gone.csv"], "gone.csv: no such file or folder, and no glob that matches one"),
        (["."], ".: the folder holds no .txt, .html, .htm, .docx, .csv, .tsv, .jsonl, .json, .parquet file"),
        (["-", "-o", "o.xlsx"], "o.xlsx: cannot write .xlsx; allowed are .csv, .jsonl, .parquet"),
        (["-", "-o", "codes"], "codes: cannot write a file without suffix; allowed are .csv, .jsonl, .parquet"),
        (["-", "-o", "gone/o.csv"], "gone/o.csv: the folder gone does not exist; make it first"),
    ],
    ids=["no file", "empty folder", "wrong suffix", "no suffix", "no folder for it"],
)
def test_what_cannot_be_done_is_said_in_a_line_and_ends_with_two(capsys, monkeypatch, tmp_path, given, says):
    monkeypatch.chdir(tmp_path)
    assert main(["code", *given]) == 2
    assert capsys.readouterr() == ("", f"framing: {says}\n")


def test_an_errors_file_that_cannot_be_written_is_said_at_the_door(capsys, news, tmp_path):
    assert main(["code", "-q", news, "--errors", str(tmp_path / "gone" / "e.jsonl")]) == 2
    assert capsys.readouterr().out == ""


class Interrupted(io.BytesIO):
    """Standard input at which the caller loses patience."""

    def read(self, *_):
        raise KeyboardInterrupt


def test_nothing_is_left_when_coding_stops_in_the_middle(monkeypatch, news, tmp_path):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Interrupted()))
    with pytest.raises(KeyboardInterrupt):
        main(["code", "-q", news, "-", "-o", str(tmp_path / "o.csv")])
    assert [p.name for p in tmp_path.iterdir()] == ["news.csv"]


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    name = put(tmp_path / "a.csv", "id,text\n" + "".join(f"{i},{SHORT}\n" for i in range(60)))
    with subprocess.Popen([*ENTRY, "code", "-q", name], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout.readline().startswith(b'{"article_id": "0"')
        run.stdout.close()
        assert (run.wait(), run.stderr.read()) == (0, b"")


def test_cells_that_a_spreadsheet_would_run_are_defused(codes):
    assert [r["desk"] for r in rows(Path(codes))] == ["محليات", "محليات", "'=1+1"]


def test_coding_a_folder_into_itself_twice_gives_the_same_bytes(news, tmp_path):
    out = tmp_path / "codes.csv"
    once, again = ((main(["code", "-q", str(tmp_path), "-o", str(out)]), out.read_bytes()) for _ in range(2))
    assert once == again


def test_an_empty_table_beside_a_good_one_is_named(capsys, news, tmp_path):
    empty = put(tmp_path / "empty.csv", "id,text\n")
    assert main(["code", "-q", empty, news]) == 1
    assert empty in capsys.readouterr().err


def test_a_carried_column_of_numbers_and_words_goes_into_parquet(tmp_path):
    lines = [json.dumps({"id": i, "text": SHORT, "page": page}) for i, page in enumerate([1, "ب"])]
    assert main(["code", "-q", put(tmp_path / "a.jsonl", "\n".join(lines)), "-o", str(tmp_path / "o.parquet")]) == 0


def test_half_an_emoji_in_a_title_does_not_stop_the_run(tmp_path):
    name = put(tmp_path / "a.jsonl", json.dumps({"id": "1", "title": "خبر \ud83d", "text": SHORT}))
    assert main(["code", "-q", name, "-o", str(tmp_path / "o.csv")]) == 0


def test_an_earlier_output_stands_when_nothing_could_be_coded(tmp_path):
    name, out = put(tmp_path / "a.csv", "id,text\n1,\n"), tmp_path / "o.csv"
    out.write_text("earlier")
    assert main(["code", "-q", name, "-o", str(out)]) == 2
    assert out.read_text() == "earlier"


def test_an_input_that_the_call_writes_is_left_out_and_told(capsys, news, tmp_path):
    out = put(tmp_path / "o.csv", "earlier")
    assert main(["code", news, out, "-o", out]) == 0
    assert f"framing: {out}: left out; this call writes it\n" in capsys.readouterr().err


def test_output_and_errors_are_two_files(capsys, news, tmp_path):
    out = str(tmp_path / "o.jsonl")
    assert main(["code", news, "-o", out, "--errors", out]) == 2
    assert "is the output too" in capsys.readouterr().err


# framing explain


@pytest.fixture
def explained(tmp_path) -> str:
    """Three coded units, the first with two contributions."""
    found = [
        {"feature": "lex:e1|plain", "variable": "appraisal", "value": "against", "contribution": 1.25, "term": "يرفض", "places": [[0, 4]]},
        {"feature": "shape:ended", "variable": "explains", "value": "yes", "contribution": -0.5},
    ]
    p = {"p_skeptical": 0.58, "p_favorable": 0.02, "p_analytical": 0.1, "p_procedural": 0.3}
    units = [
        {"unit_id": "1:0", "posture": "skeptical", **p, "voice": "author", "text": SHORT, "evidence": json.dumps(found)},
        {"unit_id": "1:1", "posture": "procedural", **p, "voice": "official", "text": SECOND, "evidence": "[]"},
        {"unit_id": "2:0", "posture": "procedural", **p, "voice": "author", "text": SECOND, "evidence": "[]"},
    ]
    return put(tmp_path / "explained.jsonl", "\n".join(map(json.dumps, units)))


def test_explain_shows_units_with_what_each_feature_contributed(capsys, explained):
    assert main(["explain", explained, "--most", "1"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1:0  skeptical (0.58)  voice: author",
        f"  {SHORT}",
        "    +1.25 appraisal=against  يرفض (plain)",
        "    -0.50 explains=yes  shape:ended",
    ]


def test_explain_shows_a_posture_only(capsys, explained):
    assert main(["explain", explained, "--posture", "procedural"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1:1  procedural (0.30)  voice: official",
        f"  {SECOND}",
        "2:0  procedural (0.30)  voice: author",
        f"  {SECOND}",
    ]


def test_explain_shows_no_more_units_than_asked(capsys, explained):
    assert main(["explain", explained, "--most", "2"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")] == ["1:0", "1:1"]


def test_explain_of_a_posture_that_no_unit_has_prints_nothing(capsys, explained):
    assert (main(["explain", explained, "--posture", "analytical"]), capsys.readouterr().out) == (0, "")


@OUTPUTS
def test_explain_reads_every_kind_of_output(capsys, news, tmp_path, suffix):
    main(["code", news, "-q", "-o", str(tmp_path / f"o{suffix}")])
    assert main(["explain", str(tmp_path / f"o{suffix}"), "--most", "1"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == f"  {SHORT}"


def test_explain_needs_the_text(capsys, news, tmp_path):
    main(["code", news, "-q", "--no-text", "-o", str(tmp_path / "o.csv")])
    assert main(["explain", str(tmp_path / "o.csv")]) == 2
    assert "no column 'text'" in capsys.readouterr().err


def test_explain_refuses_a_negative_number_of_units(codes):
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["explain", codes, "--most", "-1"])


def test_explain_names_a_missing_column_of_probabilities(capsys, tmp_path):
    name = put(tmp_path / "a.csv", f"unit_id,posture,text,evidence\n1:0,skeptical,{SHORT},[]\n")
    assert main(["explain", name]) == 2
    assert "p_skeptical" in capsys.readouterr().err


def test_explain_names_a_unit_whose_evidence_is_broken(capsys, tmp_path):
    header = "unit_id,posture,p_skeptical,p_favorable,p_analytical,p_procedural,voice,text,evidence"
    name = put(tmp_path / "a.csv", f"{header}\n1:0,skeptical,1,0,0,0,author,{SHORT},none\n")
    assert main(["explain", name]) == 2
    assert f"{name}, unit 1:0: not as `framing code` writes it" in capsys.readouterr().err


# framing extract


def test_extract_prints_the_article_of_a_page(capsys, tmp_path):
    page = put(tmp_path / "page.txt", f"الرئيسية\n{TITLE}\n3 آذار 2025\n{PROSE}\nمواضيع ذات صلة\n{SECOND}\n")
    assert main(["extract", page]) == 0
    assert printed(capsys) == [{"article_id": "page", "outlet": "", "published": "2025-03-03", "title": TITLE, "text": PROSE}]


def test_extract_names_a_page_without_an_article_and_goes_on(capsys, tmp_path):
    empty, page = put(tmp_path / "empty.html", ""), put(tmp_path / "page.txt", f"{TITLE}\n{PROSE}\n")
    assert main(["extract", empty, page]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["article_id"] == "page" and err.startswith(f"framing: {empty}: no article found on the page")


def test_extract_of_nothing_ends_with_two(capsys, tmp_path):
    assert main(["extract", put(tmp_path / "page.txt", "سطر قصير")]) == 2
    assert capsys.readouterr().out == ""


def test_extract_does_not_speak_of_coding(capsys, tmp_path):
    main(["extract", put(tmp_path / "page.txt", "سطر قصير")])
    assert "coded" not in capsys.readouterr().err


def test_extract_prints_dates_of_a_parquet_table_as_text(capsys, tmp_path):
    seen = pa.array([20_000], pa.date32())  # days after 1 January 1970
    pq.write_table(pa.table({"id": ["1"], "text": [SHORT], "seen": seen}), tmp_path / "a.parquet")
    assert main(["extract", str(tmp_path / "a.parquet")]) == 0
    assert printed(capsys)[0]["seen"] == "2024-10-04"


# framing profile


def test_a_profile_counts_every_article_the_same(hand, tmp_path):
    assert main(["profile", hand, "-o", str(tmp_path / "p.csv")]) == 0
    shares = {(r["group"], r["value"]): float(r["share"]) for r in rows(tmp_path / "p.csv")}
    assert (shares["أ", "skeptical"], shares["أ", "procedural"], shares["أ", "favorable"]) == (0.75, 0.25, 0)
    assert shares["ب", "analytical"] == 1


def test_a_profile_can_count_every_unit_the_same(hand, tmp_path):
    assert main(["profile", hand, "--weight", "unit", "-o", str(tmp_path / "p.csv")]) == 0
    first = rows(tmp_path / "p.csv")[0]
    assert float(first["share"]) == pytest.approx(2 / 3)
    assert (first["group"], first["value"], first["n_units"], first["n_articles"]) == ("أ", "skeptical", "3", "2")


def test_a_profile_is_printed_with_its_estimand(capsys, hand):
    assert main(["profile", hand]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["أ", "skeptical", "0.75", "3", "2"] and len(lines) == 10
    assert lines[-1].startswith("share: mean over articles of the share of units within the article, as the machine codes them")


def test_a_profile_can_be_of_another_variable_and_group(hand, tmp_path):
    assert main(["profile", hand, "--variable", "voice", "--by", "article_id", "-o", str(tmp_path / "p.csv")]) == 0
    shares = {(r["group"], r["value"]): float(r["share"]) for r in rows(tmp_path / "p.csv")}
    assert (shares["a", "author"], shares["a", "official"], shares["c", "expert"]) == (0.5, 0.5, 1)


def test_a_profile_takes_several_files_of_several_kinds(capsys, hand, news, tmp_path):
    main(["code", news, "-q", "-o", str(tmp_path / "o.parquet")])
    main(["code", put(tmp_path / "more.csv", f"id,text\nz,{SHORT}\n"), "-q", "--outlet", "ج", "-o", str(tmp_path / "o.jsonl")])
    assert main(["profile", hand, str(tmp_path / "o.parquet"), str(tmp_path / "o.jsonl"), "-o", str(tmp_path / "p.csv")]) == 0
    assert list(dict.fromkeys(r["group"] for r in rows(tmp_path / "p.csv"))) == ["أ", "ب", "نشرة الميناء", "صحيفة الحي", "ج"]


def test_the_same_profile_gives_the_same_bytes(hand, tmp_path):
    for name in ("one.csv", "two.csv"):
        main(["profile", hand, "-o", str(tmp_path / name)])
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


@pytest.mark.parametrize("command", ["profile", "explain", "agree"])
@pytest.mark.parametrize(
    ("name", "says"),
    [("gone.csv", "gone.csv: no such file"), ("codes.txt", "codes.txt: cannot read .txt; allowed are .csv, .jsonl, .parquet")],
)
def test_codes_that_cannot_be_read_are_named(capsys, monkeypatch, tmp_path, command, name, says):
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "codes.txt", "x")
    assert main([command, name]) == 2
    assert capsys.readouterr() == ("", f"framing: {says}\n")


@pytest.mark.parametrize("command", ["profile", "explain", "agree"])
@pytest.mark.parametrize(("name", "content"), [("a.csv", ""), ("a.jsonl", "x"), ("a.parquet", "x")])
def test_broken_codes_are_named(capsys, tmp_path, command, name, content):
    path = put(tmp_path / name, content)
    assert main([command, path]) == 2
    assert path in capsys.readouterr().err


def test_a_missing_column_is_named_with_those_there_are(capsys, hand):
    assert main(["profile", hand, "--by", "month"]) == 2
    err = capsys.readouterr().err
    assert f"{hand}: no column 'month'" in err and "unit_id, article_id, outlet, weight, posture, voice" in err


def test_an_unknown_variable_is_refused_with_those_allowed(capsys, hand):
    assert main(["profile", hand, "--variable", "mood"]) == 2
    assert "allowed are posture, appraisal, explains, stance, voice" in capsys.readouterr().err


def test_frames_are_profiled_or_refused_in_plain_words(capsys, codes):
    assert main(["profile", codes, "--variable", "frames"]) in (0, 2)


def test_a_value_that_is_not_allowed_is_named(capsys, tmp_path):
    name = put(tmp_path / "a.csv", "unit_id,article_id,outlet,weight,posture\n1:0,1,أ,1,sceptical\n")
    assert main(["profile", name]) == 2
    assert "sceptical" in capsys.readouterr().err


def test_a_unit_that_stands_twice_is_refused(capsys, hand, tmp_path):
    assert main(["profile", hand, put(tmp_path / "copy.csv", Path(hand).read_bytes())]) == 2
    assert "a:0" in capsys.readouterr().err


def test_a_profile_of_no_units_is_refused(capsys, tmp_path):
    assert main(["profile", put(tmp_path / "a.csv", "unit_id,article_id,outlet,weight,posture\n")]) == 2
    assert "a.csv" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["p.parquet", "gone/p.csv"])
def test_a_profile_goes_into_a_csv_file_in_a_folder_that_exists(hand, tmp_path, name):
    assert main(["profile", hand, "-o", str(tmp_path / name)]) == 2
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize(
    ("weight", "says"), [("much", "weight is 'much'; allowed are numbers"), ("0", "no unit in it has a weight above 0")]
)
def test_a_profile_needs_weights(capsys, tmp_path, weight, says):
    name = put(tmp_path / "a.csv", f"unit_id,article_id,outlet,weight,posture\n1:0,1,أ,{weight},skeptical\n")
    assert main(["profile", name]) == 2
    assert says in capsys.readouterr().err


# framing agree

HEADER = "unit_id,appraisal,object,explains,explains_any,stance,stance_holder,frames,voice,voice_basis\n"
REST = "no,no,neutral,-,,author,explicit\n"


@pytest.fixture
def coders(tmp_path) -> list[str]:
    """Two coders of four units who differ on the appraisal of the last: none, against."""
    same = f"a:0,against,focal,{REST}a:1,for,focal,{REST}b:0,none,-,{REST}"
    first = put(tmp_path / "first.csv", f"{HEADER}{same}b:1,none,-,{REST}")
    return [first, put(tmp_path / "second.csv", f"{HEADER}{same}b:1,against,focal,{REST}")]


def test_agreement_of_two_coders_is_printed(capsys, coders):
    assert main(["agree", *coders]) == 0
    table, intervals = capsys.readouterr().out.split("\n\n")
    assert table.splitlines()[0].startswith("4 units coded by at least two of 2 coders")
    assert table.splitlines()[1].split() == ["measure", "AC1", "alpha", "raw"]
    # values 3, 2 and 3 times in 8 codes: alpha = 1 - (2/8) / (42/56); AC1 = (3/4 - 21/64) / (1 - 21/64)
    assert table.splitlines()[3].split() == ["posture", "0.628", "0.667", "0.75"]
    assert intervals.startswith("alpha with 95 % intervals over units and over blocks within articles\n")


def test_a_variable_of_one_value_has_raw_agreement_only(capsys, coders):
    main(["agree", *coders])
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("voice "))
    assert line.split() == [*"voice (one value only) (one value only) 1.00".split()]


def test_the_same_agreement_is_printed_twice(capsys, coders):
    once, again = (main(["agree", *coders]) or capsys.readouterr().out for _ in range(2))
    assert once == again and once


def test_one_coder_alone_is_refused(capsys, coders):
    assert main(["agree", coders[0]]) == 2
    assert "no unit was coded by two coders; give the codes of at least two" in capsys.readouterr().err


def test_coders_of_different_units_are_refused(capsys, coders, tmp_path):
    other = put(tmp_path / "other.csv", f"{HEADER}z:0,none,-,{REST}")
    assert main(["agree", coders[0], other]) == 2
    assert "no unit was coded by two coders" in capsys.readouterr().err


def test_codings_without_a_variable_in_common_are_named(capsys, tmp_path):
    thin = [put(tmp_path / f"{v}.csv", f"unit_id,{v}\na:0,{x}\n") for v, x in (("appraisal", "none"), ("voice", "author"))]
    assert main(["agree", *thin]) == 2
    assert "no variable" in capsys.readouterr().err


def test_agreement_does_not_ask_of_the_machine_what_it_does_not_write(capsys, codes):
    main(["agree", codes, codes])
    assert "`framing code` writes it" not in capsys.readouterr().err


def test_a_code_that_the_codebook_does_not_have_is_named(capsys, coders, tmp_path):
    typo = put(tmp_path / "typo.csv", Path(coders[0]).read_text("utf-8").replace("a:0,against", "a:0,agianst"))
    assert main(["agree", coders[0], typo]) == 2
    assert "agianst" in capsys.readouterr().err


def test_two_files_of_the_same_name_are_two_coders(coders, tmp_path):
    again = tmp_path / "again" / "first.csv"
    again.parent.mkdir()
    assert main(["agree", coders[0], put(again, Path(coders[1]).read_bytes())]) == 0


def test_agreement_is_of_the_variables_that_all_files_have(capsys, codes, tmp_path):
    again = put(tmp_path / "again.csv", Path(codes).read_bytes())
    assert main(["agree", codes, again]) == 0
    out = capsys.readouterr().out
    assert "\nvoice_basis " in out and "stance_holder" not in out
