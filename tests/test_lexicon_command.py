"""`framing lexicon audit`: precision of entries on units that people coded, and what entries carry of each outlet's result."""

import json
from pathlib import Path

import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from framing.cli import main
from framing.lexicon import shipped_lexicon
from tests.test_cli import put, rows

MEETING = "وعقدت اللجنة اجتماعها الأسبوعي في حلب صباح اليوم."


@pytest.fixture
def gold(tmp_path) -> str:
    """Three coded units of one article."""
    lines = [
        "unit_id,article_id,position,text,appraisal,explains,frames",
        "a:0,a,0,فشل المجلس في إصلاح الجسر.,against,no,",
        "a:1,a,1,نجحت الخطة لأن السكان عملوا معا.,for,yes,human",
        "a:2,a,2,لم يفشل الاجتماع، ونجح الحوار.,none,no,",
    ]
    return put(tmp_path / "gold.csv", "\n".join(lines) + "\n")


@pytest.fixture
def own(tmp_path) -> str:
    """A lexicon of five entries, one of them in no unit."""
    lines = [
        "entry,term,variable,value,weight,group,match",
        "k1,فشل,appraisal,against,2,failure,lemma",
        "k2,نجح,appraisal,for,2,success,lemma",
        "k3,لأن,explains,yes,2,reasons,surface",
        "k4,ساكن,frame,human,2,people,lemma",
        "k5,كارثة,appraisal,against,2,failure,lemma",
    ]
    return put(tmp_path / "own.csv", "\n".join(lines) + "\n")


def test_an_audit_prints_the_entries_that_were_met(capsys, gold, own):
    assert main(["lexicon", "audit", gold, "--lexicon", own]) == 0
    out, err = capsys.readouterr()
    table, said = out.split("\n\n")
    assert [line.split()[0] for line in table.splitlines()] == ["entry", "k1", "k2", "k3", "k4"] and err == ""
    assert table.splitlines()[0].split() == "entry term variable value n precision low high chance q verdict_corrected".split()
    assert said.splitlines()[:2] == [
        "4 of 5 entries met in 3 units; chance: the value's share of the coded units",
        "q: Fisher's exact test of the units with the entry against those without, corrected for the 0 entries tested",
    ]


def test_an_audit_of_groups_prints_those_that_were_met(capsys, gold, own):
    assert main(["lexicon", "audit", gold, "--lexicon", own, "--groups"]) == 0
    table, said = capsys.readouterr().out.split("\n\n")
    assert [line.split()[:4] for line in table.splitlines()[1:]] == [
        ["appraisal", "against", "failure", "2"],
        ["appraisal", "for", "success", "1"],
        ["explains", "yes", "reasons", "1"],
        ["frame", "human", "people", "1"],
    ]
    assert said.startswith("4 of 4 groups met in 3 units")


def test_an_audit_writes_every_entry(capsys, gold, own, tmp_path):
    assert main(["lexicon", "audit", gold, "--lexicon", own, "-o", str(tmp_path / "e.csv")]) == 0
    assert capsys.readouterr() == ("", f"framing: 5 entries in {tmp_path / 'e.csv'}\n")
    found = {r["entry"]: (r["n"], r["right"], r["precision"], r["verdict"]) for r in rows(tmp_path / "e.csv")}
    assert found == dict.fromkeys(("k1", "k3", "k4"), ("1", "1", "1.0", "untested")) | {
        "k2": ("2", "1", "0.5", "untested"),
        "k5": ("0", "0", "", "untested"),
    }


def test_an_audit_of_groups_is_written(capsys, gold, own, tmp_path):
    assert main(["lexicon", "audit", gold, "--lexicon", own, "--groups", "-o", str(tmp_path / "g.csv")]) == 0
    assert capsys.readouterr() == ("", f"framing: 4 groups in {tmp_path / 'g.csv'}\n")
    assert [(r["group"], r["n_entries"], r["coverage"], r["n"]) for r in rows(tmp_path / "g.csv")] == [
        ("failure", "2", "1.0", "1"),
        ("success", "1", "1.0", "2"),
        ("reasons", "1", "1.0", "1"),
        ("people", "1", "1.0", "1"),
    ]


