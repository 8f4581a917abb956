"""Figures: the same bytes twice, Arabic drawn without a missing glyph, colours that differ for every reader."""

import re

import pandas as pd
from matplotlib.colors import to_rgb

from framing.codes import POSTURES
from framing.figures import (
    COLOURS,
    DARK,
    GROUND,
    MARKS,
    arcs,
    attribution,
    calibration_curve,
    confusion_matrix,
    frames_by_text,
    interval_coverage,
    keyness,
    learning,
    machine_scores,
    machine_worth,
    masked_shares,
    nearest,
    posture_by_text,
    reliability,
    rounded,
    save,
    specification_curve,
    timeline,
    variants,
)

WORDS = pd.DataFrame({"article_id": "a", "rank": [1, 2], "lemma": ["انضمام", "تحالف"], "count": [3, 2], "z": [2.0, 1.0], "n_units": 8})


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
    table = pd.DataFrame({"group": "a", "value": frames, "share": 0.5, "low": 0.5, "high": 0.6, "n_units": 12})
    figure = frames_by_text(table, {"a": "text"})
    said = [t.get_text() for t in figure.texts]
    assert said[0].endswith("?") and "12 units of 1 articles" in said[1].replace("\n", " ")


def said(figure) -> str:
    return " ".join(t.get_text() for axis in figure.axes for t in axis.texts)


def test_a_learning_curve_has_an_axis_for_each_kind_of_sentence_and_names_its_lines():
    curve = pd.DataFrame(
        {"curve": ["x", "x", "y", "y"], "set": "study", "n_sentences": [1, 2] * 2, "macro_f1": 0.5, "lowest": 0.4, "highest": 0.6}
    )
    figure = learning(curve, 12, 2, 34)
    assert [a.get_title() for a in figure.axes] == ["x", "y"] and said(figure) == "these texts 0.50 these texts 0.50"
    assert "on 12 units of 2 articles (these texts) and on 34 real sentences" in figure.texts[1].get_text().replace("\n", " ")


def test_alpha_is_drawn_with_both_intervals_and_hollow_where_it_is_not_assessed():
    row = {"measure": "alpha", "value": 0.9, "low": 0.8, "high": 1.0, "low_block": 0.7, "high_block": 1.0, "n_units": 160}
    figure = reliability(pd.DataFrame([row | {"variable": v} for v in ("posture", "frame:human")]), {"frame:human"})
    units, blocks, points = figure.axes[0].collections[:3]
    assert [line[0][0] for line in units.get_segments()] == [0.8, 0.8] and [line[0][0] for line in blocks.get_segments()] == [0.7, 0.7]
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["frame: human", "posture"]
    assert [to_rgb(c) == (1, 1, 1) for c in points.get_facecolors()[:, :3]] == [True, False]


def test_scores_stand_in_their_group_and_those_without_entries_beside_their_coder():
    rows = [("TF-IDF", 0.4, "peer"), ("fast coder", 0.6, "ours"), ("fast, without entries attested only here", 0.5, "ours")]
    machine = pd.DataFrame(rows, columns=["coder", "macro_f1", "kind"]).assign(low=0.3, high=0.7)
    figure = machine_scores(machine, 12, 2, 0.75)
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["fast coder", "TF-IDF"]
    assert [list(line.get_xdata()) for line in figure.axes[0].lines[:3]] == [[0.6], [0.5], [0.4]]
    assert "aim 0.75" in said(figure)


def test_a_confusion_is_drawn_for_every_coder_with_all_its_counts():
    table = pd.DataFrame({"reference": POSTURES} | {p: [int(p == q) * 3 for q in POSTURES] for p in POSTURES})
    figure = confusion_matrix({"fast": table, "accurate": table})
    assert [a.get_title() for a in figure.axes] == ["fast coder calls it", "accurate coder calls it"]
    assert said(figure).split().count("3") == 8 and "12 units" in figure.texts[1].get_text()


def test_calibration_is_drawn_with_its_intervals():
    table = pd.DataFrame({"coder": ["fast", "accurate"], "confidence": 0.6, "accuracy": 0.5, "n": 10, "low": 0.2, "high": 0.8})
    figure = calibration_curve(table, {"fast": 0.1, "accurate": 0.05})
    assert [a.collections[0].get_segments()[0].tolist() for a in figure.axes] == [[[0.6, 0.2], [0.6, 0.8]]] * 2
    assert [a.get_title() for a in figure.axes] == ["fast coder: off by 0.10 on average", "accurate coder: off by 0.05 on average"]


