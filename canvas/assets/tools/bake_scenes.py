"""Bake scenes into the plates folder.

    python bake_scenes.py <scene> [<scene> ...]

Environment: SAMPLES, SCALE (per cent of the size), LAYERS (letters of the groups to bake), PLATES (another folder).
Needs bpy, OpenCV, numpy and Pillow (tools/README.md).
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "bake"))

import basics
import city
import interiors
import outdoors
import space
import venues
import wild

SCENES = {
    scene.__name__: scene
    for scene in (
        basics.neon,
        basics.podium,
        basics.stage,
        basics.board,
        basics.table,
        outdoors.arctic,
        outdoors.desert,
        outdoors.beach,
        space.space,
        city.city_night,
        interiors.studio,
        interiors.library,
        interiors.gaming_room,
        interiors.kitchen,
        wild.inferno,
        wild.forest,
        wild.road,
        venues.stadium,
        venues.concert,
        venues.vault,
    )
}


def main() -> None:
    for name in sys.argv[1:]:
        SCENES[name]()


if __name__ == "__main__":
    main()
