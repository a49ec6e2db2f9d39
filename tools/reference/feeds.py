"""Feeds of signed data (FD-1 to FD-23). Addresses are bytes; times are plain integers."""

from .abi_decoding import Decoder, require
from .arithmetic import W, Failure, smul, uint
from .commitment import Refused
from .keccak import keccak256
from .pricing import svi_vol
from .secp256k1 import signer as recovered

MOST_BYTES, MOST_SIGNERS, MOST_EXPIRIES = 1 << 17, 1024, 1 << 13
FEED_DATA = keccak256(b"FeedData(bytes data,uint256 deadline,uint64 timestamp)")
DOMAIN = keccak256(b"EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)")
WINDOW = 1800
PAYLOADS = {
    "LyraSpotFeed": (("price", "uint96"), ("confidence", "uint64")),
    "LyraSpotDiffFeed": (("spotDiff", "int96"), ("confidence", "uint64")),
    "LyraForwardFeed": (
        ("expiry", "uint64"), ("settlementStartAggregate", "uint256"), ("currentSpotAggregate", "uint256"),
        ("fwdSpotDifference", "int96"), ("confidence", "uint64")),
    "LyraVolFeed": (
        ("expiry", "uint64"), ("SVI_a", "int256"), ("SVI_b", "uint256"), ("SVI_rho", "int256"), ("SVI_m", "int256"),
        ("SVI_sigma", "uint256"), ("SVI_fwd", "uint256"), ("SVI_refTau", "uint64"), ("confidence", "uint64")),
    "LyraRateFeed": (("expiry", "uint64"), ("rate", "int96"), ("confidence", "uint64")),
}


class Carrying(Failure):
    """A failure that carries values (FD-22)."""

    def __init__(self, name, *values):
        super().__init__(name)
        self.values = ["0x" + value.hex() if isinstance(value, bytes) else str(value) for value in values]


def word(value):
    return value.rjust(32, b"\0") if isinstance(value, bytes) else (value % 2**256).to_bytes(32, "big")


def domain_separator(name, version, chain_id, contract):
    return keccak256(
        DOMAIN + keccak256(name.encode()) + keccak256(version.encode()) + word(chain_id) + word(contract))


def digest_of(separator, struct_hash):
    return keccak256(b"\x19\x01" + separator + struct_hash)


def is_signed(signature, by, digest):
    """EH-20 to EH-27: any form but the one is no signature."""
    try:
        return recovered(digest, bytes(signature)) == by
    except Refused:
        return False


