"""The state that a venue begins with (LG-12)."""

from types import SimpleNamespace

from ..canonical import canonical, read_json
from ..commitment import refuse_if
from ..clearing.adaptive_settings import set_adaptive
from ..clearing.readings import add_feed
from ..clearing.rules import LASTING, NAMES, read_rules
from ..clearing.state import CASH, OPTION, PERP, TOKEN, Account, Asset, Perp, State
from ..signed_actions import NOBODY
from .gateway import Gateway
from .parts import asset_name, raw, read_feed, read_liquidation, read_manager
from .values import GENESIS, tagged

MARKET_SOURCES = {
    "spot": "spot", "mark": "mark", "ask": "ask", "bid": "bid", "fwd": "forward", "vol": "volatility",
    "rate": "rate"}


INVALID = "Reference_InvalidGenesis"


class Genesis:
    def __init__(self, data):
        members = read_json(data)
        self.bytes = canonical(members)
        self.hash = tagged(GENESIS, self.bytes)
        self.value = dict(members)
        self.time = int(self.value["time"])
        self.chain_id = int(dict(self.value["venue"])["chainId"])
        lead = self.value.get("maximumLead")
        self.maximum_lead = None if lead is None else int(lead)
        self.executor = raw(self.value["executor"])
        rules = list(map(dict, self.value["rules"]))
        refuse_if(not rules or "corrections" in rules[0], INVALID)
        lists = [self.value.get("corrections", []), *(each.get("corrections", []) for each in rules[1:])]
        known = list(map(read_rules, lists))
        refuse_if(any(each & LASTING != known[0] & LASTING for each in known), INVALID)
        self.rules = [
            (int(each["height"]), int(each["version"]), sorted(names)) for each, names in zip(rules, lists)]
        rising = all(a < b for pair in zip(self.rules, self.rules[1:]) for a, b in zip(*(each[:2] for each in pair)))
        refuse_if(self.rules[0][:2] != (1, 1) or not rising, INVALID)

    def state(self):
        value = self.value
        state = State(self.time)
        state.versions, state.rules = list(self.rules), frozenset(self.rules[0][2])
        state.owner, state.chain_id = raw(value["owner"]), self.chain_id
        state.security_module = int(value["securityModule"])
        state.directory = SimpleNamespace(options=[], perps=[], tokens=[], managers=[], collaterals=[], markets=[])
        add_cash(state, dict(value["cash"]))
        add_feed(state, "stable")
        if "stable" in value:
            state.feeds.sources["stable"] = raw(value["stable"])
        add_markets(state, value)
        add_assets(state, value)
        for place, each in enumerate(map(dict, value["managers"])):
            state.managers[place] = read_manager(each["manager"], state)
            state.directory.managers.append((each["name"], raw(each["address"])))
        add_positions(state, map(dict, value["positions"]))
        for number, each in enumerate(map(dict, value["accounts"]), 1):
            state.accounts[number] = Account(raw(each["owner"]), each["manager"])
        state.account_count = len(state.accounts)
        for place, manager in state.managers.items():
            if manager.adaptive is not None:
                set_adaptive(state, place, manager.adaptive)
        read_liquidation(state, value["liquidation"])
        for each in value["feeds"]:
            feed = read_feed(each, self.chain_id)
            state.signed[feed.address] = feed
        add_gateway(state, value, self)
        state.height = 0
        return state


def listed(state, height):
    """The version of the rules that holds at a height: its first height, number, and names (LG-19)."""
    return [each for each in state.versions if each[0] <= height][-1]


def version(state, height):
    """Its number and switches, if this program knows them all."""
    _, number, names = listed(state, height)
    refuse_if(any(name not in NAMES for name in names), "Ledger_UnknownRules")
    return number, frozenset(names)


def add_cash(state, value):
    cash = state.cash
    cash.decimals, cash.fee = int(value["decimals"]), int(value["feePercentage"])
    interest = dict(value["interest"])
    cash.model = SimpleNamespace(
        minRate=int(interest["minimumRate"]), rateMultiplier=int(interest["rateMultiplier"]),
        highRateMultiplier=int(interest["highRateMultiplier"]), optimalUtil=int(interest["optimalUtilisation"]))
    state.directory.cash = value["name"], raw(value["address"])


def add_markets(state, value):
    state.market_count, state.collateral_count = len(value["markets"]), len(value["collaterals"])
    for place, market in enumerate(map(dict, value["markets"])):
        state.directory.markets.append(market["name"])
        for feed in ("spot", "mark", "impact", "fwd", "vol", "rate"):
            add_feed(state, f"{place}.{feed}")
        sources = dict(market.get("sources") or {})
        for feed, word in MARKET_SOURCES.items():
            if sources:
                state.feeds.sources[f"{place}.{feed}"] = raw(sources[word])
    for place, each in enumerate(map(dict, value["collaterals"])):
        state.directory.collaterals.append(each.get("name", ""))
        add_feed(state, f"own.{place}")
        if "feed" in each:
            state.feeds.sources[f"own.{place}"] = raw(each["feed"])


def add_assets(state, value):
    for kind, word in ((OPTION, "options"), (PERP, "perps"), (TOKEN, "tokens")):
        for place, each in enumerate(map(dict, value[word])):
            asset = state.assets[asset_name(kind, place)] = Asset(kind, each.get("market"))
            getattr(state.directory, word).append((each["name"], raw(each["address"])))
            if kind == PERP:
                asset.perp = Perp(
                    state.time, int(each["staticInterestRate"]), int(each["largestRate"]),
                    int(each["convergencePeriod"]))
            if kind == TOKEN:
                asset.decimals = int(each["decimals"])


def add_positions(state, positions):
    for each in positions:
        manager = each["manager"]
        if each["asset"] == CASH:
            if each["whitelisted"]:
                state.cash.managers.add(manager)
        else:
            position = state.assets[each["asset"]].position(manager)
            position.allowed, position.cap = each["whitelisted"], int(each["cap"])


def add_gateway(state, value, genesis):
    gateway = state.gateway = Gateway(state, raw(value["gateway"]), state.owner, genesis.chain_id)
    gateway.executors.add(genesis.executor)
    for each in map(dict, value["modules"]):
        address = raw(each["address"])
        gateway.modules[address] = each["kind"]
        gateway.fee_recipients[address] = int(each.get("feeRecipient", "0"))
    gateway.opening_deposit = int(value.get("openingDeposit", "0"))
    gateway.bridge = raw(value["bridge"]) if "bridge" in value else NOBODY
    gateway.delay = int(value.get("governanceDelay", "0"))
