"""Model and render props into the props folder.

    python bake_props.py <prop> [<prop> ...]

Environment: SAMPLES, SCALE (per cent of the size), PROPS (another folder). Needs bpy, OpenCV, numpy and Pillow
(tools/README.md).
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "bake"))

import athletics
import bakery
import bicycles
import boats
import bowls
import camp
import campers
import cars
import clocks
import commerce
import computing
import courts
import drinks
import flight
import fortune
import fruit
import gadgets
import games
import garden
import gear
import holes
import household
import instruments
import journeys
import laboratory
import land
import landscapes
import mind
import monuments
import motorbikes
import offroad
import places
import plants
import platters
import quests
import savoury
import school
import screens
import signs
import snacks
import sound
import spooky
import sport
import strongholds
import sweet
import tower
import trains
import treasure
import treats
import weather
import workshop

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
    "sports_car": cars.sports_car,
    "ramen_bowl": bowls.ramen_bowl,
    "persian_stew": bowls.persian_stew,
    "salad_bowl": bowls.salad_bowl,
    "kebab_plate": platters.kebab_plate,
    "sushi": platters.sushi,
    "fried_egg_pan": platters.fried_egg_pan,
    "fried_chicken": snacks.fried_chicken,
    "taco": snacks.taco,
    "fries": snacks.fries,
    "popcorn": snacks.popcorn,
    "apple": fruit.apple,
    "strawberry": fruit.strawberry,
    "avocado": fruit.avocado,
    "watermelon": fruit.watermelon,
    "donut": bakery.donut,
    "ice_cream": treats.ice_cream,
    "cookie": bakery.cookie,
    "chocolate_bar": treats.chocolate_bar,
    "bread": bakery.bread,
    "tree": plants.tree,
    "palm_tree": plants.palm_tree,
    "rose": plants.rose,
    "mushroom": plants.mushroom,
    "tea_glass": drinks.tea_glass,
    "smoothie": drinks.smoothie,
    "mountain": land.mountain,
    "moon": weather.moon,
    "sun": weather.sun,
    "star_gold": weather.star_gold,
    "storm_cloud": weather.storm_cloud,
    "wave": land.wave,
    "cactus": garden.cactus,
    "potted_plant": garden.potted_plant,
    "pumpkin": garden.pumpkin,
    "cooking_pot": garden.cooking_pot,
    "robot": gadgets.robot,
    "gaming_pc": computing.gaming_pc,
    "graphics_card": computing.graphics_card,
    "cpu_chip": computing.cpu_chip,
    "keyboard": computing.keyboard,
    "monitor": screens.monitor,
    "tablet": screens.tablet,
    "smartwatch": screens.smartwatch,
    "tv": screens.tv,
    "vr_headset": gadgets.vr_headset,
    "drone": gadgets.drone,
    "electric_guitar": instruments.electric_guitar,
    "acoustic_guitar": instruments.acoustic_guitar,
    "piano": instruments.piano,
    "drum_kit": instruments.drum_kit,
    "headphones": sound.headphones,
    "vinyl_record": sound.vinyl_record,
    "speaker": sound.speaker,
    "megaphone": sound.megaphone,
    "money_bag": fortune.money_bag,
    "piggy_bank": fortune.piggy_bank,
    "briefcase": fortune.briefcase,
    "gold_bars": fortune.gold_bars,
    "chart_up": commerce.chart_up,
    "credit_card": commerce.credit_card,
    "parcel_box": commerce.parcel_box,
    "calculator": commerce.calculator,
    "shopping_cart": commerce.shopping_cart,
    "treasure_chest": quests.treasure_chest,
    "pickaxe": quests.pickaxe,
    "shield": quests.shield,
    "potion": quests.potion,
    "target": games.target,
    "dice": games.dice,
    "chess_king": games.chess_king,
    "arcade_machine": games.arcade_machine,
    "suv": offroad.suv,
    "brain": mind.brain,
    "light_bulb": mind.light_bulb,
    "question_mark": mind.question_mark,
    "puzzle_piece": mind.puzzle_piece,
    "alarm_clock": clocks.alarm_clock,
    "hourglass": clocks.hourglass,
    "calendar": clocks.calendar,
    "heart": signs.heart,
    "warning_sign": signs.warning_sign,
    "lightning_bolt": signs.lightning_bolt,
    "play_button": signs.play_button,
    "speech_bubble": signs.speech_bubble,
    "envelope": signs.envelope,
    "bell": signs.bell,
    "book_stack": school.book_stack,
    "open_book": school.open_book,
    "graduation_cap": school.graduation_cap,
    "pencil": school.pencil,
    "notebook": school.notebook,
    "magnifier": school.magnifier,
    "dna": laboratory.dna,
    "atom": laboratory.atom,
    "flask": laboratory.flask,
    "microscope": laboratory.microscope,
    "telescope": laboratory.telescope,
    "magnet": laboratory.magnet,
    "pill": laboratory.pill,
    "syringe": laboratory.syringe,
    "gift_box": household.gift_box,
    "padlock": household.padlock,
    "key": household.key,
    "bed": household.bed,
    "sofa": household.sofa,
    "skull": spooky.skull,
    "ghost": spooky.ghost,
    "bomb": spooky.bomb,
    "hammer": workshop.hammer,
    "toolbox": workshop.toolbox,
    "palette": workshop.palette,
    "clapper_board": workshop.clapper_board,
    "suitcase": journeys.suitcase,
    "location_pin": journeys.location_pin,
    "torii_gate": monuments.torii_gate,
    "eiffel_tower": tower.eiffel_tower,
    "campfire": camp.campfire,
    "airplane": flight.airplane,
    "camper_van": campers.camper_van,
    "rocket": flight.rocket,
    "temple_ruins": landscapes.temple_ruins,
    "tent": camp.tent,
    "boxing_glove": athletics.boxing_glove,
    "backpack": camp.backpack,
    "castle": strongholds.castle,
    "volcano": landscapes.volcano,
    "motorcycle": motorbikes.motorcycle,
    "bullet_train": trains.bullet_train,
    "running_shoe": athletics.running_shoe,
    "bicycle": bicycles.bicycle,
    "passport": journeys.passport,
    "compass": journeys.compass,
    "pyramid": monuments.pyramid,
    "palm_island": landscapes.palm_island,
    "yacht": boats.yacht,
    "tennis": courts.tennis,
    "stopwatch": courts.stopwatch,
    "medal": courts.medal,
    "kettlebell": courts.kettlebell,
    "skateboard": courts.skateboard,
}


def main() -> None:
    for name in sys.argv[1:]:
        PROPS[name]()


if __name__ == "__main__":
    main()
