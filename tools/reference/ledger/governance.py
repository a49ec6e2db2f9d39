"""Announced parameters and the guardian's switch (MO-28, MO-29, MO-32)."""

import pickle

from ..abi_decoding import require
from ..arithmetic import Failure, OVERFLOW
from .parameter_names import read_parameter, set_parameter
from .values import SCHEDULED, tagged, unsigned
from .receipts import Record, decision_hash, receipt

MOST_ANNOUNCED = 256


def announce(state, made):
    """MO-28."""
    gateway = state.gateway
    if made.call == 1:
        require(made.number in gateway.scheduled, "Module_NoSuchScheduled")
        del gateway.scheduled[made.number]
        state.note("cancelled", made.number)
        return
    trial = pickle.loads(pickle.dumps(state))
    trial.record = None
    set_parameter(trial, read_parameter(state, made.parameter))
    require(len(gateway.scheduled) < MOST_ANNOUNCED, "Module_TooManyScheduled")
    due = state.time + gateway.delay
    require(due < 2**64, OVERFLOW)
    gateway.announced += 1
    gateway.scheduled[gateway.announced] = due, made.parameter
    state.note("announced", gateway.announced, due)


def guard(state, manager, paused, caller):
    """MO-32."""
    of = state.managers[manager]
    require(caller == of.guardian, "BM_GuardianOnly")
    of.paused = paused
    state.note("paused", manager, paused)


def take_effect(state):
    """MO-29: the state after what is due, and a receipt of each."""
    due = sorted((when, number) for number, (when, _) in state.gateway.scheduled.items() if when <= state.time)
    receipts = []
    for _, number in due:
        before = pickle.dumps(state)
        _, parameter = state.gateway.scheduled[number]
        state.record = Record()
        name = None
        try:
            set_parameter(state, read_parameter(state, parameter))
        except Failure as refused:
            decisions = state.record.decisions
            state, name = pickle.loads(before), refused.name
            state.record = Record()
            state.record.decisions = decisions
        del state.gateway.scheduled[number]
        record, state.record = state.record, None
        record.events.append(("tookEffect", number, name))
        decisions = [decision_hash(state, each) for each in record.decisions]
        receipts.append(receipt(scheduled_name(number), ("tookEffect", name), record.events, decisions))
    return state, receipts


def scheduled_name(number):
    """What stands for the transaction in the receipt of what was scheduled."""
    return tagged(SCHEDULED, unsigned(number))