def test_an_audit_is_of_the_packages_lexicon_unless_another_is_given(gold, tmp_path):
    assert main(["lexicon", "audit", gold, "-o", str(tmp_path / "e.csv")]) == 0
    found = rows(tmp_path / "e.csv")
    assert [r["entry"] for r in found] == [e.entry for e in shipped_lexicon().entries]
    assert any(int(r["n"]) for r in found if r["term"] == "فشل")


@pytest.mark.parametrize("groups", [[], ["--groups"]], ids=["entries", "groups"])
def test_every_kind_of_gold_gives_the_same_audit(capsys, gold, own, tmp_path, groups):
    units = rows(Path(gold))
    put(tmp_path / "gold.jsonl", "\n".join(map(json.dumps, units)))
    pq.write_table(pa_csv.read_csv(gold), tmp_path / "gold.parquet")
    found = [
        (main(["lexicon", "audit", str(tmp_path / f"gold{s}"), "--lexicon", own, *groups]), capsys.readouterr())
        for s in (".csv", ".jsonl", ".parquet")
    ]
    assert found[0][0] == 0 and found[0] == found[1] == found[2]


def test_an_audit_that_meets_nothing_says_so(capsys, own, tmp_path):
    name = put(tmp_path / "a.csv", f"unit_id,text,appraisal\n1,{MEETING},none\n")
    assert main(["lexicon", "audit", name, "--lexicon", own]) == 0
    assert "\n0 of 5 entries met in 1 units; chance: the value's share of the coded units\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("unit_id,text\n1,فشل\n", "no column of codes; allowed are appraisal, object, explains"),
        ("unit_id,appraisal\n1,none\n", "no column 'text'; the file has unit_id, appraisal"),
        ("text,appraisal\nفشل,none\n", "no column 'unit_id'"),
        ("unit_id,text,appraisal\n", "no units in it"),
        ("unit_id,text,appraisal\n1,فشل,none\n1,نجح,none\n", "unit 1 stands twice; each may be given once"),
    ],
    ids=["no codes", "no text", "no ids", "no units", "a unit twice"],
)
def test_gold_that_cannot_be_audited_is_refused(capsys, own, tmp_path, content, says):
    name = put(tmp_path / "a.csv", content)
    assert main(["lexicon", "audit", name, "--lexicon", own, "-o", str(tmp_path / "e.csv")]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"framing: {name}: {says}") and not (tmp_path / "e.csv").exists()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (["gone.csv"], "gone.csv: no such file"),
        (["gold.txt"], "gold.txt: cannot read .txt; allowed are .csv, .jsonl, .parquet"),
        (["gold.csv", "--lexicon", "gone.csv"], "gone.csv: No such file or directory"),
        (["gold.csv", "-o", "e.parquet"], "e.parquet: cannot write .parquet; allowed are .csv"),
        (["gold.csv", "-o", "gone/e.csv"], "gone/e.csv: the folder gone does not exist; make it first"),
        (["gold.csv", "-o", "folder.csv", "--groups"], "folder.csv: is a folder; give the name of a file"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_files_of_an_audit_that_are_not_there_are_named(capsys, gold, monkeypatch, tmp_path, call, says):
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "gold.txt", "x")
    (tmp_path / "folder.csv").mkdir()
    assert main(["lexicon", "audit", *call]) == 2
    assert capsys.readouterr() == ("", f"framing: {says}\n")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("match", "how", "no column ['match']"),
        ("against,2", "against,9", "line 2: weight '9'; allowed are whole numbers from 1 to 3"),
        ("appraisal,for", "appraisal,fine", "line 3: value 'fine' of appraisal"),
        ("k2", "k1", "entry id 'k1' stands twice; ids must differ"),
    ],
    ids=["column", "weight", "value", "id"],
)
def test_a_lexicon_that_is_wrong_is_named_with_what_is_wrong(capsys, gold, own, old, new, says):
    put(Path(own), Path(own).read_text("utf-8").replace(old, new))
    assert main(["lexicon", "audit", gold, "--lexicon", own]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"framing: {own}") and says in err


@pytest.mark.parametrize("call", [[], ["audit"], ["count", "gold.csv"], ["audit", "gold.csv", "--group-by", "x"]], ids=" ".join)
def test_a_wrong_call_of_lexicon_ends_with_two_and_the_usage(capsys, call):
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["lexicon", *call])
    assert capsys.readouterr().err.startswith("usage: framing")


