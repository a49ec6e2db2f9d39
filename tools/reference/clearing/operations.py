"""The operations of a trace by name (CL-5, DA-21, JS-15): their arguments, and what comes before everything (CL-8)."""

from types import SimpleNamespace

from ..arithmetic import Failure
from . import parameters as setting
from .adaptive_levels import look_at_rules
from .adaptive_settings import read_adaptive, set_adaptive
from .auctions import convert, start, terminate, update_scenario
from .bids import bid
from .breakers import look_at
from .cash import accrue
from .manager_change import change_manager
from .perps import add_funding, realise_perp, renew_rates
from .readings import mark, write
from .reducing import announce, reduce, withdraw_announcement
from .settlement import settle_interest, settle_options, settle_perps
from .state import CASH, PERP, Account
from .tokens import (
    deposit, disable_withdraw_fee, donate, pay_insolvency, take_cash, transfer_fees, withdraw,
)
from .trace_config import PMRM, PORTFOLIO_GROUPS, SRM, collateral, group, scenarios
from .trades import allow, approve, submit
from .waterfall_settings import set_waterfall

STANDARD_GROUPS = {
    "perpMargin": "perp", "optionMargin": "option", "baseMargin": "base", "oracleContingency": "oracle",
}


def run(state, step):
    """What the operation answers."""
    name = step["op"]
    if name in FEEDS:
        FEEDS[name](state, step)
        renew_rates(state)
        if name in WATCHED:
            look_at(state, step["market"])
        look_at_rules(state)
        return None
    return OPERATIONS[name](state, step)


def number(step, name="account"):
    return int(step[name])


def instrument(state, value):
    return known_asset(state, value["asset"]), int(value["subId"])


def known_asset(state, name):
    if name != CASH:
        state.asset(name)
    return name


# Time, accounts, trades


def warp(state, step):
    to = int(step["to"])
    if to < state.time:
        raise Failure("Clearing_TimeRunsBackward")
    state.time = to


def create_account(state, step):
    state.manager(step["manager"])
    made = max(state.accounts) + 1
    state.accounts[made] = Account(step["owner"], step["manager"])
    return {"account": made}


def submit_transfers(state, step):
    transfers = [
        (int(each["from"]), int(each["to"]), instrument(state, each), int(each["amount"]))
        for each in step["transfers"]]
    return {"tradeId": str(submit(state, transfers, step["caller"], single=step["op"] == "submitTransfer"))}


def set_asset_allowance(state, step):
    set_allowance(state, step, known_asset(state, step["asset"]))


def set_sub_allowance(state, step):
    set_allowance(state, step, instrument(state, step))


def set_allowance(state, step, what):
    allow(
        state, number(step), step["delegate"], what, int(step["positive"]), int(step["negative"]), step["caller"])


def change(state, step):
    state.manager(step["manager"])
    change_manager(state, number(step), step["manager"], step["caller"])


# Cash, tokens, settlement


def sm_withdraw(state, step):
    setting.only_owner(state, step["caller"])
    take_cash(state, state.security_module, int(step["amount"]))


def realise(state, step):
    """CL-33."""
    asset = state.asset(perp_of(state, step["asset"]))
    if number(step) in state.accounts:
        return realise_perp(state, state.account(number(step)), step["asset"])
    add_funding(state, asset)
    mark(state, asset)


def settle_option(state, step):
    known_asset(state, step["asset"])
    settle_options(state, number(step), step["asset"])


def perp_of(state, name):
    asset = state.asset(name)
    if asset.kind != PERP:
        raise Failure("EmptyRevert")
    return name


OPERATIONS = {
    "warp": warp,
    "createAccount": create_account,
    "approve": lambda state, step: approve(state, number(step), step["to"], step["caller"]),
    "submitTransfers": submit_transfers,
    "submitTransfer": submit_transfers,
    "setAssetAllowance": set_asset_allowance,
    "setSubIdAllowance": set_sub_allowance,
    "deposit": lambda state, step: deposit(state, number(step), step["asset"], int(step["amount"])),
    "withdraw": lambda state, step: withdraw(
        state, number(step), step["asset"], int(step["amount"]), step["caller"]),
    "settleInterest": lambda state, step: settle_interest(state, number(step)),
    "settlePerps": lambda state, step: settle_perps(state, number(step)),
    "settleOptions": settle_option,
    "realizePerp": realise,
    "accrueInterest": lambda state, step: accrue(state),
    "transferSmFees": lambda state, step: transfer_fees(state),
    "disableWithdrawFee": lambda state, step: disable_withdraw_fee(state),
    "donateBalance": lambda state, step: {
        "burnt": str(donate(state, number(step), int(step["amount"]), step["caller"]))},
    "payCashInsolvency": lambda state, step: pay_insolvency(state),
    "smDonate": lambda state, step: deposit(state, state.security_module, CASH, int(step["amount"])),
    "smWithdraw": sm_withdraw,
    "changeManager": change,
    "setParam": lambda state, step: set_parameter(state, step["param"], step["args"], step["caller"]),
}


