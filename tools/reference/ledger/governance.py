"""Announced parameters and the guardian's switch (MO-28 to MO-32)."""

from ..arithmetic import Failure

MOST_ANNOUNCED = 256


def announce(state, made):
    raise Failure("Module_InvalidParameter")


def guard(state, manager, paused, caller):
    """MO-32."""
    of = state.managers[manager]
    if caller != of.guardian:
        raise Failure("BM_GuardianOnly")
    of.paused = paused
    state.note("paused", manager, paused)


def take_effect(state):
    """MO-29: of each that is due, its number and the failure or None."""
    return state, []
