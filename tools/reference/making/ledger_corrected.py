"""Logs of venues with corrections: from the start, and others from a height on (LG-19)."""

from ..clearing.rules import LASTING, NAMES
from .dice import W
from .ledger_random import Random
from .ledger_scene import START, Scene, contract
from .ledger_stories import FIVE, FOUR, NOBODY, ONE, THREE, TWO

LASTING_ONES = [name for name in NAMES if name in LASTING]
FLEETING = [name for name in NAMES if name not in LASTING]
SOME, OTHERS = FLEETING[::2], FLEETING[1::2]


def rules(*lists):
    """A version at every second block: of the first the genesis has the corrections."""
    later = [{"height": str(2 * place + 1), "version": str(place + 1), "corrections": list(names)}
             for place, names in enumerate(lists[1:], 1)]
    return {"corrections": list(lists[0]), "rules": [{"height": "1", "version": "1"}, *later]}


def corrected_stories():
    stories = (
        ("random calls in corrected mode", rules(NAMES)),
        ("corrections that come and go", rules([], FLEETING, SOME, OTHERS, [])),
        ("corrections that come and go, with those that stay", rules(
            LASTING_ONES, NAMES, [*LASTING_ONES, *SOME], LASTING_ONES, NAMES)))
    for name, changes in stories:
        scene = Scene(**changes)
        blocks = Random(scene, f"ledger vectors: {name}").blocks(6, 9)
        yield name, scene, blocks + settings(scene)


def settings(scene):
    """Perps whose rates are set, a manager that becomes isolated, and a disabled perp that is closed."""
    s = scene
    s.time += 60
    made = [(s.time, s.prices() + [
        s.announce("perp.rateBounds", asset="ETH-PERP", value=str(W // 50)),
        s.announce("manager.isolated", manager="standard", value=True),
        s.announce("manager.isolated", manager="portfolio", value=True),
        s.matched(ONE, THREE, W, 2_010 * W), s.matched(TWO, FOUR, W // 2, 2_010 * W)])]
    s.time += 3_700
    made.append((s.time, s.prices(2_050 * W, 9 * W) + [
        s.matched(TWO, THREE, W, 2_060 * W), s.one("managerChange", "five", contract("standard"), account=FIVE[1]),
        s.announce("perp.disable", asset="ETH-PERP")]))
    s.time += 3_700
    made.append((s.time, [s.one("settlement", "anybody", call, number, NOBODY)
                          for call in (1, 0) for _, number in (ONE, TWO, THREE, FOUR, FIVE)]))
    return made
