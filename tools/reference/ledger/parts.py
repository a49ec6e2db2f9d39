"""The parts of a state that are JSON, to and from the records of the state machine (LG-7)."""

from types import SimpleNamespace

from ..clearing.state import OPTION, PERP, PORTFOLIO, STANDARD, TOKEN, Manager
from ..commitment import Refused
from ..document import decode, encode
from ..feeds import KINDS
from ..parameter_set import SCENARIOS
from ..portfolio import PARAMETERS
from ..standard_portfolio import STANDARD_PARAMETERS
from ..text import is_address
from .adaptive_forms import form_json, read_form
from .waterfall_forms import Malformed, demand, read_settings, settings_json

WORDS = {OPTION: "option", PERP: "perp", TOKEN: "base"}
ORDER = ("cash", "option", "perp", "base")
FEED_KINDS = {
    "spot": "LyraSpotFeed", "spotDifference": "LyraSpotDiffFeed", "forward": "LyraForwardFeed",
    "volatility": "LyraVolFeed", "rate": "LyraRateFeed",
}
KIND_NAMES = {name: word for word, name in FEED_KINDS.items()}
SETTINGS = {"cap": "cap", "settlementHeartbeat": "settlementHeartbeat", "maximumExpiry": "maxExpiry"}
AUCTION = {
    "startingPart": "startingMtMPercentage", "cutoffPart": "fastAuctionCutoffPercentage",
    "fastLength": "fastAuctionLength", "slowLength": "slowAuctionLength", "insolventLength": "insolventAuctionLength",
    "feeRate": "liquidatorFeeRate", "bufferPart": "bufferMarginPercentage",
}


def asset_name(kind, place):
    return f"{WORDS[kind]} {place}"


def place_of(name):
    """The order of an asset: its kind, then its place."""
    kind, _, place = name.partition(" ")
    return ORDER.index(kind), int(place or 0)


def hexadecimal(data):
    return "0x" + data.hex()


def raw(text):
    assert is_address(text) and text == text.lower(), text
    return bytes.fromhex(text[2:])


def token_address(name):
    """How the parameters of the portfolio model name a wrapped token: by its place and one, as an address."""
    return hexadecimal((place_of(name)[1] + 1).to_bytes(20, "big"))


def token_name(address):
    return asset_name(TOKEN, int(address, 16) - 1)


# Managers


def manager_json(manager):
    return {
        "guardian": hexadecimal(manager.guardian), "paused": manager.paused, "isolated": manager.isolated,
        "maxAccountSize": str(manager.max_account_size), "minimumFee": str(manager.min_fee),
        "feeRecipient": str(manager.fee_recipient), "internalAccount": str(manager.internal_account),
        "feeRates": [{"asset": name, "rate": str(manager.fee_rates[name])}
                     for name in sorted(manager.fee_rates, key=place_of)],
        "feeBypass": list(map(hexadecimal, sorted(manager.without_fee))),
        "trustedAssessors": list(map(hexadecimal, sorted(manager.trusted))),
        "model": (standard_json if manager.model == STANDARD else portfolio_json)(manager)} | (
            {"adaptive": form_json(manager.adaptive)} if manager.adaptive is not None else {})


def standard_json(manager):
    markets = [
        {"name": name, "market": manager.feeds_of[name]}
        | {WORDS[kind]: place_of(asset)[1] for kind, asset in assets.items()}
        for name, assets in manager.markets.items()]
    return {"kind": "standard", "borrowing": manager.borrowing, "markets": markets,
            "parameters": encode(STANDARD_PARAMETERS, manager.parameters)}


def portfolio_json(manager):
    given = vars(manager.parameters) | {
        "collaterals": {token_address(name): each for name, each in manager.parameters.collaterals.items()},
        "maxExpiries": manager.max_expiries}
    collaterals = [
        {"base": place_of(name)[1]} | feed_json(manager.token_feeds[name])
        for name in sorted(manager.token_feeds, key=place_of)]
    return {
        "kind": "portfolio", "market": manager.market, "option": place_of(manager.option)[1],
        "perp": place_of(manager.perp)[1], "collaterals": collaterals,
        "parameters": encode(PARAMETERS, SimpleNamespace(**given)), "scenarios": encode(SCENARIOS, manager.scenarios)}


def feed_json(feed):
    """A token's price: the spot of a market, or a feed of its own."""
    return {"own": int(feed[4:])} if feed.startswith("own.") else {"spot": int(feed.split(".")[0])}


