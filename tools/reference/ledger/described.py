"""Actions and messages as people describe them, and the lines that are signed of them (MO-41 to MO-43)."""

from ..canonical import canonical
from ..feeds import FEED_DATA, digest_of, domain_separator, word
from ..keccak import keccak256
from ..secp256k1 import address_of_key, sign
from ..signed_actions import struct_hash
from .transactions import DATA_BYTES, from_json, to_json

DOMAINS = {
    "spot": "LyraSpotFeed", "spotDifference": "LyraSpotDiffFeed", "forward": "LyraForwardFeed",
    "volatility": "LyraVolFeed", "rate": "LyraRateFeed"}
ROLES = ("spot", "mark", "ask", "bid", "forward", "volatility", "rate")
LEAST = "least"

# A member is (name, form) and may be left out where its name ends with "?".
INSTRUMENT = (("asset", "asset"), ("subId?", "u256"))
MOVED = (*INSTRUMENT, ("amount", "i256"))
TOKEN = (("asset", "asset"), ("amount", "u256"))
ORDER = (*INSTRUMENT, ("limitPrice", "i256"), ("desiredAmount", "i256"), ("worstFee", "u256"),
         ("recipientId", "u256"), ("isBid", "bool"))
TRADES = ("trades", (*INSTRUMENT, ("price", "u256"), ("amount", "i256")))
QUOTE = (("maxFee", "u256"), TRADES)
ALLOWANCE = (("account", "u256"), ("delegate", "address"), *INSTRUMENT, ("positive", "u256"), ("negative", "u256"))
HOLDER = {
    "approve": (("account", "u256"), ("to", "address")), "setAssetAllowance": ALLOWANCE, "setSubIdAllowance": ALLOWANCE,
    "submitTransfers": (("transfers", (("from", "u256"), ("to", "u256"), *MOVED)),),
    "donateBalance": (("account", "u256"), ("amount", "u256"))}
SETTLEMENTS = ["settleInterest", "settlePerps", "settleOptions", "realizePerp", "accrueInterest", "transferSmFees",
               "disableWithdrawFee", "payCashInsolvency"]
LAYOUTS = {
    "trade": ORDER, "deposit": (("amount", "u256"), ("asset", "asset"), ("manager?", "manager")),
    "withdrawal": TOKEN, "takeOut": TOKEN, "managerChange": (("manager", "manager"),),
    "transfer": (("toAccount", "u256"), ("manager?", "manager"), ("transfers", MOVED)),
    "sessionKey": (("key", "address"), ("until", "u256")),
    "custody": (("call", ["request", "complete", "deposit"]), ("account", "u256")),
    "settlement": (("call", SETTLEMENTS), ("account?", "u256"), ("asset?", "asset")),
    "bridge": (("call", ["credit", "paid"]), ("number", "u256"), ("asset", "asset"), ("owner", "address"),
               ("amount", "u256")),
    "governance": (("call", ["schedule", "cancel"]), ("number?", "u256"), ("parameter?", "document")),
    "guardian": (("manager", "manager"), ("paused", "bool")),
    "liquidation": (("liquidatedAccountId", "u256"), ("cashTransfer", "u256"), ("percentOfAcc", "u256"),
                    ("priceLimit?", "i256"), ("lastSeenTradeId?", "u256"), ("mergeAccount", "bool")),
    "auction": (("call", ["startAuction", "convertToInsolvent", "updateScenarioId", "terminateAuction"]),
                ("account", "u256"), ("scenarioId?", "u256")),
    "bid": (("account", "u256"), ("bidder", "u256"), ("percent", "u256"), ("priceLimit?", "i256"),
            ("expectedLastTradeId?", "u256")),
    "securityModule": (("call", ["smDonate", "smWithdraw"]), ("amount", "u256")),
    "reduction": (("call", ["announce", "withdrawAnnouncement", "reduce"]), ("account", "u256"), ("keeper?", "u256"),
                  ("steps?", "u64"), ("part?", "u256"), ("leastDiscount?", "u256"),
                  ("expectedLastTradeId?", "u256"))}
FILLS = (("takerAccount", "u256"), ("takerFee", "u256"), ("fillDetails", (
    ("filledAccount", "u256"), ("amountFilled", "u256"), ("price", "i256"), ("fee", "u256"))), ("", "nothing"))
