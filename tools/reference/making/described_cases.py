"""vectors/ledger/described.jsonl: descriptions of actions and messages, and the lines signed of them (MO-41 to MO-43)."""

import json

from ..ledger.described import NotDescribed, joined, signed_action, signed_message
from ..secp256k1 import address_of_key
from .dice import W
from .ledger_scene import ALL, KINDS, NEAR, START, contract, genesis_json, key_of, person, shown
from .lines import compact

EXPIRY = str(START + 1_000)
HEAD = {"nonce": "7", "expiry": EXPIRY}
SUB = str(2**95 + 17)
LEG = {"asset": "ETH-OPTION", "subId": SUB, "price": str(3 * W), "amount": str(-W)}
ORDER = {"asset": "ETH-PERP", "limitPrice": str(2_000 * W), "desiredAmount": str(W), "worstFee": str(ALL),
         "recipientId": "3", "isBid": True}
HELD = {"account": "4", "delegate": shown(person("two")), "asset": "ETH-OPTION", "subId": SUB, "positive": str(W),
        "negative": "0"}
FILLS = {"takerAccount": "3", "takerFee": "5", "fillDetails": [
    {"filledAccount": "4", "amountFilled": str(W), "price": str(-W), "fee": "1"},
    {"filledAccount": "5", "amountFilled": "0", "price": str(2_000 * W), "fee": "0"}]}


def genesis():
    value = genesis_json()
    value["modules"].append({"address": shown(contract("another auction")), "kind": "auction"})
    return value