class Message:
    """FD-4."""

    def __init__(self, data):
        require(len(data) <= MOST_BYTES, "FeedMessageTooLarge")
        decoder = Decoder(data, 128 + 32 + 32 * -(-len(data) // 32))
        start = decoder.struct(decoder.list(0, 1), 0, 5)
        self.data = decoder.bytes(start, 0)
        self.deadline = decoder.unsigned(start + 32, 256)
        self.timestamp = decoder.unsigned(start + 64, 64)
        place, count = decoder.array(start, 3)
        self.signers = [decoder.address(place + 32 * i) for i in range(count)]
        place, count = decoder.array(start, 4)
        self.signatures = [decoder.bytes(place, i) for i in range(count)]

    def struct_hash(self):
        """FD-5."""
        return keccak256(FEED_DATA + keccak256(self.data) + word(self.deadline) + word(self.timestamp))


def payload(kind, data):
    """FD-6: the values by the names of the kind."""
    decoder = Decoder(data)
    decoder.list(0, len(PAYLOADS[kind]))
    return {name: decoder.value(type_, 32 * i) for i, (name, type_) in enumerate(PAYLOADS[kind])}


class Feed:
    """FD-7, with what is checked whatever the kind."""

    prefix = None

    def __init__(self, kind, address, owner, chain_id, spot_feed=None):
        self.kind, self.address, self.owner, self.spot_feed = kind, address, owner, spot_feed
        self.separator = domain_separator(kind, "1", chain_id, address)
        self.signers = set()
        self.settings = {"requiredSigners": 1, "heartbeat": 0} | self.more()
        self.known = {}

    def more(self):
        return {}

    def set(self, name, value, caller):
        """FD-10."""
        require(name in ("signer", *self.settings) or name == "spotFeed" and self.has_spot)
        if caller != self.owner:
            raise Carrying("OwnableUnauthorizedAccount", caller)
        if name == "signer":
            address, listed = value
            require(not listed or address in self.signers or len(self.signers) < MOST_SIGNERS, "FeedTooManySigners")
            (self.signers.add if listed else self.signers.discard)(address)
        elif name == "spotFeed":
            self.spot_feed = value
        else:
            require(name != "requiredSigners" or value > 0, "BLF_InvalidRequiredSigners")
            require(name != "cap" or value <= W, "LSDF_InvalidSpotDiffCap")
            self.settings[name] = value

    has_spot = False

    def checked(self, data, now):
        """FD-8."""
        message = Message(data)
        signers = message.signers
        require(len(signers) >= self.settings["requiredSigners"], "BLF_NotEnoughSigners")
        require(len(signers) == len(message.signatures), "BLF_SignatureSignersLengthMismatch")
        digest = digest_of(self.separator, message.struct_hash())
        for i, signer in enumerate(signers):
            require(signer not in signers[:i], "BLF_DuplicatedSigner")
            require(is_signed(message.signatures[i], signer, digest), "BLF_InvalidSignature")
            require(signer in self.signers, "BLF_InvalidSigner")
        require(message.deadline >= now, "BLF_DataExpired")
        require(message.timestamp <= now, "BLF_InvalidTimestamp")
        return message

    def accept(self, data, now):
        """True where the message was newer (FD-9)."""
        message = self.checked(data, now)
        by_expiry = "expiry" in dict(PAYLOADS[self.kind])
        fields = payload(self.kind, message.data) if by_expiry else None
        key = fields["expiry"] if by_expiry else None
        if message.timestamp <= self.known.get(key, {}).get("timestamp", 0):
            return False
        fields = fields or payload(self.kind, message.data)
        fields["timestamp"] = message.timestamp
        self.check(fields, now)
        require(not by_expiry or key in self.known or len(self.known) < MOST_EXPIRIES, "FeedTooManyExpiries")
        self.known[key] = fields
        return True

    def check_confidence(self, fields):
        require(fields["confidence"] <= W, self.prefix + "_InvalidConfidence")

    def check(self, fields, now):
        self.check_confidence(fields)

    def fresh(self, fields, now):
        """FD-11."""
        last = fields["timestamp"] + self.settings["heartbeat"]
        require(last < 2**64, "Panic(0x11)")
        require(last >= now, "BLF_DataTooOld")
        return fields


class SpotFeed(Feed):
    """FD-12."""

    prefix = "LSF"

    def getSpot(self, book, now):
        fields = self.fresh(self.known.get(None, {"price": 0, "confidence": 0, "timestamp": 0}), now)
        return {"price": fields["price"], "confidence": fields["confidence"]}


class SpotDifferenceFeed(Feed):
    """FD-13."""

    prefix, has_spot = "LSDF", True

    def more(self):
        return {"cap": W // 10}

    def getResult(self, book, now):
        spot = book.spot(self.spot_feed, now)
        fields = self.fresh(self.known.get(None, {"spotDiff": 0, "confidence": 0, "timestamp": 0}), now)
        most = smul(spot["price"], self.settings["cap"])
        result = spot["price"] + max(-most, min(most, fields["spotDiff"]))
        return {"result": result, "confidence": min(spot["confidence"], fields["confidence"])}


class ForwardFeed(Feed):
    """FD-14 to FD-17."""

    prefix, has_spot = "LFF", True

    def more(self):
        return {"settlementHeartbeat": 300, "maxExpiry": 31_536_000}

    def check(self, fields, now):
        self.check_confidence(fields)
        expiry, timestamp = fields["expiry"], fields["timestamp"]
        require(timestamp <= expiry, "LFF_InvalidFwdDataTimestamp")
        require(expiry <= now + self.settings["maxExpiry"], "LFF_ExpiryTooFarInFuture")
        if timestamp >= window_of(expiry):
            rising = fields["settlementStartAggregate"] < fields["currentSpotAggregate"]
            require(rising, "LFF_InvalidSettlementData")

    def getForwardPricePortions(self, book, now, expiry):
        spot = book.spot(self.spot_feed, now)
        window = window_of(expiry)
        require(expiry in self.known, "LFF_MissingExpiryData")
        fields = self.known[expiry]
        timestamp = fields["timestamp"]
        if timestamp != expiry:
            self.fresh(fields, now)
            last = max(timestamp, window) + self.settings["settlementHeartbeat"]
            require(now <= window or last >= now, "LFF_SettlementDataTooOld")
        live = spot["price"] + fields["fwdSpotDifference"]
        if live < 0:
            raise Carrying("SafeCastOverflowedIntToUint", live)
        fixed = 0
        if expiry - timestamp < WINDOW:
            fixed, live = average(fields), live * (expiry - timestamp) // WINDOW
        return {
            "fixedPortion": fixed, "variablePortion": live,
            "confidence": min(fields["confidence"], spot["confidence"])}

    def getForwardPrice(self, book, now, expiry):
        portions = self.getForwardPricePortions(book, now, expiry)
        price = uint(portions["fixedPortion"] + portions["variablePortion"])
        return {"forwardPrice": price, "confidence": portions["confidence"]}

    def getSettlementPrice(self, book, now, expiry):
        fields = self.known.get(expiry)
        settled = expiry == (fields["timestamp"] if fields else 0)
        return {"settled": settled, "price": average(fields) if settled and fields else 0}


class VolatilityFeed(Feed):
    """FD-18, FD-19."""

    prefix = "LVF"

    def check(self, fields, now):
        require(fields["timestamp"] <= fields["expiry"], "LVF_InvalidVolDataTimestamp")
        self.check_confidence(fields)

    def read(self, expiry, now):
        require(expiry in self.known, "LVF_MissingExpiryData")
        return self.fresh(self.known[expiry], now)

    def getVol(self, book, now, strike, expiry):
        fields = self.read(expiry, now)
        names = ("a", "b", "rho", "m", "sigma", "fwd", "refTau")
        vol = svi_vol(strike, *(fields["SVI_" + name] for name in names))
        return {"vol": vol, "confidence": fields["confidence"]}

    def getExpiryMinConfidence(self, book, now, expiry):
        return {"confidence": self.read(expiry, now)["confidence"]}


class RateFeed(Feed):
    """FD-20."""

    prefix = "LRF"

    def getInterestRate(self, book, now, expiry):
        fields = self.fresh(self.known.get(expiry, {"rate": 0, "confidence": 0, "timestamp": 0}), now)
        return {"rate": fields["rate"], "confidence": fields["confidence"]}


KINDS = {
    "LyraSpotFeed": SpotFeed, "LyraSpotDiffFeed": SpotDifferenceFeed, "LyraForwardFeed": ForwardFeed,
    "LyraVolFeed": VolatilityFeed, "LyraRateFeed": RateFeed,
}


class Book(dict):
    """FD-21: feeds by address."""

    def spot(self, address, now):
        feed = self.get(address)
        require(isinstance(feed, SpotFeed))
        return feed.getSpot(self, now)


def window_of(expiry):
    require(expiry >= WINDOW, "Panic(0x11)")
    return expiry - WINDOW


def average(fields):
    return (fields["currentSpotAggregate"] - fields["settlementStartAggregate"]) // WINDOW
