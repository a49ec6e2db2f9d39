"""The venue that a trace's `config` tells (JS-15), and its words for parameters."""

from types import SimpleNamespace

from .adaptive_settings import read_adaptive, set_adaptive
from .readings import add_feed
from .rules import read_rules
from .state import OPTION, PERP, PORTFOLIO, STANDARD, TOKEN, Account, Asset, Manager, Perp, State

SRM, PMRM = "manager.srm", "manager.pmrm.eth"
MARKETS = ("eth", "btc")
FEEDS = ("spot", "mark", "impact", "fwd", "vol", "rate")
JUNK = "base.junk"
JUNK_CAP = 10**30
SPECIAL = (("srmInternal", SRM), ("securityModule", SRM), ("pmrmInternal", PMRM), ("srmFee", SRM), ("pmrmFee", PMRM))
ASSETS = {"option": OPTION, "perp": PERP, "base": TOKEN}

# Names of the traces for what 03 and 04 call otherwise.
WORDS = {
    "MMPutMtMReq": "mmPutMtMReq", "IMScale": "imScale", "OCFactor": "ocFactor",
    "basisContAddFactor": "addFactor", "basisContMultFactor": "multFactor",
    "MMPerpPercent": "mmPerpPercent", "IMPerpPercent": "imPerpPercent",
    "MMOptionPercent": "mmOptionPercent", "IMOptionPercent": "imOptionPercent",
    "volRangeUp": "rangeUp", "volRangeDown": "rangeDown", "dteFloor": "dteFloorSeconds",
    "MMHaircut": "mmHaircut", "IMHaircut": "imHaircut",
}
PORTFOLIO_GROUPS = {
    "basis": "basisContingency", "other": "otherContingency", "margin": "margin", "vol": "volShock",
    "skew": "skewShock",
}


def group(values):
    """An object of numbers by the names of 03 and 04."""
    return SimpleNamespace(**{WORDS.get(name, name): int(value) for name, value in values.items()})


def collateral(values):
    return SimpleNamespace(
        isRiskCancelling=values["isRiskCancelling"], mmHaircut=int(values["MMHaircut"]),
        imHaircut=int(values["IMHaircut"]))


def scenarios(values):
    return [
        SimpleNamespace(
            spotShock=int(each["spotShock"]), volShock=each["volShock"].lower(),
            dampeningFactor=int(each["dampeningFactor"]))
        for each in values]


def state_of(config):
    state = State(int(config["startTime"]))
    state.owner = "owner"
    state.rules = read_rules(config.get("corrections", ()))
    add_assets(state, config)
    add_standard(state, config)
    add_portfolio(state, config)
    for name in (SRM, PMRM):
        state.managers[name].fee_rates = {asset: int(rate) for asset, rate in config["oiFeeRate"].items()}
    special = config["specialAccounts"]
    for label, manager in SPECIAL:
        state.accounts[special[label]] = Account(f"({label})", manager)
    state.accounts = dict(sorted(state.accounts.items()))
    for name, member in ((SRM, "srm"), (PMRM, "pmrm")):
        set_adaptive(state, name, read_adaptive(config[member].get("adaptive")))
    state.security_module = special["securityModule"]
    state.managers[SRM].internal_account = special["srmInternal"]
    state.managers[PMRM].internal_account = special["pmrmInternal"]
    if config["feeRecipientSet"]:
        state.managers[SRM].fee_recipient = special["srmFee"]
        state.managers[PMRM].fee_recipient = special["pmrmFee"]
    state.liquidation.parameters = group(config["auction"])
    state.liquidation.cutoff = int(config["mtmCutoff"])
    state.liquidation.blocking_account = special["securityModule"]
    state.liquidation.managers = {SRM, PMRM}
    return state


def add_assets(state, config):
    cash = state.cash
    cash.decimals = int(config["stableDecimals"])
    cash.model = group(config["interest"])
    cash.fee = int(config["smFee"])
    cash.managers = {SRM, PMRM}
    add_feed(state, "stable")
    add_feed(state, "wsteth")
    add_feed(state, "redemption")
    for market in MARKETS:
        for feed in FEEDS:
            add_feed(state, f"{market}.{feed}")
    perp = {name: int(value) for name, value in config["perp"].items()}
    names = [f"{kind}.{market}" for kind in ASSETS for market in MARKETS] + ["base.wsteth", JUNK]
    for name in names:
        kind, market = ASSETS[name.split(".")[0]], name.split(".")[1]
        asset = state.assets[name] = Asset(kind, market if kind != TOKEN else None)
        asset.decimals = int(config["baseDecimals"].get(name, 18))
        if kind == PERP:
            asset.perp = Perp(
                state.time, perp["staticInterestRate"], perp["maxAbsRatePerHour"], perp["convergencePeriod"])
        for manager in (SRM, PMRM):
            position = asset.position(manager)
            position.allowed = True
            position.cap = JUNK_CAP if name == JUNK else int(config["caps"][name])


def add_standard(state, config):
    srm = state.managers[SRM] = Manager(STANDARD, "guardian")
    values = config["srm"]
    srm.borrowing = values["borrowingEnabled"]
    srm.isolated = values.get("isolated", False)
    srm.max_account_size = int(values["maxAccountSize"])
    srm.min_fee = int(values["minOIFee"])
    srm.markets = {
        market: {kind: f"{word}.{market}" for word, kind in ASSETS.items()} for market in MARKETS}
    srm.parameters = SimpleNamespace(
        depeg=group(values["depeg"]),
        markets={
            market: SimpleNamespace(**{part: group(numbers) for part, numbers in groups.items()})
            for market, groups in config["srmMarkets"].items()})


def add_portfolio(state, config):
    pmrm = state.managers[PMRM] = Manager(PORTFOLIO, "guardian")
    values = config["pmrm"]
    pmrm.max_expiries = int(values["maxExpiries"])
    pmrm.max_account_size = int(values["maxAccountSize"])
    pmrm.min_fee = int(values["minOIFee"])
    pmrm.option, pmrm.perp = "option.eth", "perp.eth"
    pmrm.token_feeds = {"base.eth": "eth.spot", "base.btc": "btc.spot", "base.wsteth": "wsteth"}
    pmrm.parameters = SimpleNamespace(
        collaterals={name: collateral(each) for name, each in values["collaterals"].items() if each["isEnabled"]},
        **{name: group(values[word]) for word, name in PORTFOLIO_GROUPS.items()})
    pmrm.scenarios = scenarios(values["scenarios"])


def special_accounts(config):
    return set(config["specialAccounts"].values())