GIVEN = (
    ("trade", ORDER), ("trade", ORDER | {"asset": "ETH-OPTION", "subId": SUB, "isBid": False, "limitPrice": str(-2**255)}),
    ("quote", {"maxFee": str(W), "trades": [LEG, LEG | {"asset": "USDC", "subId": "0"}]}),
    ("quote", {"maxFee": str(W), "trades": [LEG], "isTaker": False}),
    ("quote", {"maxFee": "0", "trades": [LEG], "isTaker": True}), ("quote", {"maxFee": "0", "trades": []}),
    ("deposit", {"amount": str(ALL), "asset": "USDC", "manager": "standard"}),
    ("deposit", {"amount": "1", "asset": shown(contract("WETH"))}),
    ("withdrawal", {"asset": "WSTETH", "amount": "250000000"}), ("takeOut", {"asset": "USDC", "amount": "0"}),
    ("transfer", {"toAccount": "0", "manager": "portfolio", "transfers": [
        {"asset": "USDC", "amount": str(W)}, {"asset": "ETH-OPTION", "subId": SUB, "amount": str(-W)}]}),
    ("transfer", {"toAccount": "9", "transfers": []}),
    ("managerChange", {"manager": shown(contract("portfolio"))}),
    ("sessionKey", {"key": shown(person("key")), "until": EXPIRY}),
    *(("custody", {"call": call, "account": "4"}) for call in ("request", "complete", "deposit")),
    ("settlement", {"call": "settleOptions", "account": "4", "asset": "ETH-OPTION"}),
    ("settlement", {"call": "accrueInterest"}), ("settlement", {"call": "realizePerp", "account": "4", "asset": "ETH-PERP"}),
    ("holder", {"call": "approve", "account": "4", "to": shown(person("two"))}),
    ("holder", {"call": "setAssetAllowance"} | HELD), ("holder", {"call": "setSubIdAllowance"} | HELD),
    ("holder", {"call": "submitTransfers", "transfers": [
        {"from": "4", "to": "5", "asset": "ETH-PERP", "amount": str(W)},
        {"from": "0", "to": "0", "asset": "USDC", "subId": "0", "amount": "0"}]}),
    ("holder", {"call": "donateBalance", "account": "4", "amount": str(W)}),
    *(("bridge", {"call": call, "number": "3", "asset": "USDC", "owner": shown(person("one")), "amount": "5000000"})
      for call in ("credit", "paid")),
    ("governance", {"call": "schedule", "parameter": {"param": "governance.delay", "args": {"value": "60"}}}),
    ("governance", {"call": "cancel", "number": "2"}),
    ("guardian", {"manager": "standard", "paused": True}),
    ("liquidation", {"liquidatedAccountId": "8", "cashTransfer": str(50 * W), "percentOfAcc": str(W // 2),
                     "mergeAccount": True}),
    ("liquidation", {"liquidatedAccountId": "8", "cashTransfer": "0", "percentOfAcc": str(W), "priceLimit": str(-W),
                     "lastSeenTradeId": "77", "mergeAccount": False}),
    ("bid", {"account": "8", "bidder": "9", "percent": str(W)}),
    ("bid", {"account": "8", "bidder": "9", "percent": "1", "priceLimit": "-1", "expectedLastTradeId": "12"}),
    *(("securityModule", {"call": call, "amount": "1000000"}) for call in ("smDonate", "smWithdraw")),
    ("least", {}),
)
AUCTION = {"call": "startAuction", "account": "8", "scenarioId": "3"}
REDUCTION = {"module": shown(contract("reduction")), "kind": "reduction"}
SPOT = {"feed": "ETH.spot", "timestamp": str(START + 60), "deadline": str(START + 600),
        "values": {"price": str(2_000 * W), "confidence": str(W)}}
MESSAGES = (
    SPOT, SPOT | {"feed": "stable"}, SPOT | {"feed": "stETH"}, SPOT | {"feed": shown(contract("spot"))},
    *(SPOT | {"feed": f"ETH.{role}", "values": {"difference": str(-W), "confidence": "0"}} for role in ("mark", "ask", "bid")),
    SPOT | {"feed": "ETH.forward", "values": {"expiry": str(NEAR), "difference": str(-2**95), "confidence": str(W)}},
    SPOT | {"feed": "ETH.forward", "values": {
        "expiry": str(NEAR), "start": "1", "current": str(ALL), "difference": str(2**95 - 1), "confidence": str(W)}},
    SPOT | {"feed": "ETH.volatility", "values": {
        "expiry": str(NEAR), "a": "-1", "b": "2", "rho": "-3", "m": "4", "sigma": "5", "forward": "6", "tau": "7",
        "confidence": str(W)}},
    SPOT | {"feed": "ETH.rate", "deadline": str(ALL), "values": {
        "expiry": str(NEAR), "rate": "-5", "confidence": str(2**64 - 1)}},
)


def refused_actions():
    """Descriptions that are none."""
    good = HEAD | {"module": "bid", "data": {"account": "8", "bidder": "9", "percent": "1"}}

    def but(**changes):
        return {name: value for name, value in (good | changes).items() if value is not None}

    def data(**changes):
        return but(data={name: value for name, value in (good["data"] | changes).items() if value is not None})

    yield from (
        [], but(module=None), but(module="bids"), but(module=7), but(module="auction", data=AUCTION),
        but(module=shown(contract("nobody"))), but(module=shown(contract("nobody")), kind="bids"),
        but(module=shown(contract("bid")), kind="trade"), but(kind="bid"), but(nonce=None), but(nonce="01"), but(nonce=7),
        but(nonce="-1"), but(expiry=str(2**256)), but(expiry=""), but(more="1"), but(owner="one"), but(owner=None, data=None),
        but(signer=shown(person("two"))), but(account="none"), but(data=[]), data(account=None), data(account="-8"),
        data(percent="1.5"), data(percent=1), data(priceLimit=str(2**255)), data(other="1"))
    for module, wrong in (
            ("settlement", {"call": "settleAll"}), ("settlement", {"call": 1}), ("settlement", {}),
            ("settlement", {"call": "settleOptions", "asset": "BTC-OPTION"}), ("holder", {"account": "4"}),
            ("holder", {"call": "approve", "account": "4"}), ("holder", {"call": "burn"}),
            ("guardian", {"manager": "standard", "paused": "true"}), ("guardian", {"manager": "0x12", "paused": True}),
            ("transfer", {"toAccount": "1", "transfers": {}}), ("transfer", {"toAccount": "1", "transfers": [{"asset": "USDC"}]}),
            ("quote", {"maxFee": "0", "trades": [], "isTaker": "yes"}), ("least", {"data": "0x"}),
            ("sessionKey", {"key": "0x" + "1" * 39, "until": "1"}),
            ("governance", {"call": "schedule", "parameter": "x" * 65_500})):
        yield HEAD | {"module": module, "data": wrong}


def refused_messages():
    for changes in (
            {"feed": "BTC.spot"}, {"feed": shown(contract("nobody"))}, {"timestamp": str(2**64)}, {"deadline": "-1"},
            {"values": {"price": str(2**96), "confidence": "1"}}, {"values": {"price": "1", "confidence": str(2**64)}},
            {"values": {"price": "1"}}, {"feed": "ETH.mark"}, {"signers": []},
            {"feed": "ETH.rate", "values": {"expiry": "1", "rate": str(2**95), "confidence": "1"}}):
        yield SPOT | changes


def described_lines():
    yield {"genesis": genesis()}
    yield from action_lines()
    yield from join_lines()
    yield from message_lines()


def action_lines():
    for module, data in GIVEN:
        yield action_line(HEAD | {"module": module, "data": data})
    for changes in (
            {"account": "4"}, {"owner": shown(person("two"))}, {"signer": shown(person("one"))},
            {"account": str(ALL), "nonce": str(ALL), "expiry": "0"}):
        yield action_line(HEAD | {"module": "bid", "data": {"account": "8", "bidder": "9", "percent": "1"}} | changes)
    for place in ("auction", "another auction"):
        for call in ("startAuction", "convertToInsolvent", "updateScenarioId", "terminateAuction"):
            yield action_line(HEAD | {"module": shown(contract(place)), "data": AUCTION | {"call": call}})
    yield action_line(HEAD | {"module": shown(contract("auction")), "kind": "auction", "data": AUCTION})
    yield action_line(HEAD | REDUCTION | {"data": {"call": "announce", "account": "8"}})
    yield action_line(HEAD | REDUCTION | {"data": {
        "call": "reduce", "account": "8", "keeper": "9", "steps": "3", "part": str(W), "leastDiscount": str(W // 100)}})
    yield action_line(HEAD | REDUCTION | {"data": {"call": "reduce", "account": "8", "steps": str(2**64)}})
    yield action_line(HEAD | REDUCTION | {"data": {
        "call": "reduce", "account": "8", "keeper": "9", "expectedLastTradeId": "77"}})
    for description in refused_actions():
        yield action_line(description)
    assert {module for module, _ in GIVEN} == set(KINDS) - {"auction"}


def action_line(description):
    return case({"key": text_of(key_of("one")), "action": description},
                lambda: signed_action(description, key_of("one"), genesis()))


def join_lines():
    orders = [signed_action(HEAD | {"module": "trade", "account": account, "data": ORDER | {"isBid": account == "3"}},
                            key_of(who), genesis()) for who, account in (("one", "3"), ("two", "4"), ("three", "5"))]
    trades = {"maxFee": "9", "trades": [LEG]}
    quotes = [signed_action(HEAD | {"module": "quote", "account": account, "data": trades | more}, key_of(who), genesis())
              for who, account, more in (("one", "3", {}), ("two", "4", {"isTaker": True}))]
    moves = [signed_action(HEAD | {"module": "transfer", "account": account, "data": {"toAccount": "5", "transfers": [
        {"asset": "USDC", "amount": "1"}]}}, key_of("one"), genesis()) for account in ("3", "5")]
    taking = {"makerAccount": "3", "makerFee": "9", "takerAccount": "4", "takerFee": "0"}
    for lines, call in ((orders, FILLS), (quotes, taking), (moves, None), (orders[:1], FILLS | {"fillDetails": []})):
        yield case({"join": [compact(line) for line in lines], "call": call},
                   lambda lines=lines, call=call: joined(lines, call, genesis()))
    for lines, call in ((orders, FILLS | {"takerFee": None}), (quotes, FILLS), (orders, {}), (orders, taking)):
        yield case({"join": [compact(line) for line in lines], "call": call},
                   lambda lines=lines, call=call: joined(lines, call, genesis()))


def message_lines():
    for description in MESSAGES:
        yield message_line(description, ["signer 1"])
    for signers in (["signer 1", "signer 2"], ["one", "signer 2", "two"]):
        yield message_line(SPOT, signers)
    for description in refused_messages():
        yield message_line(description, ["signer 1"])


def message_line(description, labels):
    keys = [key_of(label) for label in labels]
    return case({"keys": list(map(text_of, keys)), "message": description},
                lambda: signed_message(description, keys, genesis()))


def text_of(key):
    return f"0x{key:064x}"


def case(given, make):
    try:
        return given | {"expected": compact(make())}
    except NotDescribed as failure:
        return given | {"refused": str(failure)}
