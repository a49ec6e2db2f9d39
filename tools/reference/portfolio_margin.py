"""The portfolio model: from an arranged portfolio to its margins (PM-13 to PM-31)."""

from types import SimpleNamespace

from .arithmetic import (
    OUT_OF_RANGE, W, Failure, absolute, floor_div, sint, smul, to_int, to_uint,
    to_uint_width, tz, udiv, uint, umul,
)
from .elementary import dec_pow, exp, ln, sqrt_wad
from .pricing import annualise, black76

THIRTY_DAYS = 2_592_000  # seconds


def margin(params, scenarios, portfolio):
    """PM-8: the result of PM-29, integers still as integers. PM-28 gives the order."""
    for expiry in portfolio.expiries:
        expiry.netOptions = net_options(expiry)
    pre = precompute(params, portfolio)
    worst, min_span, pnls = worst_scenario(params, scenarios, portfolio, pre)
    initial = initial_margin(params, portfolio, pre, min_span)
    maintenance = maintenance_margin(params, portfolio, pre, min_span)
    return SimpleNamespace(
        initialMargin=initial,
        maintenanceMargin=maintenance,
        markToMarket=sint(pre.total + portfolio.cash),
        worstScenarioInitial=worst,
        worstScenarioMaintenance=worst,
        basisContingency=pre.basis,
        mmContingency=pre.mm,
        imContingency=pre.im,
        scenarioPnl=pnls,
        expiries=pre.expiries,
    )


def net_options(expiry):
    """PM-4."""
    total = 0
    for option in expiry.options:
        total = uint(total + absolute(option.amount))
    return total


# Building blocks


def years(expiry):
    """T of section 3."""
    return annualise(to_uint_width(expiry.secondsToExpiry, 64))


def option_value(expiry, option, vol, forward):
    """PM-13: the price times the amount."""
    return smul(option_price(expiry, option, vol, forward), option.amount)


def option_price(expiry, option, vol, forward):
    """PM-13: the price of one, signed."""
    call, put, _ = black76(
        to_uint_width(expiry.secondsToExpiry, 64),
        expiry.discount,
        to_uint_width(vol, 128),
        to_uint_width(forward, 128),
        to_uint_width(option.strike, 128),
    )
    return to_int(call if option.isCall else put)


def expiry_value(params, expiry, spot_shock, vol_shock, computed):
    """PM-14. `computed` holds the volatility shocks; unused when vol_shock is none."""
    forward = uint(umul(expiry.forwardVariablePortion, spot_shock) + expiry.forwardFixedPortion)
    if vol_shock == "none":
        shock = W
    else:
        shock = computed.volShockUp if vol_shock == "up" else computed.volShockDown
    total = 0
    for option in expiry.options:
        vol = umul(option.vol, shock)
        if vol_shock == "up":
            vol = max(params.volShock.minVolUpShock, vol)
        total = sint(total + option_value(expiry, option, vol, forward))
    return total


def vol_shocks(params, expiry):
    """PM-15: (up, down)."""
    shock = params.volShock
    seconds = expiry.secondsToExpiry
    days = floor_div(THIRTY_DAYS * W, max(seconds, shock.dteFloorSeconds))
    power = shock.shortTermPower if seconds <= THIRTY_DAYS else shock.longTermPower
    growth = dec_pow(to_int(days), power)
    up = uint(W + umul(shock.rangeUp, growth))
    return up, max(W - umul(shock.rangeDown, growth), 0)


def basis_contingency(params, expiry, mtm):
    """PM-16: (up, down, contingency)."""
    basis = params.basisContingency
    up = expiry_value(params, expiry, basis.scenarioSpotUp, "none", None)
    down = expiry_value(params, expiry, basis.scenarioSpotDown, "none", None)
    worst = min(sint(up - mtm), sint(down - mtm), 0)
    factor = uint(basis.addFactor + umul(basis.multFactor, years(expiry)))
    return up, down, smul(worst, to_int(factor))


