"""Traces of feeds and of signed actions (JS-14): random ones, and what the reference protocol's own leave out."""

import json

from ..abi_decoding import Decoder
from ..feeds import PAYLOADS, Message, digest_of, domain_separator, word
from ..keccak import keccak256
from ..secp256k1 import address_of_key, sign
from ..signed_actions import ACTION, struct_hash
from ..traces import ActionTrace, FeedTrace, checksum, raw
from .dice import W, Dice

CHAIN = 957
KINDS = {
    "spot": "LyraSpotFeed", "other": "LyraSpotFeed", "diff": "LyraSpotDiffFeed", "fwd": "LyraForwardFeed",
    "vol": "LyraVolFeed", "rate": "LyraRateFeed",
}
VIEWS = (
    "getSpot", "getResult", "getForwardPrice", "getForwardPricePortions", "getSettlementPrice", "getVol",
    "getExpiryMinConfidence", "getInterestRate")
VIEWS_OF = {
    "spot": VIEWS[:1], "other": VIEWS[:1], "diff": VIEWS[1:2], "fwd": VIEWS[2:5], "vol": VIEWS[5:7], "rate": VIEWS[7:]}
ABSURD = (0, 1, 31, 32, 33, 64, 2**59, 2**59 - 1, 2**63, 2**64 - 1, 2**64, 2**255, 2**256 - 1)


def trace_files():
    yield "traces/feeds-random.json", written(FeedMaker("random feeds", 1_700_000_000).random(170))
    yield "traces/feeds-decoding.json", written(FeedMaker("damaged messages", 1_710_000_000).damaged(110))
    yield "traces/actions-random.json", written(ActionMaker("random actions", 1_720_000_000).random(260))


def written(trace):
    """A step a line."""
    steps = ",\n".join(json.dumps(step, separators=(",", ":")) for step in trace.pop("steps"))
    return json.dumps(trace, indent=1)[:-2] + ',\n "steps": [\n' + steps + "\n]}\n"


def key_of(seed, label):
    return int.from_bytes(keccak256(f"{seed} {label}".encode()), "big") >> 1


def person(seed, label):
    key = key_of(seed, label)
    return {"address": checksum(address_of_key(key)), "privateKey": "0x" + key.to_bytes(32, "big").hex()}


def contract(seed, label):
    return checksum(keccak256(f"{seed} contract {label}".encode())[12:])


class Maker:
    def __init__(self, seed, start):
        self.dice, self.seed, self.start, self.steps = Dice(seed), seed, start, []

    def add(self, step):
        if step["op"] != "warp":
            step = {"op": step["op"], "time": str(self.trace.now)} | step
        got = self.trace.step(step)
        self.steps.append(step | got)
        return self.steps[-1]

    def warp(self, to):
        self.add({"op": "warp", "to": str(max(to, self.trace.now))})

    def done(self, name, description):
        return {"name": name, "description": description, "config": self.config, "steps": self.steps}


