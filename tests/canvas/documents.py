"""Documents that the canvas tests draw."""

from __future__ import annotations

from pathlib import Path

from canvas.document import (
    Aspect,
    Document,
    Effect,
    Extrude,
    Glow,
    Layer,
    Light,
    Logo,
    Mark,
    Outline,
    Palette,
    Plate,
    Rim,
    Subject,
    Text,
)

PALETTE = Palette(primary="#ff2d3f", secondary="#2b6bff", accent="#ffd21f")
SIZES: dict[Aspect, tuple[int, int]] = {
    "16:9": (640, 360),
    "1:1": (400, 400),
    "9:16": (360, 640),
    "4:5": (400, 500),
}
PORTRAIT = Path(__file__).parent.parent / "fixtures" / "portrait.jpg"


def document_of(
    *layers: Layer,
    layout: str = "hero_right",
    aspect: Aspect = "16:9",
    size: tuple[int, int] | None = None,
    seed: int = 7,
) -> Document:
    width, height = size or SIZES[aspect]
    return Document(layers=layers, palette=PALETTE, layout=layout, aspect=aspect, width=width, height=height, seed=seed)


def plain(colour: str = "#204060") -> Plate:
    """A plate of little detail."""
    return Plate(id="plate", source="paint:gradient")


def headline(text: str = "BEAT ELDEN RING", **fields: object) -> Text:
    return Text(id="headline", slot="headline", text=text, **fields)  # type: ignore[arg-type]


def rich(*, layout: str = "hero_right", aspect: Aspect = "16:9") -> Document:
    """One of every kind of layer, with all that can be drawn around them."""
    return document_of(
        Plate(id="plate", source="scene:neon", lights={"a": Light("primary", 1.5)}, blur=0.004),
        Effect(id="rays", effect="rays", colour="secondary", centre=(0.7, 0.5), params={"count": 12}),
        Subject(
            id="hero",
            slot="versus_right"
            if layout in {"versus", "duel", "before_after"}
            else "hero"
            if layout != "full_type"
            else "support_1",
            source="prop:phone",
            rotation=6,
            outline=Outline(),
            glow=Glow(),
            rim=Rim(),
        ),
        Effect(id="sparks", effect="sparks", colour="accent"),
        headline("BEAT ELDEN RING", highlight=(1,), extrude=Extrude(), glow=Glow(), tilt=4),
        Text(
            id="sub", slot="subtitle", text="no armour", font="archivo", plate_colour="accent", stroke=0, colour="dark"
        ),
        Mark(id="arrow", slot="mark_1", mark="arrow", target="hero"),
        Logo(id="logo", slot="logo", source="picture:logo"),
        Effect(id="grade", effect="grade", params={"contrast": 1.1, "bloom": 0.3}),
        layout=layout,
        aspect=aspect,
    )