def static_discounts(params, expiry):
    """PM-17: (pos, neg)."""
    margin = params.margin
    pos = umul(
        margin.longBaseStaticDiscount,
        exp(-rate_exponent(expiry, margin.longRateMultScale, margin.longRateAddScale)))
    short = udiv(
        margin.shortBaseStaticDiscount,
        exp(-rate_exponent(expiry, margin.shortRateMultScale, margin.shortRateAddScale)))
    return pos, min(short, udiv(W, expiry.discount))


def rate_exponent(expiry, mult_scale, add_scale):
    return to_int(umul(years(expiry), uint(umul(expiry.rate, mult_scale) + add_scale)))


def naked_shorts(expiry):
    """PM-18, unsigned."""
    strikes = {}
    for option in expiry.options:
        strikes.setdefault(option.strike, []).append(option.amount)
    total = 0
    for amounts in strikes.values():
        term = single_naked(amounts[0]) if len(amounts) == 1 else paired_naked(*amounts)
        total = uint(total + term)
    return total


def single_naked(amount):
    return absolute(amount) if amount < 0 else 0


def paired_naked(call, put):
    product = sint(call * put)
    if product < 0:
        return max(0, absolute(min(call, put)) - max(call, put))
    if product > 0:
        return uint(absolute(call) + absolute(put)) if call < 0 else 0
    return single_naked(put if call == 0 else call)


def penalty(params, confidence, notional):
    """PM-19."""
    other = params.otherContingency
    if confidence < other.confThreshold:
        return umul(umul(uint(W - confidence), other.confMargin), notional)
    return 0


# Precomputation and scenarios


def precompute(params, portfolio):
    """PM-20."""
    other = params.otherContingency
    spot = portfolio.spotPrice
    pre = SimpleNamespace(total=portfolio.perpValue, basis=0, expiries=[])
    notional = umul(absolute(portfolio.perpPosition), spot)
    pre.mm = umul(notional, other.mmPerpPercent)
    pre.im = uint(
        umul(notional, other.imPerpPercent)
        + penalty(params, portfolio.minConfidence, notional))
    for expiry in portfolio.expiries:
        precompute_expiry(params, portfolio, expiry, pre)
    for collateral in portfolio.collaterals:
        precompute_collateral(params, collateral, pre)
    return pre


def precompute_expiry(params, portfolio, expiry, pre):
    other = params.otherContingency
    spot = portfolio.spotPrice
    confidence = min(portfolio.minConfidence, expiry.minConfidence)
    computed = SimpleNamespace()
    computed.mtm = expiry_value(params, expiry, W, "none", None)
    pre.total = sint(pre.total + computed.mtm)
    up, down, basis = basis_contingency(params, expiry, computed.mtm)
    computed.basisScenarioUpMtm, computed.basisScenarioDownMtm = up, down
    pre.basis = sint(pre.basis + basis)
    computed.volShockUp, computed.volShockDown = vol_shocks(params, expiry)
    computed.staticDiscountPos, computed.staticDiscountNeg = static_discounts(params, expiry)
    shorts = umul(naked_shorts(expiry), spot)
    pre.mm = uint(pre.mm + umul(shorts, other.mmOptionPercent))
    pre.im = uint(pre.im + umul(shorts, other.imOptionPercent))
    pre.im = uint(pre.im + penalty(params, confidence, umul(expiry.netOptions, spot)))
    pre.expiries.append(computed)


def precompute_collateral(params, collateral, pre):
    if collateral.asset not in params.collaterals:
        raise Failure("PMRML2_CollateralDisabled")
    haircut = params.collaterals[collateral.asset]
    value = collateral.value
    pre.total = sint(pre.total + to_int(value))
    pre.mm = uint(pre.mm + umul(value, haircut.mmHaircut))
    pre.im = uint(pre.im + uint(
        umul(value, haircut.imHaircut) + penalty(params, collateral.minConfidence, value)))


def scenario_pnl(params, scenario, portfolio, pre):
    """PM-25."""
    total = perp_pnl(scenario, portfolio)
    for expiry, computed in zip(portfolio.expiries, pre.expiries):
        total = sint(total + expiry_pnl(params, scenario, expiry, computed))
    for collateral in portfolio.collaterals:
        total = sint(total + collateral_pnl(params, scenario, collateral))
    return total


