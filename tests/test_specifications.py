"""Specification curves: choices as data, every combination run, what survives, and the joint test against hand calculation."""

import re
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from framing.codes import POSTURES
from framing.errors import FramingError
from framing.scheme import from_data
from framing.specifications import by_option, by_value, curve, joint_test, leads, moves, read_choices, results, signs, summary

TONE = from_data({"variables": {"tone": {"values": ["warm", "cold"]}, "topic": {"values": ["water", "roads"], "multiple": True}}}, "test")
REASON = 'reason = "for the test"'


def declared(tmp_path, *choices: str):
    path = tmp_path / "choices.toml"
    path.write_text("\n".join(f"[[choices]]\n{c}" for c in choices), "utf-8")
    return read_choices(path)


def choice(name: str, *options: str, kind: str = "U") -> str:
    parts = [f'name = "{name}"\ntype = "{kind}"\n{REASON}']
    return "\n".join([*parts, *(f'[[choices.options]]\nname = "{i}"\n{o}' for i, o in enumerate(options))])


HEADLINES = choice("headlines", "", 'without = { role = ["headline"] }')
WEIGHT = choice("weight", 'weight = "article"', 'weight = "unit"', kind="N")


def toned(cells: str, **columns) -> pd.DataFrame:
    """Articles of the form `group article tones`, W warm and C cold, the first unit of each a headline."""
    rows = [
        {"unit_id": f"{article}:{i}", "article_id": article, "group": group, "role": "body" if i else "headline", "tone": {"W": "warm", "C": "cold", "-": ""}[t]}
        for group, article, tones in (line.split() for line in cells.split(","))
        for i, t in enumerate(tones)
    ]  # fmt: skip
    return pd.DataFrame(rows).assign(**columns)


def found(coders, choices, variable: str = "tone", values=("warm", "cold"), **options):
    coders = coders if isinstance(coders, dict) else {"hand": coders}
    return curve(coders, choices, variable, values, scheme=TONE, **options)


def shares(c, value: str = "warm") -> list[float]:
    """Shares of the first group, a specification each."""
    return [round(float(x), 3) for x in c.shares[:, 0, c.values.index(value)]]


def test_every_combination_is_run_and_the_first_is_of_first_options(tmp_path):
    c = found(toned("الميناء a WCC, الميناء b CW"), declared(tmp_path, HEADLINES, WEIGHT))
    assert c.specifications.to_dict("list") == {
        "headlines": ["0", "0", "1", "1"],
        "weight": ["0", "1", "0", "1"],
        "question": ["main", "weight: 1"] * 2,
    }
    assert shares(c) == [0.417, 0.4, 0.5, 0.333]  # (1/3 + 1/2) / 2, 2/5; without headlines (0/2 + 1/1) / 2, 1/3


def test_results_have_a_row_per_specification_group_and_value(tmp_path):
    table = results(found(toned("أ a WCC, ب b CW"), declared(tmp_path, HEADLINES)))
    assert len(table) == 2 * 2 * 2
    assert table.query("specification == 2 and group == 'أ'")[["headlines", "value", "n_units", "n_articles", "share"]].to_numpy().tolist() == [["1", "warm", 2, 1, 0], ["1", "cold", 2, 1, 1]]  # fmt: skip


def test_an_option_that_changes_nothing_is_left_out_and_told(tmp_path):
    c = found(toned("أ a WWW"), declared(tmp_path, HEADLINES, choice("copies", "", 'without = { role = ["bullet"] }')))
    assert [x.name for x in c.choices] == ["headlines"]
    assert c.told == (
        "copies: '1' gives what '0' gives, and is left out (2 combinations)",
        "4 combinations in all: specifications of the main question 2; left out as told above 2",
    )


def test_with_one_article_a_group_weight_is_moot(tmp_path):
    c = found(toned("أ a WC, ب b CCW"), declared(tmp_path, HEADLINES, WEIGHT))
    assert c.questions == ["main"] and "weight: '1' gives what '0' gives" in c.told[0]


