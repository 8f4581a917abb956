"""Figures: the same bytes twice, Arabic drawn without a missing glyph, colours that differ for every reader."""

import pandas as pd
from matplotlib.colors import to_rgb

from framing.codes import POSTURES
from framing.figures import COLOURS, frames_by_text, keyness, learning, save

WORDS = pd.DataFrame({"article_id": "a", "rank": [1, 2], "lemma": ["انضمام", "تحالف"], "count": [3, 2], "z": [2.0, 1.0]})


def luminance(colour: str) -> float:
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_a_figure_is_the_same_bytes_twice(tmp_path):
    for name in ("one", "two"):
        save(keyness(WORDS, {"a": "text"}), tmp_path, name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()


def test_arabic_labels_are_drawn_without_a_missing_glyph(tmp_path, recwarn):
    save(keyness(WORDS, {"a": "نص"}), tmp_path, "arabic")
    assert [w for w in recwarn if "missing" in str(w.message)] == []


def test_every_posture_has_its_own_colour_with_contrast_to_white():
    assert set(COLOURS) == set(POSTURES)
    assert all((1.05) / (luminance(c) + 0.05) >= 3 for c in COLOURS.values())


def test_a_figure_says_its_question_and_on_how_many_units_of_how_many_articles():
    frames = ["security", "legitimacy", "sovereignty", "conflict", "economic", "human", "ideology", "capacity"]
    figure = frames_by_text(pd.DataFrame({"group": "a", "value": frames, "share": 0.5, "n_units": 12}), {"a": "text"})
    said = [t.get_text() for t in figure.texts]
    assert said[0].endswith("?") and "12 units of 1 articles" in said[1].replace("\n", " ")


def test_a_learning_curve_has_an_axis_for_each_kind_of_sentence():
    curve = pd.DataFrame(
        {"curve": ["x", "x", "y", "y"], "set": "study", "n_sentences": [1, 2] * 2, "macro_f1": 0.5, "lowest": 0.4, "highest": 0.6}
    )
    assert [a.get_title() for a in learning(curve).axes] == ["x", "y"]
