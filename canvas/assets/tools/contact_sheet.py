"""Look at the assets: relight scenes with their default colours, or lay props on a neutral ground.

    python contact_sheet.py scenes out.png [<name> ...]
    python contact_sheet.py props out.png [<name> ...]

Needs numpy and Pillow and this repository on the path.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from canvas import catalogue

PLATES = Path(os.environ.get("PLATES", Path(__file__).resolve().parents[1] / "plates"))


def linear(path: Path) -> np.ndarray:
    """Decode an sRGB picture to linear light, float64 (height, width, 3)."""
    coded = np.asarray(Image.open(path).convert("RGB"), np.float64) / 255
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def colour(code: str) -> np.ndarray:
    return (np.array([int(code[i : i + 2], 16) for i in (1, 3, 5)]) / 255) ** 2.2


def relit(name: str) -> Image.Image:
    """Relight one scene with its catalogue defaults."""
    scene = catalogue.scenes()[name]
    total = np.zeros(3)
    for group in scene.groups:
        role = scene.roles.get(group)
        tint = colour(getattr(scene.colours, role)) if role else np.ones(3)
        total = total + linear(PLATES / f"{name}_{group}.webp") * tint * scene.gains[group]
    x = total * scene.exposure
    x = np.clip(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0, 1) ** (1 / 2.2)
    return Image.fromarray((x * 255 + 0.5).astype(np.uint8))


def sheet(pictures: list[Image.Image], columns: int) -> Image.Image:
    width, height = pictures[0].size
    rows = -(-len(pictures) // columns)
    page = Image.new("RGB", (columns * width, rows * height))
    for number, picture in enumerate(pictures):
        page.paste(picture, (number % columns * width, number // columns * height))
    return page


def main() -> None:
    kind, out, names = sys.argv[1], sys.argv[2], sys.argv[3:]
    if kind == "scenes":
        pictures = [relit(name) for name in names or catalogue.scenes()]
        page = sheet([picture.resize((960, 540)) for picture in pictures], 1 if len(pictures) == 1 else 2)
    else:
        pictures = []
        for name in names or catalogue.props():
            cell = Image.new("RGB", (320, 320), "#70757d")
            prop = Image.open(catalogue.prop_path(name)).convert("RGBA")
            prop.thumbnail((300, 300))
            cell.paste(prop, ((320 - prop.width) // 2, (320 - prop.height) // 2), prop)
            pictures.append(cell)
        page = sheet(pictures, min(6, len(pictures)))
    page.save(out)


if __name__ == "__main__":
    main()