def test_gold_with_a_position_that_is_no_number_is_named(capsys, gold, own):
    put(Path(gold), Path(gold).read_text("utf-8").replace("a:1,a,1,", "a:1,a,second,"))
    assert main(["lexicon", "audit", gold, "--lexicon", own]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"framing: {gold}, unit a:1: position is 'second'; allowed are ")


@pytest.mark.parametrize(
    ("code", "slip", "says"),
    [
        (",against,", ",agianst,", "unit a:0: appraisal is 'agianst'; allowed are against, for"),
        (",yes,human", ",yes,humane", "unit a:1: frames is 'humane'; allowed are "),
    ],
    ids=["appraisal", "frames"],
)
def test_gold_with_a_code_that_the_codebook_does_not_have_is_named(capsys, gold, own, code, slip, says):
    put(Path(gold), Path(gold).read_text("utf-8").replace(code, slip))
    assert main(["lexicon", "audit", gold, "--lexicon", own]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"framing: {gold}, {says}")


# What entries carry: --by

BLAME, HOPE = "فشل المجلس البلدي في إصلاح الجسر.", "نجحت الخطة نجاحا كبيرا."
DUTY = "وأعلن المجلس موعد الاجتماع المقبل."


@pytest.fixture
def codes(tmp_path) -> str:
    """What the fast coder makes of three articles of two outlets."""
    lines = ["id,outlet,text", f"1,نشرة الميناء,{BLAME} {MEETING}", f"2,نشرة الميناء,{BLAME}", f"3,صحيفة الحي,{HOPE} {DUTY}"]
    name = put(tmp_path / "news.csv", "\n".join(lines) + "\n")
    main(["code", name, "-q", "-o", str(tmp_path / "codes.csv")])
    return str(tmp_path / "codes.csv")


def without(name: str, *columns: str) -> str:
    """The file without columns."""
    table = [{k: v for k, v in r.items() if k not in columns} for r in rows(Path(name))]
    return put(Path(name).with_name("less.jsonl"), "\n".join(map(json.dumps, table)))


def carried(tmp_path: Path, *call: str) -> list[dict]:
    assert main(["lexicon", "audit", *call, "-o", str(tmp_path / "c.csv")]) == 0
    return rows(tmp_path / "c.csv")


def test_the_machines_codes_are_no_test_of_its_lexicon(capsys, codes, tmp_path):
    assert main(["lexicon", "audit", codes, "-o", str(tmp_path / "e.csv")]) == 2
    out, err = capsys.readouterr()
    assert out == "" and "holds the machine's own codes (column evidence)" in err and "--by outlet" in err
    assert not (tmp_path / "e.csv").exists()


def test_the_machines_codes_are_known_by_their_probabilities_too(capsys, codes):
    assert main(["lexicon", "audit", without(codes, "evidence")]) == 2
    assert "holds the machine's own codes (column p_skeptical)" in capsys.readouterr().err


def test_each_outlet_has_the_entries_that_carry_its_result(capsys, codes):
    assert main(["lexicon", "audit", codes, "--by", "outlet"]) == 0
    out, err = capsys.readouterr()
    table, entries, said = out.split("\n\n")
    assert [line.split()[:6] for line in table.splitlines()[1:]] == [
        ["نشرة", "الميناء", "skeptical", "2", "0.75", "1"],
        ["صحيفة", "الحي", "favorable", "1", "0.50", "2"],
    ]
    assert table.splitlines()[0].split()[4:] == "n_entries effective top first decisive lost share_without".split()
    assert entries.splitlines()[0].split() == "group value term points_to units carries lost share_without".split()
    assert "فشل appraisal:against" in entries and said.startswith("result: posture by the fast coder\n") and err == ""


def test_the_shares_are_those_of_the_profile(codes, tmp_path):
    main(["profile", codes, "-o", str(tmp_path / "p.csv")])
    shares = {(r["group"], r["value"]): float(r["share"]) for r in rows(tmp_path / "p.csv")}
    found = carried(tmp_path, codes, "--by", "outlet")
    assert found and all(float(r["share"]) == pytest.approx(shares[r["group"], r["value"]]) for r in found)


