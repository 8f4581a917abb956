"""Tasks and a labelling page for Label Studio, and its exports as tables."""

import json
from xml.etree import ElementTree as ET

import pytest

from framing.coded import read_codes
from framing.errors import FramingError
from framing.labelstudio import config, read_export, tasks
from framing.scheme import from_data, shipped_scheme

UNIT = {"unit_id": "a:0", "before": "", "text": "بدأ | ترميم «الجسر» <أمس> & غداً.", "after": "", "stratum": "أ", "inclusion": 0.05}
SOME = shipped_scheme().only(["appraisal", "frames"])


def result(name: str, *choices: str) -> dict:
    return {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": list(choices)}}


def annotation(by, *results: dict, at: str = "2026-01-01T00:00:00Z", cancelled: bool = False) -> dict:
    return {"id": 1, "completed_by": by, "result": list(results), "was_cancelled": cancelled, "ground_truth": False, "updated_at": at}


def task(unit: str, *annotations: dict) -> dict:
    data = UNIT | {"unit_id": unit}
    return {"id": 7, "data": data, "meta": {}, "drafts": [annotation(9, result("appraisal", "both"))], "annotations": list(annotations)}


@pytest.fixture
def put(tmp_path):
    def write(content) -> str:
        path = tmp_path / "export.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
        return path

    return write


# tasks


def test_a_task_holds_the_unit_and_its_design_and_no_code():
    row = UNIT | dict.fromkeys((*SOME.variables, "note"), "")
    assert tasks([row], SOME) == [{"data": UNIT | {"step": "", "headline": ""}}]


def test_machine_codes_become_a_prediction_of_their_own():
    row = UNIT | {"appraisal": "", "frames": "", "note": "", "m_appraisal": "for", "m_frames": "security;human"}
    [found] = tasks([row], SOME, "m_")
    assert found["data"] == UNIT | {"step": "", "headline": ""}
    assert found["predictions"][0]["result"] == [result("appraisal", "for"), result("frames", "security", "human")]


# page


def test_the_page_asks_for_every_variable_and_names_what_it_shows():
    view = ET.fromstring(config(shipped_scheme()))
    groups = view.findall(".//Choices")
    assert [g.get("name") for g in groups] == list(shipped_scheme().variables)
    assert {g.get("toName") for g in groups} == {"text"} == {t.get("name") for t in view.iter("Text")}
    assert [t.get("value") for t in view.findall("View")[0]] == ["$step", "$headline", "$before", "$text", "$after"]


def test_a_variable_of_several_values_takes_several_and_the_others_one_each():
    groups = {g.get("name"): g for g in ET.fromstring(config(shipped_scheme())).iter("Choices")}
    assert (groups["frames"].get("choice"), groups["frames"].get("required")) == ("multiple", None)
    assert (groups["voice"].get("choice"), groups["voice"].get("required")) == ("single", "true")


def test_a_choice_is_exported_as_its_code_and_shown_with_its_rule_in_arabic():
    choice = ET.fromstring(config(SOME)).find(".//Choice")
    assert (choice.get("alias"), choice.get("hint")[:8]) == ("against", "failing,")
    assert choice.get("value").startswith("against | فاشل")


def test_arabic_units_and_questions_run_from_right_to_left():
    view = ET.fromstring(config(SOME))
    assert "direction: rtl" in view.find("View").get("style")
    [arabic] = [h for h in view.findall("Header") if h.get("value").startswith("هل ")]
    assert "direction: rtl" in arabic.get("style")


def test_a_codebook_without_arabic_is_shown_as_it_is():
    own = from_data({"language": "fr", "variables": {"ton": {"question": '"gai" < & > ?', "values": ["gai", "triste"]}}}, "x")
    view = ET.fromstring(config(own))
    assert "rtl" not in config(own)
    assert [c.get("value") for c in view.iter("Choice")] == ["gai", "triste"]
    assert view.findall("Header")[0].get("value") == 'ton: "gai" < & > ?'


# exports


def test_a_full_export_is_a_table_for_each_annotator(put):
    first, second = (
        annotation(3, result("appraisal", "for"), result("frames", "human", "security")),
        annotation(4, result("appraisal", "none")),
    )
    found = read_export(put([task("a:0", first, second), task("a:1", second)]))
    assert {name: own["unit_id"].tolist() for name, own in found.items()} == {"3": ["a:0"], "4": ["a:0", "a:1"]}
    assert found["3"].loc[0, ["text", "inclusion", "appraisal", "frames"]].tolist() == [UNIT["text"], "0.05", "for", "human;security"]


def test_an_annotator_is_called_by_the_address_the_export_has(put):
    who = {"id": 3, "email": "first@example.org", "first_name": "", "last_name": ""}
    assert list(read_export(put([task("a:0", annotation(who, result("appraisal", "for")))]))) == ["first@example.org"]


def test_skipped_units_and_drafts_are_no_codes(put):
    skipped = annotation(3, result("appraisal", "for"), cancelled=True)
    found = read_export(put([task("a:0", skipped), task("a:1", annotation(3, result("appraisal", "none")))]))
    assert found["3"][["unit_id", "appraisal"]].to_numpy().tolist() == [["a:1", "none"]]


def test_the_annotation_changed_last_counts(put):
    late, early = (annotation(3, result("appraisal", v), at=f"2026-01-0{day}") for v, day in (("for", 2), ("none", 1)))
    assert read_export(put([task("a:0", late, early)]))["3"]["appraisal"].tolist() == ["for"]


def test_what_an_annotator_left_out_is_an_empty_cell(put):
    one, other = annotation(3, result("appraisal", "for")), annotation(3, result("frames", "human"))
    found = read_export(put([task("a:0", one), task("a:1", other)]))["3"]
    assert found[["appraisal", "frames"]].to_numpy().tolist() == [["for", ""], ["", "human"]]


def test_the_short_export_gives_the_same_table(put):
    added = {"id": 7, "annotator": 3, "annotation_id": 1, "created_at": "x", "updated_at": "y", "lead_time": 1.5}
    note = {"from_name": "note", "to_name": "text", "type": "textarea", "value": {"text": ["صعبة"]}}
    full = read_export(put([task("a:0", annotation(3, result("appraisal", "for"), result("frames", "human", "security"), note))]))["3"]
    short = read_export(put([UNIT | added | {"appraisal": "for", "frames": {"choices": ["human", "security"]}, "note": "صعبة"}]))["3"]
    assert short.to_dict("records") == full.to_dict("records")
    assert short["note"].tolist() == ["صعبة"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "not a JSON file"),
        ("{}", "not an export of Label Studio; allowed is a JSON list of tasks"),
        ("[1]", "not an export of Label Studio"),
        ("[]", "no annotation in it"),
        ([{"data": UNIT}], "no annotation in it; export the annotated tasks as JSON"),
        ([task("", annotation(3, result("appraisal", "for")))], "task 7: its data have no unit_id"),
        ([{"image": "x.png", "annotator": 1}], "task 1: its data have no unit_id; allowed are tasks that `framing sample` made"),
        ([{"data": UNIT, "annotations": [{"result": [{"value": 3}]}]}], "task 1: not as Label Studio exports it"),
        ([{"data": UNIT, "annotations": 5}], "task 1: not as Label Studio exports it"),
    ],
)
def test_what_is_no_export_is_refused_with_its_file(put, content, says):
    with pytest.raises(FramingError) as e:
        read_export(put(content))
    assert str(e.value).startswith(str(put(content))) and says in str(e.value)


def test_an_export_of_one_annotator_is_read_as_codes(put):
    path = put([task("a:0", annotation(3, result("appraisal", "for")))])
    assert read_codes(path, ["unit_id", "appraisal"])[["unit_id", "appraisal", "annotator"]].to_numpy().tolist() == [["a:0", "for", "3"]]


def test_codes_of_two_annotators_of_one_unit_are_not_taken_for_one(put):
    path = put([task("a:0", annotation(3, result("appraisal", "for")), annotation(4, result("appraisal", "none")))])
    with pytest.raises(FramingError, match="unit a:0 has annotations of 3 and 4; allowed is one per unit"):
        read_codes(path, ["unit_id"])
