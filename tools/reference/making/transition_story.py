"""Traces in corrected mode being made: one story for each switch, told with the switch alone and with all of them."""

from ..clearing.laws import check_laws
from ..clearing.rules import NAMES
from .transition_scene import Scene, venue


class Story(Scene):
    """`rules` are the switches that are on; what a switch decides is stated with it and without any."""

    def __init__(self, rule, rules, description, config, suffix):
        self.rule, self.rules = rule, frozenset(rules)
        name = "all" if len(self.rules) == len(NAMES) else "alone"
        config = (config or venue()) | {"corrections": [each for each in NAMES if each in self.rules]}
        super().__init__(f"corrected-{dashed(rule)}{suffix}-{name}", description, config)

    @property
    def is_whole(self):
        return len(self.rules) == len(NAMES)

    def add(self, op, **arguments):
        result = super().add(op, **arguments)
        if self.is_whole:
            check_laws(self.state)
        return result

    def case(self, off, on, op, **arguments):
        """A step that ends otherwise with the switch: `ok` or the refusal. With all of them it may end in a third way."""
        result = self.add(op, **arguments)
        expected = on if self.rule in self.rules else off
        found = "ok" if result.get("ok") else result["revert"]
        assert self.is_whole or found == expected, (self.name, sorted(self.rules), op, arguments, found, expected)
        return result


def dashed(name):
    return "".join("-" + each.lower() if each.isupper() else each for each in name)


def told(rule, description, tell, config=None, suffix=""):
    """The two traces of a switch, and the same story without any, which must end otherwise."""
    def story(rules):
        scene = Story(rule, rules, description, config() if config else None, suffix)
        scene.prices()
        tell(scene)
        return scene

    def alone():
        scene, without = story({rule}), story(set())
        assert scene.steps != without.steps, rule
        return scene

    return alone, lambda: story(NAMES)
