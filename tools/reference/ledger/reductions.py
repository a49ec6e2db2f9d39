"""Reductions checked by what their receipts say, without the search (WF-11, GL-19)."""

from ..arithmetic import Failure, sint, to_int
from ..clearing.reduced_account import case_of
from ..clearing.reducing import moved_by, seconds_of, settle
from ..commitment import refuse_if
from ..graduated import Fault, package
from ..graduated_check import check
from ..graduated_search import written
from .receipt_json import receipt
from .transactions import decode

DIFFERS = "Reference_ReductionDiffers"


def is_reduction(state, data):
    return state.gateway.modules.get(decode(data).get("module")) == "reduction"


def check_reductions(state, data):
    """Of a receipt's bytes and the state before its transaction, which is not used any more: how many there are."""
    made = [event for event in receipt(data)["events"] if event["event"] == "reduced"]
    for event in made:
        check_reduction(state, event)
    return len(made)


def check_reduction(state, event):
    number, keeper = int(event["account"]), int(event["keeper"])
    refuse_if(int(event["seconds"]) != seconds_of(state, number), DIFFERS)
    try:
        settle(state, number)
        settle(state, keeper)
        case = case_of(state, number, state.liquidation.graduated.rules, int(event["seconds"]))
        plan = plan_of_event(case, event)
        check(case, plan)
        trades, gained, discount, notional = moved_by(case, plan.steps[:event["taken"]], int(event["part"]))
    except (Failure, Fault):
        refuse_if(True, DIFFERS)
    told = [((each["asset"], int(each["subId"])), int(each["amount"])) for each in event["trades"]]
    sums = tuple(int(event[name]) for name in ("cash", "discount", "notional"))
    refuse_if(told != trades or sums != (sint(gained - to_int(discount)), discount, notional), DIFFERS)


def plan_of_event(case, event):
    """What follows from the packages of the steps, with the rate and the levels before that the event says."""
    groups = [
        [(package(each["kind"], [(part["leg"], int(part["lots"])) for part in each["parts"]], each["isBought"]),
          int(each["size"])) for each in step] for step in event["steps"]]
    plan = written(case, case.start(), groups, "reached")
    plan.rate = int(event["rate"])
    for name, value in event["before"].items():
        setattr(plan.before, name, int(value))
    return plan
