"""Files of kind margin: margins recomputed from what stands under the risk root (SV-8 to SV-10, attacks 19 to 26)."""

import json
from types import SimpleNamespace

from ..canonical import canonical, read_json
from ..document import Members
from ..parameter_set import set_hash
from ..risk_items import array_key, array_prices, read_parameters
from .commitment_cases import flip
from .dice import W
from .sample_state import (
    BTC, ETH, MOMENT, TAPE, State, account, market_bytes, one_market, option, parameter_bytes, source, source_of,
    two_markets, two_sources,
)
from .venues import altered


def edited(data, change):
    """Canonical bytes of a JSON object after a change of its plain value."""
    value = json.loads(data)
    change(value)
    return canonical(value)


def rehashed(data, change):
    """A parameter set after a change, with its own new hash."""
    def with_hash(value):
        change(value)
        members = Members((name, each) for name, each in read_json(canonical(value)))
        value["hash"] = "0x" + set_hash(members).hex()
    return edited(data, with_hash)


def replaced(kind, change, key=BTC):
    """Risk items in which the value of one is another."""
    return lambda items: [(k, name, change(value) if k == kind and name.startswith(key) else value)
                          for k, name, value in items]


class Margins:
    def __init__(self, files, plain):
        self.files, self.plain = files, plain
        self.trusted = [source(name).chosen.hash for name in ("BTC", "ETH")]

    def add(self, note, body, expected=None, attack=None, state=None, **reader):
        state = state or self.plain
        self.files.add(note, "margin", state.venue.genesis.name, state.file("margin", body), expected, attack, **reader)

    def bent(self, note, expected, attack, change, index=3, **reader):
        self.add(note, altered(self.plain.margin(index), change), expected, attack, **reader)

    def lie(self, note, expected, attack, index=2, **lie):
        """What the operator commits to and signs."""
        state = State("plain", two_markets(), two_sources(), **lie)
        self.add(note, state.margin(index), expected, attack, state)
        return state


def margin_files(files, plain):
    made = Margins(files, plain)
    for index in range(7):
        made.add(f"account {index}: {plain.accounts[index].id}", plain.margin(index), sets=made.trusted)
    proofs(made)
    claims(made)
    arrays(made)
    markets(made)
    sets(made)
    records(made)


def proofs(made):
    plain = made.plain
    wrong, root = "Margin_WrongItem", "Risk_RootMismatch"
    made.bent("a margin of no account", "Commitment_StateRootMismatch", 7, lambda b: setattr(
        b.account, "owner", bytes(20)))
    made.bent("the record leaves out its last option", "Commitment_StateRootMismatch", 22, lambda b: setattr(
        b.account, "record", made.plain.leaves[2]["record"]))
    for member in ("market", "parameters"):
        reach = (lambda b: getattr(b, member))
        made.bent(f"a {member} that is not under the root", root, 20,
                  lambda b: setattr(reach(b), "value", reach(b).value[:-1] + b" }"))
        made.bent(f"no items: {member}", "Risk_NoItems", 20, lambda b: setattr(reach(b), "count", 0))
        made.bent(f"too many items: {member}", "Risk_TooManyItems", 20,
                  lambda b: setattr(reach(b), "count", (1 << 20) + 1))
        made.bent(f"an index beyond the items: {member}", "Risk_IndexOutOfRange", 20,
                  lambda b: setattr(reach(b), "index", reach(b).count))
        made.bent(f"a key of 256 bytes: {member}", "Risk_KeyTooLong", 20,
                  lambda b: setattr(reach(b), "key", bytes(256)))
        made.bent(f"a path too short: {member}", "Risk_PathLength", 20, lambda b: reach(b).path.pop())
    made.bent("a path too long", "Risk_PathLength", 20, lambda b: b.arrays[1].path.append(bytes(32)))
    made.bent("a key of 256 bytes: array", "Risk_KeyTooLong", 20, lambda b: setattr(b.arrays[0], "key", bytes(256)))
    made.bent("the market of the other manager", wrong, 22, lambda b: setattr(b, "market", plain.item(1, ETH)))
    made.bent("the parameters of the other manager", wrong, 22,
              lambda b: setattr(b, "parameters", plain.item(2, ETH)))
    made.bent("parameters for the market", wrong, 20, lambda b: setattr(b, "market", plain.item(2, BTC)))
    made.bent("the market for the parameters", wrong, 20, lambda b: setattr(b, "parameters", plain.item(1, BTC)))
    made.bent("the market for an array", wrong, 20, lambda b: b.arrays.__setitem__(0, plain.item(1, BTC)))
    made.bent("arrays exchanged", wrong, 20, lambda b: b.arrays.reverse())
    made.bent("an array twice", wrong, 20, lambda b: b.arrays.__setitem__(1, b.arrays[0]))
    made.bent("an array of another account's option", wrong, 22, lambda b: b.arrays.__setitem__(
        0, plain.margin(5).arrays[0]))
    made.bent("an array short", "Margin_ArrayCount", 22, lambda b: b.arrays.pop())
    made.bent("an array more", "Margin_ArrayCount", 22, lambda b: b.arrays.append(b.arrays[1]))
    made.bent("no arrays", "Margin_ArrayCount", 22, lambda b: b.arrays.clear())
    made.bent("an array that is not under the root", root, 20, lambda b: setattr(
        b.arrays[0], "value", flip(b.arrays[0].value)))
    made.bent("another price in an array", root, 20, lambda b: setattr(
        b.arrays[0], "value", b.arrays[0].value[:-1] + b"\1"))
    made.bent("an expected record is another", "Expected_Record", 7, lambda b: None, record=b"")


