"""Parameters by name (MO-30, MO-31)."""

from types import SimpleNamespace

from ..abi_decoding import require
from ..arithmetic import Failure
from ..canonical import canonical, read_json
from ..clearing import parameters as setting
from ..clearing.perps import renew_rates
from ..clearing.state import CASH, OPTION, PERP, PORTFOLIO, STANDARD, TOKEN
from ..clearing.trace_config import PORTFOLIO_GROUPS, collateral, group, scenarios
from ..clearing.adaptive_settings import set_adaptive
from ..clearing.waterfall_settings import SETTERS
from ..document import Members, Refused
from ..text import is_canonical_integer
from .entries import first_of
from .adaptive_forms import read_form
from .parts import Places, asset_name
from .waterfall_forms import FORMS, Malformed, read

INVALID = "Module_InvalidParameter"
MOST_DELAY = 31_536_000
MOST_VERSIONS, MOST_NAMES, MOST_NAMES_IN_ALL = 1_000, 64, 16_384
LASTING = {"exactCash", "fundingByReadings"}


def invalid():
    raise Failure(INVALID)


# Readers of arguments: (state, value) to what is set


def whole(lowest, limit):
    def read(state, value):
        require(isinstance(value, str) and is_canonical_integer(value) and len(value) < 80, INVALID)
        number = int(value)
        require(lowest <= number < limit, INVALID)
        return number

    return read


UINT, INT, SECONDS = whole(0, 2**256), whole(-(2**255), 2**255), whole(0, 2**64)


def boolean(state, value):
    require(isinstance(value, bool), INVALID)
    return value


def count(state, value):
    require(type(value) is int and 0 <= value < 2**32, INVALID)
    return value


def address(state, value):
    require(isinstance(value, str) and len(value) == 42 and value == value.lower() and value[:2] == "0x", INVALID)
    try:
        return bytes.fromhex(value[2:])
    except ValueError:
        invalid()


def manager(state, value):
    for place, (name, _) in enumerate(state.directory.managers):
        if name == value:
            return place
    invalid()


def asset(state, value):
    directory = state.directory
    if value == directory.cash[0]:
        return CASH
    for kind, word in ((OPTION, "options"), (PERP, "perps"), (TOKEN, "tokens")):
        for place, (name, _) in enumerate(getattr(directory, word)):
            if name == value:
                return asset_name(kind, place)
    invalid()


def market(state, value):
    require(isinstance(value, str), INVALID)
    return value


def feed(state, value):
    require(isinstance(value, str), INVALID)
    if value == "stable":
        return value
    if value in state.directory.collaterals:
        return f"own.{state.directory.collaterals.index(value)}"
    name, _, kind = value.rpartition(".")
    require(name in state.directory.markets and kind in ("spot", "mark", "impact", "fwd", "vol", "rate"), INVALID)
    return f"{state.directory.markets.index(name)}.{kind}"


def scenario_list(state, value):
    require(isinstance(value, list) and not isinstance(value, Members), INVALID)
    for each in value:
        require(isinstance(each, Members) and sorted(dict(each)) == ["dampeningFactor", "spotShock", "volShock"], INVALID)
        each = dict(each)
        require(each["volShock"] in ("None", "Up", "Down", "Linear", "Abs"), INVALID)
        UINT(state, each["spotShock"])
        UINT(state, each["dampeningFactor"])
    return scenarios([dict(each) for each in value])


def kind_or_null(state, value):
    from .modules import KINDS

    require(value is None or value in KINDS, INVALID)
    return value


def corrections(state, value):
    """MO-40."""
    require(isinstance(value, list) and not isinstance(value, Members) and len(value) <= MOST_NAMES, INVALID)
    for each in value:
        require(isinstance(each, str) and 1 <= len(each) <= 32 and each.isascii() and each.isalnum(), INVALID)
    require(all(one < other for one, other in zip(value, value[1:])), INVALID)
    return value


def numbers(*names):
    signed_ones = {"bufferMarginPercentage", "shortTermPower", "longTermPower", "linearCBase", "absCBase", "minKStar",
                   "widthScale", "volParamStatic", "volParamScale"}
    return {name: INT if name in signed_ones else UINT for name in names}


# The names (MO-31): arguments, and what sets them


def member(members):
    return lambda state, given: setting.set_member(members(state, given), given.who, given.value)


