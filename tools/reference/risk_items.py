"""What stands under the risk root, and margins recomputed from it (SV-8 to SV-10)."""

from types import SimpleNamespace

from .arithmetic import W, Failure
from .arrangement import arrange
from .canonical import canonical, read_json
from .commitment import decode_record, refuse_if, verify_accounts
from .commitment_assets import verify_item
from .document import Refused as Malformed
from .document import decode
from .parameter_set import read_set
from .portfolio import MARKET, name_expiries, refuse_repeated_in_market
from .portfolio_margin import expiry_value, margin, skew_value, vol_shocks
from .proof_forms import U64

MARKET_KIND, PARAMETERS_KIND, ARRAY_KIND = 1, 2, 3
TIMED_MARKET = {**MARKET, "timestamp": U64}
NO_OPTIONS = SimpleNamespace(options=[])


def complete_market(market):
    """A decoded market, its expiries named and no two alike."""
    name_expiries(market, NO_OPTIONS)
    refuse_repeated_in_market(market)
    return market


def read_market(data):
    """The market of an item; Refused where it is not of its form."""
    value = read_json(data)
    market = complete_market(decode(TIMED_MARKET, value))
    if canonical(value) != data:
        raise Malformed("", "form", "another spelling")
    return market


def read_parameters(data):
    """The set of an item, likewise."""
    value = read_set(data)
    if canonical(read_json(data)) != data:
        raise Malformed("", "form", "another spelling")
    return value


def margin_account(record):
    """PM-3 from a decoded record (CM-8)."""
    return SimpleNamespace(
        cash=record["cash"], perpPosition=record["perpPosition"], unsettledPerpCash=record["unsettledPerpCash"],
        collaterals=[SimpleNamespace(asset="0x" + asset.hex(), amount=amount)
                     for asset, amount in record["collaterals"]],
        options=[SimpleNamespace(key=("time", expiry), expiry=expiry, strike=strike, isCall=side == 1, amount=amount)
                 for expiry, strike, side, amount in record["options"]])


def record_margin(chosen, market, record):
    """PM-29 of a decoded record under a parameter set; a Failure where it has none."""
    portfolio = arrange(market, margin_account(record), chosen.params.maxExpiries)
    return margin(chosen.params, chosen.scenarios, portfolio)


def array_key(manager, option):
    expiry, strike, side = option[:3]
    return manager + expiry.to_bytes(8, "big") + strike.to_bytes(32, "big") + bytes([side])


def array_prices(chosen, market, option):
    """SV-9: mark, basis up, basis down, then a price for each scenario. One contract is an amount of 1."""
    record = {"cash": 0, "perpPosition": 0, "unsettledPerpCash": 0, "collaterals": [], "options": [(*option[:3], W)]}
    [expiry] = arrange(market, margin_account(record)).expiries
    params, computed = chosen.params, SimpleNamespace()
    computed.volShockUp, computed.volShockDown = vol_shocks(params, expiry)
    shocks = [W, params.basisContingency.scenarioSpotUp, params.basisContingency.scenarioSpotDown]
    prices = [expiry_value(params, expiry, shock, "none", computed) for shock in shocks]
    for scenario in chosen.scenarios:
        if scenario.volShock in ("linear", "abs"):
            prices.append(skew_value(params, scenario.volShock, expiry))
        else:
            prices.append(expiry_value(params, expiry, scenario.spotShock, scenario.volShock, computed))
    return prices


def risk_array(chosen, market, option):
    """SV-9: the bytes, or None where the option cannot be committed."""
    if option[0] <= market.timestamp:
        return None
    try:
        prices = array_prices(chosen, market, option)
    except Failure:
        return None
    if any(price >= 1 << 128 for price in prices):
        return None
    return len(chosen.scenarios).to_bytes(2, "big") + b"".join(price.to_bytes(16, "big") for price in prices)


def risk_items(managers, records):
    """SV-8. `managers` gives by manager the bytes of market and set, and both read; records are decoded, and each of
    their options has an array."""
    named = {record["manager"] for record in records}
    items = [(MARKET_KIND, manager, managers[manager].market_bytes) for manager in sorted(named)]
    items += [(PARAMETERS_KIND, manager, managers[manager].parameter_bytes) for manager in sorted(named)]
    held = {(record["manager"], option[:3]) for record in records for option in record["options"]}
    items += [(ARRAY_KIND, array_key(manager, option),
               risk_array(managers[manager].chosen, managers[manager].market, option))
              for manager, option in sorted(held, key=lambda each: array_key(*each))]
    return items


# Margin proofs


def check_item(root, item, kind, key):
    verify_item(root, {"index": item.index, "count": item.count, "item": (item.kind, item.key, item.value),
                       "path": item.path})
    refuse_if(item.kind != kind or item.key != key, "Margin_WrongItem")


def check_margin(checked, proof, body, trusted=None):
    """SV-10. `proof` is the inclusion proof in the form of `verify_accounts`; `trusted` are hashes of sets."""
    verify_accounts(checked.roots, proof)
    account = proof["accounts"][0][1]
    record = decode_record(account["record"])
    refuse_if("perps" in record, "Margin_OfLedger")
    root, manager = checked.message.riskRoot, record["manager"]
    check_item(root, body.market, MARKET_KIND, manager)
    check_item(root, body.parameters, PARAMETERS_KIND, manager)
    refuse_if(len(body.arrays) != len(record["options"]), "Margin_ArrayCount")
    for array, option in zip(body.arrays, record["options"]):
        check_item(root, array, ARRAY_KIND, array_key(manager, option))
    market = refused_as("Margin_MarketForm", read_market, body.market.value)
    refuse_if(market.timestamp != checked.message.time, "Margin_MarketTime")
    chosen = refused_as("Margin_ParametersForm", read_parameters, body.parameters.value)
    refuse_if(trusted is not None and chosen.hash not in trusted, "Margin_UnknownParameters")
    for array, option in zip(body.arrays, record["options"]):
        expected = risk_array(chosen, market, option)
        refuse_if(expected is None, "Margin_Failed")
        refuse_if(expected != array.value, "Margin_Array")
    result = margin_or_refused(chosen, market, record)
    computed = {**vars(result), "worstScenario": result.worstScenarioMaintenance}
    for name in ("initialMargin", "maintenanceMargin", "markToMarket", "worstScenario"):
        refuse_if(getattr(body.claimed, name) != computed[name], "Margin_ClaimMismatch")
    columns = leaf_columns(result)
    refuse_if(account["sums"][:2] != columns[:2], "Margin_EquityMismatch")
    refuse_if(account["sums"][2] != columns[2], "Margin_HealthMismatch")


def refused_as(name, read, data):
    try:
        return read(data)
    except Malformed:
        refuse_if(True, name)


def margin_or_refused(chosen, market, record):
    """437."""
    try:
        return record_margin(chosen, market, record)
    except Failure:
        refuse_if(True, "Margin_Failed")


def check_committable(chosen, market, record):
    """437 of a record's options."""
    options = record["options"]
    refuse_if(any(risk_array(chosen, market, option) is None for option in options), "Margin_Failed")


def leaf_columns(result):
    """CM-6."""
    equity = result.markToMarket
    return max(equity, 0), max(-equity, 0), int(result.maintenanceMargin < 0)
