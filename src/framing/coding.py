"""Articles in, coded units out: the path that scores, on numpy alone."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from framing.codes import POSTURES, frames, values
from framing.embedding import as_counts, column_names, encode
from framing.errors import FramingError
from framing.features import REPORTS, Counted, FeatureSpace, Unit, read_units
from framing.inputs import beside
from framing.model import Model, likeliest_voice, posture_probabilities, voice_probabilities
from framing.scheme import Codebook
from framing.segment import article_units, unit_rows
from framing.text import words

EVIDENCE = 8  # strongest contributions kept per unit
CODED = (
    "article_id", "outlet", "published", "unit_id", "position", "role", "weight", "text", "posture", *(f"p_{p}" for p in POSTURES), "appraisal", "object",
    "explains", "stance", "p_favor", "p_against", "p_neutral", "frames",
)  # fmt: skip
UNITS = ("sentence", "text")
_UNIT = ("unit_id", "position", "role", "weight", "text")
_SOURCES = (*REPORTS, "nominal", "label")  # cues of a unit that reports somebody itself


def columns(codebook: Codebook | None = None) -> tuple[str, ...]:
    """Columns of the coded table, in order; the input's other columns follow them. `codebook`: one's own, default the package's."""
    if codebook is not None:
        return (*CODED[: CODED.index("posture")], *_own_columns(codebook), "duplicate_of", "unlike", "evidence")
    return (
        *CODED,
        *(f"p_frame_{f}" for f in frames()),
        "voice",
        "voice_basis",
        *(f"p_voice_{v}" for v in values()["voice"]),
        "speaker",
        "duplicate_of",
        "names_step",
        "unlike",
        "evidence",
    )


def _own_columns(codebook: Codebook) -> list[str]:
    return [name for v in codebook.variables.values() for name in (v.name, *(f"p_{v.name}_{x}" for x in v.values))]


def code_articles(articles: Iterable[Mapping], space: FeatureSpace, model: Model, **options) -> Iterator[dict]:
    """Coded units of articles, one dictionary each; options as for `code_article`."""
    for article in articles:
        yield from code_article(article, space, model, **options)


def code_article(
    article: Mapping,
    space: FeatureSpace,
    model: Model,
    *,
    unit: str = "sentence",
    aliases: Sequence[str] = (),
    abstain: float = 0.0,
    codebook: Codebook | None = None,
) -> list[dict]:
    """Coded units of one article, in order.

    Parameters
    ----------
    article : article_id, text, and if known title, outlet, published, duplicate_of (the article it is a copy of) and others
    unit : `sentence`, or `text` to code the whole text as one unit whose id is the article's
    aliases : wordings of a step: stance is coded towards it, and `names_step` says whether the article names it; if not, its units have no stance
    abstain : units whose likeliest posture has a smaller probability have an empty posture
    codebook : the one that a model of one's own was made for (`framing.own.load_own`); abstaining then concerns each of its variables of one value

    Other columns of the article follow the codes; one with the name of a coded column is kept as `input_<name>`.

    Raises
    ------
    FramingError : another unit than `sentence` or `text`.
    """
    units = [u for u in _units(article, unit) if words(u["text"])]
    given = [Unit(u["text"], u["role"], u["position"], tuple(aliases)) for u in units]
    read = _with_vectors(read_units(given, space), given, space)
    p = model.probabilities(model.scores([r.counts for r in read]))
    if codebook is None:
        coded = _coded(units, read, p, model, space, aliases, abstain)
    else:
        coded = [_own_codes(i, p, codebook, abstain) | {"evidence": _own_evidence(i, p, r, model, space)} for i, r in enumerate(read)]
    about = {k: article.get(k, "") for k in ("article_id", "outlet", "published")}
    copied = {"duplicate_of": article.get("duplicate_of", "")}
    carried = {k: v for k, v in article.items() if k not in (*about, *copied, "text")}
    rows = [
        about | {k: u[k] for k in _UNIT} | codes | copied | {"unlike": round(r.unlike, 4)}
        for u, r, codes in zip(units, read, coded, strict=True)
    ]
    ordered = columns(codebook)
    return [beside({c: row[c] for c in ordered if c in row}, carried) for row in rows]


