"""Events of the waterfall as bytes and as JSON (LG-17, LG-27)."""

from ..commitment import refuse_if
from .entries import instrument
from .values import OUT_OF_RANGE, flag, sequence, signed, unsigned

PACKAGES = ("single", "pair", "hedge", "whole")
RULES = ("queue", "proRata", "least")
REASONS = 3
SHORTCOMINGS = 3
UNKNOWN = "Ledger_UnknownKind"


def levels_bytes(levels):
    return b"".join(map(signed, levels[:3])) + unsigned(levels[3])


def package_bytes(package):
    kind, is_bought, parts, size = package
    return (
        bytes([PACKAGES.index(kind)]) + flag(is_bought)
        + sequence(parts, lambda part: unsigned(part[0]) + unsigned(part[1])) + unsigned(size))


def reduction_bytes(of):
    """Of what WF-11 says a reduction's event has, in a SimpleNamespace."""
    return (
        b"".join(map(unsigned, (of.account, of.keeper, of.seconds, of.rate)))
        + levels_bytes(of.before) + levels_bytes(of.after) + unsigned(of.taken) + unsigned(of.part)
        + sequence(of.steps, lambda step: sequence(step, package_bytes))
        + sequence(of.trades, lambda trade: instrument(trade[0]) + signed(trade[1]))
        + signed(of.cash) + unsigned(of.discount) + unsigned(of.notional))


def deleveraging_bytes(of):
    def closing(each):
        number, what, amount, cash, charge = each
        return unsigned(number) + instrument(what) + signed(amount) + signed(cash) + unsigned(charge)

    return (
        unsigned(of.account) + unsigned(of.bidder) + bytes([RULES.index(of.rule)]) + unsigned(of.shortfall)
        + unsigned(of.collected) + sequence(of.closings, closing))


# As JSON


def byte_below(reader, limit):
    value = reader.byte()
    refuse_if(value >= limit, UNKNOWN)
    return value


def shortcomings_of_bid(reader):
    value = reader.byte()
    refuse_if(not 1 <= value <= SHORTCOMINGS, UNKNOWN)
    return value


def held(reader):
    return {"asset": reader.asset(), "subId": reader.integer(96)}


def levels(reader):
    found = {name: reader.amount() for name in ("initialMargin", "maintenanceMargin", "markToMarket")}
    return found | {"binding": reader.place()}


def package(reader):
    return {
        "kind": PACKAGES[byte_below(reader, len(PACKAGES))], "isBought": reader.flag(),
        "parts": reader.several(lambda: {"leg": reader.place(), "lots": reader.integer(128)}),
        "size": reader.integer(128)}


def reduction(reader):
    found = {name: reader.number() for name in ("account", "keeper", "seconds")} | {"rate": reader.integer()}
    found |= {"before": levels(reader), "after": levels(reader), "taken": reader.place(), "part": reader.integer()}
    found["steps"] = reader.several(lambda: reader.several(lambda: package(reader)))
    refuse_if(found["taken"] > len(found["steps"]), OUT_OF_RANGE)
    found["trades"] = reader.several(lambda: held(reader) | {"amount": reader.amount()})
    return found | {"cash": reader.amount(), "discount": reader.integer(), "notional": reader.integer()}


def deleveraging(reader):
    found = {"account": reader.number(), "bidder": reader.number(), "rule": RULES[byte_below(reader, len(RULES))]}
    found |= {"shortfall": reader.integer(), "collected": reader.integer()}
    return found | {"closings": reader.several(
        lambda: {"account": reader.number()} | held(reader)
        | {"amount": reader.amount(), "cash": reader.amount(), "charge": reader.integer()})}
