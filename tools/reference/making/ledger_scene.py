"""A venue whose keys are known, and signed messages and actions for it (19, 20)."""

import json
from pathlib import Path

from ..feeds import FEED_DATA, digest_of, domain_separator, word
from ..keccak import keccak256
from ..ledger.blocks import Ledger
from ..ledger.genesis import Genesis
from ..ledger.transactions import encode as encode_transaction
from ..canonical import canonical
from ..secp256k1 import address_of_key, sign
from ..signed_actions import struct_hash
from .dice import W
from .trace_cases import encode as encode_message

SETS = Path(__file__).resolve().parents[3] / "Sources" / "Margin" / "ParameterSets"
START, CHAIN, DAY = 1_700_000_000, 957, 86_400
NEAR, FAR = START + 2 * DAY - START % DAY, START + 40 * DAY - START % DAY
FEED_NAMES = {
    "spot": "LyraSpotFeed", "spotDifference": "LyraSpotDiffFeed", "forward": "LyraForwardFeed",
    "volatility": "LyraVolFeed", "rate": "LyraRateFeed"}
FEEDS = {
    "stable": "spot", "spot": "spot", "mark": "spotDifference", "ask": "spotDifference", "bid": "spotDifference",
    "forward": "forward", "volatility": "volatility", "rate": "rate", "staked": "spot"}
KINDS = ("trade", "quote", "deposit", "withdrawal", "transfer", "managerChange", "sessionKey", "custody", "settlement",
         "holder", "takeOut", "bridge", "governance", "guardian", "least", "liquidation", "auction", "bid",
         "securityModule")
ALL = 2**256 - 1
ACTION_LIFE = START + 400 * DAY


def key_of(label):
    return int.from_bytes(keccak256(f"ballast ledger vectors {label}".encode()), "big") >> 1


def person(label):
    return address_of_key(key_of(label))


def contract(label):
    return keccak256(f"ballast ledger vectors contract {label}".encode())[12:]


def shown(data):
    return "0x" + data.hex()


def parameters(name):
    return json.loads((SETS / name).read_text(encoding="utf-8"))


