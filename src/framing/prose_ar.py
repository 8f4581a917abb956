"""Result tables in, Arabic sentences out: numbers left as `{names}`, and phrased so that no number governs a noun."""

from collections.abc import Iterable

import pandas as pd

from framing.arabic import FRAMES, POSTURES, STANCES, TEXTS, TIED
from framing.overview import TIE

RULES = {
    "explains_by_any_phrase": "إذا كفت أي عبارة معلِّلة في الجملة لعدّها تفسيرًا",
    "explanation_first": "إذا سُئل عن التفسير قبل التقييم",
    "refusal_and_consent": "إذا عُدّ الرفض أو القبول المنقول تقييمًا",
    "focal_objects_only": "إذا أُهمل تقييم ما سوى الخطوة نفسها وأصحابها",
}


def led(overturning: pd.DataFrame, answer: str) -> str:
    """Which value leads in which texts in one of the answers: postures, stances or frames."""
    names = {"lead": POSTURES, "stance": STANCES, "frame": FRAMES}[answer] | TIED
    own = overturning[overturning["answer"] == answer].set_index("group")
    first = own["value"].where(own["margin_units"] > 0, TIE)
    parts = [f"**{name}**: {_listed(t for t in TEXTS if first.get(t) == value)}" for value, name in names.items() if value in set(first)]
    return "؛ ".join(parts) + "."


def _listed(texts: Iterable[str]) -> str:
    return " و".join(TEXTS[t] for t in texts)


def lowest_to_highest(rows: pd.DataFrame, column: str, name: str) -> str:
    """The lowest and the highest of a column as numbers by name, each with its texts; `name` is that of the numbers without the text's."""
    by_text = rows.set_index("group")[column]
    ends = ([t for t in TEXTS if t in by_text.index and by_text[t] == end] for end in (by_text.min(), by_text.max()))
    return "، و".join(f"{said} {{{name}_{texts[0]}}} في {_listed(texts)}" for said, texts in zip(("أقلّه", "أكثره"), ends, strict=True))


def hangs_on_rule(variants: pd.DataFrame) -> str:
    """Which texts have another leading posture under another rule."""
    leads, names = variants.pivot(index="article_id", columns="rule", values="leads"), POSTURES | TIED
    changed = {
        when: [
            f"{TEXTS[a]} من {names[leads.loc[a, 'rule_2_1']]} إلى {names[leads.loc[a, rule]]}"
            for a in TEXTS
            if leads.loc[a, rule] != leads.loc[a, "rule_2_1"]
        ]
        for rule, when in RULES.items()
        if rule in leads
    }
    if not any(changed.values()):
        return "ولا تتغيّر النبرة الغالبة على أي نص بأي قاعدة أخرى جُرّبت في دليل الترميز."
    said = "؛ ".join(f"{when}: {'، و'.join(moved)}" for when, moved in changed.items() if moved)
    return f"وتتغيّر النبرة الغالبة بتغيّر قاعدة من دليل الترميز. {said}."


def one_or_between(numbers: dict[str, dict], low: str, high: str) -> str:
    """The score by both readings as numbers by name: one where they are printed alike, else the two that it lies between."""
    alike = numbers[low]["text"] == numbers[high]["text"]
    return f"كانت درجته في الحالين {{{low}}}" if alike else f"وقعت درجته بين {{{low}}} و{{{high}}}"


def expectations_met(expectations: pd.DataFrame, column: str) -> str:
    """The texts whose expected posture leads by one coder, or that there is none."""
    return _listed(expectations.loc[expectations[column], "article_id"]) or "لا شيء منها"
