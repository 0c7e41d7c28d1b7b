"""Model and render props into the props folder.

    python bake_props.py <prop> [<prop> ...]

Environment: SAMPLES, SCALE (per cent of the size), PROPS (another folder). Needs bpy, OpenCV, numpy and Pillow
(tools/README.md).
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "bake"))

import gear
import holes
import places
import savoury
import sport
import sweet
import treasure

PROPS = {
    "phone": gear.phone,
    "trophy": treasure.trophy,
    "coins": treasure.coins,
    "coin_crypto": treasure.coin_crypto,
    "cash": treasure.cash,
    "gem": treasure.gem,
    "crown": treasure.crown,
    "sword": treasure.sword,
    "football": sport.football,
    "basketball": sport.basketball,
    "dumbbell": sport.dumbbell,
    "black_hole": holes.black_hole,
    "flame": holes.flame,
    "earth": holes.earth,
    "planet": holes.planet,
    "ice": places.ice,
    "house": places.house,
    "controller": gear.controller,
    "laptop": gear.laptop,
    "camera": gear.camera_body,
    "microphone": gear.microphone,
    "burger": savoury.burger,
    "lasagna": savoury.lasagna,
    "pizza": savoury.pizza,
    "cake": sweet.cake,
    "coffee": sweet.coffee,
    "steak": savoury.steak,
}


def main() -> None:
    for name in sys.argv[1:]:
        PROPS[name]()


if __name__ == "__main__":
    main()