TAKING = (("makerAccount", "u256"), ("makerFee", "u256"), ("takerAccount", "u256"), ("takerFee", "u256"), ("", "nothing"))
VALUES = {
    "spot": (("price", "u96"), ("confidence", "u64")), "spotDifference": (("difference", "i96"), ("confidence", "u64")),
    "forward": (("expiry", "u64"), ("start?", "u256"), ("current?", "u256"), ("difference", "i96"), ("confidence", "u64")),
    "volatility": (("expiry", "u64"), ("a", "i256"), ("b", "u256"), ("rho", "i256"), ("m", "i256"), ("sigma", "u256"),
                   ("forward", "u256"), ("tau", "u64"), ("confidence", "u64")),
    "rate": (("expiry", "u64"), ("rate", "i96"), ("confidence", "u64"))}
TUPLES = (LAYOUTS["transfer"], QUOTE, FILLS, TAKING)


class NotDescribed(Exception):
    """The name of what a reader of JSON says of the description."""


def require(holds, name):
    if not holds:
        raise NotDescribed(f"JSON_{name}")


# Encoding (EH-4)


def encoded(values):
    """Heads, then tails. A value is a word, bytes in a list of one, ("tuple", values) or ("array", values)."""
    heads, tails, place = [], [], sum(map(width, values))
    for value in values:
        if is_dynamic(value):
            tail = tail_of(value)
            heads.append(word(place))
            tails.append(tail)
            place += len(tail)
        else:
            heads.append(static(value))
    return b"".join(heads + tails)


def is_dynamic(value):
    if isinstance(value, tuple):
        return value[0] == "array" or any(map(is_dynamic, value[1]))
    return isinstance(value, list)


def width(value):
    return 32 if is_dynamic(value) else len(static(value))


def static(value):
    return b"".join(map(static, value[1])) if isinstance(value, tuple) else word(value)


def tail_of(value):
    if isinstance(value, list):
        return word(len(value[0])) + value[0] + bytes(-len(value[0]) % 32)
    return (word(len(value[1])) if value[0] == "array" else b"") + encoded(value[1])


# Reading


class Names:
    """What a genesis calls its parts."""

    def __init__(self, genesis):
        self.assets = {each["name"]: raw(each["address"]) for each in (
            genesis["cash"], *genesis["options"], *genesis["perps"], *genesis["tokens"])}
        self.managers = {each["name"]: raw(each["address"]) for each in genesis["managers"]}
        self.modules = [(raw(each["address"]), each["kind"]) for each in genesis["modules"]]
        self.chain = int(genesis["venue"]["chainId"])
        self.gateway = raw(genesis["gateway"])
        self.kinds = {raw(each["address"]): each["kind"] for each in genesis["feeds"]}
        self.feeds = {"stable": raw(genesis["stable"])} if "stable" in genesis else {}
        for market in genesis["markets"]:
            if "sources" in market:
                self.feeds |= {f"{market['name']}.{role}": raw(market["sources"][role]) for role in ROLES}
        self.feeds |= {each["name"]: raw(each["feed"]) for each in genesis["collaterals"] if "feed" in each}


def raw(text):
    return bytes.fromhex(text[2:])


def address(text, names=None):
    require(isinstance(text, str), "WrongType")
    if names is not None and text in names:
        return names[text]
    try:
        data = raw(text) if text[:2] == "0x" else b""
    except ValueError:
        data = b""
    require(len(data) == 20, "WrongForm" if names is None else "OutOfRange")
    return data


def whole(text, form):
    require(isinstance(text, str), "WrongType")
    digits = text[1:] if text[:1] == "-" else text
    require(digits.isascii() and digits.isdigit() and str(int(digits)) == digits and text != "-0", "WrongForm")
    value, bits = int(text), int(form[1:])
    low, high = (0, 2**bits) if form[0] == "u" else (-(2**(bits - 1)), 2**(bits - 1))
    require(low <= value < high, "OutOfRange")
    return value


def members(value, layout, names):
    """The values of an object of these members."""
    require(isinstance(value, dict), "WrongType")
    known = [name.rstrip("?") for name, _ in layout if name]
    require(all(name in known for name in value), "UnknownMember")
    read = []
    for name, form in layout:
        if name.rstrip("?") in value:
            read.append(member(value[name.rstrip("?")], form, names))
        else:
            require(name == "" or name.endswith("?"), "MissingMember")
            read.append([b""] if form in ("document", "nothing") else 0)
    return read


def member(value, form, names):
    if isinstance(form, tuple):
        require(isinstance(value, list), "WrongType")
        return "array", [("tuple", members(each, form, names)) for each in value]
    if isinstance(form, list):
        return choice(value, form)
    if form == "bool":
        require(isinstance(value, bool), "WrongType")
        return int(value)
    if form == "document":
        return [canonical(value)]
    if form in ("address", "asset", "manager"):
        return address(value, {"asset": names.assets, "manager": names.managers}.get(form))
    return whole(value, form)


def choice(value, known):
    require(isinstance(value, str), "WrongType")
    require(value in known, "OutOfRange")
    return known.index(value)