def test_the_share_without_an_entry_is_what_the_coder_gives_without_it(codes, tmp_path):
    found = {r["term"]: r for r in carried(tmp_path, codes, "--by", "outlet") if r["value"] == "skeptical"}
    assert {k: float(found["فشل"][k]) for k in ("lost", "gained", "share_without")} == {"lost": 2, "gained": 0, "share_without": 0}


@pytest.mark.parametrize("dropped", [["text"], ["text", "p_skeptical"]], ids=" ".join)
def test_without_text_evidence_tells_what_entries_carry(capsys, codes, dropped):
    assert main(["lexicon", "audit", without(codes, *dropped), "--by", "outlet"]) == 0
    out = capsys.readouterr().out
    assert "فشل" in out and "result: posture as the file has it" in out
    assert [line.split()[-1] for line in out.splitlines() if line.split()[:2] == ["group", "value"]] == ["first", "carries"]


def test_another_coders_codes_are_taken_as_they_are_noted(capsys, codes):
    noted = Path(codes + ".meta.json")
    put(noted, noted.read_text("utf-8").replace('"name": "fast"', '"name": "accurate"'))
    assert main(["lexicon", "audit", codes, "--by", "outlet"]) == 0
    assert "result: posture as the file has it" in capsys.readouterr().out


def test_codes_that_the_fast_coder_did_not_make_are_told(capsys, codes):
    put(Path(codes), Path(codes).read_text("utf-8").replace(",skeptical,", ",favorable,"))
    assert main(["lexicon", "audit", codes, "--by", "outlet"]) == 0
    assert "2 of 5 units have another posture there than the fast coder gives them now" in capsys.readouterr().err


def test_units_that_people_coded_show_precision_beside_what_is_carried(capsys, gold, tmp_path):
    found = carried(tmp_path, gold, "--by", "article_id")
    blame = next(r for r in found if r["term"] == "فشل")
    assert (blame["n"], blame["precision"], blame["verdict_corrected"]) == ("1", "1.0", "untested")


def test_that_precision_is_printed_and_explained(capsys, gold):
    assert main(["lexicon", "audit", gold, "--by", "article_id"]) == 0
    out = capsys.readouterr().out
    assert "carries  lost  share_without  n  precision  low  high\n" in out
    assert out.endswith("\nn, precision: units coded by hand in which the entry stands, and the share of them in which it is right\n")


@pytest.mark.parametrize("hidden", ["article_id", "outlet"])
def test_a_sheet_that_hides_its_source_says_how_to_have_it(capsys, tmp_path, hidden):
    head, cells = (
        "unit_id,article_id,outlet,text,appraisal,stratum,population,sampled,inclusion",
        "a:0,a,نشرة الميناء,فشل,against,all,2,1,0.5",
    )
    name = put(tmp_path / "s.csv", f"{head.replace(hidden, 'hidden')}\n{cells}\n")
    assert main(["lexicon", "audit", name, "--by", "outlet"]) == 2
    err = capsys.readouterr().err
    assert f"no column '{hidden}'" in err
    assert err.endswith("; sheets hide it: draw one with framing sample --show-source, or give the output of framing code\n")


def test_long_terms_are_shortened_where_they_are_printed(capsys, tmp_path, own):
    put(
        Path(own),
        Path(own).read_text("utf-8").replace("فشل", "فشل المجلس البلدي في إصلاح الجسر").replace("2,failure,lemma", "2,failure,surface", 1),
    )
    name = put(tmp_path / "a.csv", f"unit_id,text,appraisal\n1,{BLAME},against\n")
    assert main(["lexicon", "audit", name, "--lexicon", own]) == 0
    assert "فشل المجلس البلدي في إص… appraisal" in capsys.readouterr().out


def test_a_lexicon_of_ones_own_has_a_result_of_its_own(capsys, gold, own, tmp_path):
    found = carried(tmp_path, gold, "--by", "article_id", "--lexicon", own)
    assert [(r["value"], r["entry"], round(float(r["carries"]), 2), r["lost"]) for r in found] == [
        ("skeptical", "k1", 1.0, "1"),
        ("favorable", "k2", 0.67, "1"),
        ("favorable", "k1", 0.33, "0"),  # failure denied is praise
    ]


