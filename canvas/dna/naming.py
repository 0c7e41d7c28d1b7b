"""Public names for measured looks: a word for the colour and one for the framing or the mood, from traits alone."""

from __future__ import annotations

import colorsys

from canvas.colour import parse_hex
from canvas.dna.model import DesignDNA

# Words by hue; the first limit above a colour's hue (0..1) is its family.
_HUES: tuple[tuple[float, tuple[str, ...]], ...] = (
    (0.025, ("Crimson", "Scarlet", "Ruby", "Cherry", "Poppy")),
    (0.06, ("Vermilion", "Coral", "Brick", "Rust", "Ember")),
    (0.105, ("Tangerine", "Amber", "Apricot", "Copper", "Orange")),
    (0.145, ("Golden", "Honey", "Saffron", "Marigold", "Topaz")),
    (0.19, ("Lemon", "Canary", "Sunlit", "Citrus", "Butter")),
    (0.27, ("Lime", "Moss", "Olive", "Pear", "Fern")),
    (0.42, ("Emerald", "Jade", "Forest", "Clover", "Meadow")),
    (0.5, ("Mint", "Teal", "Lagoon", "Seafoam", "Turquoise")),
    (0.57, ("Cyan", "Aqua", "Glacier", "Reef", "Azure")),
    (0.64, ("Cobalt", "Sapphire", "Ocean", "Sky", "Cornflower")),
    (0.71, ("Indigo", "Ultramarine", "Royal", "Midnight", "Iris")),
    (0.79, ("Violet", "Amethyst", "Grape", "Plum", "Lavender")),
    (0.88, ("Magenta", "Orchid", "Fuchsia", "Mulberry", "Peony")),
    (0.96, ("Rose", "Raspberry", "Blush", "Flamingo", "Berry")),
    (1.01, ("Crimson", "Scarlet", "Ruby", "Cherry", "Poppy")),
)
_DARK = ("Charcoal", "Onyx", "Graphite", "Obsidian", "Ink")
_GREY = ("Silver", "Slate", "Pewter", "Steel", "Ash")
_LIGHT = ("Ivory", "Pearl", "Chalk", "Porcelain", "Linen")
_LAYOUTS: dict[str, tuple[str, ...]] = {
    "versus": ("Duel", "Face-off", "Showdown", "Rivalry", "Clash"),
    "duel": ("Match-up", "Contest", "Bout", "Derby", "Standoff"),
    "before_after": ("Makeover", "Transformation", "Turnaround", "Remake", "Change"),
    "row": ("Line-up", "Trio", "Parade", "Shelf", "Selection"),
    "pair": ("Duo", "Tandem", "Couple", "Pairing", "Double"),
    "person_and_thing": ("Reveal", "Unboxing", "Find", "Host", "Discovery"),
    "quote": ("Quote", "Dialogue", "Statement", "Confession", "Remark"),
    "big_number": ("Big Number", "Count", "Tally", "Figure", "Numeral"),
    "full_type": ("Poster", "Headline", "Statement", "Billboard", "Wordmark"),
    "centre_stage": ("Centrepiece", "Stage", "Pedestal", "Showcase", "Spotlight"),
    "headline_top": ("Marquee", "Masthead", "Cover", "Title Page", "Front Page"),
    "lower_third": ("Caption", "Lower Third", "Broadcast", "Bulletin", "Footline"),
    "banner": ("Banner", "Ribbon", "Sash", "Streamer", "Belt"),
    "close_up": ("Close-up", "Portrait", "Profile", "Headshot", "Gaze"),
    "distant": ("Long Shot", "Horizon", "Vista", "Wide Shot", "Panorama"),
    "hero": ("Lead", "Feature", "Presenter", "Profile", "Spread"),
}
_GROUNDS: dict[str, tuple[str, ...]] = {
    "rays": ("Sunburst", "Starburst", "Beams"),
    "speedlines": ("Rush", "Sprint", "Velocity"),
    "halftone": ("Comic", "Halftone", "Pop Art"),
    "paper": ("Notebook", "Paper", "Sketchbook"),
    "spotlight": ("Spotlight", "Limelight", "Beacon"),
    "mesh": ("Blend", "Aurora", "Haze"),
}
_MOODS: dict[str, tuple[str, ...]] = {
    "dark": ("Shadow", "Nocturne", "Noir"), "epic": ("Saga", "Legend", "Quest"), "scary": ("Fright", "Haunt", "Dread"),
    "happy": ("Party", "Delight", "Cheer"), "calm": ("Hush", "Drift", "Calm"), "clean": ("Minimal", "Line", "Studio"),
    "luxury": ("Luxe", "Opulence", "Prestige"), "cute": ("Candy", "Charm", "Sprinkle"),
    "retro": ("Arcade", "Retrowave", "Rewind"), "romantic": ("Romance", "Serenade", "Valentine"),
    "dramatic": ("Drama", "Tension", "Act"), "playful": ("Play", "Carnival", "Frolic"),
    "mysterious": ("Riddle", "Enigma", "Secret"), "warm": ("Hearth", "Glow", "Harvest"),
    "cold": ("Frost", "Winter", "Chill"), "bold": ("Impact", "Punch", "Signal"),
}  # fmt: skip
_GREY_SATURATION = 0.14


def name_of(dna: DesignDNA, *, seed: int) -> str:
    """Return a public name of two or three words, such as "Crimson Close-up".

    Made of the traits alone: palette, framing, ground and mood, never of words that stood in a picture. The same DNA
    and seed give the same name; other seeds give other names of the same look.
    """
    colour = dna.palette.primary if seed % 3 else dna.palette.accent
    colours, nouns = _colour_words(colour), _nouns(dna)
    # One seed walks through both lists at different paces, so that names repeat late.
    mixed = (seed * 2654435761) % 2**32
    first = colours[(mixed >> 7) % len(colours)]
    fitting = [noun for noun in nouns if noun != first]
    return f"{first} {fitting[(mixed >> 15) % len(fitting)]}"


def _colour_words(colour: str) -> tuple[str, ...]:
    hue, saturation, value = colorsys.rgb_to_hsv(*parse_hex(colour))
    if value < 0.16:
        return _DARK
    if saturation < _GREY_SATURATION:
        return _LIGHT if value > 0.82 else _GREY
    return next(words for limit, words in _HUES if hue < limit)


def _nouns(dna: DesignDNA) -> tuple[str, ...]:
    """Return the words for what a look is known by: its framing first, then its ground, then its mood."""
    family = dna.layout.removesuffix("_left").removesuffix("_right")
    framing = _LAYOUTS.get(family, _LAYOUTS["hero"])
    if family == "hero" and dna.face_place == "none":
        framing = ("Feature", "Spread", "Display", "Still Life", "Tableau")
    if dna.face_height >= 0.47 and family == "hero":
        framing = _LAYOUTS["close_up"]
    ground = _GROUNDS.get(dna.plate.partition(":")[2], ())
    return (*framing, *ground, *_MOODS.get(dna.mood, _MOODS["bold"]))
