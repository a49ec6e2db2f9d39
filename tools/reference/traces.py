"""Traces of feeds and of signed actions, replayed (JS-14, FD-38)."""

from .abi_decoding import require
from .arithmetic import Failure
from .book_file import checksummed
from .feeds import FEED_DATA, KINDS, Book, Carrying, Message, digest_of, payload
from .signed_actions import ACTION, Matching, struct_hash

SETTINGS = {
    "setRequiredSigners": ("requiredSigners", "newRequiredSigners"), "setHeartbeat": ("heartbeat", "newHeartbeat"),
    "setSpotDiffCap": ("cap", "_spotDiffCap"),
    "setSettlementHeartbeat": ("settlementHeartbeat", "_settlementHeartbeat"), "setMaxExpiry": ("maxExpiry", "_maxExpiry"),
}
COMPARED = ("result", "decoded", "eip712", "after", "actions")


def is_trace(value):
    return isinstance(value, dict) and "config" in value and "steps" in value


def check_trace(value, report, compare):
    """Adds each step as a case, and the differences of the first step that has some."""
    trace = (FeedTrace if "feeds" in value["config"] else ActionTrace)(value["config"])
    for index, step in enumerate(value["steps"]):
        report.cases += 1
        got = trace.step(step)
        if not report.differences:
            compare({key: step[key] for key in COMPARED if key in step}, got, "", index, report)


def raw(text):
    return bytes.fromhex(text[2:])


def hexadecimal(data):
    return "0x" + data.hex()


def checksum(address):
    return "0x" + checksummed(address.hex())


def outcome(body):
    """The form of a result."""
    try:
        return {"ok": True} | (body() or {})
    except Carrying as failure:
        return {"revert": failure.name, "args": failure.values}
    except Failure as failure:
        return {"revert": failure.name}


def texts(values):
    return {name: value if isinstance(value, bool) else str(value) for name, value in values.items()}


class FeedTrace:
    def __init__(self, config):
        self.now = int(config["startTime"])
        self.chain_id = config["chainId"]
        self.people = {label: raw(who["address"]) for label, who in config["signers"].items()}
        self.people |= {label: raw(config[label]) for label in ("owner", "stranger")}
        self.addresses = {label: raw(feed["address"]) for label, feed in config["feeds"].items()}
        self.book = Book()
        for label, feed in config["feeds"].items():
            address = self.addresses[label]
            self.book[address] = KINDS[feed["contract"]](
                feed["contract"], address, self.people["owner"], int(self.chain_id),
                self.addresses.get(feed.get("spotFeed")))

    def step(self, step):
        if step["op"] == "warp":
            self.now = int(step["to"])
            return {}
        assert step["time"] == str(self.now)
        feed = self.book[self.addresses[step["feed"]]]
        if step["op"] == "submit":
            return self.submit(step, feed)
        if step["op"] == "read":
            return {"result": self.read(feed, step)}
        return {"result": outcome(lambda: self.set(feed, step))}

    def set(self, feed, step):
        caller = self.people[step["caller"]]
        if step["op"] == "addSigner":
            feed.set("signer", (self.people[step["signer"]], step["isWhitelisted"]), caller)
        elif step["op"] == "setSpotFeed":
            feed.set("spotFeed", self.addresses[step["spotFeed"]], caller)
        else:
            name, member = SETTINGS[step["op"]]
            feed.set(name, int(step[member]), caller)

    def read(self, feed, view):
        arguments = [int(argument) for argument in view["args"]]
        call = getattr(feed, view["call"], lambda *_: require(False))
        return outcome(lambda: {"values": texts(call(self.book, self.now, *arguments))})

    def submit(self, step, feed):
        data = raw(step["data"])
        got = self.decoded(data, feed)
        got["result"] = outcome(lambda: {"applied": feed.accept(data, self.now)})
        got["after"] = [
            {"call": view["call"], "args": view["args"], "result": self.read(feed, view)} for view in step["after"]]
        return got

    def decoded(self, data, feed):
        try:
            message = Message(data)
        except Failure:
            return {"decoded": None}
        try:
            fields = texts(payload(feed.kind, message.data))
        except Failure:
            fields = None
        domain = {
            "name": feed.kind, "version": "1", "chainId": self.chain_id, "verifyingContract": checksum(feed.address)}
        return {
            "decoded": {
                "data": hexadecimal(message.data), "deadline": str(message.deadline),
                "timestamp": str(message.timestamp), "signers": [checksum(signer) for signer in message.signers],
                "signatures": [hexadecimal(signature) for signature in message.signatures], "payload": fields},
            "eip712": {
                "domain": domain, "domainSeparator": hexadecimal(feed.separator), "typeHash": hexadecimal(FEED_DATA),
                "structHash": hexadecimal(message.struct_hash()),
                "digest": hexadecimal(digest_of(feed.separator, message.struct_hash()))},
        }