def test_a_frame_may_be_the_result(codes, tmp_path):
    found = carried(tmp_path, codes, "--by", "outlet", "--variable", "frame:capacity")
    assert {r["value"] for r in found} <= {"capacity"}


def test_units_without_an_outlet_are_a_group_too(codes, tmp_path):
    put(Path(codes), Path(codes).read_text("utf-8").replace("نشرة الميناء", ""))
    assert {r["group"] for r in carried(tmp_path, codes, "--by", "outlet")} == {"no outlet", "صحيفة الحي"}


def test_where_no_entry_adds_to_a_result_the_audit_says_so(capsys, tmp_path):
    name = put(tmp_path / "a.csv", f"unit_id,article_id,outlet,text\n1,a,نشرة الميناء,{DUTY}\n")
    assert main(["lexicon", "audit", name, "--by", "outlet"]) == 0
    assert capsys.readouterr().out.startswith("no entry adds to a result here\n")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (["--by", "outlet", "--groups"], "--groups is of coded units as a whole; leave it out with --by"),
        (["--variable", "stance"], "--variable says whose result entries carry; give --by too"),
        (["--by", "outlet", "--variable", "voice"], "allowed are posture, stance, frame:security"),
        (["--by", "outlet", "--variable", "stance", "--lexicon", "own.csv"], "a lexicon of your own decides on posture only"),
        (["--by", "outlets"], "no column 'outlets' (did you mean outlet?)"),
        (["-o", "codes.csv"], "-o codes.csv: is the input too; give another name"),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_options_that_do_not_go_together_are_refused(capsys, codes, own, monkeypatch, tmp_path, call, says):
    monkeypatch.chdir(tmp_path)
    assert main(["lexicon", "audit", "codes.csv", *call]) == 2
    out, err = capsys.readouterr()
    assert out == "" and says in err


@pytest.mark.parametrize("weight", ["", "x"])
def test_a_weight_that_is_no_number_is_named(capsys, tmp_path, weight):
    name = put(tmp_path / "a.csv", f"unit_id,article_id,outlet,text,weight\n1,a,نشرة الميناء,{BLAME},{weight}\n")
    assert main(["lexicon", "audit", name, "--by", "outlet"]) == 2
    assert f"unit 1: weight is {weight!r}; allowed are numbers" in capsys.readouterr().err


def test_evidence_is_of_posture_alone(capsys, codes):
    assert main(["lexicon", "audit", without(codes, "text"), "--by", "outlet", "--variable", "stance"]) == 2
    assert "--variable stance: evidence is of posture" in capsys.readouterr().err


def test_codes_without_text_and_evidence_cannot_be_audited(capsys, codes):
    assert main(["lexicon", "audit", without(codes, "text", "evidence"), "--by", "outlet"]) == 2
    assert "no column 'text', nor 'evidence' and 'posture'; code the articles again" in capsys.readouterr().err


# Which units are a test


def test_units_the_lexicon_was_pruned_on_are_told(capsys, own, tmp_path):
    name = put(tmp_path / "a.csv", f"unit_id,text,appraisal\n1,دفاتر لا يقرؤها أحد,against\n2,{MEETING},none\n")
    assert main(["lexicon", "audit", name]) == 0
    out, err = capsys.readouterr()
    assert "1 of 2 units are exemplars of the package, by which its lexicon was pruned" in err
    assert out.endswith("pruned on its exemplars and a training part of WikiNews and PUD; precision is too high on these\n")


def test_of_a_lexicon_of_ones_own_only_its_maker_knows(capsys, gold, own):
    assert main(["lexicon", "audit", gold, "--lexicon", own]) == 0
    assert capsys.readouterr().out.endswith("of your own lexicon only you know\n")


def test_a_written_audit_has_the_corrected_verdict(gold, own, tmp_path):
    assert main(["lexicon", "audit", gold, "--lexicon", own, "-o", str(tmp_path / "e.csv")]) == 0
    first = rows(tmp_path / "e.csv")[0]
    assert (first["p"], first["q"], first["verdict"], first["verdict_corrected"]) == ("", "", "untested", "untested")
    assert json.loads((tmp_path / "e.csv.meta.json").read_text("utf-8"))["lexicon"] == own
