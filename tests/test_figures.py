"""Figures: the same bytes twice, Arabic drawn without a missing glyph, colours that differ for every reader."""

import pandas as pd
from matplotlib.colors import to_rgb

from framing.codes import POSTURES
from framing.figures import (
    COLOURS,
    frames_by_text,
    interval_coverage,
    keyness,
    learning,
    machine_worth,
    masked_shares,
    save,
    specification_curve,
)

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


def test_a_specification_curve_has_a_point_for_every_specification_and_text(recwarn):
    rows = [
        (s, "main", coder, a, leads, 10, 0.6, 0.4, 0, 0)
        for s, coder, leads in ((1, "hand", "skeptical"), (2, "fast", "tie"))
        for a in ("a", "b")
    ]
    table = pd.DataFrame(rows, columns=["specification", "question", "coder", "article_id", "leads", "n_units", *POSTURES])
    summary = pd.DataFrame({"article_id": ["a", "b"], "value": "skeptical", "share": 0.6})
    figure = specification_curve(table, summary, {"coder": ["hand", "fast"]}, {"a": "نص", "b": "text"})
    points = [c for c in figure.axes[0].collections if len(c.get_offsets()) == 2 and c.get_sizes()[0] == 15]
    assert len(points) == 2 and [to_rgb(c) for c in points[0].get_facecolors()[:, :3]] == [to_rgb(COLOURS["skeptical"]), (1, 1, 1)]
    said = figure.texts[1].get_text().replace("\n", " ")
    assert "under 2 specifications, up to 20 units of 2 articles" in said
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()][-2:] == ["coder: hand", "fast"]


def test_masked_shares_are_drawn_for_both_coders_with_units_kept():
    rows = [(c, m, "a", "favorable") for c in ("fast", "accurate") for m in ("naive", "hand", "difference")]
    table = pd.DataFrame(rows, columns=["coder", "method", "group", "value"]).assign(
        leads=True, share=0.5, estimate=0.5, middle_low=0.4, middle_high=0.6, n_kept=3, n_units=7
    )
    figure = masked_shares(table, {"a": "نص"})
    assert [a.get_title() for a in figure.axes] == ["fast coder", "accurate coder"]
    assert figure.axes[0].get_yticklabels()[0].get_text() == "نص: favorable\n3 of 7 kept"
    assert "3 of 7 units of 1 articles" in figure.texts[1].get_text().replace("\n", " ")


def test_intervals_the_tool_warned_of_are_drawn_open():
    row = {"cell": "base", "outlet": 1, "runs": 2000, "coverage": 0.95, "coverage_mc": 0.005, "method": "difference", "target": "corpus"}
    figure = interval_coverage(pd.DataFrame([row | {"value": 1, "warned": 0.9}, row | {"value": 2, "warned": 0.1}]), (0.93, 0.97))
    points = figure.axes[0].collections[-1]
    assert [tuple(c) == (1, 1, 1, 1) for c in points.get_facecolors()] == [True, False]
    assert "2000 runs of 1 cells" in figure.texts[1].get_text()


def test_what_a_machine_is_worth_is_drawn_by_accuracy_and_of_the_corpus_alone():
    row = {"method": "difference", "width": 0.1, "gain": 1.2, "gain_mc": 0.02}
    table = pd.DataFrame([row | {"cell": c, "target": t} for c in ("base", "half") for t in ("corpus", "outlet")])
    figure = machine_worth(table, {"base": 0.8, "half": 0.5})
    assert list(figure.axes[0].lines[0].get_xdata()) == [0.5, 0.8]