def read_manager(members, state):
    """Of a JSON value with objects as Members; the levels of its rules are not set."""
    value = dict(members)
    model = dict(value["model"])
    manager = Manager(STANDARD if model["kind"] == "standard" else PORTFOLIO, raw(value["guardian"]))
    manager.paused, manager.isolated = value["paused"], value.get("isolated", False)
    manager.max_account_size, manager.min_fee = int(value["maxAccountSize"]), int(value["minimumFee"])
    manager.fee_recipient, manager.internal_account = int(value["feeRecipient"]), int(value["internalAccount"])
    manager.fee_rates = {each["asset"]: int(each["rate"]) for each in map(dict, value["feeRates"])}
    manager.without_fee = set(map(raw, value["feeBypass"]))
    manager.trusted = set(map(raw, value["trustedAssessors"]))
    (read_standard if manager.model == STANDARD else read_portfolio)(manager, model)
    try:
        manager.adaptive = read_form(value.get("adaptive"), Places(state))
    except Malformed:
        raise Refused("Ledger_NotCanonical") from None
    return manager


def read_standard(manager, model):
    manager.borrowing = model["borrowing"]
    manager.parameters = decode(STANDARD_PARAMETERS, model["parameters"])
    for market in map(dict, model["markets"]):
        manager.feeds_of[market["name"]] = market["market"]
        manager.markets[market["name"]] = {
            kind: asset_name(kind, market[word]) for kind, word in WORDS.items() if word in market}


def read_portfolio(manager, model):
    manager.market = model["market"]
    manager.option, manager.perp = asset_name(OPTION, model["option"]), asset_name(PERP, model["perp"])
    manager.parameters = decode(PARAMETERS, model["parameters"])
    manager.scenarios = decode(SCENARIOS, model["scenarios"])
    manager.max_expiries = manager.parameters.maxExpiries
    manager.parameters.collaterals = {
        token_name(address): each for address, each in manager.parameters.collaterals.items()}
    for each in map(dict, model["collaterals"]):
        feed = f"own.{each['own']}" if "own" in each else f"{each['spot']}.spot"
        manager.token_feeds[asset_name(TOKEN, each["base"])] = feed


# Liquidation


def liquidation_json(state):
    of = state.liquidation
    value = {
        "parameters": {word: str(getattr(of.parameters, name)) for word, name in AUCTION.items()},
        "cutoff": str(of.cutoff), "managers": sorted(of.managers), "securityAccount": str(of.blocking_account),
        "paidBySecurityModule": of.module_pays}
    value |= {"missingMargin": str(state.insolvent_margin)} if state.insolvent_margin else {}
    return value | settings_json(of)


class Places:
    """Markets and assets of the part, in their order."""

    def __init__(self, state):
        self.state = state

    def market(self, value):
        demand(type(value) is int and 0 <= value < self.state.market_count)
        return value

    def asset(self, value):
        demand(value == "cash" or value in self.state.assets)
        return value

    def collateral(self, value):
        demand(type(value) is int and 0 <= value < self.state.collateral_count)
        return value

    @staticmethod
    def order(of):
        return of if isinstance(of, int) else place_of(of)


def read_liquidation(state, members):
    value, of = dict(members), state.liquidation
    parameters = dict(value["parameters"])
    of.parameters = SimpleNamespace(**{name: int(parameters[word]) for word, name in AUCTION.items()})
    of.cutoff, of.managers = int(value["cutoff"]), set(value["managers"])
    of.blocking_account, of.module_pays = int(value["securityAccount"]), value["paidBySecurityModule"]
    state.insolvent_margin = int(value.get("missingMargin", "0"))
    try:
        read_settings(of, value, Places(state))
    except Malformed:
        raise Refused("Ledger_NotCanonical") from None


# Signed feeds


def feed_settings_json(feed):
    value = {
        "kind": KIND_NAMES[feed.kind], "address": hexadecimal(feed.address), "owner": hexadecimal(feed.owner),
        "signers": list(map(hexadecimal, sorted(feed.signers))), "requiredSigners": feed.settings["requiredSigners"],
        "heartbeat": str(feed.settings["heartbeat"])}
    if feed.has_spot:
        value["spotFeed"] = hexadecimal(feed.spot_feed)
    return value | {word: str(feed.settings[name]) for word, name in SETTINGS.items() if name in feed.settings}


def read_feed(members, chain_id):
    value = dict(members)
    kind = FEED_KINDS[value["kind"]]
    feed = KINDS[kind](kind, raw(value["address"]), raw(value["owner"]), chain_id)
    feed.signers = set(map(raw, value["signers"]))
    feed.settings["requiredSigners"] = value["requiredSigners"]
    feed.settings["heartbeat"] = int(value["heartbeat"])
    if feed.has_spot:
        feed.spot_feed = raw(value["spotFeed"])
    for word, name in SETTINGS.items():
        if word in value:
            feed.settings[name] = int(value[word])
    return feed