def test_an_option_whose_column_nobody_has_is_left_out_and_told(tmp_path):
    c = found(toned("أ a WC"), declared(tmp_path, HEADLINES, choice("own", "", 'only = { voice = ["author"] }')))
    assert len(c.specifications) == 2 and c.told[0] == "own: '1' is not possible (2 combinations): hand has no voice"


def test_combinations_that_one_coder_cannot_make_are_left_out_and_told(tmp_path):
    own, machine = toned("أ a WC"), toned("أ a CC", voice=["author", "expert"])
    choices = declared(
        tmp_path, f'name = "coder"\ntype = "U"\n{REASON}\neach = "coder"', choice("own", "", 'only = { voice = ["author"] }')
    )
    c = found({"hand": own, "machine": machine}, choices)
    assert c.specifications[["coder", "own"]].to_numpy().tolist() == [["hand", "0"], ["machine", "0"], ["machine", "1"]]
    assert c.told[0] == "1 combination of other options not possible: hand has no voice"


def test_what_is_told_adds_up(tmp_path):
    """A combination with two options that are not possible counts once, and one that gives what another gives is not counted as impossible."""
    never = choice("own", "", 'only = { voice = ["author"] }'), choice("doubt", "", "least = 0.7")
    c = found(
        toned("أ a WCC, أ b CW"), declared(tmp_path, HEADLINES, WEIGHT, *never, choice("copies", "", 'without = { role = ["bullet"] }'))
    )
    counted = [int(n) for line in c.told[:-1] for n in re.findall(r"(\d+) combination", line)]
    assert counted == [16, 8, 4] and len(c.specifications) == 4 and sum(counted) + 4 == 32
    assert c.told[-1] == "32 combinations in all: specifications of the main question 2, of other questions 2; left out as told above 28"


def test_the_coder_may_be_named(tmp_path):
    choices = declared(tmp_path, choice("who", 'coder = "machine"', 'coder = "hand"'))
    assert shares(found({"hand": toned("أ a WC"), "machine": toned("أ a CC")}, choices)) == [0, 0.5]
    with pytest.raises(FramingError, match="coder 'machine'; allowed are hand"):
        found(toned("أ a WC"), choices)


def test_units_without_a_code_are_left_out(tmp_path):
    assert shares(found(toned("أ a W-C-"), declared(tmp_path, HEADLINES))) == [0.5, 0]


def test_codes_of_ones_own_are_changed(tmp_path):
    mild = choice("mild", "", 'recode = [{ where = { tone = ["cold"], mild = ["yes"] }, set = { tone = "warm" } }]')
    assert shares(found(toned("أ a WCC", mild=["no", "yes", "no"]), declared(tmp_path, mild))) == [0.333, 0.667]


def test_doubtful_units_are_left_out_and_probabilities_are_summed(tmp_path):
    doubt = choice("doubt", "", "least = 0.7", 'count = "probabilities"')
    units = toned("أ a WCC", p_warm=["0.6", "0.3", "0.2"], p_cold=["0.4", "0.7", "0.8"])
    assert shares(found(units, declared(tmp_path, doubt))) == [0.333, 0, 0.367]


def test_probabilities_know_nothing_of_codes_that_change(tmp_path):
    doubt = choice("doubt", "", 'count = "probabilities"')
    swap = choice("swap", "", 'recode = [{ where = { tone = ["cold"] }, set = { tone = "warm" } }]')
    c = found(toned("أ a WC", p_warm=["0.9", "0.2"], p_cold=["0.1", "0.8"]), declared(tmp_path, doubt, swap))
    assert len(c.specifications) == 3 and c.told[0].startswith(
        "1 combination of other options not possible: probabilities are of codes as they were given"
    )


def test_of_several_values_a_unit_shares_are_of_units_that_have_them(tmp_path):
    units = toned("أ a WCC", topic=["water;roads", "", "roads"])
    c = found(units, declared(tmp_path, HEADLINES), "topic", ("water", "roads"), multiple=True)
    assert shares(c, "water") == [0.333, 0] and shares(c, "roads") == [0.667, 0.5]


