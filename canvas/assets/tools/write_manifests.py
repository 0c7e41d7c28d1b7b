"""Write plates/MANIFEST.toml and props/MANIFEST.toml from the catalogue and the files that are there.

    python canvas/assets/tools/write_manifests.py

Needs nothing but Python and this repository on the path. Run it after every bake or render.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from canvas import catalogue

ASSETS = Path(__file__).resolve().parent.parent

OWN = """[sources.routix]
source = "modelled and rendered for this repository with Blender (bpy on PyPI) and numpy"
version = "bpy 5.0.1"
licence = "the licence of this repository"
licence_file = "LICENCE.routix.txt"
rebuild = "python canvas/assets/tools/{script} <name>"
"""

FLUENT = """[sources.fluent-emoji]
source = "npm:@iconify-json/fluent-emoji"
version = "1.2.7"
package_sha1 = "93fa6ee6e46be10adeaf33c0bda08a10e142dd0d"
author = "Microsoft Corporation"
licence = "MIT"
licence_file = "LICENCE.fluent-emoji.txt"
changes = "rasterised with resvg-py 0.5.0, cropped, encoded as WebP"
rebuild = "python canvas/assets/tools/render_emoji.py <unpacked package> <name>"
"""


def entry(path: Path, source: str) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f'[files.{path.stem}]\nfile = "{path.name}"\nsource = "{source}"\nsha256 = "{digest}"\n'


def write(folder: Path, parts: list[str]) -> None:
    head = "# Written by tools/write_manifests.py: where each file comes from, and what it must be.\n"
    unfinished = folder / "MANIFEST.toml.part"
    unfinished.write_text("\n".join([head, *parts]), encoding="utf-8")
    os.replace(unfinished, folder / "MANIFEST.toml")


def main() -> None:
    layers = [
        catalogue.scene_path(scene.name, group) for scene in catalogue.scenes().values() for group in scene.groups
    ]
    write(ASSETS / "plates", [OWN.format(script="bake_scenes.py"), *(entry(path, "routix") for path in sorted(layers))])
    props = [
        entry(catalogue.prop_path(name), "fluent-emoji" if prop.style == "emoji" else "routix")
        for name, prop in sorted(catalogue.props().items())
    ]
    write(ASSETS / "props", [OWN.format(script="bake_props.py"), FLUENT, *props])


if __name__ == "__main__":
    main()
