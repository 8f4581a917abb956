"""A packet goes out without codes and comes back without text."""

import pandas as pd
import pytest

from framing.codings import read_codings
from framing.errors import FramingError
from framing.packet import make, take
from framing.tables import read_csv
from tests.test_study import corpus  # noqa: F401 - a fixture

CODES = {"appraisal": "none", "object": "-", "explains": "no", "explains_any": "no", "stance": "neutral", "stance_holder": "-", "frames": "", "voice": "author", "voice_basis": "explicit"}  # fmt: skip


@pytest.fixture
def packet(corpus, tmp_path):  # noqa: F811
    folder, study = corpus
    make(folder, tmp_path / "packet", 1, study)
    return tmp_path / "packet"


@pytest.fixture
def filled(packet):
    sheet = pd.read_csv(packet / "sheet.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig").assign(**CODES)
    sheet.to_csv(packet / "filled.csv", index=False, encoding="utf-8-sig")
    return packet / "filled.csv"


def test_the_sheet_holds_text_and_step_but_neither_codes_nor_the_articles_name(packet):
    sheet = pd.read_csv(packet / "sheet.csv", dtype=str, keep_default_na=False, encoding="utf-8-sig")
    assert (sheet["text"] != "").all() and (sheet["focal_step"] == "the opening of the bridge").all()
    assert (sheet[list(CODES)] == "").all().all()
    assert not sheet["unit_id"].str.contains("bridge").any()


def test_the_codebook_and_the_allowed_values_come_with_it(packet):
    assert "Posture, from three primitives" in (packet / "codebook.md").read_text("utf-8")
    assert "`stance`: favor, against, neutral" in (packet / "how_to_code.md").read_text("utf-8")


def test_a_filled_sheet_becomes_a_coders_file_without_text(packet, filled, tmp_path):
    (tmp_path / "codings").mkdir()
    out = take(filled, "amal", packet / "key.csv", tmp_path)
    assert list(pd.read_csv(out).columns) == ["unit_id", "n_words", "n_chars", *CODES]
    (tmp_path / "codings" / "coders.toml").write_text("", "utf-8")
    coders, wide = read_codings(tmp_path / "codings", read_csv(tmp_path / "study" / "units.csv", n_words=int, n_chars=int))
    assert coders["amal"]["kind"] == "person" and wide["amal"]["unit_id"].str.startswith("bridge:").all()


def test_an_unknown_code_is_named_with_its_unit(packet, filled, tmp_path):
    filled.write_text(filled.read_text("utf-8-sig").replace("neutral", "indifferent", 1), "utf-8-sig")
    with pytest.raises(FramingError, match="stance is 'indifferent'; allowed are favor, against, neutral"):
        take(filled, "amal", packet / "key.csv", tmp_path)


def test_a_missing_unit_is_named(packet, filled, tmp_path):
    lines = filled.read_text("utf-8-sig").splitlines()
    filled.write_text("\n".join(lines[:-1]), "utf-8-sig")
    with pytest.raises(FramingError, match="is missing"):
        take(filled, "amal", packet / "key.csv", tmp_path)