class FeedMaker(Maker):
    def __init__(self, seed, start):
        super().__init__(seed, start)
        feeds = {}
        for label, kind in KINDS.items():
            address = contract(seed, label)
            domain = {"name": kind, "version": "1", "chainId": str(CHAIN), "verifyingContract": address}
            feeds[label] = {"contract": kind, "address": address, "eip712Domain": domain}
            feeds[label] |= {"spotFeed": "spot"} if label in ("diff", "fwd") else {}
        self.signers = {label: person(seed, label) for label in ("s1", "s2", "s3", "x1")}
        self.config = {
            "chainId": str(CHAIN), "startTime": str(start), "owner": contract(seed, "owner"),
            "stranger": contract(seed, "stranger"), "feeds": feeds, "signers": self.signers}
        self.trace = FeedTrace(self.config)
        for label, feed in feeds.items():
            feed["domainSeparator"] = "0x" + self.feed(label).separator.hex()
        self.expiries = [start + 1_500 * i for i in range(1, 9)] + [start + 40_000_000, 1_799]
        for label in feeds:
            for signer in ("s1", "s2", "s3"):
                self.set("addSigner", label, signer=signer, isWhitelisted=True)
            self.set("setHeartbeat", label, newHeartbeat="900")

    def feed(self, label):
        return self.trace.book[raw(self.config["feeds"][label]["address"])]

    def set(self, op, label, caller="owner", **values):
        self.add({"op": op, "feed": label, "caller": caller} | values)

    def random(self, count):
        dice = self.dice
        for _ in range(count):
            roll = dice.below(100)
            if roll < 42:
                self.submit(dice.pick(tuple(KINDS)))
            elif roll < 65:
                self.read()
            elif roll < 85:
                self.move()
            else:
                self.setting()
        return self.done("feeds-random", "messages, settings, reads of every feed; answers of feeds that have none")

    def move(self):
        """To a border of time, or a little on."""
        dice, now = self.dice, self.trace.now
        stamps = [fields["timestamp"] for label in KINDS for fields in self.feed(label).known.values()]
        borders = [stamp + 900 for stamp in stamps] + [expiry - 1_800 for expiry in self.expiries] + self.expiries
        near = [border for border in borders if now <= border < now + 700]
        base = dice.pick(near) if near and dice.chance(40) else now + dice.pick((0, 1, 30, 100))
        self.warp(base + dice.between(-1, 1))

    def expiry(self):
        """Mostly one that is near."""
        coming = [expiry for expiry in self.expiries if expiry >= self.trace.now]
        return coming[0] if self.dice.chance(65) else self.dice.pick(self.expiries)

    def setting(self):
        dice = self.dice
        label, caller = dice.pick(tuple(KINDS)), "stranger" if dice.chance(15) else "owner"
        wide = str(dice.pick((0, 1, 60, 900, 900, 900, 2**64 - 1, 2**64 - self.trace.now)))
        op, values = dice.pick((
            ("setHeartbeat", {"newHeartbeat": wide}), ("setHeartbeat", {"newHeartbeat": "900"}),
            ("setRequiredSigners", {"newRequiredSigners": str(dice.below(4))}),
            ("setSpotDiffCap", {"_spotDiffCap": str(dice.pick((0, 1, W // 3, W, W + 1, 2**256 - 1)))}),
            ("setSettlementHeartbeat", {"_settlementHeartbeat": wide}),
            ("setMaxExpiry", {"_maxExpiry": str(dice.pick((0, 2_000, 31_536_000, 2**64 - 1)))}),
            ("setSpotFeed", {"spotFeed": dice.pick(("spot", "spot", "other", "rate"))}),
            ("addSigner", {"signer": dice.pick(("s1", "s2", "x1")), "isWhitelisted": dice.chance(70)}),
        ))
        self.set(op, label, caller, **values)

    def read(self):
        dice = self.dice
        label = dice.pick(tuple(KINDS))
        call = dice.pick(VIEWS) if dice.chance(15) else dice.pick(VIEWS_OF[label])
        self.add({"op": "read", "feed": label, "call": call, "args": self.arguments(call)})

    def arguments(self, call, expiry=None):
        if expiry is None:
            expiry = self.dice.pick([0, self.expiry(), self.expiry(), self.expiry()])
        expiry = str(expiry)
        if call in ("getSpot", "getResult"):
            return []
        return [str(self.dice.magnitude(96)), expiry] if call == "getVol" else [expiry]

    def fields(self, label):
        dice, now = self.dice, self.trace.now
        confidence = dice.pick((0, W // 2, W, W, W + 1)) if dice.chance(30) else dice.below(W)
        expiry = self.expiry() if dice.chance(85) else now + dice.between(-2, 2_000)
        start = dice.below(10**24)
        values = {
            "price": dice.magnitude(96), "spotDiff": dice.sign() * dice.magnitude(95), "confidence": confidence,
            "expiry": expiry, "settlementStartAggregate": start,
            "currentSpotAggregate": dice.pick((start, start + dice.below(10**25), start + 1, 2**256 - 1)),
            "fwdSpotDifference": dice.sign() * dice.magnitude(80), "rate": dice.sign() * dice.magnitude(95),
            "SVI_a": dice.sign() * dice.wad(0, 300), "SVI_b": dice.wad(0, 300), "SVI_rho": dice.sign() * dice.wad(0, 1_000),
            "SVI_m": dice.sign() * dice.wad(0, 100), "SVI_sigma": dice.wad(0, 200),
            "SVI_fwd": dice.pick((0, dice.magnitude(90), dice.magnitude(90))), "SVI_refTau": dice.pick((0, W // 12, W)),
        }
        return {name: values[name] for name, _ in PAYLOADS[KINDS[label]]}

    def submit(self, label, damage=None, timestamp=None):
        dice, now, feed = self.dice, self.trace.now, self.feed(label)
        fields = self.fields(label)
        data = b"".join(word(value) for value in fields.values())
        if damage is None and dice.chance(10):
            data = dice.pick((data[:-1], data + b"\1", data[:32], b"", b"\xff" + data[1:]))
        stamp = timestamp or now + dice.pick((0, 0, 0, 0, 0, -1, -60, 1)) - dice.below(3)
        deadline = now + (-1 if dice.chance(4) else dice.pick((0, 60, 60, 2**255)))
        labels = dice.shuffled(("s1", "s2", "s3", "x1") if dice.chance(10) else ("s1", "s2", "s3"))[:dice.between(1, 3)]
        if damage is None and dice.chance(5):
            labels = labels + labels[:1]
        keys = [key_of(self.seed, dice.pick(("s1", "x1")) if dice.chance(4) else each) for each in labels]
        signers = [raw(self.signers[each]["address"]) for each in labels]
        message = Message(encode(data, deadline, stamp, signers, []))
        digest = digest_of(feed.separator, message.struct_hash())
        signatures = [sign(key, digest) for key in keys]
        if damage is None and dice.chance(8):
            spoilt = dice.pick((signatures[0][:64], b"", signatures[0][:64] + b"\0", signatures[0] + b"\0"))
            signatures = [spoilt, *signatures[1:]]
        encoded = encode(data, deadline, stamp, signers, signatures)
        if damage:
            encoded = damage(encoded)
        # Of a damaged message nobody can say who was to have signed it.
        kinds = [{"kind": "damaged"} for _ in labels]
        step = {
            "op": "submit", "feed": label, "data": "0x" + encoded.hex(), "signerLabels": [] if damage else labels,
            "signatureKinds": [] if damage else kinds,
            "after": [{"call": call, "args": self.arguments(call, fields.get("expiry"))} for call in VIEWS_OF[label]],
        }
        self.add(step)

    def damaged(self, count):
        """Words of the message set to absurd values, bytes lost, gained and moved; memory at its end."""
        dice = self.dice
        for _ in range(count):
            self.warp(self.trace.now + 5)
            self.submit(dice.pick(("spot", "rate")), self.damage, self.trace.now)
        for offset in range(-2, 3):
            self.warp(self.trace.now + 5)
            self.submit("spot", lambda encoded, offset=offset: self.at_the_end(encoded, offset), self.trace.now)
        return self.done("feeds-decoding", "messages with absurd words, lost and gained bytes (EH-28 to EH-31)")

    def damage(self, encoded):
        dice = self.dice
        roll = dice.below(4)
        if roll == 0:
            return encoded[:dice.below(len(encoded))]
        if roll == 1:
            gap = bytes(dice.below(70))
            return word(32 + len(gap)) + gap + encoded[32:] + bytes(dice.below(40))
        place = 32 * dice.below(len(encoded) // 32)
        value = dice.pick(ABSURD) if roll == 2 else dice.below(len(encoded) + 64)
        return encoded[:place] + word(value) + encoded[place + 32:]

    @staticmethod
    def at_the_end(encoded, offset):
        """The payload's length around the longest that memory takes."""
        free = Decoder(encoded, 128 + 32 + 32 * -(-len(encoded) // 32)).free + 160
        longest = 2**64 - 32 - free - 32
        return encoded[:192] + word(longest + offset) + encoded[224:]


def encode(data, deadline, timestamp, signers, signatures):
    """FD-4, as EH-4 writes it."""
    def padded(value):
        return word(len(value)) + value + bytes(-len(value) % 32)

    bodies = [padded(signature) for signature in signatures]
    offsets = [32 * len(bodies) + sum(map(len, bodies[:i])) for i in range(len(bodies))]
    parts = [
        padded(data), word(len(signers)) + b"".join(map(word, signers)),
        word(len(bodies)) + b"".join(map(word, offsets)) + b"".join(bodies)]
    first, second, third = (160 + sum(map(len, parts[:i])) for i in range(3))
    return word(32) + b"".join(map(word, (first, deadline, timestamp, second, third))) + b"".join(parts)


class ActionMaker(Maker):
    def __init__(self, seed, start):
        super().__init__(seed, start)
        who = {label: person(seed, label) for label in ("alice", "bob", "carol", "k1", "k2", "x1")}
        who |= {label: {"address": contract(seed, label)} for label in ("admin", "executor", "stranger")}
        who["zero"] = {"address": checksum(bytes(20))}
        address = contract(seed, "matching")
        self.modules = {label: contract(seed, label) for label in ("moduleA", "moduleB")}
        self.config = {
            "chainId": str(CHAIN), "startTime": str(start), "matching": address,
            "subAccounts": contract(seed, "subAccounts"), "modules": self.modules,
            "eip712Domain": {
                "name": "Matching", "version": "1.0", "chainId": str(CHAIN), "verifyingContract": address},
            "domainSeparator": "0x" + domain_separator("Matching", "1.0", CHAIN, raw(address)).hex(),
            "typeHash": "0x" + ACTION.hex(), "who": who}
        self.trace = ActionTrace(self.config)
        self.nonce = 0

    def random(self, count):
        dice = self.dice
        self.add({"op": "setTradeExecutor", "caller": "admin", "tradeExecutor": "executor", "canExecute": True})
        self.add({"op": "setAllowedModule", "caller": "admin", "module": "moduleA", "allowed": True})
        for caller in ("alice", "alice", "bob"):
            self.add({"op": "createSubAccount", "caller": caller, "manager": "admin"})
        for _ in range(count):
            roll = dice.below(100)
            if roll < 45:
                self.match()
            elif roll < 60:
                self.warp(self.trace.now + dice.pick((0, 1, 1, 100, 599, 600, 601, 1_799, 1_800)))
            else:
                self.call()
        return self.done("actions-random", "signed actions, session keys, custody and tokens in random order")

    def call(self):
        dice, now = self.dice, self.trace.now
        owner = dice.pick(("alice", "bob", "carol"))
        account, key = str(dice.between(0, len(self.trace.venue.holders) + 1)), dice.pick(("k1", "k2"))
        expiry = str(max(0, dice.pick((0, now - 1, now, now + 1, now + 600, now + 5_000, 2**256 - 1))))
        step = dice.pick((
            {"op": "setTradeExecutor", "tradeExecutor": dice.pick(("executor", "x1")), "canExecute": dice.chance(85)},
            {"op": "setAllowedModule", "module": dice.pick(tuple(self.modules)), "allowed": dice.chance(80)},
            {"op": "createSubAccount", "manager": "admin"},
            {"op": "createAccount", "owner": dice.pick((owner, owner, "zero", "matching")), "manager": "admin"},
            {"op": "approve", "to": dice.pick(("matching", "matching", "bob", "zero")), "account": account},
            {"op": "approve", "to": "matching", "account": account},
            {"op": "depositSubAccount", "account": account},
            {"op": "depositSubAccountFor", "account": account, "recipient": dice.pick(("alice", "bob", "zero"))},
            {"op": "registerSessionKey", "sessionKey": key, "expiry": expiry},
            {"op": "registerSessionKey", "sessionKey": key, "expiry": str(now + 1_000)},
            {"op": "deregisterSessionKey", "sessionKey": key},
            {"op": "requestWithdrawAccount", "account": account},
            {"op": "completeWithdrawAccount", "account": account},
        ))
        is_setting = step["op"].startswith("set")
        self.add(step | {"caller": dice.pick(("admin", "admin", owner)) if is_setting else owner})

    def match(self):
        dice, now = self.dice, self.trace.now
        actions, signatures, kinds = [], [], []
        for _ in range(dice.pick((0, 1, 1, 1, 1, 1, 2, 2, 3))):
            venue = self.trace.venue
            account = dice.between(0, len(venue.holders) + (1 if dice.chance(10) else 0))
            held = [label for label in ("alice", "bob", "carol") if self.trace.people[label] == venue.owners.get(account)]
            owner = dice.pick(("alice", "bob", "carol")) if dice.chance(10) or not held else held[0]
            signer = dice.pick(("k1", "k2")) if dice.chance(30) else owner
            self.nonce += 0 if dice.chance(8) else 1
            labels = {"module": "moduleB" if dice.chance(10) else "moduleA", "owner": owner, "signer": signer}
            action = {
                "subaccountId": str(account), "nonce": str(self.nonce),
                "module": self.modules[labels["module"]], "data": "0x" + bytes(dice.below(9)).hex(),
                "expiry": str(now + dice.pick((0, 0, 10, 1_000, -1))), "owner": self.config["who"][owner]["address"],
                "signer": self.config["who"][signer]["address"], "labels": labels}
            digest = digest_of(self.trace.venue.separator, struct_hash(self.trace.action(action)))
            by = "x1" if dice.chance(5) else signer
            actions.append(self.trace.hashed(action))
            signatures.append("0x" + sign(key_of(self.seed, by), digest).hex())
            kinds.append({"kind": "valid" if by == signer else "by:" + by})
        if dice.chance(4):
            signatures = signatures[1:]
            kinds = kinds[1:]
        step = {"op": "verifyAndMatch", "caller": "stranger" if dice.chance(4) else "executor", "actions": actions,
                "signatures": signatures, "signatureKinds": kinds}
        self.add(step | ({"note": "fewer signatures than actions"} if len(signatures) < len(actions) else {}))
