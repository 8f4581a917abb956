"""The study's texts by their names, what was expected of them, and whose codes count."""

REFERENCE = "adjudicated"
EXPECTED = {"levant": "skeptical", "aljazeera": "analytical", "alarab": "favorable", "hashtag": "procedural"}
SHORT = {
    "levant": "Levant", "aljazeera": "Al Jazeera op-ed", "aggregator": "second article", "unnamed": "unnamed outlet",
    "alarab": "Al-Arab style", "hashtag": "Hashtag",
}  # fmt: skip
EVENT = "2025-11"  # the month in which the joining was announced
