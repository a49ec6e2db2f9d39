"""Setting parameters: who may, within which bounds, with which effects (CL-51 to CL-54)."""

from types import SimpleNamespace

from ..arithmetic import W, Failure
from .cash import accrue
from .perps import add_funding
from .readings import mark
from .state import STANDARD

SCENARIOS = 40
EXPIRIES = 30


def bounds(failure, **ranges):
    return failure, ranges


def up_to(limit, *names):
    return {name: (0, limit) for name in names}


# SM-17. Both ends are allowed.
STANDARD_GROUPS = {
    "option": bounds(
        "SRM_InvalidOptionMarginParams", **up_to(6 * W // 5, "maxSpotReq", "minSpotReq"),
        **up_to(W, "mmCallSpotReq", "mmPutSpotReq", "mmPutMtMReq"),
        unpairedIMScale=(W, 3 * W), unpairedMMScale=(W, 3 * W), mmOffsetScale=(W, 3 * W)),
    "base": bounds("SRM_InvalidBaseDiscountFactor", **up_to(W, "marginFactor", "imScale")),
    "oracle": bounds(
        "SRM_InvalidOracleContingencyParams",
        **up_to(W, "perpThreshold", "optionThreshold", "baseThreshold", "ocFactor")),
    "depeg": bounds("SRM_InvalidDepegParams", threshold=(0, W), depegFactor=(0, 3 * W)),
}

# PM-32.
PORTFOLIO_GROUPS = {
    "basisContingency": bounds(
        "PMRML2_InvalidBasisContingencyParameters", scenarioSpotUp=(W + 1, 3 * W - 1),
        scenarioSpotDown=(0, W - 1), **up_to(20 * W, "addFactor", "multFactor")),
    "otherContingency": bounds(
        "PMRML2_InvalidOtherContingencyParameters", pegLossThreshold=(0, 100 * W), pegLossFactor=(0, 10 * W),
        confThreshold=(0, W), confMargin=(0, 20 * W), **up_to(3 * W, "mmPerpPercent", "imPerpPercent"),
        **up_to(2 * W, "mmOptionPercent", "imOptionPercent")),
    "margin": bounds(
        "PMRML2_InvalidMarginParameters", imFactor=(W // 2, 10 * W), mmFactor=(W // 10, 10 * W),
        **up_to(10 * W, "shortRateMultScale", "longRateMultScale", "shortRateAddScale", "longRateAddScale"),
        **up_to(4 * W, "shortBaseStaticDiscount", "longBaseStaticDiscount")),
    "volShock": bounds(
        "PMRML2_InvalidVolShockParameters", **up_to(10 * W, "rangeUp", "rangeDown"),
        shortTermPower=(None, 10 * W), longTermPower=(None, 10 * W), dteFloorSeconds=(0, 400 * 86_400),
        minVolUpShock=(0, 20 * W)),
    "skewShock": bounds(
        "PMRML2_InvalidSkewShockParameters", **up_to(10 * W, "linearBaseCap", "absBaseCap"),
        linearCBase=(-10 * W, 10 * W), absCBase=(-10 * W, 10 * W),
        **up_to(10 * W, "minKStar", "widthScale", "volParamStatic"), volParamScale=(-20 * W, 20 * W)),
}

# CL-53.
AUCTION = bounds(
    "DA_InvalidParameter", startingMtMPercentage=(0, W), liquidatorFeeRate=(0, W // 10),
    bufferMarginPercentage=(None, 4 * W))
INTEREST = bounds(
    "IRM_InvalidParamBound", minRate=(0, 2 * W), rateMultiplier=(0, 5 * W), highRateMultiplier=(0, 5 * W),
    optimalUtil=(0, W))


def within(group, values):
    failure, ranges = group
    for name, (lowest, highest) in ranges.items():
        value = getattr(values, name)
        if (lowest is not None and value < lowest) or value > highest:
            raise Failure(failure)


def require(holds, failure):
    if not holds:
        raise Failure(failure)


def only_owner(state, caller):
    """CL-52."""
    require(caller == state.owner, "OwnableUnauthorizedAccount")


def pause(state, manager, value, caller):
    manager = state.manager(manager)
    require(caller == manager.guardian, "BM_GuardianOnly")
    manager.paused = value


def set_standard_group(state, manager, market, group, values):
    manager = state.managers[manager]
    if group == "depeg":
        within(STANDARD_GROUPS[group], values)
        manager.parameters.depeg = values
        return
    require(market in manager.markets, "SRM_MarketNotCreated")
    if group == "perp":
        require(0 < values.mmPerpReq <= values.imPerpReq < W, "SRM_InvalidPerpMarginParams")
    else:
        within(STANDARD_GROUPS[group], values)
    setattr(manager.parameters.markets[market], group, values)


def set_portfolio_group(state, manager, group, values):
    within(PORTFOLIO_GROUPS[group], values)
    setattr(state.managers[manager].parameters, group, values)


def set_scenarios(state, manager, scenarios):
    fine = 1 <= len(scenarios) <= SCENARIOS
    for kind in ("linear", "abs"):
        skewed = [each for each in scenarios if each.volShock == kind]
        fine = fine and len(skewed) <= 1 and all(each.spotShock == W for each in skewed)
    require(fine, "PMRM_2_InvalidScenarios")
    state.managers[manager].scenarios = scenarios


def set_collateral(state, manager, token, enabled, values):
    state.asset(token)
    fine = enabled and values.mmHaircut <= W and values.mmHaircut + values.imHaircut <= W
    require(fine, "PMRML2_InvalidCollateralParameters")
    state.managers[manager].parameters.collaterals[token] = values


def set_max_expiries(state, manager, value):
    manager = state.managers[manager]
    require(manager.max_expiries < value <= EXPIRIES, "PMRM_2_InvalidMaxExpiries")
    manager.max_expiries = value


def set_interest_model(state, values):
    """CL-54: accrues by the old model first."""
    within(INTEREST, values)
    accrue(state)
    state.cash.model = values


def set_auction(state, values):
    within(AUCTION, values)
    require(values.fastAuctionCutoffPercentage <= values.startingMtMPercentage, "DA_InvalidParameter")
    state.liquidation.parameters = values


def set_cutoff(state, value):
    require(value <= 1_000 * W, "DA_InvalidParameter")
    state.liquidation.cutoff = value


def set_fee(state, value):
    require(value <= W, "CA_SmFeeInvalid")
    state.cash.fee = value


def set_account_size(state, manager, value):
    require(8 <= value <= 500, "BM_InvalidMaxAccountSize")
    state.manager(manager).max_account_size = value


def set_isolated(state, manager, value):
    """CL-76."""
    manager = state.manager(manager)
    require(manager.model == STANDARD, "Clearing_NoSuchManager")
    manager.isolated = value


def set_min_fee(state, manager, value):
    require(value <= 10_000 * W, "BM_MinOIFeeTooHigh")
    state.manager(manager).min_fee = value


def set_fee_rate(state, manager, asset, value):
    require(value <= W, "BM_OIFeeRateTooHigh")
    state.manager(manager).fee_rates[asset] = value


def set_fee_recipient(state, manager, account):
    state.account(account)
    state.manager(manager).fee_recipient = account


def set_member(members, member, value):
    (members.add if value else members.discard)(member)


def set_rate_bound(state, name, value):
    require(value >= 0, "PA_InvalidRateBounds")
    state.asset(name).perp.bound = value


def set_static_rate(state, name, value):
    require(-W // 1_000 <= value <= W // 1_000, "PA_InvalidStaticInterestRate")
    state.asset(name).perp.static_rate = value


def set_convergence(state, name, value):
    require(W // 20 <= value <= 240 * W, "PA_InvalidConvergencePeriod")
    state.asset(name).perp.convergence = value


def disable_perp(state, name):
    """CL-54."""
    asset = state.asset(name)
    add_funding(state, asset)
    asset.perp.closing_mark = mark(state, asset).price
    asset.perp.disabled = True


def set_heartbeat(state, feed, value):
    require(feed in state.feeds.heartbeats, "EmptyRevert")
    state.feeds.heartbeats[feed] = value


def record(**values):
    return SimpleNamespace(**values)