POSED = pd.DataFrame(
    {
        "unit_id": list("12345"), "article_id": "a", "group": "نشرة", "role": "body", "posture": ["skeptical", "favorable", "procedural", "analytical", ""],
        "appraisal": ["against", "for", "none", "none", "none"], "explains": ["yes", "no", "no", "yes", "no"], "explains_any": ["yes", "no", "yes", "yes", "yes"],
        "object": ["focal", "other", "-", "-", "-"], "stance": ["against", "favor", "against", "neutral", "neutral"], "stance_holder": ["text", "text", "voice", "-", "-"],
        "voice": ["author", "expert", "official", "author", "author"],
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        ({}, [1, 1, 1, 1]),
        ({"rule": "explanation by any phrase"}, [1, 1, 2, 0]),
        ({"rule": "explanation before appraisal"}, [0, 1, 2, 1]),
        ({"rule": "refusal and consent evaluate"}, [2, 1, 1, 0]),
        ({"objects": "focal only"}, [1, 0, 1, 2]),
        ({"quotations": "unattributed only"}, [1, 0, 1, 0]),
    ],
)
def test_the_packages_choices_follow_the_rule_for_posture(option, expected):
    c = curve({"hand": POSED}, read_choices(), "posture", POSTURES)
    first = {"rule": "codebook", "objects": "any", "quotations": "all"} | option
    row = c.specifications.query(" and ".join(f"{k} == {v!r}" for k, v in first.items())).index[0]
    assert (c.shares[row, 0] * sum(expected)).round(9).tolist() == expected
    assert c.n_units[row].sum() == sum(expected)


def test_what_survives_is_counted_within_one_question(tmp_path):
    c = found(toned("أ a WCC, أ b WW, ب c CW"), declared(tmp_path, HEADLINES, WEIGHT))
    table = summary(c).set_index(["question", "group"])
    first = table.loc["main", "أ"]
    assert first[["value", "n_specifications", "n_leads"]].tolist() == ["warm", 2, 1]  # (1/3 + 1) / 2, then (0 + 1) / 2
    assert first[["share", "low", "median", "high", "moves"]].astype(float).round(3).tolist() == [0.667, 0.5, 0.583, 0.667, 0.167]
    assert first["moved_by"] == "headlines" and table.loc["weight: 1", "أ"]["share"] == 0.6


def test_every_value_has_its_range_and_its_leads(tmp_path):
    table = by_value(found(toned("أ a WCC, ب b CWW"), declared(tmp_path, HEADLINES)))
    assert table.round(3).to_numpy().tolist() == [
        ["أ", "warm", 0.333, 0, 0.333, 2, 0],
        ["أ", "cold", 0.667, 0.667, 1, 2, 2],
        ["ب", "warm", 0.667, 0.667, 1, 2, 2],
        ["ب", "cold", 0.333, 0, 0.333, 2, 0],
    ]


def test_a_tie_is_no_lead(tmp_path):
    c = found(toned("أ a WC"), declared(tmp_path, choice("x", "", 'without = { tone = ["cold"] }')))
    assert leads(c)[:, 0].tolist() == [[False, False], [True, False]]


def test_a_group_without_units_under_an_option_is_not_counted_there(tmp_path):
    c = found(toned("أ a W, ب b CW"), declared(tmp_path, HEADLINES))
    assert np.isnan(c.shares[1, 0]).all()
    assert summary(c).set_index("group")["n_specifications"].to_dict() == {"أ": 1, "ب": 2}


def test_a_choice_moves_a_share_by_its_range_over_the_settings_of_the_others(tmp_path):
    c = found(toned("أ a WCCC", mild=["yes", "yes", "no", "no"]), declared(tmp_path, HEADLINES, choice("mild", "", 'without = { mild = ["yes"] }', 'only = { mild = ["yes"] }')))  # fmt: skip
    assert shares(c) == [0.25, 0, 0.5, 0, 0, 0]
    assert moves(c, "main", "أ", "warm").round(3).to_dict() == {"headlines": 0.25, "mild": 0.25}  # (.25 + 0 + .5) / 3, (.5 + 0) / 2


