"""A model that carries its own codebook, lexicon and vocabulary: packed for its file, and unpacked to code with."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from framing.embedding import column_names
from framing.errors import FramingError
from framing.features import VERSION, FeatureSpace
from framing.lexicon import Entry, lexicon_for
from framing.model import Model, load_model
from framing.scheme import Codebook, from_data
from framing.text import words


def classes(codebook: Codebook) -> dict[str, tuple[str, ...]]:
    """What a coder of a codebook predicts: each variable with its values, one of several values as a flag for each."""
    single = {v.name: {v.name: tuple(v.values)} for v in codebook.variables.values() if not v.multiple}
    flags = {v.name: {f"{v.flag}:{x}": ("0", "1") for x in v.values} for v in codebook.variables.values() if v.multiple}
    return {name: c for variable in codebook.variables for name, c in (single | flags)[variable].items()}


def packed(codebook: Codebook, space: FeatureSpace) -> dict:
    """What a model has to carry, as JSON: `about["own"]` of its file."""
    entries = [list(e) for e in space.lexicon.entries]
    return {"codebook": codebook.data(), "lexicon": entries, "vocabulary": list(space.vocabulary), "embed": bool(space.further)}


def unpacked(about: Mapping, where: str) -> tuple[FeatureSpace, Codebook]:
    """The feature space and the codebook that a model carries.

    Raises
    ------
    FramingError : it carries none, or not as `packed` gives it.
    """
    if "own" not in about:
        raise FramingError(f"{where}: carries no codebook; make a model with `framing train`")
    own = about["own"]
    try:
        codebook = from_data(own["codebook"], where)
        lexicon = lexicon_for(codebook, [Entry(*e) for e in own["lexicon"]])
        return FeatureSpace(lexicon, tuple(own["vocabulary"]), column_names() if own["embed"] else ()), codebook
    except FramingError:
        raise
    except (KeyError, TypeError, AttributeError, ValueError) as e:  # written by another hand than `packed`
        raise FramingError(
            f"{where}: its codebook, lexicon or vocabulary cannot be read ({type(e).__name__}: {e}); make a model with `framing train`"
        ) from e


def noted_units(unit_ids: Iterable[str], texts: Iterable[str]) -> dict[str, int]:
    """Units that a coder was trained with, as `about["trained_on"]["units"]` of its file has them: each with its number of words, which tells no text."""
    return {unit: len(words(text)) for unit, text in sorted(zip(unit_ids, texts, strict=True)) if unit}


def trained_with(noted: Mapping[str, int], texts: Mapping[str, str]) -> list[str]:
    """Which of some units (id → text, '' where it is not known) a coder was trained with; none if fewer than half of such ids have texts of as many words: they
    are ids of another collection. Half will do, since a spreadsheet may have changed the others."""
    shared = [unit for unit in texts if unit in noted]
    alike = sum(not texts[unit] or len(words(texts[unit])) == noted[unit] for unit in shared)
    return shared if 2 * alike >= len(shared) else []


def load_own(path: str | Path) -> tuple[FeatureSpace, Model, Codebook]:
    """A model made by `framing train`, with the feature space and codebook it carries.

    Raises
    ------
    FramingError : the file is no model, carries no codebook, or was made by a version that counted otherwise.
    """
    model = load_model(path)
    space, codebook = unpacked(model.about, str(path))
    if model.about.get("featuriser") != VERSION or model.names != space.names or dict(model.classes) != classes(codebook):
        raise FramingError(
            f"{path}: its columns are not those of its codebook, lexicon and vocabulary; it was made by another version, train it again"
        )
    return space, model, codebook
