"""Filled sheets and exports come back: what spreadsheets do to them is mended, what coders wrote is checked, their agreement is printed."""

import csv
import io
import json
from pathlib import Path

import pytest

from framing.cli import main
from framing.coded import read_codes
from framing.errors import FramingError
from framing.outputs import write_rows
from framing.scheme import from_data

CODED = {"appraisal": "for", "object": "focal", "explains": "no", "explains_any": "no", "stance": "neutral", "stance_holder": "-",
         "frames": "-", "voice": "author", "voice_basis": "explicit"}  # fmt: skip
OWN = """version = "1"
[variables.tone]
values = ["glad", "sad"]
[variables.topics]
multiple = true
flag = "topic"
values = ["rain", "وديان"]
"""


@pytest.fixture
def sheet(tmp_path) -> list[dict]:
    """The rows of a sheet of six units that `framing sample` made of an article of eight."""
    units = [
        {"unit_id": f"1:{i}", "article_id": "1", "outlet": "-", "weight": 1, "text": f"=الجملة {i}، «بدأ ترميم الجسر»؛ ثم توقّف."}
        for i in range(8)
    ]
    write_rows(units, tmp_path / "codes.csv", [], {})
    assert main(["sample", str(tmp_path / "codes.csv"), "-n", "6", "--show-source", "-o", str(tmp_path / "empty.csv")]) == 0
    with (tmp_path / "empty.csv").open(encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def table(rows: list[dict], delimiter: str = ",", end: str = "\n") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.fixture
def save(tmp_path):
    def write(content: str | bytes, name: str = "filled.csv", encoding: str = "utf-8-sig") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def lines(capsys) -> dict[str, list[str]]:
    """The words of the first printed table by the first of each line."""
    return lines_of(capsys.readouterr().out)


def lines_of(out: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split()[1:] for line in out.split("\n\n")[0].splitlines()}


# sheets come back


@pytest.mark.parametrize(
    ("delimiter", "end", "encoding"),
    [(",", "\n", "utf-8-sig"), (";", "\r\n", "utf-8-sig"), (";", "\r\n", "cp1256"), ("\t", "\r\n", "utf-16"), (",", "\r\n", "utf-8")],
    ids=["as it was", "semicolons", "Windows-1256", "Unicode text", "without a mark"],
)
def test_a_sheet_comes_back_however_a_spreadsheet_saved_it(sheet, save, delimiter, end, encoding):
    path = save(table([r | CODED for r in sheet], delimiter, end), encoding=encoding)
    found = read_codes(path, ["unit_id", "appraisal"])
    assert sorted(found["unit_id"]) == sorted(r["unit_id"].removeprefix("'") for r in sheet)
    assert set(found["appraisal"]) == {"for"} and set(found["inclusion"]) == {"0.75"}
    assert found["text"][0].startswith("=الجملة ") and found["text"][0].endswith("«بدأ ترميم الجسر»؛ ثم توقّف.")


def test_an_apostrophe_that_was_lost_is_not_missed(sheet, save):
    kept = read_codes(save(table([r | CODED for r in sheet])), ["unit_id"])
    lost = [{k: v.removeprefix("'") for k, v in r.items()} | CODED for r in sheet]
    assert read_codes(save(table(lost)), ["unit_id"]).equals(kept)


def test_an_apostrophe_that_was_printed_stays(save):
    path = save("unit_id,text\na:0,'أمس' قال\na:1,''\na:2,'2025 عام\n")
    assert read_codes(path, ["text"])["text"].tolist() == ["'أمس' قال", "''", "'2025 عام"]


def test_rows_without_anything_are_no_units(sheet, save):
    path = save(table([r | CODED for r in sheet]) + "," * (len(sheet[0]) - 1) + "\n\n" + ",  " * (len(sheet[0]) - 1) + "\n")
    with pytest.raises(FramingError, match="row 9 has no unit_id"):
        read_codes(path, ["unit_id"])
    path = save(table([r | CODED for r in sheet]) + ("," * (len(sheet[0]) - 1) + "\n") * 3)
    assert len(read_codes(path, ["unit_id"])) == 6


def test_what_a_coder_wrote_is_read_as_the_codebook_has_it(sheet, save):
    wrote = {"appraisal": " Against ", "object": "OTHER", "explains": "Yes", "frames": "human، Security", "stance_holder": "–"}
    found = read_codes(save(table([r | CODED | wrote for r in sheet])), ["unit_id"])
    assert found.loc[0, list(wrote)].tolist() == ["against", "other", "yes", "security;human", "-"]


def test_a_decimal_comma_is_a_decimal_point(sheet, save):
    found = read_codes(save(table([r | CODED | {"inclusion": "0,05"} for r in sheet], ";")), ["inclusion"])
    assert set(found["inclusion"]) == {"0.05"}


def test_units_without_a_code_are_left_out_and_counted(sheet, save):
    said: list[str] = []
    path = save(table([r | (CODED if i else {"note": "لا أفهمها"}) for i, r in enumerate(sheet)]))
    assert len(read_codes(path, ["unit_id"], tell=said.append)) == 5
    assert said == [f"{path}: 1 of 6 units have no code and are left out"]


def test_units_coded_in_part_are_named(sheet, save):
    said: list[str] = []
    path = save(table([r | CODED | ({} if i else {"voice": " "}) for i, r in enumerate(sheet)]))
    assert len(read_codes(path, ["unit_id"], tell=said.append)) == 6
    assert said == [f"{path}: 1 of 6 coded units have no voice: {sheet[0]['unit_id'][1:]}"]


def test_how_the_authors_voice_is_known_need_not_be_said(sheet, save):
    said: list[str] = []
    cells = [{"voice": "author" if i else "official", "voice_basis": "" if i else "explicit"} for i in range(len(sheet))]
    path = save(table([r | CODED | c for r, c in zip(sheet, cells, strict=True)]))
    assert len(read_codes(path, ["unit_id"], tell=said.append)) == 6
    assert said == []


def test_a_dash_where_nothing_else_is_allowed_need_not_be_written(sheet, save):
    said: list[str] = []
    none = {"appraisal": "none", "object": ""}
    path = save(table([r | CODED | ({} if i else none) for i, r in enumerate(sheet)]))
    assert read_codes(path, ["unit_id"], tell=said.append)["object"].tolist() == ["-", *["focal"] * 5]
    assert said == []


def test_none_of_several_values_is_a_code_and_an_empty_sheet_has_none(sheet, save):
    empty = dict.fromkeys(CODED, "")
    path = save(table([r | empty | {"frames": "" if i else "-"} for i, r in enumerate(sheet)]))
    assert read_codes(path, ["frames"])["frames"].tolist() == [""]
    with pytest.raises(FramingError, match="no unit in it has a code; its columns for codes are appraisal, object"):
        read_codes(save(table(sheet)), ["unit_id"])


def test_a_variable_that_nobody_coded_is_missed_by_name(sheet, save):
    path = save(table([r | CODED | {"voice": ""} for r in sheet]))
    with pytest.raises(FramingError, match=r"filled\.csv: no unit in it has a code of voice"):
        read_codes(path, ["unit_id", "voice"])


def test_codes_of_the_machine_are_read_as_they_are(save):
    path = save("unit_id,appraisal,frames,stance\na:0,none,,\na:1,,human;security,\n")
    assert read_codes(path, ["unit_id"])[["appraisal", "frames", "stance"]].to_numpy().tolist() == [
        ["none", "", ""],
        ["", "human;security", ""],
    ]


def test_notes_that_are_no_notes_are_named(save):
    save("{", "filled.csv.meta.json", "utf-8")
    with pytest.raises(FramingError, match=r"filled\.csv: what is noted with it cannot be read"):
        read_codes(save("unit_id,appraisal\na:0,for\n"), ["unit_id"])


# framing agree


def test_two_filled_sheets_agree(capsys, sheet, save):
    first = save(table([r | CODED for r in sheet]), "1.csv")
    second = save(
        table([r | CODED | ({} if i else {"appraisal": "none", "object": "-"}) for i, r in enumerate(sheet)], ";"), "2.csv", "cp1256"
    )
    assert main(["agree", str(first), str(second)]) == 0
    found = lines(capsys)
    assert found["6"][:8] == "units coded by at least two of 2".split()
    # values 11 and 1 times in 12 codes: alpha = 1 - (2/12) / (22/132); AC1 = (5/6 - 22/144) / (1 - 22/144)
    assert found["posture"] == ["0.803", "0.0", "0.833"]
    assert found["voice"][-1] == "1.000"


def test_a_variable_alone_can_be_compared(capsys, save):
    first, second = (save(f"unit_id,voice\na:0,author\na:1,{v}\na:2,civil\n", f"{v}.csv") for v in ("media", "expert"))
    assert main(["agree", str(first), str(second)]) == 0
    out = capsys.readouterr().out
    assert "\nvoice " in out and "posture" not in out


def test_posture_is_of_units_with_both_of_its_parts(capsys, save):
    coded = "unit_id,appraisal,explains\na:0,for,no\na:1,none,yes\na:2,against,no\na:3,against,{}\n"
    paths = [str(save(coded.format(e), f"coder{e}.csv")) for e in ("no", "")]
    assert main(["agree", *paths, "-o", str(save("", "o.csv"))]) == 0
    with (Path(paths[0]).parent / "o.csv").open(encoding="utf-8") as f:
        n = {r["variable"]: r["n_units"] for r in csv.DictReader(f)}
    assert n == {"posture": "3", "appraisal": "4", "explains": "3"}


def test_files_without_a_common_variable_are_told_apart(capsys, save):
    paths = [str(save(f"unit_id,{v}\na:0,{c}\n", f"{v}.csv")) for v, c in (("voice", "author"), ("explains", "no"))]
    assert main(["agree", *paths]) == 2
    assert f"no variable was coded by all ({paths[0]}: voice, attributed; {paths[1]}: explains)" in capsys.readouterr().err


def test_a_variable_that_no_unit_has_twice_is_left_out(capsys, save):
    paths = [str(save(f"unit_id,explains,voice\na:0,{e},author\na:1,{f},author\n", f"{e}-{f}.csv")) for e, f in (("no", ""), ("", "no"))]
    assert main(["agree", *paths]) == 0
    assert "explains" not in capsys.readouterr().out


def test_a_wrong_code_is_named_with_its_unit_and_what_is_allowed(capsys, sheet, save):
    first = str(save(table([r | CODED for r in sheet]), "1.csv"))
    typo = str(save(table([r | CODED | {"voice": "authro"} for r in sheet]), "2.csv"))
    assert main(["agree", first, typo]) == 2
    unit = sheet[0]["unit_id"].removeprefix("'")
    assert f"{typo}, unit {unit}: voice is 'authro'; allowed are author, official" in capsys.readouterr().err


def test_a_file_given_twice_is_named(capsys, sheet, save):
    path = save(table([r | CODED for r in sheet]))
    assert main(["agree", str(path), f"{path.parent}/./{path.name}"]) == 2
    assert f"{path}: given twice; give another coder's file" in capsys.readouterr().err


def test_posture_coded_as_such_is_compared_with_posture_derived(capsys, sheet, save):
    first = save(table([r | {"posture": " Favorable " if i else "skeptical"} for i, r in enumerate(sheet)]), "1.csv")
    second = save(table([r | CODED for r in sheet]), "2.csv")
    assert read_codes(first, ["posture"])["posture"].tolist() == ["skeptical", *["favorable"] * 5]
    assert main(["agree", str(first), str(second)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("6 units coded by at least two of 2 coders; posture is derived from appraisal and explains, or as coded where")
    assert next(line for line in out.splitlines() if line.startswith("posture")).split() == ["posture", "0.803", "0.0", "0.833"]


def test_posture_coded_as_such_is_named_where_it_is_wrong_or_missing(capsys, sheet, save):
    said: list[str] = []
    rows = [r | {"posture": "for" if i else "", "voice": "author"} for i, r in enumerate(sheet)]
    path = save(table(rows))
    read_codes(path, ["posture"], tell=said.append)
    assert said == [f"{path}: 1 of 6 coded units have no posture: {sheet[0]['unit_id'][1:]}"]
    assert main(["agree", str(path), str(save(table(rows), "2.csv"))]) == 2
    assert "posture is 'for'; allowed are skeptical, favorable, analytical, procedural" in capsys.readouterr().err


def test_the_column_posture_is_not_read_beside_appraisal_and_explains(capsys, sheet, save):
    paths = [str(save(table([r | CODED | {"posture": posture} for r in sheet]), f"{posture}.csv")) for posture in ("skeptical", "for")]
    assert main(["agree", *paths]) == 0
    assert lines(capsys)["posture"][-1] == "1.0"


def test_a_random_sample_has_no_interval_over_blocks_and_says_why(capsys, save):
    coded = [f"a:{3 * i},{'author' if i % 2 else 'media'},no" for i in range(20)]
    paths = [
        str(save("unit_id,voice,explains\n" + "\n".join([*coded, last]), f"{i}.csv"))
        for i, last in enumerate(("b:0,author,no", "b:0,media,yes"))
    ]
    assert main(["agree", *paths, "-o", str(save("", "o.csv"))]) == 0
    out = capsys.readouterr().out
    assert "\nalpha with 95 % intervals over units\n" in out and "low_block" not in out
    assert "not over blocks within articles: fewer than half of the units coded twice stand next to another one" in out


def test_intervals_over_blocks_may_be_missing_for_some_variables(capsys, save):
    coded = [f"a:{i},{'author' if i % 3 else 'media'},{'' if i % 3 else 'no' if i % 2 else 'yes'}" for i in range(20)]
    paths = [str(save("unit_id,voice,explains\n" + "\n".join(coded), f"{i}.csv")) for i in range(2)]
    assert main(["agree", *paths]) == 0
    assert "not over blocks within articles of explains: fewer than half" in capsys.readouterr().out


STANCES = "unit_id,stance,voice\n" + "".join(f"a:{i},{('favor', 'neutral', 'against')[i % 3]},author\n" for i in range(9))


def test_an_ordinal_variable_has_ordinal_alpha_too(capsys, save, tmp_path):
    paths = [str(save(STANCES + f"a:9,{v},author\n", f"{v}.csv")) for v in ("neutral", "favor")]
    assert main(["agree", *paths, "--ordinal", "stance=against, neutral، favor", "-o", str(tmp_path / "o.csv")]) == 0
    out = capsys.readouterr().out
    # 6 against, 7 neutral, 7 favor: AC1 (.9 - .3325) / .6675; alpha 1 - 19 × 2 / 266. Against from neutral by 6.5, neutral from favor by 7, against from favor by 13.5;
    # one unit of ten split: ordinal 1 - 19 × 2 × 49 / (2 × (42 × 6.5² + 49 × 7² + 42 × 13.5²))
    assert lines_of(out)["stance"][:3] == ["0.85", "0.857", "0.921"]
    assert lines_of(out)["voice"][-1] == "1.0"
    assert "\nordinal alpha with 95 % intervals over units" in out
    assert out.endswith("\nstance, from the lowest to the highest: against, neutral, favor\n")
    with (tmp_path / "o.csv").open(encoding="utf-8") as f:
        assert [r["variable"] for r in csv.DictReader(f) if r["measure"] == "ordinal alpha"] == ["stance"]


def test_the_name_of_an_ordinal_variable_alone_takes_the_order_of_ones_own_codebook(capsys, save):
    paths = [str(save("unit_id,tone\n" + "".join(f"a:{j},{('glad', 'sad')[j % 2]}\n" for j in range(9)), f"{i}.csv")) for i in range(2)]
    book = str(save(OWN, "book.toml", "utf-8"))
    assert main(["agree", *paths, "--codebook", book, "--ordinal", "tone"]) == 0
    assert "ordinal alpha" in (out := capsys.readouterr().out) and "\ntone, from the lowest to the highest: glad, sad\n" in out


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ("stance=against,neutral", "gave unit a:0 'favor'; the order has against, neutral"),
        ("stance=against,pro", "order of stance: 'pro'; allowed are favor, against, neutral"),
        (
            "stance",
            "lists favor, against, neutral in no order; give one from the lowest to the highest, as in stance=against,neutral,favor",
        ),
        ("voice", "ordinal variable 'voice': the package's codebook lists author, "),
        ("frames", "ordinal variable 'frames'; allowed are posture, appraisal"),
        ("explains=no,yes", "ordinal variable 'explains'; allowed are those that all coded, "),
        ("stance=favor,favor", "each once"),
    ],
)
def test_an_order_that_does_not_fit_is_refused(capsys, save, order, says):
    paths = [str(save(STANCES, f"{i}.csv")) for i in range(2)]
    assert main(["agree", *paths, "--ordinal", order]) == 2
    assert says in capsys.readouterr().err


def test_values_under_ten_positives_are_not_assessed(capsys, save):
    rows = "".join(f"a:{i},{'author' if i < 12 else 'media'}\n" for i in range(15))
    paths = [str(save("unit_id,voice\n" + rows + f"a:15,{v}\n", f"{v}.csv")) for v in ("author", "expert")]
    assert main(["agree", *paths, "--values"]) == 0
    values = [line.split() for line in capsys.readouterr().out.split("alpha of each value")[1].splitlines()]
    # 25 of 32 codes are author, and one of 16 units is split: alpha = 1 - 31 × 2 / (2 × 25 × 7)
    assert next(v for v in values if v[:2] == ["voice", "author"])[2:4] == ["12.5", "0.823"]
    assert next(v for v in values if v[:2] == ["voice", "media"])[2:] == ["3.0", "not", "assessable"]


def test_all_figures_go_to_a_file_the_same_twice(save, tmp_path):
    paths = [str(save(f"unit_id,voice,frames\na:0,author,human\na:1,{v},\n", f"{v}.csv")) for v in ("media", "expert")]
    for name in ("one.csv", "two.csv"):
        assert main(["agree", *paths, "--values", "-o", str(tmp_path / name)]) == 0
    with (tmp_path / "one.csv").open(encoding="utf-8") as f:
        found = [(r["variable"], r["of"], r["measure"]) for r in csv.DictReader(f)]
    assert found.count(("voice", "author", "alpha")) == 1 and ("voice", "", "AC1") in found
    assert ("frame:human", "1", "alpha") in found and ("frame:human", "0", "alpha") not in found
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_a_file_of_codes_is_never_written_over(capsys, save):
    paths = [save("unit_id,voice\na:0,author\n", f"{i}.csv") for i in range(2)]
    assert main(["agree", *map(str, paths), "-o", str(paths[0])]) == 2
    assert f"-o {paths[0]}: is an input too; give another name" in capsys.readouterr().err
    assert paths[0].read_text("utf-8-sig").startswith("unit_id,voice")


def test_the_file_must_be_a_csv(capsys, save):
    assert main(["agree", str(save("unit_id,voice\na:0,author\n")), "-o", "o.xlsx"]) == 2
    assert "o.xlsx: cannot write .xlsx; allowed are .csv" in capsys.readouterr().err


# own codebooks


@pytest.fixture
def own(save) -> list[str]:
    """Two coders by a codebook of their own; they differ on one tone and on one topic."""
    header = "unit_id,tone,topics\n"
    first = save(header + "a:0,glad,rain\na:1,sad,rain;وديان\na:2,glad,\n", "1.csv")
    return [str(first), str(save(header + "a:0,Glad,rain\na:1,sad,rain\na:2,sad,\n", "2.csv"))]


def test_codes_by_an_own_codebook_agree(capsys, own, save):
    assert main(["agree", *own, "--codebook", str(save(OWN, "own.toml", "utf-8"))]) == 0
    found = lines(capsys)
    # glad 3, sad 3 of 6 codes, one unit of three split: alpha = 1 - 5 × 2 / 18
    assert found["3"][-2:] == ["2", "coders"]
    assert (found["tone"][1], found["topic:rain"][1], found["topic:وديان"][1]) == ("0.444", "1.000", "0.000")


def test_the_codebook_noted_with_one_of_the_files_is_theirs(capsys, own, save):
    scheme = from_data({"variables": {"tone": {"values": ["glad", "sad"]}}}, "x")
    save(json.dumps({"scheme": scheme.data()}), "1.csv.meta.json", "utf-8")
    assert main(["agree", *own]) == 0
    out = capsys.readouterr().out
    assert "\ntone " in out and "topic" not in out


def test_files_of_two_codebooks_are_refused(capsys, own, save):
    for i, values in ((1, ["glad", "sad"]), (2, ["glad", "sad", "angry"])):
        save(json.dumps({"scheme": from_data({"variables": {"tone": {"values": values}}}, "x").data()}), f"{i}.csv.meta.json", "utf-8")
    assert main(["agree", *own]) == 2
    assert f"{own[0]} and {own[1]} were coded by different codebooks" in capsys.readouterr().err


def test_a_code_that_an_own_codebook_does_not_have_is_named(capsys, own, save):
    codebook = str(save(OWN.replace("sad", "sorry"), "own.toml", "utf-8"))
    assert main(["agree", *own, "--codebook", codebook]) == 2
    assert f"{own[0]}, unit a:1: tone is 'sad'; allowed are glad, sorry" in capsys.readouterr().err


def test_files_of_the_package_under_no_codebook_of_theirs_have_no_variable(capsys, own):
    assert main(["agree", *own]) == 2
    assert "no variable was coded by all" in capsys.readouterr().err


# Label Studio


def exported(unit: str, **codes: dict[str, str]) -> dict:
    annotations = [
        {
            "completed_by": by,
            "result": [{"from_name": k, "to_name": "text", "type": "choices", "value": {"choices": [v]}} for k, v in own.items()],
        }
        for by, own in codes.items()
    ]
    return {"id": 1, "data": {"unit_id": unit, "text": "بدأ ترميم الجسر."}, "annotations": annotations}


def test_tasks_come_back_from_label_studio_and_their_annotators_agree(capsys, sheet, save, tmp_path):
    assert main(["sample", str(tmp_path / "codes.csv"), "-n", "6", "-o", str(tmp_path / "tasks.json")]) == 0
    tasks = json.loads((tmp_path / "tasks.json").read_text("utf-8"))
    said = {"explains": "no", "voice": "author"}
    done = [
        t | {"annotations": exported("", a={"appraisal": "for"} | said, b={"appraisal": "for" if i else "none"} | said)["annotations"]}
        for i, t in enumerate(tasks)
    ]
    assert main(["agree", str(save(json.dumps(done), "export.json"))]) == 0
    found = lines(capsys)
    assert found["6"][6:9] == ["of", "2", "coders;"]
    assert found["posture"] == ["0.803", "0.0", "0.833"]
    assert found["explains"] == [*"(one value only) (one value only) 1.000".split()]


def test_an_annotator_and_a_sheet_are_two_coders(capsys, save):
    export = save(json.dumps([exported("a:0", x={"voice": "author"}), exported("a:1", x={"voice": "media"})]), "export.json")
    assert main(["agree", str(export), str(save("unit_id,voice\na:0,author\na:1,media\n"))]) == 0
    assert capsys.readouterr().out.startswith("2 units coded by at least two of 2 coders\n")


def test_an_annotator_alone_is_refused(capsys, save):
    assert main(["agree", str(save(json.dumps([exported("a:0", x={"voice": "author"})]), "export.json"))]) == 2
    assert "no unit was coded by two coders" in capsys.readouterr().err