def test_leads_are_counted_by_option(tmp_path):
    c = found(toned("أ a WCC, أ b WW"), declared(tmp_path, HEADLINES))
    assert by_option(c)[["option", "n_specifications", "n_leads"]].to_numpy().tolist() == [["0", 1, 1], ["1", 1, 0]]


def test_signs_of_differences_are_counted(tmp_path):
    c = found(toned("أ a WCC, ب b CCW"), declared(tmp_path, HEADLINES, choice("x", "", 'without = { tone = ["cold"] }')))
    row = signs(c).query("value == 'warm'").iloc[0]
    assert row[["first", "second", "difference", "n_specifications", "n_positive", "n_zero", "n_negative"]].tolist() == [
        "أ",
        "ب",
        0,
        3,
        0,
        2,
        1,
    ]


EIGHT = ", ".join([*(f"أ a{i} WW{'W' if i else 'C'}" for i in range(4)), *(f"ب b{i} CC{'C' if i else 'W'}" for i in range(4))])


def test_the_joint_test_takes_every_relabelling_where_these_are_few(tmp_path):
    t = joint_test(found(toned(EIGHT), declared(tmp_path, HEADLINES)))
    assert (t.n_relabellings, t.exact, t.n_specifications) == (70, True, 2)
    assert t.p == pytest.approx(2 / 70)  # the labels as they are, and their exchange


def test_the_joint_test_is_that_of_one_specification_done_by_hand(tmp_path):
    lines = [("أ", "WC"), ("أ", "WW"), ("أ", "CC"), ("أ", "WW"), ("ب", "CC"), ("ب", "WC"), ("ب", "CC"), ("ب", "CC")]
    units = toned(", ".join(f"{g} a{i} {x}" for i, (g, x) in enumerate(lines)))
    t = joint_test(found(units, declared(tmp_path, choice("x", "", 'without = { role = ["bullet"] }'))))
    warm = np.array([x.count("W") / 2 for _, x in lines])
    apart = [abs(warm[list(own)].mean() - np.delete(warm, own).mean()) for own in combinations(range(8), 4)]
    assert t.statistic == pytest.approx(apart[0])
    assert t.p == pytest.approx(np.mean(np.array(apart) >= apart[0] - 1e-9))


def test_the_statistic_is_the_median_over_the_specifications(tmp_path):
    thirds = choice("parts", "", 'without = { role = ["headline"] }', 'only = { role = ["headline"] }')
    assert joint_test(found(toned(EIGHT), declared(tmp_path, thirds))).statistic == pytest.approx(
        5 / 6
    )  # of 11/12 - 1/12, 7/8 - 1/8, 1 - 0


def test_many_relabellings_are_drawn_and_p_is_never_zero(tmp_path):
    lines = ", ".join(f"{g} {g}{i} {x}" for g, x in (("أ", "WW"), ("ب", "CC")) for i in range(9))
    c = found(toned(lines, role="body"), declared(tmp_path, WEIGHT, choice("x", "", 'without = { role = ["bullet"] }')))
    t = joint_test(c, n_draws=99, seed=3)
    assert (t.n_relabellings, t.exact, t.p) == (99, False, 0.01)
    assert joint_test(c, n_draws=99, seed=3) == t