def manager_json(model, internal="0"):
    return {
        "guardian": shown(person("guardian")), "paused": False, "maxAccountSize": "16", "minimumFee": str(W // 10),
        "feeRecipient": "2" if internal == "2" else "1", "internalAccount": internal, "isolated": False,
        "feeRates": [{"asset": name, "rate": str(W // 1_000)} for name in ("option 0", "perp 0")], "feeBypass": [],
        "trustedAssessors": [], "model": model}


def standard_model():
    values = parameters("derive-standard-mainnet-v1.json")["params"]
    markets = {"ETH": {name: each for name, each in values["markets"]["ETH"].items() if name != "baseAsset"}}
    return {
        "kind": "standard", "borrowing": True, "parameters": {"depeg": values["depeg"], "markets": markets},
        "markets": [{"name": "ETH", "market": 0, "option": 0, "perp": 0, "base": 0}]}


def portfolio_model():
    values = parameters("derive-pmrm2-test-v1.json")
    haircut = {"isRiskCancelling": True, "mmHaircut": str(W // 50), "imHaircut": str(W // 40)}
    own = {f"0x{place:040x}": haircut for place in (1, 2)}
    return {
        "kind": "portfolio", "market": 0, "option": 0, "perp": 0, "scenarios": values["scenarios"][:6],
        "parameters": values["params"] | {"collaterals": own, "maxExpiries": 4},
        "collaterals": [{"base": 0, "spot": 0}, {"base": 1, "own": 0}]}


def feed_json(name):
    kind = FEEDS[name]
    value = {
        "kind": kind, "address": shown(contract(name)), "owner": shown(person("owner")), "heartbeat": "100000",
        "requiredSigners": 1, "signers": sorted(shown(person(f"signer {i}")) for i in (1, 2))}
    if kind in ("spotDifference", "forward"):
        value["spotFeed"] = shown(contract("spot"))
    if kind == "spotDifference":
        value["cap"] = str(W // 10)
    if kind == "forward":
        value |= {"settlementHeartbeat": "300", "maximumExpiry": "31536000"}
    return value


def genesis_json():
    def named(name, **more):
        return {"name": name, "address": shown(contract(name)), **more}

    positions = [
        {"asset": name, "manager": manager, "whitelisted": True, "cap": str(10**6 * W)}
        for manager in (0, 1) for name in ("cash", "option 0", "perp 0", "base 0", "base 1")]
    venue = {
        "ballastVenue": 1, "name": "vectors", "rules": "ballast-1", "chainId": str(CHAIN), "contract": shown(bytes(20)),
        "depth": 8, "securityModule": 0, "feeRecipient": 0, "cashTolerance": str(W), "attestationWindow": "86400",
        "policy": {"version": "1", "operator": shown(person("operator")), "witnesses": [], "threshold": 0,
                   "rotationThreshold": 1, "custodians": []}}
    sources = {name: shown(contract(name)) for name in (
        "spot", "mark", "ask", "bid", "forward", "volatility", "rate")}
    auction = {
        "startingPart": str(95 * W // 100), "cutoffPart": str(7 * W // 10), "fastLength": "900", "slowLength": "43200",
        "insolventLength": "3600", "feeRate": str(W // 10), "bufferPart": str(15 * W // 100)}
    return {
        "ballastGenesis": 1, "venue": venue, "time": str(START), "owner": shown(person("owner")),
        "executor": shown(person("operator")), "gateway": shown(contract("gateway")), "maximumLead": "200000",
        "rules": [{"height": "1", "version": "1"}], "securityModule": "1", "stable": shown(contract("stable")),
        "cash": named("USDC", decimals=6, feePercentage=str(W // 5), interest={
            "minimumRate": str(W // 50), "rateMultiplier": str(W // 10), "highRateMultiplier": str(W),
            "optimalUtilisation": str(8 * W // 10)}),
        "markets": [{"name": "ETH", "sources": sources}],
        "collaterals": [{"name": "stETH", "feed": shown(contract("staked"))}],
        "options": [named("ETH-OPTION", market=0)],
        "perps": [named("ETH-PERP", market=0, staticInterestRate=str(W // 10**5), largestRate=str(W // 100),
                        convergencePeriod=str(8 * W))],
        "tokens": [named("WETH", decimals=18), named("WSTETH", decimals=8)],
        "managers": [named("standard", manager=manager_json(standard_model())),
                     named("portfolio", manager=manager_json(portfolio_model(), "2"))],
        "positions": positions,
        "accounts": [{"owner": shown(person("security")), "manager": 0}, {"owner": shown(person("internal")), "manager": 1}],
        "liquidation": {"parameters": auction, "cutoff": "0", "managers": [0, 1], "paidBySecurityModule": True,
                        "securityAccount": "1"},
        "feeds": [feed_json(name) for name in FEEDS],
        "modules": [{"address": shown(contract(kind)), "kind": kind, "feeRecipient": "1"} for kind in KINDS],
        "openingDeposit": str(10 * W), "bridge": shown(person("bridge")), "governanceDelay": "3600"}


def without_what_may_be_left_out(genesis):
    for holder, names in (
            (genesis, ("maximumLead", "stable")), (genesis["markets"][0], ("sources",)),
            (genesis["collaterals"][0], ("feed",)), (genesis["managers"][0]["manager"], ("isolated",)),
            *((module, ("feeRecipient",)) for module in genesis["modules"])):
        for name in names:
            del holder[name]
    return genesis | {"openingDeposit": "0", "governanceDelay": "0"}


def words(*values):
    return b"".join(map(word, values))


class Scene:
    """Transactions are made for the moment `time`; nonces count up."""

    def __init__(self, bare=False, **changes):
        self.genesis_json = (without_what_may_be_left_out(genesis_json()) if bare else genesis_json()) | changes
        self.genesis_bytes = canonical(self.genesis_json)
        self.genesis = Genesis(self.genesis_bytes)
        self.ledger = Ledger(self.genesis)
        self.separator = domain_separator("Matching", "1.0", CHAIN, contract("gateway"))
        self.time, self.nonce = START, 0

    # Messages

    def message(self, feed, *values, stamp=None, signers=(1,), deadline=None):
        stamp = self.time if stamp is None else stamp
        deadline = stamp + DAY if deadline is None else deadline
        data = words(*values)
        separator = domain_separator(FEED_NAMES[FEEDS[feed]], "1", CHAIN, contract(feed))
        digest = digest_of(separator, keccak256(FEED_DATA + keccak256(data) + words(deadline, stamp)))
        labels = [f"signer {each}" for each in signers]
        encoded = encode_message(
            data, deadline, stamp, list(map(person, labels)), [sign(key_of(each), digest) for each in labels])
        return encode_transaction({"feed": contract(feed), "bytes": encoded})

    def prices(self, spot=2_000 * W, mark=W, expiries=(NEAR, FAR), stable=W):
        """Messages of all feeds of the market."""
        made = [self.message("stable", stable, W), self.message("spot", spot, W), self.message("mark", mark, W),
                self.message("ask", mark + W // 2, W), self.message("bid", mark - W // 2, W),
                self.message("staked", spot * 11 // 10, W)]
        for expiry in expiries:
            made += self.expiry_prices(expiry, spot)
        return made

    def expiry_prices(self, expiry, spot, start=0, now=0):
        tau = W * max(expiry - self.time, 1) // 31_536_000
        return [
            self.message("forward", expiry, start, now, 3 * W, W),
            self.message("volatility", expiry, tau // 4, tau // 10, -W // 5, 0, W // 2, spot, tau, W),
            self.message("rate", expiry, W // 20, W)]

    # Actions

    def action(self, kind, owner, data, account=0, nonce=None, signer=None, expiry=ACTION_LIFE):
        if nonce is None:
            self.nonce += 1
            nonce = self.nonce
        signer = signer or owner
        of = {
            "subaccountId": account, "nonce": nonce, "module": contract(kind), "data": data, "expiry": expiry,
            "owner": person(owner), "signer": person(signer)}
        signature = sign(key_of(signer), digest_of(self.separator, struct_hash(of)))
        return {"account": account, "nonce": nonce, "data": data, "expiry": expiry, "owner": of["owner"],
                "signer": of["signer"], "signature": signature}

    def call(self, kind, *actions, data=b""):
        return encode_transaction({"module": contract(kind), "actions": list(actions), "data": data})

    def one(self, kind, owner, *values, account=0, **more):
        return self.call(kind, self.action(kind, owner, words(*values), account, **more))

    def credit(self, number, owner, amount, asset="USDC"):
        return self.one("bridge", "bridge", 0, number, contract(asset), person(owner), amount)

    def deposit(self, owner, amount=ALL, asset="USDC", manager="standard", account=0):
        return self.one("deposit", owner, amount, contract(asset), contract(manager), account=account)

    def order(self, owner, account, is_bid, limit, desired, asset="ETH-PERP", sub=0, worst=ALL, recipient=None, **more):
        data = words(contract(asset), sub, limit, desired, worst, recipient or account, int(is_bid))
        return self.action("trade", owner, data, account, **more)

    def trade(self, taker, makers, fills, fee=0, manager_data=b""):
        """`fills` are (account, amount, price, fee)."""
        tail = words(len(fills), *(value for each in fills for value in each))
        data = words(32, taker["account"], fee, 128, 128 + len(tail)) + tail + words(len(manager_data)) + manager_data
        return self.call("trade", taker, *makers, data=data)

    def matched(self, buyer, seller, amount, price, asset="ETH-PERP", sub=0, fee=0):
        """Buyer and seller are (owner, account); the buyer takes."""
        orders = [self.order(*who, is_bid, price, amount, asset, sub) for who, is_bid in ((buyer, True), (seller, False))]
        return self.trade(orders[0], orders[1:], [(seller[1], amount, price, fee)], fee)

    def quote(self, maker, taker, legs, maker_fee=0, taker_fee=0):
        """Legs are (asset, sub, price, amount); maker and taker are (owner, account)."""
        rows = words(len(legs), *(value for name, *rest in legs for value in (contract(name), *rest)))
        made = self.action("quote", maker[0], words(32, W, 64) + rows, maker[1])
        taken = self.action("quote", taker[0], keccak256(words(32) + rows) + words(W), taker[1])
        data = words(32, maker[1], maker_fee, taker[1], taker_fee, 160, 0)
        return self.call("quote", made, taken, data=data)

    def transfer(self, owner, source, moves, to=0, manager="standard"):
        rows = words(len(moves), *(value for name, *rest in moves for value in (contract(name), *rest)))
        first = self.action("transfer", owner, words(32, to, contract(manager), 96) + rows, source)
        actions = [first] + ([self.action("transfer", owner, b"", to)] if to else [])
        return self.call("transfer", *actions)

    def announce(self, parameter, call=0, number=0, owner="owner", **args):
        body = parameter if isinstance(parameter, bytes) else canonical({"param": parameter, "args": args})
        return self.call("governance", self.action(
            "governance", owner, words(call, number, 96, len(body)) + body + bytes(-len(body) % 32)))

    # Blocks

    def block(self, time, transactions, decisions=None):
        self.time = time
        return self.ledger.apply(time, transactions, decisions=decisions)
