"""Documents to edit, and what every operation may be asked to do with them."""

from __future__ import annotations

import io

from PIL import Image

from canvas.document import (
    Document,
    Effect,
    Extrude,
    Frame,
    Glow,
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
from canvas.operations import Operation
from canvas.operations.add_effect import AddEffect
from canvas.operations.add_mark import AddMark
from canvas.operations.add_subject import AddSubject
from canvas.operations.add_text import AddText
from canvas.operations.adjust_plate import AdjustPlate
from canvas.operations.align import AlignLayer
from canvas.operations.flip import Flip
from canvas.operations.move import Move
from canvas.operations.place import Place
from canvas.operations.point_at import PointAt
from canvas.operations.recolor import Recolor
from canvas.operations.remove import Insert, Remove
from canvas.operations.rename import Rename
from canvas.operations.reorder import Reorder
from canvas.operations.replace_plate import ReplacePlate
from canvas.operations.replace_subject import ReplaceSubject
from canvas.operations.resize import Resize
from canvas.operations.restore import Restore
from canvas.operations.restyle_subject import RestyleSubject
from canvas.operations.restyle_text import RestyleText
from canvas.operations.rotate import Rotate
from canvas.operations.set_blend import SetBlend
from canvas.operations.set_effect import SetEffect
from canvas.operations.set_font import SetFont
from canvas.operations.set_highlight import SetHighlight
from canvas.operations.set_lock import SetLock
from canvas.operations.set_opacity import SetOpacity
from canvas.operations.set_palette import SetPalette
from canvas.operations.set_text import SetText
from canvas.operations.set_visibility import SetVisibility
from canvas.operations.swap_layout import SwapLayout
from tests.canvas.documents import PALETTE, PORTRAIT, document_of, headline, rich


def logo() -> bytes:
    image = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    image.paste((0, 255, 0, 255), (50, 0, 150, 100))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


PICTURES = {"logo": logo(), "me": PORTRAIT.read_bytes()}


def standing_alone() -> Document:
    """Layers that each have a place of their own, with nothing over them that reaches further."""
    return document_of(
        Plate(id="plate", source="paint:gradient"),
        Effect(id="glow", effect="glow_spot", colour="secondary"),
        Subject(id="hero", source="prop:phone", frame=Frame(0.62, 0.15, 0.3, 0.6), outline=Outline()),
        Subject(id="beside", source="prop:trophy", frame=Frame(0.35, 0.5, 0.22, 0.4)),
        Text(id="headline", text="ONE MORE", frame=Frame(0.05, 0.08, 0.4, 0.3), highlight=(1,), extrude=Extrude()),
        Text(id="sub", text="second", frame=Frame(0.05, 0.75, 0.3, 0.15), plate_colour="accent", font="archivo"),
        Mark(id="arrow", mark="arrow", frame=Frame(0.45, 0.1, 0.1, 0.15), target="hero"),
        Mark(id="badge", mark="badge", text="NEW", frame=Frame(0.8, 0.8, 0.16, 0.14)),
        Logo(id="logo", source="picture:logo", frame=Frame(0.03, 0.5, 0.12, 0.12)),
        layout="hero_right",
    )


def with_a_person() -> Document:
    """A photo that the layout places by its face, in a baked scene, under a grade that blooms."""
    return document_of(
        Plate(id="plate", source="scene:neon", lights={"a": Light("primary", 1.2)}),
        Effect(id="shade", effect="shade", colour="dark", amount=0.5, params={"angle": 180.0, "reach": 0.62}),
        Subject(id="hero", slot="hero", source="photo:me", rim=Rim(), glow=Glow()),
        Subject(id="beside", slot="support_1", source="prop:phone"),
        Effect(id="grade", effect="grade", params={"contrast": 1.1, "saturation": 1.1, "bloom": 0.12}),
        headline("MY WORST DAY", highlight=(1,), extrude=Extrude()),
        Text(id="sub", slot="subtitle", text="so far", font="archivo", plate_colour="accent", stroke=0.0),
        Mark(id="arrow", slot="mark_1", mark="circle", target="hero"),
        Mark(id="badge", slot="mark_2", mark="burst", text="NEW"),
        Logo(id="logo", slot="logo", source="picture:logo"),
        layout="hero_right",
    )


def everything() -> Document:
    """One of every kind of layer under rays, sparks and a grade (`documents.rich`), with a second subject."""
    document = rich()
    extra = (
        Subject(id="beside", slot="support_1", source="prop:trophy"),
        Mark(id="badge", slot="mark_2", mark="badge", text="NEW"),
    )
    return document_of(*document.layers[:-1], *extra, document.layers[-1], layout="hero_right")


DOCUMENTS = {"standing_alone": standing_alone(), "with_a_person": with_a_person(), "everything": everything()}
COLOURFUL = Palette(primary="#00aa55", secondary=PALETTE.secondary, accent="#ff00ff")


def examples(document: Document) -> list[Operation]:
    """Operations that these documents allow, at least one of each kind that there is."""
    effect = next(layer.id for layer in document.layers if isinstance(layer, Effect))
    return [
        SetText("headline", "SEVEN DAYS LEFT"),
        SetText("headline", "سفر رویایی", (0,)),
        SetText("badge", "HOT"),
        SetHighlight("headline", (0,), "#00ff00"),
        SetFont("headline", "bangers"),
        RestyleText("headline", stroke=0.1, extrude_depth=0.0, tilt=8.0, has_glow=True, colour="primary"),
        RestyleText("sub", has_plate=False, has_shadow=False, gradient=0.5),
        AddText("HELLO", frame=Frame(0.3, 0.4, 0.3, 0.2)),
        Recolor("headline", "#12ab34"),
        Recolor("sub", "primary", "plate"),
        Recolor("arrow", "#ffffff"),
        SetPalette(accent="#ff00ff"),
        SetPalette(primary="#00aa55", dark="#101010"),
        Move("headline", 0.1, 0.2),
        Move("hero", 0.5, 0.05),
        Resize("hero", 0.7),
        Resize("logo", 1.5),
        AlignLayer("headline", "right", "top"),
        Place("headline", Frame(0.1, 0.5, 0.5, 0.3)),
        Place("hero", Frame(0.3, 0.1, 0.5, 0.8)),
        Rotate("hero", -12.0),
        Rotate("sub", 5.0),
        Flip("hero"),
        Flip("plate"),
        Reorder("hero", len(document.layers) - 1),
        Reorder("arrow", 1),
        Reorder("headline", 2),
        SwapLayout("hero_left"),
        SwapLayout("centre_stage"),
        ReplaceSubject("hero", "prop:trophy"),
        AddSubject("prop:phone", frame=Frame(0.4, 0.4, 0.2, 0.4)),
        RestyleSubject("hero", outline_width=0.02, glow_strength=0.0, rim_strength=1.0, shadow_strength=0.0),
        ReplacePlate("paint:halftone"),
        ReplacePlate("scene:library", params={"focus": 0.4}),
        AdjustPlate(exposure=0.6, blur=0.01),
        AddEffect("sparks", below="headline"),
        AddEffect("grade", params={"bloom": 0.5}),
        SetEffect(effect, amount=0.3, centre=(0.2, 0.2)),
        SetEffect(effect, effect="snow"),
        AddMark("arrow", target="headline"),
        AddMark("burst", frame=Frame(0.7, 0.1, 0.2, 0.3), text="50%"),
        PointAt("arrow", "sub"),
        SetVisibility("sub", visible=False),
        SetVisibility("hero", visible=False),
        SetOpacity("hero", 0.4),
        SetBlend("headline", "overlay"),
        SetLock("hero", locked=True),
        Rename("hero", "The phone"),
        Remove("hero"),
        Remove("sub"),
        Remove("logo"),
        Insert(Subject(id="other", source="prop:phone", frame=Frame(0.1, 0.3, 0.2, 0.5)), 2),
        Restore((Text(id="headline", text="BACK", frame=Frame(0.2, 0.2, 0.4, 0.2)),), "hero_left"),
    ]