def test_groups_that_do_not_differ_have_a_large_p(tmp_path):
    lines = ", ".join(f"{g} {g}{i} WC" for g in "أبج" for i in range(4))
    assert joint_test(found(toned(lines), declared(tmp_path, WEIGHT)), n_draws=50).p == 1


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("أ a WC, أ b WC, أ c WC, أ d WC", "there is 1 group"),
        (EIGHT.rpartition(",")[0], "with 4 articles each; ب has 3"),
        (EIGHT.replace("b3", "a3"), "article a3 stands in several groups"),
    ],
)
def test_a_joint_test_that_means_nothing_is_refused(tmp_path, lines, says):
    units = toned(lines).assign(unit_id=lambda t: [str(i) for i in range(len(t))])
    with pytest.raises(FramingError, match=says):
        joint_test(found(units, declared(tmp_path, HEADLINES)))


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", r"no \[\[choices\]\]"),
        ("choices = 3", r"no \[\[choices\]\]"),
        ("[[choices", "not a TOML file"),
        (f'[[choices]]\n{choice("x", "", "wieght = 1")}', r"'wieght' \(did you mean weight\?\)"),
        (f'[[choices]]\n{choice("x", "", "least = 2.0")}', "least is 2.0; allowed are numbers between 0 and 1"),
        (f'[[choices]]\n{choice("x", "", "least = true")}', "least is True"),
        (f"""[[choices]]\n{choice("x", "", 'weight = "word"')}""", "weight is 'word'; allowed are article, unit"),
        (f"""[[choices]]\n{choice("x", "", 'count = "all"')}""", "count is 'all'; allowed are codes, probabilities"),
        (f"""[[choices]]\n{choice("x", "", 'without = { role = "headline" }')}""", "allowed is { column = "),
        (f"""[[choices]]\n{choice("x", "", 'recode = [{ set = { tone = "warm" } }]')}""", "allowed is { where = "),
        (f"""[[choices]]\n{choice("x", "", 'recode = [{ where = {}, set = { tone = 3 } }]')}""", "allowed is { where = "),
        (f'[[choices]]\n{choice("x", "")}', "allowed are two at least"),
        (f'[[choices]]\n{choice("x", "", "", kind="X")}', "type is 'X'; allowed are E"),
        (f'[[choices]]\n{choice("question", "", "")}', "needs a name of its own"),
        (f'[[choices]]\n{choice("x", "", "")}\n[[choices]]\n{choice("x", "", "")}', "two choices are called 'x'"),
        (f'[[choices]]\nname = "x"\ntype = "U"\n{REASON}\neach = "outlet"', 'allowed is each = "coder"'),
        ('[[choices]]\nname = "x"\ntype = "U"', "type is 'U'; allowed are"),
        (f'[[choices]]\nname = "x"\ntype = "U"\n{REASON}', r"no \[\[choices.options\]\]"),
    ],
)  # fmt: skip
def test_choices_that_are_not_declared_as_they_should_be_are_named(tmp_path, written, says):
    path = tmp_path / "own.toml"
    path.write_text(written, "utf-8")
    with pytest.raises(FramingError, match=says):
        read_choices(path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FramingError, match=r"gone\.toml: No such file"):
        read_choices(tmp_path / "gone.toml")


def test_a_value_that_the_codebook_does_not_have_is_not_set(tmp_path):
    swap = choice("swap", "", 'recode = [{ where = { tone = ["cold"] }, set = { tone = "hot" } }]')
    with pytest.raises(FramingError, match="sets tone to 'hot'; allowed are warm, cold"):
        found(toned("أ a WC"), declared(tmp_path, swap))


def test_a_value_that_is_not_allowed_is_named_with_its_unit(tmp_path):
    with pytest.raises(FramingError, match="hand, unit a:1: tone is 'cold'; allowed are warm, mild"):
        found(toned("أ a WC"), declared(tmp_path, HEADLINES), values=("warm", "mild"))


def test_coders_of_other_units_are_refused(tmp_path):
    with pytest.raises(FramingError, match="coder 'machine': not the same units as 'hand'"):
        found({"hand": toned("أ a WC"), "machine": toned("أ a WCC")}, declared(tmp_path, HEADLINES))


def test_too_many_combinations_are_refused(tmp_path):
    many = declared(tmp_path, *(choice(f"c{i}", "", 'without = { role = ["headline"] }') for i in range(13)))
    with pytest.raises(FramingError, match=r"8,192 combinations of 13 choices; allowed are 5,000"):
        found(toned("أ a WC"), many)


def test_a_variable_nobody_coded_is_refused(tmp_path):
    with pytest.raises(FramingError, match="tone: no specification is possible; hand has no tone"):
        found(toned("أ a --"), declared(tmp_path, HEADLINES))