# Auctions


def bid_step(state, step):
    part, paid, received = bid(
        state, number(step), number(step, "bidder"), int(step["percent"]), int(step["priceLimit"]),
        int(step["expectedLastTradeId"]), step["caller"])
    return {"finalPercentage": str(part), "cashFromBidder": str(paid), "cashToBidder": str(received)}


OPERATIONS |= {
    "startAuction": lambda state, step: start(state, number(step), int(step["scenarioId"])),
    "updateScenarioId": lambda state, step: update_scenario(state, number(step), int(step["scenarioId"])),
    "convertToInsolvent": lambda state, step: convert(state, number(step)),
    "terminateAuction": lambda state, step: terminate(state, number(step)),
    "bid": bid_step,
}


# The waterfall


def reduce_step(state, step):
    cash, penalty, notional = reduce(
        state, number(step), number(step, "keeper"), int(step["steps"]), int(step["part"]),
        int(step["leastDiscount"]), int(step["expectedLastTradeId"]), step["caller"])
    return {"cash": str(cash), "discount": str(penalty), "notional": str(notional)}


OPERATIONS |= {
    "announce": lambda state, step: announce(state, number(step)),
    "withdrawAnnouncement": lambda state, step: withdraw_announcement(state, number(step)),
    "reduce": reduce_step,
}


# Feeds


def market_feed(state, step, kind):
    return f"{step['market']}.{kind}"


def priced(step):
    return {"price": int(step["price"]), "confidence": int(step["confidence"])}


def set_perp_prices(state, step):
    write(
        state, market_feed(state, step, "mark"), price=int(step["mark"]), confidence=int(step["markConfidence"]))
    write(state, market_feed(state, step, "impact"), bid=int(step["bid"]), ask=int(step["ask"]))


def set_collateral_price(state, step):
    write(state, step["asset"].removeprefix("base."), **priced(step))


def of_expiry(kind):
    def set_reading(state, step):
        write(
            state, market_feed(state, step, kind), int(step["expiry"]), confidence=int(step["confidence"]),
            **EXPIRY_VALUES[step["op"]](step))
    return set_reading


EXPIRY_VALUES = {
    "setForward": lambda step: {"fixed": int(step["fixed"]), "variable": int(step["variable"])},
    "setRate": lambda step: {"rate": int(step["rate"])},
    "setVolFlat": lambda step: {"flat": int(step["vol"]), "surface": None},
    "setVolSVI": lambda step: {
        "flat": None, "surface": [int(step[name]) for name in ("a", "b", "rho", "m", "sigma", "fwd", "tau")]},
}


def set_settlement_price(state, step):
    if market_feed(state, step, "fwd") not in state.feeds.heartbeats:
        raise Failure("EmptyRevert")
    state.feeds.settlements[step["market"], int(step["expiry"])] = int(step["price"])


WATCHED = ("setSpot", "setPerpPrices")  # what a market is looked at after (WF-21)
FEEDS = {
    "setSpot": lambda state, step: write(state, market_feed(state, step, "spot"), **priced(step)),
    "setStable": lambda state, step: write(state, "stable", **priced(step)),
    "setCollateralPrice": set_collateral_price,
    "setPerpPrices": set_perp_prices,
    "setForward": of_expiry("fwd"),
    "setRate": of_expiry("rate"),
    "setVolFlat": of_expiry("vol"),
    "setVolSVI": of_expiry("vol"),
    "setSettlementPrice": set_settlement_price,
}


# Parameters