STANDARD_ARGUMENTS = {
    "srm.perpMargin": ("perp", numbers("mmPerpReq", "imPerpReq")),
    "srm.optionMargin": ("option", numbers(
        "maxSpotReq", "minSpotReq", "mmCallSpotReq", "mmPutSpotReq", "MMPutMtMReq", "unpairedIMScale",
        "unpairedMMScale", "mmOffsetScale")),
    "srm.baseMargin": ("base", numbers("marginFactor", "IMScale")),
    "srm.oracleContingency": ("oracle", numbers("perpThreshold", "optionThreshold", "baseThreshold", "OCFactor")),
}
PORTFOLIO_ARGUMENTS = {
    "basis": numbers("scenarioSpotUp", "scenarioSpotDown", "basisContAddFactor", "basisContMultFactor"),
    "other": numbers("pegLossThreshold", "pegLossFactor", "confThreshold", "confMargin", "MMPerpPercent",
                     "IMPerpPercent", "MMOptionPercent", "IMOptionPercent"),
    "margin": numbers("imFactor", "mmFactor", "shortRateMultScale", "longRateMultScale", "shortRateAddScale",
                      "longRateAddScale", "shortBaseStaticDiscount", "longBaseStaticDiscount"),
    "vol": numbers("volRangeUp", "volRangeDown", "shortTermPower", "longTermPower", "dteFloor", "minVolUpShock"),
    "skew": numbers("linearBaseCap", "absBaseCap", "linearCBase", "absCBase", "minKStar", "widthScale",
                    "volParamStatic", "volParamScale"),
}
AUCTION = numbers("startingMtMPercentage", "fastAuctionCutoffPercentage", "fastAuctionLength", "slowAuctionLength",
                  "insolventAuctionLength", "liquidatorFeeRate", "bufferMarginPercentage")
INTEREST = numbers("minRate", "rateMultiplier", "highRateMultiplier", "optimalUtil")
OPTIONAL_MANAGER = "manager?"


def grouped(given, names):
    return group({name: getattr(given, name) for name in names})


def perp_asset(state, given):
    require(given.asset != CASH and state.assets[given.asset].kind == PERP, INVALID)


def perp_setting(set_):
    def apply(state, given):
        perp_asset(state, given)
        set_(state, given)
    return apply


def set_cap(state, given):
    require(given.asset != CASH)  # CL-15
    state.assets[given.asset].position(given.manager).cap = given.value


def set_whitelist(state, given):
    if given.asset == CASH:
        setting.set_member(state.cash.managers, given.manager, given.value)
    else:
        state.assets[given.asset].position(given.manager).allowed = given.value


def set_feed(name, own=None):
    def apply(state, given):
        of = state.signed.get(given.feed)
        require(of is not None)
        value = (given.signer, given.value) if name == "signer" else given.value
        of.set(name, value, state.owner)
    return apply


def set_collateral(state, given):
    values = {"isRiskCancelling": given.isRiskCancelling, "MMHaircut": given.MMHaircut, "IMHaircut": given.IMHaircut}
    setting.set_collateral(state, given.manager, given.asset, given.isEnabled, collateral(values))


def set_module(state, given):
    if given.kind is None:
        state.gateway.modules.pop(given.module, None)
    else:
        state.gateway.modules[given.module] = given.kind


def set_fee_recipient(state, given):
    if given.account:
        state.account(given.account)
    state.gateway.fee_recipients[given.module] = given.account


def set_delay(state, given):
    require(given.value <= MOST_DELAY, "Module_InvalidDelay")
    state.gateway.delay = given.value


def add_version(state, given):
    """MO-40."""
    listed, refusal = state.versions, "Module_InvalidVersion"
    require(given.height > state.height and given.version > listed[-1][1], refusal)
    require(LASTING & set(given.corrections) == LASTING & set(listed[0][2]), refusal)
    kept = [each for each in listed if each[0] < given.height] + [(given.height, given.version, given.corrections)]
    require(len(kept) <= MOST_VERSIONS and sum(len(names) for *_, names in kept) <= MOST_NAMES_IN_ALL, refusal)
    state.versions = kept


