"""The logs of venues with the waterfall."""

from ..clearing.rules import NAMES
from .dice import Dice
from .ledger_scene import Scene
from .ledger_stories import opened
from .ledger_waterfall import (
    GRADUATED, LIMITED, announcing, auctioned, limits, losing, losses, parts, settings, waterfall_genesis,
)
from .ledger_waterfall_random import WaterfallRandom, drawn

DELEVERAGED = (("queue", True, 30, 500, NAMES, True), ("proRata", False, 200, 0, (), False),
               ("least", False, 100, 0, NAMES, True), ("least", True, 300, 2_000, (), True))
RANDOM = ((1, NAMES), (2, NAMES), (3, ()))


def waterfall_stories():
    scene = Scene(**waterfall_genesis())
    yield "waterfall: settings", scene, parts(scene, opened, settings)
    scene = Scene(**waterfall_genesis(graduated=GRADUATED, judgesBids=True))
    yield "waterfall: reductions", scene, parts(scene, opened, announcing, auctioned)
    for case in DELEVERAGED:
        scene = losing(*case)
        yield f"waterfall: deleveraging by {case[0]}, {'pairs kept' if case[1] else 'pairs or not'}", scene, parts(
            scene, opened, losses)
    scene = Scene(**waterfall_genesis(**LIMITED))
    yield "waterfall: pauses and limits", scene, parts(scene, opened, limits)
    for number, corrections in RANDOM:
        seed = f"ledger vectors: the waterfall {number}"
        scene = Scene(**waterfall_genesis(corrections, **drawn(Dice(seed))))
        yield f"waterfall: random calls {number}", scene, WaterfallRandom(scene, seed).blocks(10, 16)