def data_of(value, layout, names):
    values = members(value, layout, names)
    return encoded([("tuple", values)] if layout in TUPLES else values)


# Actions (MO-41, MO-42)


def module_of(value, names):
    text = value["module"]
    require(isinstance(text, str), "WrongType")
    of_kind = [place for place, kind in names.modules if kind == text]
    kinds = [LEAST, "quote", "holder", *LAYOUTS]
    if text not in kinds and text[:2] == "0x" and len(text) == 42:
        place = address(text, {})
        for known, kind in names.modules:
            if known == place:
                require(value.get("kind", kind) == kind, "OutOfRange")
                return place, kind
        require("kind" in value, "MissingMember")
        choice(value["kind"], kinds)
        return place, value["kind"]
    require("kind" not in value, "UnknownMember")
    require(len(of_kind) == 1, "OutOfRange")
    return of_kind[0], text


def action_data(kind, value, names):
    require(isinstance(value, dict), "WrongType")
    if kind == LEAST:
        require(not value, "UnknownMember")
        return b""
    if kind == "quote":
        layout = (("isTaker", "bool"), *QUOTE) if "isTaker" in value else QUOTE
        made = members(value, layout, names)
        if len(made) == 3 and made[0]:
            return encoded([keccak256(encoded([made[2]])), made[1]])
        return encoded([("tuple", made[-2:])])
    if kind == "holder":
        require("call" in value, "MissingMember")
        calls = list(HOLDER)
        return data_of(value, (("call", calls), *HOLDER[calls[choice(value["call"], calls)]]), names)
    return data_of(value, LAYOUTS[kind], names)


def signed_action(value, key, genesis):
    """MO-41: the line."""
    names, signer = Names(genesis), address_of_key(key)
    require(isinstance(value, dict), "WrongType")
    known = ("module", "kind", "account", "nonce", "expiry", "owner", "signer", "data")
    require(all(name in known for name in value), "UnknownMember")
    require("module" in value, "MissingMember")
    module, kind = module_of(value, names)
    require("signer" not in value or address(value["signer"]) == signer, "OutOfRange")
    require("data" in value, "MissingMember")
    data = action_data(kind, value["data"], names)
    require(len(data) <= DATA_BYTES, "OutOfRange")
    require("nonce" in value and "expiry" in value, "MissingMember")
    action = {
        "account": whole(value.get("account", "0"), "u256"), "nonce": whole(value["nonce"], "u256"), "data": data,
        "expiry": whole(value["expiry"], "u256"), "owner": address(value["owner"]) if "owner" in value else signer,
        "signer": signer}
    separator = domain_separator("Matching", "1.0", names.chain, names.gateway)
    digest = digest_of(separator, struct_hash(action | {"subaccountId": action["account"], "module": module}))
    return to_json({"module": module, "actions": [action | {"signature": sign(key, digest)}], "data": b""})


def joined(lines, call, genesis):
    """MO-42: one line of several, with what the executor says."""
    names, calls = Names(genesis), [from_json(line) for line in lines]
    modules = {each["module"] for each in calls}
    require(len(modules) == 1 and not any(each["data"] for each in calls), "OutOfRange")
    kind = dict(names.modules).get(calls[0]["module"])
    layout = {"trade": FILLS, "quote": TAKING}.get(kind)
    data = b"" if call is None else data_of(call, layout, names)
    return to_json({
        "module": calls[0]["module"], "actions": [action for each in calls for action in each["actions"]], "data": data})


# Messages (MO-43)


def signed_message(value, keys, genesis):
    """The line with the signatures of keys, one after another."""
    names = Names(genesis)
    require(isinstance(value, dict), "WrongType")
    require(all(name in ("feed", "timestamp", "deadline", "values") for name in value), "UnknownMember")
    require("feed" in value, "MissingMember")
    feed = address(value["feed"], names.feeds)
    require(feed in names.kinds, "OutOfRange")
    require("values" in value, "MissingMember")
    kind = names.kinds[feed]
    payload = data_of(value["values"], VALUES[kind], names)
    require("deadline" in value and "timestamp" in value, "MissingMember")
    deadline, stamp = whole(value["deadline"], "u256"), whole(value["timestamp"], "u64")
    separator = domain_separator(DOMAINS[kind], "1", names.chain, feed)
    digest = digest_of(separator, keccak256(FEED_DATA + keccak256(payload) + word(deadline) + word(stamp)))
    signatures = [[sign(key, digest)] for key in keys]
    message = encoded([("tuple", [
        [payload], deadline, stamp, ("array", list(map(address_of_key, keys))), ("array", signatures)])])
    return to_json({"feed": feed, "bytes": message})