def _coded(
    units: Sequence[dict],
    read: Sequence[Counted],
    p: Mapping[str, np.ndarray],
    model: Model,
    space: FeatureSpace,
    aliases: Sequence[str],
    abstain: float,
) -> list[dict]:
    """Codes of the package's codebook for the units of one article."""
    postures, voices = posture_probabilities(p, model.classes), voice_probabilities(p, model.classes)
    about = _about_step(read) if aliases else {"names_step": ""}
    return [
        {
            **_codes(i, p, postures, voices, model, r, u["text"]),
            **({"posture": ""} if postures[i].max() < abstain else {}),
            **about,
            "evidence": evidence(r, model, space),
        }
        for i, (u, r) in enumerate(zip(units, read, strict=True))
    ]


def _own_codes(i: int, p: Mapping[str, np.ndarray], codebook: Codebook, abstain: float) -> dict:
    """Codes of one unit by a codebook of one's own: the likeliest value of each variable, unless it abstains; of several, those likelier than not."""
    codes: dict[str, str | float] = {}
    for v in codebook.variables.values():
        at = [float(p[f"{v.flag}:{x}"][i][1]) for x in v.values] if v.multiple else p[v.name][i].tolist()
        q = dict(zip(v.values, at, strict=True))
        likeliest = max(q, key=q.__getitem__)
        codes[v.name] = ";".join(x for x in q if q[x] >= 0.5) if v.multiple else likeliest if q[likeliest] >= abstain else ""
        codes |= {f"p_{v.name}_{x}": round(q[x], 4) for x in q}
    return codes


def posture_of(before: Sequence[Unit], readings: Sequence[Unit], space: FeatureSpace, model: Model) -> np.ndarray:
    """(readings, 4) probabilities of posture of several wordings of one unit, behind the units of its article before it."""
    last = [read_units([*before, unit], space)[-1] for unit in readings]
    read = _with_vectors(last, readings, space)
    return posture_probabilities(model.probabilities(model.scores([r.counts for r in read])), model.classes)


def _with_vectors(read: list[Counted], units: Sequence[Unit], space: FeatureSpace) -> list[Counted]:
    """The counts, with each unit's sentence vector where the space has its columns."""
    if not space.further:
        return read
    return [r._replace(counts=r.counts | as_counts(v)) for r, v in zip(read, encode([u.text for u in units]), strict=True)]


def _about_step(read: Sequence[Counted]) -> dict:
    """Whether an article names the step; towards one it never names it has no stance that could be read."""
    if any("target:named" in r.counts for r in read):
        return {"names_step": "yes"}
    return {"names_step": "no", "stance": "", **dict.fromkeys(("p_favor", "p_against", "p_neutral"))}


def _units(article: Mapping, unit: str) -> list[dict]:
    """Units of one article, before any is left out."""
    if unit not in UNITS:
        raise FramingError(f"unit {unit!r}; allowed are {', '.join(UNITS)}")
    title, text = article.get("title") or "", article["text"]
    if unit == "sentence":
        return unit_rows(article["article_id"], article_units(title, text))
    return [{"unit_id": article["article_id"], "position": 0, "role": "body", "weight": 1, "text": " ".join(f"{title}\n{text}".split())}]


def _codes(i: int, p: Mapping[str, np.ndarray], postures: np.ndarray, voices: np.ndarray, model: Model, read: Counted, text: str) -> dict:
    best = {v: model.classes[v][int(p[v][i].argmax())] for v in model.classes}
    at = {v: dict(zip(model.classes[v], (round(float(x), 4) for x in p[v][i]), strict=True)) for v in model.classes}
    voice = values()["voice"][int(likeliest_voice(voices)[i])]
    inherited = voice != "author" and is_inherited(read.counts)
    named = read.speaker if voice != "author" and not inherited else None
    return {
        "posture": POSTURES[int(postures[i].argmax())],
        **{f"p_{name}": round(float(x), 4) for name, x in zip(POSTURES, postures[i], strict=True)},
        "appraisal": best["appraisal"],
        "object": "-" if best["appraisal"] == "none" else best["object"],
        "explains": best["explains"],
        "stance": best["stance"],
        **{f"p_{s}": at["stance"][s] for s in ("favor", "against", "neutral")},
        "frames": ";".join(f for f in frames() if best[f"frame:{f}"] == "1"),
        **{f"p_frame_{f}": at[f"frame:{f}"]["1"] for f in frames()},
        "voice": voice,
        "voice_basis": "inherited" if inherited else "explicit",
        **{f"p_voice_{v}": round(float(x), 4) for v, x in zip(values()["voice"], voices[i], strict=True)},
        "speaker": text[named[0] : named[1]] if named else "",
    }


