"""Bake scenes into the plates folder.

    python bake_scenes.py <scene> [<scene> ...]

Environment: SAMPLES, SCALE (per cent of the size), LAYERS (letters of the groups to bake), PLATES (another folder).
Needs bpy, OpenCV, numpy and Pillow (tools/README.md).
"""

from __future__ import annotations

import sys
from pathlib import Path

import bpy  # noqa: F401 - before the line below: Blender's add-ons go by names that a set could have too

sys.path.insert(0, str(Path(__file__).resolve().parent / "bake"))

import basics
import bedroom
import city
import cloudscape
import garages
import halls
import heights
import interiors
import nightlife
import outdoors
import research
import ruins
import space
import spacecraft
import stonework
import venues
import waters
import wild
import workrooms

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
        heights.mountains,
        waters.ocean,
        waters.underwater,
        nightlife.street_market,
        spacecraft.spaceship,
        stonework.castle,
        ruins.temple,
        workrooms.office,
        workrooms.trading_floor,
        research.lab,
        halls.gym,
        garages.garage,
        bedroom.bedroom,
        cloudscape.sky,
    )
}


def main() -> None:
    for name in sys.argv[1:]:
        SCENES[name]()


if __name__ == "__main__":
    main()