SPECIFIED = pd.DataFrame(
    [
        (s, "main", coder, a, leads, 10, 0.6, 0.4, 0, 0)
        for s, coder, leads in ((1, "hand", "skeptical"), (2, "fast", "tie"), (3, "hand", "favorable"))
        for a in ("a", "b")
    ],
    columns=["specification", "question", "coder", "article_id", "leads", "n_units", *POSTURES],
)
SUMMARY = pd.DataFrame({"article_id": ["a", "b"], "value": "skeptical", "share": 0.6, "n_leads": [1, 2]})
CHOICES = pd.DataFrame({"choice": ["coder"], "question": ["Whose codes?"], "options": ["hand; fast"]})


def test_a_specification_curve_has_a_mark_for_every_specification_and_text():
    axis = specification_curve(SPECIFIED, SUMMARY, CHOICES, {"a": "نص", "b": "text"}).axes[0]
    marks = {
        posture: [line.get_xdata().tolist() for line in axis.lines if line.get_marker() == MARKS[posture] and len(line.get_xdata())]
        for posture in POSTURES
    }
    assert marks["skeptical"] == [[0], [0]] and marks["favorable"] == [[1], [1]]  # sorted by coder, so that 3 stands beside 1
    alone = [line for line in axis.lines if line.get_marker() == "o" and len(line.get_xdata())]
    assert [line.get_xdata().tolist() for line in alone] == [[2], [2]] and {line.get_markerfacecolor() for line in alone} == {GROUND}


def test_the_grey_sign_has_an_edge_that_follows_the_page():
    coded = SPECIFIED.replace({"leads": {"favorable": "procedural"}})
    axis = specification_curve(coded, SUMMARY, CHOICES, {"a": "نص", "b": "text"}).axes[0]
    edges = {line.get_marker(): line.get_markeredgecolor() for line in axis.lines if len(line.get_xdata())}
    assert edges["s"] in DARK and edges["v"] == COLOURS["skeptical"]


def test_a_specification_curve_says_how_many_keep_the_lead_and_what_was_chosen():
    figure = specification_curve(SPECIFIED, SUMMARY, CHOICES, {"a": "نص", "b": "text"})
    assert "one of 3 specifications (ways to decide), on up to 20 units of 2 articles" in figure.texts[1].get_text().replace("\n", " ")
    said = [t.get_text() for t in figure.axes[0].texts]
    assert {"1 of 3", "2 of 3", "نص\nskeptical", "Whose codes?", "hand", "fast coder"} <= set(said)


def test_postures_differ_in_their_marks_too():
    assert len(set(MARKS.values())) == len(MARKS) == len(POSTURES)


def test_coordinates_are_rounded_and_scales_are_not():
    svg = '<g transform="translate(1.23456 7.0) scale(0.015625)">\n  <path d="M 0.123456 -0.001 \nL 12.5 1e-05 \n" style="stroke-width: 0.625"/>'
    assert rounded(svg) == '<g transform="translate(1.23 7) scale(0.015625)">\n<path d="M 0.12 0 L 12.5 0 " style="stroke-width: 0.625"/>'


def test_a_saved_figure_is_rounded_and_rounding_it_again_changes_nothing(tmp_path):
    save(keyness(WORDS, {"a": "text"}), tmp_path, "one")
    svg = (tmp_path / "one.svg").read_text("utf-8")
    assert rounded(svg) == svg and not re.search(r' d="[^"]*\.\d{3}', svg)


PROFILES = pd.DataFrame(
    [(g, "posture", p, share, 10, "adjudicated") for g, shares in (("x", (0.5, 0.5, 0, 0)), ("a", (0.4, 0.6, 0, 0)), ("b", (0, 0, 0, 1))) for p, share in zip(POSTURES, shares, strict=True)],
    columns=["group", "variable", "value", "share", "n_units", "coder"],
)  # fmt: skip


