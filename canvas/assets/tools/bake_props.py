"""Model and render props into the props folder.

    python bake_props.py <prop> [<prop> ...]

Environment: SAMPLES, SCALE (per cent of the size), PROPS (another folder). Needs bpy, OpenCV, numpy and Pillow
(tools/README.md).
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "bake"))

import food
import gear
import holes
import objects

PROPS = {
    "phone": gear.phone,
    "trophy": objects.trophy,
    "coins": objects.coins,
    "coin_crypto": objects.coin_crypto,
    "cash": objects.cash,
    "gem": objects.gem,
    "crown": objects.crown,
    "sword": objects.sword,
    "shield": objects.shield,
    "football": objects.football,
    "basketball": objects.basketball,
    "dumbbell": objects.dumbbell,
    "black_hole": holes.black_hole,
    "flame": holes.flame,
    "earth": holes.earth,
    "planet": holes.planet,
    "ice": gear.ice,
    "house": gear.house,
    "controller": gear.controller,
    "laptop": gear.laptop,
    "camera": gear.camera_body,
    "microphone": gear.microphone,
    "burger": food.burger,
    "lasagna": food.lasagna,
    "pizza": food.pizza,
    "cake": food.cake,
    "coffee": food.coffee,
    "steak": food.steak,
}


def main() -> None:
    for name in sys.argv[1:]:
        PROPS[name]()


if __name__ == "__main__":
    main()
