"""The explained result (EX-7)."""

from types import SimpleNamespace

from .arithmetic import absolute, uint, umul
from .contributions import contributions
from .greeks import greeks
from .instruments import decimal_text
from .portfolio_margin import naked_shorts, penalty


def explain(params, scenarios, subject, portfolio, result):
    """The members after those of PM-29."""
    explained = SimpleNamespace(
        bindingScenario=binding(scenarios, result),
        addOns=add_ons(params, portfolio),
        positions=contributions(params, scenarios, subject, portfolio, result),
        greeks=greeks(params, portfolio))
    parts = explained.addOns
    parts = [parts.perp, parts.nakedShorts, parts.optionConfidence, *parts.collaterals]
    assert sum(part.maintenance for part in parts) == result.mmContingency
    assert sum(part.initial for part in parts) == result.imContingency
    return explained


def binding(scenarios, result):
    index = result.worstScenarioInitial
    if index == len(scenarios):
        return SimpleNamespace(index=index, name="basis contingency")
    return SimpleNamespace(
        index=index, name=words(scenarios[index]), scenario=scenarios[index])


def words(scenario):
    vol = {"none": "same volatility", "up": "volatility up", "down": "volatility down",
           "linear": "linear skew", "abs": "absolute skew"}[scenario.volShock]
    return (f"spot times {decimal_text(scenario.spotShock)}, {vol}, "
            f"dampened by {decimal_text(scenario.dampeningFactor)}")


def add_ons(params, portfolio):
    """The terms of PM-20, apart."""
    other, spot = params.otherContingency, portfolio.spotPrice
    notional = umul(absolute(portfolio.perpPosition), spot)
    perp = part(
        umul(notional, other.mmPerpPercent),
        umul(notional, other.imPerpPercent) + penalty(params, portfolio.minConfidence, notional))
    naked, confidence = part(0, 0), part(0, 0)
    for expiry in portfolio.expiries:
        shorts = umul(naked_shorts(expiry), spot)
        naked.maintenance += umul(shorts, other.mmOptionPercent)
        naked.initial += umul(shorts, other.imOptionPercent)
        confidence.initial += penalty(
            params, min(portfolio.minConfidence, expiry.minConfidence),
            umul(expiry.netOptions, spot))
    return SimpleNamespace(
        perp=perp, nakedShorts=naked, optionConfidence=confidence,
        collaterals=[collateral_part(params, c) for c in portfolio.collaterals])


def collateral_part(params, collateral):
    haircut = params.collaterals[collateral.asset]
    return part(
        umul(collateral.value, haircut.mmHaircut),
        umul(collateral.value, haircut.imHaircut)
        + penalty(params, collateral.minConfidence, collateral.value),
        asset=collateral.asset)


def part(maintenance, initial, **members):
    return SimpleNamespace(
        **members, maintenance=uint(maintenance), initial=uint(initial))