def test_nearest_profiles_stand_in_order_of_distance_and_a_near_one_is_bold():
    far = pd.DataFrame({"article_id": "x", "other": ["b", "a"], "distance": [1.0, 0.1], "near_enough": [False, True]})
    figure = nearest(PROFILES, far, 0.35, {"x": "نص", "a": "one", "b": "two"})
    assert [t.get_text() for t in figure.axes[0].get_yticklabels()] == ["نص (10)", "one (10)", "two (10)"]
    assert {t.get_text(): t.get_fontweight() for t in figure.axes[0].texts if "." in t.get_text()} == {"0.10": "bold", "1.00": "normal"}
    assert "30 units of 3 articles" in figure.texts[1].get_text().replace("\n", " ")


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
    errors, points, warned = (line for line in figure.axes[0].lines if len(line.get_xdata()) > 2 or line.get_color() == GROUND)
    assert [len(line.get_xdata()) // 3 for line in (errors, points, warned)] == [2, 2, 1]
    assert warned.get_color() == GROUND and warned.get_xdata()[:2].mean() == 0.95
    assert "2000 runs" in figure.texts[1].get_text() and "one of 1 simulated studies" in figure.texts[1].get_text().replace("\n", " ")


def test_what_a_machine_is_worth_is_drawn_by_accuracy_and_of_the_corpus_alone():
    row = {"method": "difference", "width": 0.1, "gain": 1.2, "gain_mc": 0.02}
    table = pd.DataFrame([row | {"cell": c, "target": t} for c in ("base", "half") for t in ("corpus", "outlet")])
    figure = machine_worth(table, {"base": 0.8, "half": 0.5})
    assert list(figure.axes[0].lines[0].get_xdata()) == [0.5, 0.8]


def test_a_timeline_runs_from_the_earliest_text_down_and_labels_each_directly():
    texts = pd.DataFrame(
        {"article_id": ["b", "c", "a"], "published": ["2025-11", "2025-11-29", "2025-04-15"], "date_precision": ["month", "day", "day"], "genre": "opinion", "n_units": 2, "focal_step": "a step"}
    )  # fmt: skip
    axis = timeline(texts, {"a": "A", "b": "B", "c": "C"}).axes[0]
    assert [t.get_text() for t in axis.get_yticklabels()] == ["C", "B", "A"]
    said = {t.get_text(): t.xy for t in axis.texts if "opinion" in t.get_text()}
    assert list(said) == [
        "29 November 2025 · opinion · 2 units",
        "November 2025, day not printed · opinion · 2 units",
        "15 April 2025 · opinion · 2 units",
    ]
    assert [xy[0] for xy in said.values()] == [pd.Timestamp("2025-11-01"), pd.Timestamp("2025-11-01"), pd.Timestamp("2025-04-15")]


def postures_of(article: str, **n: int) -> dict:
    return {"article_id": article} | {p: n.get(p, 0) for p in POSTURES}


def test_a_lead_that_changes_under_a_rule_has_an_arrow_and_one_that_stays_has_none():
    rows = [postures_of(a, procedural=3, analytical=1) | {"rule": "r", "leads": "procedural"} for a in ("a", "b")]
    rows += [postures_of("a", analytical=4) | {"rule": "s", "leads": "analytical"}, rows[1] | {"rule": "s"}]
    figure = variants(pd.DataFrame(rows), {"a": "نص", "b": "text"}, {"r": "this rule", "s": "another"})
    said = [[t.get_text() for t in axis.texts] for axis in figure.axes]
    assert "→ analytical" in said[0] and "نص (4)" in said[0] and "p3" in said[0]
    assert [t for t in said[1] if "→" in t] == [] and said[1].count("procedural") == 2


def test_units_in_order_have_a_strip_for_each_coder_and_marks_for_headings_and_sources():
    table = pd.DataFrame({"article_id": "a", "role": ["headline", "body"], "posture": ["skeptical", "favorable"]})
    table["attributed"] = ["no", "yes"]
    axis = arcs(table.assign(machine="procedural", accurate="analytical"), {"a": "نص"}).axes[0]
    assert [t.get_text() for t in axis.texts] == list("sfppaa")
    lines, dots = axis.collections
    assert len(lines.get_segments()) == 1 and dots.get_offsets()[:, 0].tolist() == [1.5]


def test_units_by_source_have_a_panel_each_and_letters_beside_colours():
    rows = [("a", "none", "skeptical", 3), ("a", "carried", "favorable", 1)]
    figure = attribution(pd.DataFrame(rows, columns=["article_id", "source", "posture", "n_units"]), {"a": "نص"})
    assert [[t.get_text() for t in axis.texts] for axis in figure.axes] == [["s3"], [], ["f"]]
    assert "4 units of 1 articles" in figure.texts[1].get_text().replace("\n", " ")


def test_postures_by_text_show_both_machines_and_the_leading_share_in_bold():
    rows = [(c, p, 0.7 if p == "skeptical" else 0.1) for c in ("adjudicated", "fast coder", "accurate coder") for p in POSTURES]
    table = pd.DataFrame(rows, columns=["coder", "value", "share"]).assign(group="a", variable="posture", low=0.1, high=0.7, n_units=10)
    figure = posture_by_text(table, {"a": "نص"})
    assert [(t.get_text(), t.get_fontweight()) for axis in figure.axes for t in axis.texts] == [("70", "bold"), *[("10", "normal")] * 3]
    assert [t.get_text() for t in figure.legends[0].get_texts()] == [
        "as coded",
        "range of the two readings",
        "fast coder",
        "accurate coder",
    ]