def is_inherited(counted: Mapping[str, int]) -> bool:
    """Whether a unit names no source of its own but stands in a reported passage: behind a report, or inside a quotation left open."""
    return "cue:context_reported" in counted or ("cue:context_quotation" in counted and not any(f"cue:{s}" in counted for s in _SOURCES))


def _contributions(read: Counted, model: Model, variable: str, value: str) -> dict[str, float]:
    """What each feature adds, the columns of a vector as one: what this sentence's vector adds over the mean one, whose part goes to the intercept."""
    found = model.contributions(read.counts, variable, value)
    vector = sum(c for feature, c in found.items() if feature.startswith("vec:"))
    if not vector:
        return found
    mean = model.contributions(dict(zip(column_names(), model.about["vector_mean"], strict=True)), variable, value)
    usual = sum(mean.values()) - mean.get("(intercept)", 0.0)
    named = {feature: c for feature, c in found.items() if not feature.startswith("vec:")}
    return named | {"(intercept)": named.get("(intercept)", 0.0) + usual, "vec": vector - usual}


def evidence(read: Counted, model: Model, space: FeatureSpace) -> str:
    """JSON list of the strongest contributions to posture: for appraisal, what a feature adds to a value over `none`; for explanation, to `yes`.

    What a sentence vector adds over the mean one is given as one feature, `vec`. Each has feature, variable, value and contribution (before calibration); a lexicon entry also its term and its places in the unit.
    """
    appraisal = {value: _contributions(read, model, "appraisal", value) for value in ("none", "against", "for")}
    found = [
        (feature, "appraisal", value, appraisal[value].get(feature, 0.0) - appraisal["none"].get(feature, 0.0))
        for value in ("against", "for")
        for feature in appraisal[value].keys() | appraisal["none"].keys()
    ]
    found += [(feature, "explains", "yes", c) for feature, c in _contributions(read, model, "explains", "yes").items()]
    return _as_json(found, read, space)


def _own_evidence(i: int, p: Mapping[str, np.ndarray], read: Counted, model: Model, space: FeatureSpace) -> str:
    """The same for a codebook of one's own: what a feature adds to the value a variable was given, over the mean of its values."""
    found = []
    for variable, classes in model.classes.items():
        value = classes[int(p[variable][i].argmax())]
        if classes == ("0", "1") and value == "0":
            continue
        added = {c: _contributions(read, model, variable, c) for c in classes}
        for feature in sorted(set().union(*added.values())):
            usual = 0.0 if len(classes) == 2 else sum(a.get(feature, 0.0) for a in added.values()) / len(classes)
            found.append((feature, variable, value, added[value].get(feature, 0.0) - usual))
    return _as_json(found, read, space)


def _as_json(found: Sequence[tuple[str, str, str, float]], read: Counted, space: FeatureSpace) -> str:
    """The strongest of (feature, variable, value, contribution), lexicon entries with their term and places."""
    places: dict[str, list[list[int]]] = {}
    for feature, start, end in read.matches:
        places.setdefault(feature, []).append([start, end])
    strongest = sorted((x for x in found if x[3] and x[0] != "(intercept)"), key=lambda x: (-abs(x[3]), x[0], x[2]))[:EVIDENCE]
    rows = [
        {"feature": f, "variable": v, "value": x, "contribution": round(c, 4)}
        | ({"term": space.terms[f], "places": places[f]} if f in places else {})
        for f, v, x, c in strongest
    ]
    return json.dumps(rows, ensure_ascii=False)
