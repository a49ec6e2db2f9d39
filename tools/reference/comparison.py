"""The same input under a second parameter set (EX-8)."""

from types import SimpleNamespace

from .arithmetic import MAX_INT256, MIN_INT256


def compare(first, second):
    """Of two results of PM-29."""
    return SimpleNamespace(compared=second, difference=SimpleNamespace(
        initialMargin=less(second.initialMargin, first.initialMargin),
        maintenanceMargin=less(second.maintenanceMargin, first.maintenanceMargin)))


def less(a, b):
    return a - b if MIN_INT256 <= a - b <= MAX_INT256 else None
