"""The colours of postures: seen on light and dark ground, apart for colour-blind readers, with letters where print has no colour."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from framing.charts import COLOURS
from framing.figures import DARK, GROUND, ON_POSTURE, PANEL

# Machado, Oliveira & Fernandes (2009), A Physiologically-based Model for Simulation of Color Vision Deficiency, severity 1.0.
SEEN = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "by most": np.eye(3),
}
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]])  # of linear sRGB
WHITE = XYZ.sum(axis=1)
PAIRS = list(combinations(COLOURS, 2))


def linear(colour: str) -> np.ndarray:
    c = np.array(to_rgb(colour))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB of linear sRGB: lightness from 0 to 100, then green to red and blue to yellow."""
    t = XYZ @ np.clip(rgb, 0, 1) / WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(one: str, other: str) -> float:
    low, high = sorted(float(XYZ[1] @ linear(c)) for c in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_contrast_and_lightness_are_those_of_the_standards():
    assert contrast("#ffffff", "#000000") == pytest.approx(21, abs=0.01)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.05)


def test_simulated_colour_blindness_leaves_grey_as_it_is():
    assert [np.asarray(m) @ [0.5, 0.5, 0.5] for m in SEEN.values()] == [pytest.approx([0.5] * 3, abs=1e-5)] * len(SEEN)


@pytest.mark.parametrize("ground", [GROUND, PANEL, DARK[GROUND], DARK[PANEL]])
@pytest.mark.parametrize("posture", COLOURS)
def test_a_posture_stands_out_from_the_ground(posture, ground):
    assert contrast(COLOURS[posture], ground) >= 3  # WCAG 2.2, 1.4.11


@pytest.mark.parametrize("posture", COLOURS)
def test_letters_and_digits_on_a_posture_are_read_as_text_is(posture):
    assert contrast(ON_POSTURE[posture], COLOURS[posture]) >= 4.5  # WCAG 2.2, 1.4.3


@pytest.mark.parametrize("eyes", SEEN)
@pytest.mark.parametrize("pair", PAIRS, ids="-".join)
def test_two_postures_look_different(pair, eyes):
    one, other = (lab(np.array(SEEN[eyes]) @ linear(COLOURS[p])) for p in pair)
    assert np.linalg.norm(one - other) >= 15


def test_letters_tell_postures_apart_where_grey_print_cannot():
    assert min(abs(lab(linear(COLOURS[a]))[0] - lab(linear(COLOURS[b]))[0]) for a, b in PAIRS) < 10  # so colour alone would not do
    assert len({posture[0] for posture in COLOURS}) == len(COLOURS)
