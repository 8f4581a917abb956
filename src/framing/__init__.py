"""Measure how news outlets frame events: files to articles, articles to codes, codes to profiles, sheets and shares, each a DataFrame in and out."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from framing.api import agreement, code_articles, corrected_shares, plan, profile, read_articles, read_codes, sample
    from framing.errors import FramingError
    from framing.estimators import Featuriser, FramingCoder

# Loaded when asked for: the command line must not wait for pandas and scikit-learn.
_HOME = {
    "agreement": "api",
    "code_articles": "api",
    "corrected_shares": "api",
    "plan": "api",
    "profile": "api",
    "read_articles": "api",
    "read_codes": "api",
    "sample": "api",
    "FramingError": "errors",
    "Featuriser": "estimators",
    "FramingCoder": "estimators",
}
__all__ = [
    "Featuriser",
    "FramingCoder",
    "FramingError",
    "agreement",
    "code_articles",
    "corrected_shares",
    "plan",
    "profile",
    "read_articles",
    "read_codes",
    "sample",
]


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module 'framing' has no attribute {name!r}")
    return getattr(import_module(f"framing.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
