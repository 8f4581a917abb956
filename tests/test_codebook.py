"""The codebook as a page: what coders read is what the data say."""

from pathlib import Path

import pytest

from framing.codebook import main, page
from framing.codes import codebook, values

COMMITTED = Path(__file__).parent.parent / "data" / "codebook.md"
BODY = page().split(" Changelog\n")[0]


def test_the_committed_page_is_up_to_date():
    assert COMMITTED.read_text("utf-8") == page()


def test_the_page_opens_with_its_title_and_version():
    first, second = page().split("\n\n")[:2]
    assert first == "# Codebook: framing posture, stance, frames and voice"
    assert second.startswith("Version 2.1. Made from `src/framing/resources/codebook.toml`")


def test_the_page_says_that_the_study_is_in_sample():
    assert "written after reading the study's texts" in page().split("\n\n")[2]


def test_sections_are_numbered_from_nought_and_end_with_the_changelog():
    headings = [line for line in page().splitlines() if line.startswith("## ")]
    assert headings[0] == "## 0 Unit and procedure"
    assert headings[1].startswith("## 1 Posture")
    assert headings[5] == "## 5 Reliability"
    assert headings[6:] == ["## 6 Changelog"]


def test_every_change_has_its_version_date_and_whether_the_study_had_been_seen():
    lines = [line for line in page().split(" Changelog\n\n")[1].splitlines() if line]
    assert len(lines) == len(codebook()["changelog"]) == 3
    assert all(line.startswith("- ") and "after seeing the study's units): " in line for line in lines)
    assert lines[-1].startswith("- 2.1 (2026-11-21, after")


def test_the_page_ends_with_one_newline():
    assert page().endswith(".\n")
    assert not page().endswith("\n\n")


@pytest.mark.parametrize("variable", [v for v in values() if v not in ("frames", "voice")])
def test_the_page_defines_every_column_that_a_coder_fills(variable):
    assert f"**{variable}**" in BODY


@pytest.mark.parametrize("voice", values()["voice"])
def test_the_page_defines_every_voice_as_the_data_do(voice):
    section = " ".join(BODY.split("## 4 ")[1].split())
    assert f"- **{voice}**: {codebook()['variables']['voice']['values'][voice]}" in section


@pytest.mark.parametrize("frame", values()["frames"])
def test_the_page_defines_every_frame_as_the_data_do(frame):
    about = codebook()["variables"]["frames"]
    assert f"| {frame} | {about['values'][frame]} | {about['kin'][frame]} |" in BODY.splitlines()


def test_every_variable_belongs_to_a_section_and_asks_a_question():
    sections = {s["id"] for s in codebook()["sections"]}
    assert all(v["section"] in sections and v["question"] and len(v["values"]) >= 2 for v in codebook()["variables"].values())


def test_the_command_writes_the_page(tmp_path):
    assert main([str(tmp_path / "page.md")]) == 0
    assert (tmp_path / "page.md").read_text("utf-8") == page()