def claims(made):
    name = "Margin_ClaimMismatch"
    for member in ("initialMargin", "maintenanceMargin", "markToMarket"):
        for by, note in ((1, "one more"), (-1, "one less")):
            made.bent(f"a claimed {member} with {note}", name, 25 if by > 0 else 19, lambda b: setattr(
                b.claimed, member, getattr(b.claimed, member) + by))
    made.bent("another worst scenario", name, 19, lambda b: setattr(b.claimed, "worstScenario", 0))
    made.bent("the basis contingency as the worst scenario", name, 19, lambda b: setattr(b.claimed, "worstScenario", 33))
    made.bent("margins of nothing", name, 19, lambda b: b.claimed.__dict__.update(
        initialMargin=0, maintenanceMargin=0, markToMarket=0))
    made.bent("the extremes", name, 19, lambda b: b.claimed.__dict__.update(
        initialMargin=(1 << 255) - 1, maintenanceMargin=-(1 << 255)))
    equity = "Margin_EquityMismatch"
    made.lie("the leaf has less equity than the account is worth", equity, 19, columns={
        2: lambda sums: (sums[0] - 1, *sums[1:])})
    made.lie("the leaf has more equity, rounded for the account", equity, 25, columns={
        2: lambda sums: (sums[0] + 1, *sums[1:])})
    made.lie("the leaf has a deficit less", equity, 19, 6, columns={6: lambda sums: (0, sums[1] - 1, 1)})
    made.lie("the leaf has equity where there is a deficit", equity, 19, 6, columns={
        6: lambda sums: (sums[1], 0, sums[2])})
    made.lie("the leaf has nothing", equity, 19, columns={2: lambda sums: (0, 0, 0)})
    health = "Margin_HealthMismatch"
    made.lie("an unhealthy account is not counted", health, 26, 4, columns={4: lambda sums: (*sums[:2], 0)})
    made.lie("an insolvent account is not counted", health, 26, 6, columns={6: lambda sums: (*sums[:2], 0)})
    made.lie("a healthy account is counted", health, 26, 3, columns={3: lambda sums: (*sums[:2], 1)})


def arrays(made):
    name, plain = "Margin_Array", made.plain
    call = plain.accounts[2].record["options"][0]
    chosen, market = source("BTC").chosen, source("BTC").market
    prices = array_prices(chosen, market, call)

    def array(values, count=None):
        return (len(values) - 3 if count is None else count).to_bytes(2, "big") + b"".join(
            each.to_bytes(16, "big") for each in values)

    def arrayed(note, attack, value):
        made.lie(note, name, attack, items=replaced(3, lambda _: value, array_key(BTC, call)))

    arrayed("a mark one higher", 25, array([prices[0] + 1, *prices[1:]]))
    arrayed("a price one lower in the last scenario", 25, array([*prices[:-1], prices[-1] - 1]))
    arrayed("a scenario is missing", 20, array(prices[:-1]))
    arrayed("a scenario more", 20, array([*prices, 0]))
    arrayed("a scenario doubled", 20, array([*prices[:-1], prices[3]]))
    arrayed("scenarios in another order", 20, array([*prices[:3], *prices[:2:-1]]))
    arrayed("basis prices exchanged", 20, array([prices[0], prices[2], prices[1], *prices[3:]]))
    arrayed("another number of scenarios than there are", 20, array(prices, 32))
    arrayed("no array", 20, b"")
    arrayed("a byte after the array", 20, array(prices) + b"\0")
    arrayed("the array of the put", 20, array(array_prices(chosen, market, (*call[:2], 0))))