class ActionTrace:
    def __init__(self, config):
        self.now = int(config["startTime"])
        self.people = {label: raw(who["address"]) for label, who in config["who"].items()}
        self.people |= {label: raw(address) for label, address in config["modules"].items()}
        self.people["matching"] = raw(config["matching"])
        self.venue = Matching(self.people["matching"], self.people["admin"], int(config["chainId"]))
        assert config["typeHash"] == hexadecimal(ACTION)
        assert config["domainSeparator"] == hexadecimal(self.venue.separator)

    def step(self, step):
        if step["op"] == "warp":
            self.now = int(step["to"])
            return {}
        assert step["time"] == str(self.now)
        got = {}
        if step["op"] == "verifyAndMatch":
            got["actions"] = [self.hashed(action) for action in step["actions"]]
        got["result"] = outcome(lambda: self.call(step))
        return got

    def call(self, step):
        name, *arguments = self.arguments(step)
        self.venue, value = self.venue.call(name, *arguments)
        return {} if value is None else {"account": str(value)}

    def arguments(self, step):
        caller, now, op = self.people[step["caller"]], self.now, step["op"]
        account = int(step.get("account", 0))
        if op == "verifyAndMatch":
            actions = [self.action(action) for action in step["actions"]]
            return "match", actions, [raw(text) for text in step["signatures"]], caller, now
        if op == "setTradeExecutor":
            return "set_member", "executors", self.people[step["tradeExecutor"]], step["canExecute"], caller
        if op == "setAllowedModule":
            return "set_member", "modules", self.people[step["module"]], step["allowed"], caller
        if op in ("registerSessionKey", "deregisterSessionKey"):
            key = self.people[step["sessionKey"]]
            return ("register", key, int(step["expiry"]), caller) if "expiry" in step else ("deregister", key, caller, now)
        return {
            "createSubAccount": lambda: ("make_in_custody", caller),
            "createAccount": lambda: ("make", self.people[step["owner"]]),
            "approve": lambda: ("approve", self.people[step["to"]], account, caller),
            "depositSubAccount": lambda: ("deposit", account, caller, caller),
            "depositSubAccountFor": lambda: ("deposit", account, self.people[step["recipient"]], caller),
            "requestWithdrawAccount": lambda: ("request", account, caller, now),
            "completeWithdrawAccount": lambda: ("complete", account, now),
        }[op]()

    def action(self, action):
        numbers = {name: int(action[name]) for name in ("subaccountId", "nonce", "expiry")}
        return numbers | {name: raw(action[name]) for name in ("module", "data", "owner", "signer")}

    def hashed(self, action):
        fields = self.action(action)
        of = struct_hash(fields)
        spelled = {name: checksum(fields[name]) for name in ("module", "owner", "signer")}
        digest = hexadecimal(digest_of(self.venue.separator, of))
        return action | spelled | {"structHash": hexadecimal(of), "digest": digest}