def perp_pnl(scenario, portfolio):
    """PM-21."""
    if portfolio.perpPosition == 0:
        return 0
    move = smul(sint(to_int(scenario.spotShock) - W), to_int(portfolio.perpPrice))
    return smul(smul(portfolio.perpPosition, move), to_int(scenario.dampeningFactor))


def expiry_pnl(params, scenario, expiry, computed):
    """PM-22."""
    skewed = scenario.volShock in ("linear", "abs")
    if scenario.volShock == "none" and scenario.spotShock == W:
        x = computed.mtm
    elif skewed:
        x = skew_value(params, scenario.volShock, expiry)
    else:
        x = expiry_value(params, expiry, scenario.spotShock, scenario.volShock, computed)
    x = smul(x, to_int(computed.staticDiscountPos if x >= 0 else computed.staticDiscountNeg))
    e = smul(sint(x - computed.mtm), to_int(scenario.dampeningFactor))
    return -to_int(absolute(e)) if skewed else e


def skew_value(params, kind, expiry):
    """PM-23."""
    skew = params.skewShock
    c_base, base_cap = (
        (skew.linearCBase, skew.linearBaseCap) if kind == "linear"
        else (skew.absCBase, skew.absBaseCap))
    forward = uint(expiry.forwardVariablePortion + expiry.forwardFixedPortion)
    q = to_int(sqrt_wad(years(expiry)))
    cap = sint(smul(c_base, q) + to_int(base_cap))
    width = smul(q, skew.widthScale)
    k_star = max(
        skew.minKStar,
        smul(width, sint(skew.volParamStatic + smul(q, skew.volParamScale))))
    total = 0
    for option in expiry.options:
        k = ln(to_int(udiv(option.strike, forward)))
        if kind == "abs":
            k = abs(k)
        adjustment = tz(sint(k * cap), k_star)
        if k >= 0:
            mult = sint(W + min(cap, adjustment))
        else:
            mult = sint(W + max(sint(-cap), adjustment))
        vol = umul(option.vol, to_uint(max(mult, 0)))
        total = sint(total + option_value(expiry, option, vol, forward))
    return total


def collateral_pnl(params, scenario, collateral):
    """PM-24."""
    if not params.collaterals[collateral.asset].isRiskCancelling:
        return 0
    move = smul(to_int(collateral.value), sint(to_int(scenario.spotShock) - W))
    return smul(move, to_int(scenario.dampeningFactor))


# Margin


def worst_scenario(params, scenarios, portfolio, pre):
    """PM-26: (index, the least profit and loss, all of them)."""
    if not scenarios:
        raise Failure("PMRML2_InvalidGetMarginState")
    worst, min_span, pnls = len(scenarios), pre.basis, []
    for i, scenario in enumerate(scenarios):
        pnl = scenario_pnl(params, scenario, portfolio, pre)
        pnls.append(pnl)
        if pnl < min_span:
            worst, min_span = i, pnl
    return worst, min_span, pnls


def initial_margin(params, portfolio, pre, min_span):
    """PM-27, PM-28."""
    other = params.otherContingency
    factor = params.margin.imFactor
    if portfolio.stablePrice < other.pegLossThreshold:
        peg_loss = umul(other.pegLossThreshold - portfolio.stablePrice, other.pegLossFactor)
        factor = uint(factor + peg_loss)
    x = smul(min_span, to_int(factor))
    x = sint(x - to_int(pre.im))
    x = sint(x - to_int(pre.mm))
    return sint(sint(x + pre.total) + portfolio.cash)


def maintenance_margin(params, portfolio, pre, min_span):
    """PM-27, PM-28."""
    x = smul(min_span, to_int(params.margin.mmFactor))
    x = sint(x - to_int(pre.mm))
    return sint(sint(x + pre.total) + portfolio.cash)


def one_scenario(scenarios, index):
    """PM-30: the list for a margin in one scenario."""
    if index >= len(scenarios):
        raise Failure(OUT_OF_RANGE)
    return [scenarios[index]]


def reduced_list(params):
    """PM-31: the list for a trusted risk assessor's trade."""
    basis = params.basisContingency
    return [
        SimpleNamespace(spotShock=shock, volShock="none", dampeningFactor=W)
        for shock in (basis.scenarioSpotUp, basis.scenarioSpotDown, W)
    ]