NAMES = {
    "cash.smFee": ({"value": UINT}, lambda state, of: setting.set_fee(state, of.value)),
    "auction.mtmCutoff": ({"value": INT}, lambda state, of: setting.set_cutoff(state, of.value)),
    "sm.whitelistModule": ({"value": boolean}, lambda state, of: setattr(state.liquidation, "module_pays", of.value)),
    "cash.interestModel": (INTEREST, lambda state, of: setting.set_interest_model(state, grouped(of, INTEREST))),
    "auction.params": (AUCTION, lambda state, of: setting.set_auction(state, grouped(of, AUCTION))),
    "auction.smAccount": ({"account": count},
                          lambda state, of: setattr(state.liquidation, "blocking_account", of.account)),
    "auction.whitelistManager": ({"manager": manager, "value": boolean}, lambda state, of: setting.set_member(
        state.liquidation.managers, of.manager, of.value)),
    "feed.heartbeat": ({"feed": feed, "value": SECONDS}, lambda state, of: setting.set_heartbeat(
        state, of.feed, of.value)),
    "manager.maxAccountSize": ({"manager": manager, "value": UINT}, lambda state, of: setting.set_account_size(
        state, of.manager, of.value)),
    "manager.minOIFee": ({"manager": manager, "value": UINT}, lambda state, of: setting.set_min_fee(
        state, of.manager, of.value)),
    "manager.adjustmentsPaused": ({"manager": manager, "value": boolean}, lambda state, of: setting.pause(
        state, of.manager, of.value, state.owner)),
    "manager.isolated": ({"manager": manager, "value": boolean}, lambda state, of: setting.set_isolated(
        state, of.manager, of.value)),
    "manager.feeRecipient": ({"manager": manager, "account": count}, lambda state, of: setting.set_fee_recipient(
        state, of.manager, of.account)),
    "manager.feeBypassedCaller": ({"manager": manager, "who": address, "value": boolean}, member(
        lambda state, of: state.managers[of.manager].without_fee)),
    "manager.trustedRiskAssessor": ({"manager": manager, "who": address, "value": boolean}, member(
        lambda state, of: state.managers[of.manager].trusted)),
    "manager.oiFeeRate": ({"asset": asset, "manager": manager, "value": UINT}, lambda state, of: setting.set_fee_rate(
        state, of.manager, of.asset, of.value)),
    "asset.cap": ({"asset": asset, "manager": manager, "value": UINT}, set_cap),
    "asset.whitelistManager": ({"asset": asset, "manager": manager, "value": boolean}, set_whitelist),
    "perp.rateBounds": ({"asset": asset, "value": INT}, perp_setting(
        lambda state, of: setting.set_rate_bound(state, of.asset, of.value))),
    "perp.staticInterestRate": ({"asset": asset, "value": INT}, perp_setting(
        lambda state, of: setting.set_static_rate(state, of.asset, of.value))),
    "perp.convergencePeriod": ({"asset": asset, "value": INT}, perp_setting(
        lambda state, of: setting.set_convergence(state, of.asset, of.value))),
    "perp.disable": ({"asset": asset}, perp_setting(lambda state, of: setting.disable_perp(state, of.asset))),
    "srm.depeg": ({OPTIONAL_MANAGER: STANDARD, **numbers("threshold", "depegFactor")}, lambda state, of:
                  setting.set_standard_group(state, of.manager, None, "depeg", grouped(
                      of, ("threshold", "depegFactor")))),
    "srm.borrowingEnabled": ({OPTIONAL_MANAGER: STANDARD, "value": boolean}, lambda state, of: setattr(
        state.managers[of.manager], "borrowing", of.value)),
    "pmrm.maxExpiries": ({OPTIONAL_MANAGER: PORTFOLIO, "value": UINT}, lambda state, of: setting.set_max_expiries(
        state, of.manager, of.value)),
    "pmrm.collateral": ({OPTIONAL_MANAGER: PORTFOLIO, "asset": asset, "isEnabled": boolean,
                         "isRiskCancelling": boolean, "MMHaircut": UINT, "IMHaircut": UINT}, set_collateral),
    "pmrm.scenarios": ({OPTIONAL_MANAGER: PORTFOLIO, "scenarios": scenario_list}, lambda state, of:
                       setting.set_scenarios(state, of.manager, of.scenarios)),
    "signedFeed.signer": ({"feed": address, "signer": address, "value": boolean}, set_feed("signer")),
    "signedFeed.requiredSigners": ({"feed": address, "value": whole(0, 256)}, set_feed("requiredSigners")),
    "signedFeed.heartbeat": ({"feed": address, "value": SECONDS}, set_feed("heartbeat")),
    "signedFeed.cap": ({"feed": address, "value": UINT}, set_feed("cap")),
    "signedFeed.spotFeed": ({"feed": address, "value": address}, set_feed("spotFeed")),
    "signedFeed.settlementHeartbeat": ({"feed": address, "value": SECONDS}, set_feed("settlementHeartbeat")),
    "signedFeed.maxExpiry": ({"feed": address, "value": SECONDS}, set_feed("maxExpiry")),
    "gateway.executor": ({"who": address, "value": boolean}, lambda state, of: setting.set_member(
        state.gateway.executors, of.who, of.value)),
    "gateway.module": ({"module": address, "kind": kind_or_null}, set_module),
    "gateway.feeRecipient": ({"module": address, "account": count}, set_fee_recipient),
    "gateway.openingDeposit": ({"value": UINT}, lambda state, of: setattr(
        state.gateway, "opening_deposit", of.value)),
    "bridge.key": ({"who": address}, lambda state, of: setattr(state.gateway, "bridge", of.who)),
    "governance.delay": ({"value": SECONDS}, set_delay),
    "rules.version": ({"version": SECONDS, "height": SECONDS, "corrections": corrections}, add_version),
}