def set_parameter(state, name, args, caller):
    """CL-8, then CL-52, then bounds."""
    if "manager" in args:
        state.manager(args["manager"])
    if "asset" in args:
        known_asset(state, args["asset"])
    if name.startswith("perp."):
        perp_of(state, args["asset"])
    if name == "feed.heartbeat" and args["feed"] not in state.feeds.heartbeats:
        raise Failure("EmptyRevert")
    if name == "manager.adjustmentsPaused":
        setting.pause(state, args["manager"], args["value"], caller)
        return
    setting.only_owner(state, caller)
    place, what = name.split(".")
    if place == "liquidation":
        set_waterfall(state, what, args["value"])
        return
    if place == "pmrm" and what in PORTFOLIO_GROUPS:
        setting.set_portfolio_group(state, PMRM, PORTFOLIO_GROUPS[what], group(args))
    elif place == "srm" and what in STANDARD_GROUPS:
        values = group({key: value for key, value in args.items() if key != "market"})
        setting.set_standard_group(state, SRM, args["market"], STANDARD_GROUPS[what], values)
    else:
        PARAMETERS[name](state, SimpleNamespace(**args))
    if place == "perp":
        renew_rates(state)


def set_cap(state, args):
    state.asset(args.asset).position(args.manager).cap = int(args.value)


def set_whitelist(state, args):
    if args.asset == CASH:
        setting.set_member(state.cash.managers, args.manager, args.value)
    else:
        state.asset(args.asset).position(args.manager).allowed = args.value


def set_pmrm_collateral(state, args):
    setting.set_collateral(state, PMRM, args.asset, args.isEnabled, collateral(vars(args)))


PARAMETERS = {
    "cash.smFee": lambda state, args: setting.set_fee(state, int(args.value)),
    "cash.interestModel": lambda state, args: setting.set_interest_model(state, group(vars(args))),
    "auction.params": lambda state, args: setting.set_auction(state, group(vars(args))),
    "auction.mtmCutoff": lambda state, args: setting.set_cutoff(state, int(args.value)),
    "auction.smAccount": lambda state, args: setattr(state.liquidation, "blocking_account", int(args.account)),
    "auction.whitelistManager": lambda state, args: setting.set_member(
        state.liquidation.managers, args.manager, args.value),
    "sm.whitelistModule": lambda state, args: setattr(state.liquidation, "module_pays", args.value),
    "srm.depeg": lambda state, args: setting.set_standard_group(state, SRM, None, "depeg", group(vars(args))),
    "srm.borrowingEnabled": lambda state, args: setattr(state.managers[SRM], "borrowing", args.value),
    "manager.isolated": lambda state, args: setting.set_isolated(state, args.manager, args.value),
    "manager.adaptive": lambda state, args: set_adaptive(state, args.manager, read_adaptive(args.value)),
    "manager.maxAccountSize": lambda state, args: setting.set_account_size(state, args.manager, int(args.value)),
    "manager.minOIFee": lambda state, args: setting.set_min_fee(state, args.manager, int(args.value)),
    "manager.oiFeeRate": lambda state, args: setting.set_fee_rate(
        state, args.manager, args.asset, int(args.value)),
    "manager.feeRecipient": lambda state, args: setting.set_fee_recipient(state, args.manager, int(args.account)),
    "manager.feeBypassedCaller": lambda state, args: setting.set_member(
        state.manager(args.manager).without_fee, args.who, args.value),
    "manager.trustedRiskAssessor": lambda state, args: setting.set_member(
        state.manager(args.manager).trusted, args.who, args.value),
    "asset.cap": set_cap,
    "asset.whitelistManager": set_whitelist,
    "perp.rateBounds": lambda state, args: setting.set_rate_bound(state, args.asset, int(args.value)),
    "perp.staticInterestRate": lambda state, args: setting.set_static_rate(state, args.asset, int(args.value)),
    "perp.convergencePeriod": lambda state, args: setting.set_convergence(state, args.asset, int(args.value)),
    "perp.disable": lambda state, args: setting.disable_perp(state, args.asset),
    "pmrm.maxExpiries": lambda state, args: setting.set_max_expiries(state, PMRM, int(args.value)),
    "pmrm.scenarios": lambda state, args: setting.set_scenarios(state, PMRM, scenarios(args.scenarios)),
    "pmrm.collateral": set_pmrm_collateral,
    "feed.heartbeat": lambda state, args: setting.set_heartbeat(state, args.feed, int(args.value)),
}
