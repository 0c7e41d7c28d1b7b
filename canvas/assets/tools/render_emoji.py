"""Render the emoji props of the catalogue: vectors of `@iconify-json/fluent-emoji` to tightly cropped RGBA WebP.

    python render_emoji.py <folder of the unpacked npm package> [<name> ...]

Without names every `style = "emoji"` prop of the catalogue is rendered. Needs resvg-py and Pillow (tools/README.md).
"""

from __future__ import annotations

import io
import json
import os
import sys
import tomllib
from pathlib import Path

import resvg_py
from PIL import Image

ASSETS = Path(__file__).resolve().parent.parent
LONGEST = 640
BORDER = 2
QUALITIES = (84, 78, 72, 64)
AIM_BYTES = 24_000
PREFIX = "emoji_"


def catalogue_names() -> list[str]:
    """Return the names of all emoji props, sorted."""
    names: list[str] = []
    for path in sorted((ASSETS / "catalogue").glob("*.toml")):
        props = tomllib.loads(path.read_text(encoding="utf-8")).get("props", {})
        names += [name for name, prop in props.items() if prop["style"] == "emoji"]
    return sorted(names)


def render(body: str, view: int) -> Image.Image:
    """Rasterise at twice the size, crop to the alpha and scale so that the longest side has LONGEST pixels."""
    size = LONGEST * 2
    box = f'width="{size}" height="{size}" viewBox="0 0 {view} {view}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{body}</svg>'
    image = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg)))).convert("RGBA")
    visible = image.getchannel("A").point(lambda value: 255 if value > 2 else 0).getbbox()
    image = image.crop(visible)
    scale = (LONGEST - 2 * BORDER) / max(image.size)
    inner = image.resize([max(1, round(side * scale)) for side in image.size], Image.Resampling.LANCZOS)
    framed = Image.new("RGBA", (inner.width + 2 * BORDER, inner.height + 2 * BORDER))
    framed.paste(inner, (BORDER, BORDER))
    return framed


def encode(image: Image.Image) -> bytes:
    """Encode as WebP at the highest quality of QUALITIES that stays under AIM_BYTES, else at the lowest."""
    data = b""
    for quality in QUALITIES:
        stream = io.BytesIO()
        image.save(stream, "WEBP", quality=quality, alpha_quality=80, method=6)
        data = stream.getvalue()
        if len(data) <= AIM_BYTES:
            break
    return data


def main() -> None:
    package = json.loads((Path(sys.argv[1]) / "icons.json").read_text(encoding="utf-8"))
    icons, aliases = package["icons"], package.get("aliases", {})
    total = 0
    for name in sys.argv[2:] or catalogue_names():
        icon = name.removeprefix(PREFIX).replace("_", "-")
        body = icons[aliases[icon]["parent"] if icon in aliases else icon]["body"]
        target = ASSETS / "props" / f"{name}.webp"
        unfinished = target.with_suffix(".part")
        unfinished.write_bytes(encode(render(body, package.get("height", 32))))
        os.replace(unfinished, target)
        total += target.stat().st_size
    print(f"{total / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