class Names(Places):
    """Markets and assets by their names (MO-2)."""

    def market(self, value):
        names = self.state.directory.markets
        require(value in names, INVALID)
        return names.index(value)

    def asset(self, value):
        return asset(self.state, value)

    def collateral(self, value):
        names = self.state.directory.collaterals
        require(value in names, INVALID)
        return names.index(value)


def waterfall(name):
    """The form of a setting, or null."""
    def form(state, value):
        try:
            return None if value is None else read(FORMS[name], value, Names(state))
        except Malformed:
            invalid()

    return {"value": form}, lambda state, of: SETTERS[name][1](state, of.value)


def adaptive(state, value):
    try:
        return read_form(value, Names(state))
    except Malformed:
        invalid()


NAMES["manager.adaptive"] = {"manager": manager, "value": adaptive}, lambda state, of: set_adaptive(
    state, of.manager, of.value)
NAMES |= {f"liquidation.{name}": waterfall(name) for name in FORMS}
NAMES["liquidation.judgesBids"] = {"value": boolean}, lambda state, of: setattr(
    state.liquidation, "judges_bids", of.value)


def standard_setter(part, names):
    return lambda state, of: setting.set_standard_group(state, of.manager, of.market, part, grouped(of, names))


def portfolio_setter(word):
    return lambda state, of: setting.set_portfolio_group(
        state, of.manager, PORTFOLIO_GROUPS[word], grouped(of, PORTFOLIO_ARGUMENTS[word]))


NAMES |= {
    name: ({OPTIONAL_MANAGER: STANDARD, "market": market, **arguments}, standard_setter(part, arguments))
    for name, (part, arguments) in STANDARD_ARGUMENTS.items()}
NAMES |= {
    f"pmrm.{word}": ({OPTIONAL_MANAGER: PORTFOLIO, **arguments}, portfolio_setter(word))
    for word, arguments in PORTFOLIO_ARGUMENTS.items()}


def read_parameter(state, data):
    """MO-30: the name and its arguments."""
    try:
        value = read_json(data)
        require(canonical(value) == data, INVALID)
    except Refused:
        invalid()
    require(isinstance(value, Members) and [name for name, _ in value] == ["args", "param"], INVALID)
    value = dict(value)
    require(isinstance(value["args"], Members) and isinstance(value["param"], str), INVALID)
    require(value["param"] in NAMES, INVALID)
    return value["param"], dict(value["args"])


def set_parameter(state, parameter):
    """By the owner of the venue."""
    name, given = parameter
    arguments, apply = NAMES[name]
    expected = {key for key in arguments if key != OPTIONAL_MANAGER}
    optional = {"manager"} if OPTIONAL_MANAGER in arguments else set()
    require(expected <= set(given) <= expected | optional, INVALID)
    read = {key: arguments[key](state, given[key]) for key in arguments if key != OPTIONAL_MANAGER}
    if optional:
        model = arguments[OPTIONAL_MANAGER]
        if "manager" in given:
            read["manager"] = manager(state, given["manager"])
            require(state.managers[read["manager"]].model == model, "Clearing_NoSuchManager")
        else:
            read["manager"] = first_of(state, model)
            require(read["manager"] is not None, INVALID)
    apply(state, SimpleNamespace(**read))
    if name.startswith("perp."):
        renew_rates(state)
