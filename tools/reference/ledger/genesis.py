"""The state that a venue begins with (LG-12)."""

from types import SimpleNamespace

from ..canonical import canonical, read_json
from ..commitment import refuse_if
from ..clearing.readings import add_feed
from ..clearing.state import CASH, OPTION, PERP, TOKEN, Account, Asset, Perp, State
from ..signed_actions import NOBODY
from .gateway import Gateway
from .parts import asset_name, raw, read_feed, read_liquidation, read_manager
from .values import GENESIS, tagged

MARKET_SOURCES = {
    "spot": "spot", "mark": "mark", "ask": "ask", "bid": "bid", "fwd": "forward", "vol": "volatility",
    "rate": "rate"}


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
        self.rules = [(int(each["height"]), int(each["version"]), []) for each in rules]
        corrections = [self.value.get("corrections", []), *(each.get("corrections", []) for each in rules)]
        refuse_if(any(corrections), "Reference_NoCorrectedMode")  # 11 of 15 is not coded here

    def state(self):
        value = self.value
        state = State(self.time)
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
            state.managers[place] = read_manager(each["manager"])
            state.directory.managers.append((each["name"], raw(each["address"])))
        add_positions(state, map(dict, value["positions"]))
        for number, each in enumerate(map(dict, value["accounts"]), 1):
            state.accounts[number] = Account(raw(each["owner"]), each["manager"])
        read_liquidation(state, value["liquidation"])
        for each in value["feeds"]:
            feed = read_feed(each, self.chain_id)
            state.signed[feed.address] = feed
        add_gateway(state, value, self)
        state.versions, state.height = list(self.rules), 0
        return state


def version(state, height):
    """LG-19."""
    _, number, corrections = [each for each in state.versions if each[0] <= height][-1]
    refuse_if(corrections, "Reference_NoCorrectedMode")
    return number


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