def markets(made):
    def lied(note, expected, attack, change, index=2):
        made.lie(note, expected, attack, index, items=replaced(1, change))

    form = "Margin_MarketForm"
    whole = market_bytes("BTC")

    def dropped(value):
        del value["perpPrice"]

    def doubled(value):
        value["expiries"].insert(0, value["expiries"][0])

    def timeless(value):
        del value["timestamp"]
        for expiry in value["expiries"]:
            expiry["secondsToExpiry"] = str(int(expiry.pop("expiry")) - MOMENT)

    lied("no market", form, 21, lambda _: b"")
    lied("a market that is a list", form, 21, lambda _: b"[]")
    lied("a market without the perp's price", form, 20, lambda data: edited(data, dropped))
    lied("a market with a member more", form, 11, lambda data: edited(data, lambda v: v.update(fundingRate="0")))
    lied("an expiry twice", form, 22, lambda data: edited(data, doubled))
    lied("a market without a time", form, 21, lambda data: edited(data, timeless))
    lied("spaces in it", form, 11, lambda data: data.replace(b",", b", ", 1))
    lied("a byte after it", form, 11, lambda data: data + b"\n")
    lied("a price with a leading zero", form, 11, lambda data: data.replace(b'"spotPrice":"', b'"spotPrice":"0'))
    lied("a letter escaped that need not be", form, 11, lambda data: data.replace(b'"BTC"', b'"\\u0042TC"'))
    time = "Margin_MarketTime"
    lied("prices of an hour ago", time, 21, lambda data: edited(data, lambda v: v.update(timestamp=str(MOMENT - 3600))))
    lied("prices of a second ahead", time, 21, lambda data: edited(
        data, lambda v: v.update(timestamp=str(MOMENT + 1))))
    lied("a whole market of a day before", time, 21, lambda _: market_bytes("BTC", earlier()))
    made.lie("a checkpoint an hour after its market", time, 21, time=MOMENT + 3600, custody={},
             statements=lambda state, message, some: some)
    higher = edited(whole, lambda v: v.update(spotPrice=str(int(v["spotPrice"]) + W)))
    lied("another spot price than the arrays and leaves were made from", "Margin_ClaimMismatch", 20, lambda _: higher, 4)
    lied("another surface than the arrays were made from", "Margin_Array", 20, lambda data: edited(
        data, lambda v: [each["svi"].update(a="0") for each in v["expiries"]]))

    def unlisted(value):
        value["expiries"] = [each for each in value["expiries"]
                             if int(each["expiry"]) != made.plain.accounts[2].record["options"][0][0]]

    lied("a market that does not list the option's expiry", "Margin_Failed", 22, lambda data: edited(data, unlisted))
    lapsed = State("plain", lapsed_accounts(), {**two_sources(), BTC: lapsed_source()}, items=lapsed_items)
    made.add("an option that has expired, which the market lists", lapsed.margin(2), "Margin_Failed", 22, lapsed)
    lied("a market without the price of a coin", "Margin_Failed", 22, lambda data: edited(
        data, lambda v: v.update(collaterals=[each for each in v["collaterals"] if each["name"] != "BTC"])))


def earlier():
    """The last moment of the tape before the sample's."""
    stamps = [each["timestamp"] for each in json.loads(TAPE.read_text(encoding="utf-8"))["snapshots"]]
    before = [each for each in stamps if each < MOMENT]
    return before[-1] if before else stamps[-1]


