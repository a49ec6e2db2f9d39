"""Admission and execution of transactions (LG-13)."""

import pickle

from ..arithmetic import Failure
from ..clearing.adaptive_levels import look_at_rules
from ..clearing.breakers import look_at
from ..clearing.perps import renew_rates
from ..commitment import Refused
from ..keccak import keccak256
from . import module_data, modules
from .receipts import Record, decision, message_event, receipt
from .transactions import TRANSACTION_BYTES, decode, name_of
from .values import DECISION, tagged


SIGNATURE, SIGNATURE_BYTES = 50, 192


class Inadmissible(Exception):
    """A transaction that is no part of a block, and the state without it where that was touched."""

    def __init__(self, name):
        super().__init__(name)
        self.name, self.state = name, None


def execute(state, data, caller, contents=None):
    """The state after a transaction, its receipt, and its work (LG-31)."""
    if len(data) > TRANSACTION_BYTES:
        raise Inadmissible("Admission_TooLarge")
    transaction = decode(data)
    before = pickle.dumps(state)
    state.record, state.work = Record(), signatures(transaction)
    failure = answer = None
    try:
        if "feed" in transaction:
            answer = accept(state, transaction)
        else:
            answer = run_call(state, transaction, caller)
    except Inadmissible as left_out:
        left_out.state = pickle.loads(before)
        raise
    except Failure as refused:
        failure = refused
    record, state.record = state.record, None
    work, state.work = state.work, None
    if failure:
        state = pickle.loads(before)
        record.events = []
    made = [decision(state, each) for each in record.decisions]
    if contents is not None:
        contents += made
    decisions = [tagged(DECISION, each) for each in made]
    return state, receipt(name_of(data), failure or answer, record.events, decisions), work


def signatures(transaction):
    """What they cost (LG-31)."""
    if "feed" in transaction:
        return SIGNATURE * (1 + len(transaction["bytes"]) // SIGNATURE_BYTES)
    return SIGNATURE * len(transaction["actions"])


def accept(state, transaction):
    """A message: inadmissible unless it is newer."""
    feed = state.signed.get(transaction["feed"])
    try:
        if feed is None:
            raise Failure("EmptyRevert")
        known = dict(feed.known)
        applied = feed.accept(transaction["bytes"], state.time)
    except (Failure, Refused) as refused:
        raise Inadmissible(refused.name) from None
    if not applied:
        raise Inadmissible("Admission_NotNewer")
    renew_rates(state)
    [expiry] = [each for each, fields in feed.known.items() if known.get(each) is not fields]
    state.record.events.append(message_event(feed, expiry))
    for place in range(state.market_count):
        if feed.address in (state.feeds.sources.get(f"{place}.{kind}") for kind in ("spot", "mark")):
            look_at(state, place)  # WF-21
    look_at_rules(state)
    return "applied", True


def run_call(state, transaction, caller):
    gateway, actions = state.gateway, []
    for each in transaction["actions"]:
        actions.append(each | {"subaccountId": each["account"], "module": transaction["module"]})
    signatures = [each["signature"] for each in transaction["actions"]]
    try:
        gateway.check_call(actions, signatures, caller, state.time)
    except Failure as refused:
        raise Inadmissible(refused.name) from None
    if gateway.modules[transaction["module"]] == "trade":
        for action in actions:
            refuse_spent(gateway, action)
    try:
        return modules.execute(state, actions, transaction["data"], caller, state.time)
    except Failure as refused:
        if refused.name == "BM_NonceAlreadyUsed":
            raise Inadmissible(refused.name) from None
        raise


def refuse_spent(gateway, action):
    """LG-13: an order of which nothing more can be filled."""
    digest, filled = gateway.fills.get((action["module"], action["owner"], action["nonce"]), (None, 0))
    if digest is not None:
        if digest != keccak256(action["data"]):
            raise Inadmissible("TM_InvalidNonce")
        if filled >= module_data.order(action["data"]).desired:
            raise Inadmissible("TM_FillLimitCrossed")
