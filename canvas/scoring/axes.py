"""The axes of the score: what each measure is worth, how much it weighs, and what its fault is called.

The ranges are our judgement, anchored where there is something to anchor them to: type below 8 % of the height is
unreadable in a preview of 168 pixels, WCAG asks 3:1 of large type, Hasler and Süsstrunk call 60 quite colourful.
"""

from __future__ import annotations

from dataclasses import dataclass

from canvas.scoring.model import Axis

GOOD_ENOUGH = 0.45


@dataclass(frozen=True)
class Range:
    """Worth 0 at `low`, 1 between `best_from` and `best_to`, 0 again at `high`, straight lines between."""

    low: float
    best_from: float
    best_to: float
    high: float

    def worth(self, value: float) -> float:
        if value < self.best_from:
            return max(0.0, (value - self.low) / (self.best_from - self.low))
        if value > self.best_to:
            return max(0.0, (self.high - value) / (self.high - self.best_to))
        return 1.0


def _rising(low: float, best: float) -> Range:
    return Range(low, best, float("inf"), float("inf"))


def _falling(best: float, high: float) -> Range:
    return Range(float("-inf"), float("-inf"), best, high)


@dataclass(frozen=True)
class Rule:
    """One axis. The fault and its mend for values below the best range, and for those above it."""

    range: Range
    weight: float
    unit: str
    below: tuple[str, str] | None = None
    above: tuple[str, str] | None = None

    def axis(self, measured: float) -> Axis:
        value = self.range.worth(measured)
        fault = self.below if measured < self.range.best_from else self.above
        if value >= GOOD_ENOUGH or fault is None:
            return Axis(round(value, 3), self.weight, round(measured, 4), self.unit)
        return Axis(round(value, 3), self.weight, round(measured, 4), self.unit, *fault)


RULES: dict[str, Rule] = {
    # type
    "text_height": Rule(_rising(0.02, 0.17), 1.4, "of the height", below=("headline_small", "enlarge_text")),
    "text_contrast": Rule(_rising(1.0, 9), 1.5, "WCAG ratio", below=("headline_faint", "strengthen_type")),
    "preview": Rule(
        _rising(0.0, 0.34), 1.4, "luminance spread at 168 px", below=("headline_lost_small", "strengthen_type")
    ),
    "words": Rule(Range(0, 1, 6, 11), 0.6, "words", above=("too_many_words", "drop_subtitle")),
    "badge": Rule(_falling(0.02, 0.5), 0.8, "of the badge zone", above=("under_the_badge", "clear_badge")),
    "margin": Rule(_rising(-0.01, 0.02), 0.5, "of the side", below=("type_at_the_edge", "inset_type")),
    # subject
    "subject_size": Rule(
        Range(0.05, 0.55, 0.95, 1.4), 1.1, "root of the area", below=("subject_small", "enlarge_subject")
    ),
    "salience": Rule(_rising(0.3, 1.1), 0.7, "times what is around", below=("subject_unnoticed", "glow_subject")),
    "subject_clear": Rule(_falling(0.1, 0.5), 0.6, "of the subject", above=("type_over_subject", "swap_layout")),
    "face_clear": Rule(_falling(0.03, 0.3), 0.8, "of the face", above=("type_over_face", "swap_layout")),
    # the whole picture
    "clutter": Rule(
        Range(0.0, 0.02, 0.085, 0.21), 0.9, "edge pixels",
        below=("bare", "enliven_picture"), above=("cluttered", "calm_picture"),
    ),
    "colour": Rule(
        Range(0, 60, 115, 190), 1.0, "colourfulness",
        below=("dull_colours", "boost_colour"), above=("garish_colours", "calm_colour"),
    ),
    "contrast": Rule(Range(0.02, 0.27, 0.38, 0.5), 0.9, "RMS contrast", below=("flat_contrast", "boost_contrast")),
    "brightness": Rule(
        Range(0.0, 0.3, 0.58, 0.9), 0.7, "mean grey", below=("too_dark", "brighten"), above=("too_bright", "darken")
    ),
    "sharpness": Rule(_rising(0.9, 3.5), 0.8, "log variance of the Laplacian", below=("soft", "sharpen")),
    "balance": Rule(_rising(0.15, 0.75), 0.8, "of the emptier half in use", below=("empty_area", "spread_layers")),
}  # fmt: skip

# In the place of `preview` where a machine reads the headline. It reads less than people do: stylised letters that it
# takes for others, and at 120 pixels hardly any.
READ_BACK = Rule(
    _rising(0.0, 0.6), 1.4, "of the letters read at 120 to 360 px", below=("headline_lost_small", "strengthen_type")
)

# What no other quality can buy back, and how much of the score it may take.
GATES = {
    "sharpness": 0.6,
    "badge": 0.35,
    "text_contrast": 0.4,
    "text_height": 0.4,
    "preview": 0.3,
    "face_clear": 0.5,
    "subject_size": 0.3,
    "balance": 0.25,
    "clutter": 0.1,
}
