"""What each position contributes, and the margins without it (EX-5)."""

from types import SimpleNamespace

from .arithmetic import Failure, sint, smul, to_int, uint, umul
from .instruments import collateral_text, option_text, perp_text
from .portfolio_margin import (
    collateral_pnl, expiry_value, option_value, perp_pnl, skew_value,
)
from .pricing import annualise
from .subject import account_subject, changed, margin_of, portfolio_subject


def contributions(params, scenarios, subject, portfolio, result):
    """One record for each position of the arranged `portfolio` of `subject`."""
    worst = result.worstScenarioInitial
    scenario = scenarios[worst] if worst < len(scenarios) else None
    positions = []
    if portfolio.perpPosition != 0:
        positions.append(position(
            perp_text(), portfolio.perpValue,
            perp_pnl(scenario, portfolio) if scenario else 0,
            without(params, scenarios, subject, without_perp)))
    for expiry, computed in zip(portfolio.expiries, result.expiries):
        share = expiry_share(params, scenario, expiry, computed)
        for option in expiry.options:
            mark, pnl = share(option)
            positions.append(position(
                option_text(expiry_name(subject, expiry), option), mark, pnl,
                without(params, scenarios, subject, without_option(subject, expiry, option))))
    for collateral in portfolio.collaterals:
        positions.append(position(
            collateral_text(collateral.asset), to_int(collateral.value),
            collateral_pnl(params, scenario, collateral) if scenario else 0,
            without(params, scenarios, subject, without_collateral(collateral.asset))))
    return positions


def expiry_name(subject, expiry):
    """EX-1: as the account names it, or the seconds of an arranged portfolio."""
    return expiry.key[1] if subject.account is not None else expiry.secondsToExpiry


def position(instrument, mark, pnl, margins):
    initial, maintenance = margins
    return SimpleNamespace(
        instrument=instrument, markToMarket=mark, profitAndLoss=pnl,
        initialMarginWithout=initial, maintenanceMarginWithout=maintenance)


# Profit and loss of an option


def expiry_share(params, scenario, expiry, computed):
    """The function from an option of the expiry to its mark to market and its share."""
    if scenario is None:
        share = basis_share(params, expiry, computed)
    else:
        share = scenario_share(params, scenario, expiry, computed)
    forward = uint(expiry.forwardVariablePortion + expiry.forwardFixedPortion)

    def both(option):
        mark = option_value(expiry, option, option.vol, forward)
        return mark, share(option, mark)

    return both


def basis_share(params, expiry, computed):
    basis = params.basisContingency
    up, down = computed.basisScenarioUpMtm, computed.basisScenarioDownMtm
    factor = to_int(uint(
        basis.addFactor + umul(basis.multFactor, annualise(expiry.secondsToExpiry))))
    worst = min(sint(up - computed.mtm), sint(down - computed.mtm), 0)
    if smul(worst, factor) == 0:
        return lambda option, mark: 0
    shock = basis.scenarioSpotUp if up < down else basis.scenarioSpotDown

    def share(option, mark):
        value = expiry_value(params, changed(expiry, options=[option]), shock, "none", None)
        return smul(sint(value - mark), factor)

    return share


def scenario_share(params, scenario, expiry, computed):
    skewed = scenario.volShock in ("linear", "abs")
    damp = to_int(scenario.dampeningFactor)

    def shocked(expiry):
        """PM-22 step 1."""
        if skewed:
            return skew_value(params, scenario.volShock, expiry)
        return expiry_value(
            params, expiry, scenario.spotShock, scenario.volShock, computed)

    whole = shocked(expiry)
    f = to_int(computed.staticDiscountPos if whole >= 0 else computed.staticDiscountNeg)
    profit = smul(sint(smul(whole, f) - computed.mtm), damp)

    def share(option, mark):
        x = shocked(changed(expiry, options=[option]))
        e = smul(sint(smul(x, f) - mark), damp)
        return sint(-e) if skewed and profit >= 0 else e

    return share


# Margins without a position


def without(params, scenarios, subject, removed):
    """Initial and maintenance margin of the subject changed by `removed`."""
    if subject.portfolio is not None:
        smaller = portfolio_subject(removed(subject.portfolio))
    else:
        smaller = account_subject(subject, removed(subject.account))
    try:
        result = margin_of(params, scenarios, smaller)
    except Failure:
        return None, None
    return result.initialMargin, result.maintenanceMargin


def without_perp(owner):
    unsettled = "perpValue" if hasattr(owner, "perpValue") else "unsettledPerpCash"
    return changed(owner, perpPosition=0, **{unsettled: 0})


def without_option(subject, expiry, option):
    if subject.portfolio is not None:
        return lambda portfolio: changed(portfolio, expiries=[
            changed(e, options=[o for o in e.options if o is not option])
            if e is expiry else e
            for e in portfolio.expiries])
    return lambda account: changed(account, options=[
        o for o in account.options
        if (o.key, o.strike, o.isCall) != (expiry.key, option.strike, option.isCall)])


def without_collateral(asset):
    return lambda owner: changed(
        owner, collaterals=[c for c in owner.collaterals if c.asset != asset])