def sets(made):
    def lied(note, expected, attack, change, index=2):
        made.lie(note, expected, attack, index, items=replaced(2, change))

    form = "Margin_ParametersForm"
    whole = parameter_bytes("BTC")
    lied("no parameters", form, 20, lambda _: b"")
    lied("a number changed under the old hash", form, 20, lambda data: edited(
        data, lambda v: v["params"]["margin"].update(mmFactor="700000000000000000")))
    lied("a set of version 2 of the form", form, 20, lambda data: rehashed(
        data, lambda v: v.update(ballastParameterSet=2)))
    lied("a set of another model", form, 20, lambda data: rehashed(data, lambda v: v.update(model="standard")))
    lied("a factor beyond its bounds", form, 20, lambda data: rehashed(
        data, lambda v: v["params"]["margin"].update(mmFactor="99999999999999999")))
    lied("no scenarios", form, 20, lambda data: rehashed(data, lambda v: v.update(scenarios=[])))
    lied("a skew twice", form, 20, lambda data: rehashed(data, lambda v: v["scenarios"].append(
        {"spotShock": str(W), "volShock": "abs", "dampeningFactor": str(W)})))
    lied("haircuts above the whole", form, 20, lambda data: rehashed(
        data, lambda v: [each.update(mmHaircut=str(W)) for each in v["params"]["collaterals"].values()]))
    lied("a set with a member more", form, 11, lambda data: rehashed(data, lambda v: v.update(author="")))
    lied("a set without its source", form, 11, lambda data: rehashed(data, lambda v: v.pop("source")))
    lied("spaces in it", form, 11, lambda data: data + b" ")
    lied("the file as it was published, which is not its canonical form", form, 11, lambda data: json.dumps(
        json.loads(data), indent=2).encode())
    unknown = "Margin_UnknownParameters"
    state = State("plain", two_markets(), {**two_sources(), BTC: softened()})
    made.add("a softer set than the reader trusts", state.margin(2), unknown, 20, state, sets=made.trusted)
    made.add("the softer set, where the reader expects none", state.margin(2), None, None, state)
    fewer = rehashed(whole, lambda v: v["scenarios"].pop())
    lied("a scenario fewer than the arrays were made of", "Margin_Array", 20, lambda _: fewer)
    heavier = rehashed(whole, lambda v: [each.update(dampeningFactor=str(W // 2)) for each in v["scenarios"]])
    lied("other weights than the margins were made with", "Margin_ClaimMismatch", 20, lambda _: heavier)
    lied("a coin that the set does not enable", "Margin_Failed", 24, lambda data: rehashed(
        data, lambda v: v["params"]["collaterals"].pop("0x" + BTC.hex())))
    lied("fewer expiries than the account holds", "Margin_Failed", 22, lambda data: rehashed(
        data, lambda v: v["params"].update(maxExpiries=1)), 3)


EXPIRED = (MOMENT, 80_000 * W, 1)


def lapsed_source():
    """A market that lists an expiry of its own moment."""
    def change(value):
        value["expiries"].insert(0, {**value["expiries"][0], "expiry": str(MOMENT)})

    return source_of(edited(market_bytes("BTC"), change), parameter_bytes("BTC"))


def lapsed_accounts():
    """Two accounts with an option that has expired; it can be margined, and has no array."""
    accounts = two_markets()
    accounts[2].record["options"].insert(0, (*EXPIRED, -W))
    accounts[3].record["options"].insert(0, (*EXPIRED, W))
    return accounts


def lapsed_items(items):
    """The array that the expired option would have."""
    where = lapsed_source()
    prices = array_prices(where.chosen, where.market, EXPIRED)
    array = (len(prices) - 3).to_bytes(2, "big") + b"".join(each.to_bytes(16, "big") for each in prices)
    return [(kind, key, array if value is None else value) for kind, key, value in items]


def softened():
    data = rehashed(parameter_bytes("BTC"), lambda v: v["params"]["margin"].update(mmFactor="100000000000000000"))
    return SimpleNamespace(**{**vars(source("BTC")), "chosen": read_parameters(data), "parameter_bytes": data})


def records(made):
    """Whole accounts of other kinds."""
    listed = source("BTC").market.expiries
    wide = [(*option("BTC", at, shift, side), W // (3 + at)) for at in range(len(listed))
            for shift, side in ((-60, 0), (60, 1))][:12]
    holders = [account("v-security-module", BTC, cash=W), account("v-fees", BTC),
               account("wide", BTC, cash=W, options=wide),
               account("narrow", BTC, cash=500_000 * W, options=[(*each[:3], -each[3]) for each in wide])]
    state = State("plain", holders, two_sources(), before=0)
    made.add("options of many expiries, the first checkpoint of all", state.margin(3), None, None, state)
    zero = State("plain", one_market()[:5], {bytes(20): source("BTC")})
    made.add("a venue with one market: the manager is zero", zero.margin(2), None, None, zero)

