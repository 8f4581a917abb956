"""A specification curve in, what survives it out, for reading in a terminal."""

from collections.abc import Sequence

import pandas as pd

from framing.errors import FramingError
from framing.specifications import MAIN, Curve, JointTest, by_value, joint_test, signs, summary


def survival(found: Curve, *, has_copies: bool, of: str = "") -> str:
    """What survives, for reading. of: a line on the units that shares are of, where they are not all."""
    survives = summary(found)
    others = [q for q in found.questions if q != MAIN and ";" not in q]
    parts = [
        f"{len(found.of(MAIN))} specifications of {found.variable}: every combination that is possible of",
        *(f"  {c.name}: {', '.join(o.name for o in c.options)}" for c in found.choices if c.kind != "N"),
        *([of] if of else []),
        "",
        _table(survives[survives["question"] == MAIN].drop(columns="question")),
        "value: leads in the first specification, and alone in n_leads: decisions of an analyst counted, no probability.",
        "moved_by: the choice whose options alone move the share furthest, by the mean over the settings of the others.",
        "",
        "every value: share in the first specification (lowest to highest), and in how many it leads alone",
        _ranges(by_value(found)),
    ]
    if len(found.groups) > 1:
        parts += [
            "",
            "differences, first minus second, in the first specification, and how many have that sign",
            _differences(signs(found)),
        ]
        parts += ["", _tested(found, [MAIN, *others], has_copies)]
    if others:
        shown = survives[survives["question"].isin(others)][["question", "group", "value", "share", "n_leads", "n_specifications"]]
        parts += ["", "other questions, each with specifications of its own, never counted together", _table(shown)]
    return "\n".join(parts)


def _table(found: pd.DataFrame) -> str:
    return found.round(3).to_string(index=False)


def _ranges(found: pd.DataFrame) -> str:
    """A row for each group, a column for each value."""
    cells = [f"{r.share:.2f} ({r.low:.2f} to {r.high:.2f}), {r.n_leads} of {r.n_specifications}" for r in found.itertuples()]
    wide = found.assign(cell=cells).pivot_table(index="group", columns="value", values="cell", aggfunc="first", sort=False)
    return wide.reset_index().to_string(index=False)


def _differences(apart: pd.DataFrame) -> str:
    """A row for each pair of groups, a column for each value."""
    own = apart[apart["question"] == MAIN]
    same = own["n_positive"].where(own["difference"] > 0, own["n_negative"].where(own["difference"] < 0, own["n_zero"]))
    cells = [f"{d:+.2f} ({s} of {n})" for d, s, n in zip(own["difference"], same, own["n_specifications"], strict=True)]
    wide = own.assign(cell=cells).pivot_table(index=["first", "second"], columns="value", values="cell", aggfunc="first", sort=False)
    return wide.reset_index().to_string(index=False)


def _p(t: JointTest) -> str:
    """The p-value; where no random relabelling reached what was found, only that it is no larger than one in so many."""
    unreached = not t.exact and t.p * (1 + t.n_relabellings) < 1.5
    return f"p ≤ {1 / t.n_relabellings:.3g}" if unreached else f"p = {t.p:.3g}"


def _tested(found: Curve, questions: Sequence[str], has_copies: bool) -> str:
    """The joint test of each question that allows one; of the first, why there is none."""
    tests = []
    for question in questions:
        try:
            tests.append(joint_test(found, question))
        except FramingError as e:
            if question == questions[0]:
                return str(e)
    lines = ["do the groups differ over the whole curve? Against the names of groups dealt anew to whole articles"]
    for t in tests:
        dealt = f"all {t.n_relabellings}" if t.exact else f"{t.n_relabellings} random"
        says = f"median distance {t.statistic:.3f} over {t.n_specifications} specifications, {_p(t)} ({dealt} relabellings)"
        lines.append(f"  {t.question}: {says}")
    lines.append(
        "This takes articles to be independent, and of the same genres and dates in each group; p are not adjusted for their number."
    )
    if has_copies:
        lines.append("Articles marked as copies are not independent; believe the question without them alone.")
    return "\n".join(lines)
