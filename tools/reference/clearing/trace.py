"""Traces of the state machine, replayed (CL-55, JS-15)."""

import pickle

from ..arithmetic import Failure
from .claims import Story
from .operations import FEEDS, run
from .trace_config import special_accounts, state_of
from .trace_state import Told, changes, instrument_text

PRICES = set(FEEDS) | {"warp", "setParam"}  # operations that can move the margin of every account


def is_clearing_trace(value):
    return isinstance(value, dict) and "finalHeldOrder" in value and "initialState" in value


class ClearingTrace:
    def __init__(self, config):
        self.state = state_of(config)
        self.told = Told(special_accounts(config))
        self.revision = 0
        self.now = self.told.snapshot(self.state, self.revision)

    def initial(self):
        """`initialState`, before the first step."""
        return changes({}, self.now)

    def step(self, step):
        """What a step of the trace must have as `time`, `result` and `state`."""
        before = pickle.dumps(self.state)
        try:
            result = {"ok": True} | (run(self.state, step) or {})
        except Failure as failure:
            self.state = pickle.loads(before)
            result = {"revert": failure.name}
        self.revision += step["op"] in PRICES
        earlier, self.now = self.now, self.told.snapshot(self.state, self.revision)
        return {"time": str(self.state.time), "result": result, "state": changes(earlier, self.now)}

    def held_order(self):
        return {
            str(number): [instrument_text(self.state, each) for each in account.held]
            for number, account in self.state.accounts.items() if account.held}


def check_clearing_trace(value, report, compare):
    """Adds each step as a case, and the differences of the first step that has some."""
    trace = ClearingTrace(value["config"])
    story = Story(int(value["config"]["stableDecimals"]))
    compare(value["initialState"], trace.initial(), "initialState", "-", report)
    for index, step in enumerate(value["steps"]):
        report.cases += 1
        if not report.differences:
            stated = {name: step.get(name) for name in ("time", "result", "state")}
            made = trace.step(step)
            story.add(trace.now, made["result"])
            compare(stated, made, "", index, report)
    if not report.differences:
        compare(value["finalHeldOrder"], trace.held_order(), "finalHeldOrder", "-", report)
    for index, claim in enumerate(value.get("holds", ())):
        if not report.differences and not story.holds(claim):
            report.add("-", f"holds[{index}]", "it holds", "it does not")
