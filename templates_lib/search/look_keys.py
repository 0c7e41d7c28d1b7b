"""How a look appears, in keys that the full text index holds beside the words: "layout:versus", "effect:confetti".

The same keys stand for what a prompt wishes (`lexicon/looks.toml`), in whatever language it does.
"""

from canvas.dna import DesignDNA
from canvas.dna.wording import colour_name

_CLOSE_UP, _VERY_CLOSE = 0.38, 0.44  # heights of a face, of the picture's
_TILTED = 2.0  # degrees
_LOUD, _QUIET = 8, 3
_VIVID, _MUTED = 0.85, 0.45  # saturation
_WARM, _COLD = 0.7, -0.5
_STARK, _BUSY = 0.85, 0.35  # contrast, clutter
_LETTERING = {
    "anton": ("heavy", "condensed"), "bebas": ("condensed",), "montserrat": ("clean",), "bangers": ("comic",),
    "luckiest": ("comic", "rounded"), "archivo": ("heavy", "wide"), "marker": ("handwritten",),
    "lilita": ("rounded",), "titan": ("rounded", "comic"), "russo": ("square",), "poppins": ("clean", "rounded"),
}  # fmt: skip


def keys_of(dna: DesignDNA, *, category: str) -> tuple[str, ...]:
    """Return the keys of a look, each once. `category` is a slug, "" for none yet."""
    keys = [f"layout:{dna.layout}", f"mood:{dna.mood}"]
    keys += [f"category:{category}"] if category else []
    _, _, plate = dna.plate.partition(":")
    keys += [f"plate:{plate}"] if plate else []
    keys += _of_face(dna)
    keys += _of_type(dna)
    keys += [f"effect:{effect}" for effect in dna.effects]
    keys += [f"mark:{mark}" for mark in dna.extras.get("marks", ())]
    keys += [key for colour in _colours(dna) for key in keys_of_colour(colour)]
    keys.append("ground:light" if dna.is_light or dna.plate == "paint:paper" else "ground:dark")
    keys += _of_tone(dna)
    if dna.energy >= _LOUD:
        keys.append("energy:high")
    if dna.energy <= _QUIET:
        keys.append("energy:low")
    if dna.extras.get("text_glow"):
        keys.append("type:glowing")
    if dna.has_logo:
        keys.append("logo:some")
    return tuple(dict.fromkeys(keys))


def keys_of_colour(colour: str) -> tuple[str, ...]:
    """Return the keys of a `#rrggbb` colour: its name, and without "dark" the plain one too."""
    name = colour_name(colour)
    return tuple(dict.fromkeys((f"colour:{name.replace(' ', '_')}", f"colour:{name.removeprefix('dark ')}")))


def _colours(dna: DesignDNA) -> tuple[str, ...]:
    return (dna.palette.primary, dna.palette.secondary, dna.palette.accent)


def _of_face(dna: DesignDNA) -> list[str]:
    if dna.face_place == "none":
        return ["face:none"]
    keys = ["face:some", f"face:{dna.face_place}"]
    keys += ["face:close"] if dna.face_height >= _CLOSE_UP else []
    return keys + (["face:very_close"] if dna.face_height >= _VERY_CLOSE else [])


def _of_type(dna: DesignDNA) -> list[str]:
    if dna.text_place == "none":
        return ["type:none"]
    keys = [f"type:{dna.text_place}", *(f"type:{word}" for word in _LETTERING.get(dna.font, ()))]
    keys += ["type:tilted"] if abs(dna.text_tilt) >= _TILTED else []
    keys += ["type:few_words"] if 0 < dna.text_words <= 2 else []
    keys.append("type:outlined" if dna.outline else "type:plain")
    return [*keys, "type:deep"] if dna.extrude else keys


def _of_tone(dna: DesignDNA) -> list[str]:
    tones = {
        "vivid": dna.saturation >= _VIVID,
        "muted": dna.saturation <= _MUTED,
        "warm": dna.warmth >= _WARM,
        "cold": dna.warmth <= _COLD,
        "stark": dna.contrast >= _STARK,
        "busy": dna.clutter >= _BUSY,
    }
    return [f"tone:{name}" for name, has in tones.items() if has]
