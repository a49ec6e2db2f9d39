"""Calldata of a function by its description in the ABI (EH-4), from values by name."""

from reference.keccak import keccak256

# Limits of the contracts that their ABI does not tell (contract/types.vy), by the member's or argument's name.
LIMITS = {
    "assets": 32, "assetTotals": 34, "sums": 34, "witnesses": 16, "custodians": 32, "cosignatures": 16, "given": 17,
    "attestation": 32, "path": 32, "record": 8192, "source": 288, "signature": 96, "proof": 65, "consistency": 65,
    "inclusion": 65,
}
LOG_PATH = 65  # `path` of checkLogInclusion


class Unspeakable(Exception):
    """A value that no calldata has: an integer wider than its type."""


class Encoder:
    """`beyond` says whether some list was longer than the contracts take."""

    def __init__(self):
        self.beyond = False

    def call(self, function, values):
        signature = f"{function['name']}({','.join(map(type_of, function['inputs']))})"
        return keccak256(signature.encode())[:4] + self.arguments(function["inputs"], values)

    def arguments(self, inputs, values):
        return self.listed(list(zip(inputs, values)))

    def listed(self, parts):
        """Heads and tails (EH-4)."""
        heads = [None if is_dynamic(part) else self.value(part, value) for part, value in parts]
        tails = [self.value(part, value) if is_dynamic(part) else b"" for part, value in parts]
        at = sum(32 if head is None else len(head) for head in heads)
        encoded = b""
        for head, tail in zip(heads, tails):
            encoded += word(at) if head is None else head
            at += len(tail)
        return encoded + b"".join(tails)

    def value(self, part, value):
        kind = part["type"]
        if kind.endswith("[]"):
            self.measure(part, value)
            element = {**part, "type": kind[:-2]}
            return word(len(value)) + self.listed([(element, each) for each in value])
        if kind == "tuple":
            return self.listed([(each, member(value, each["name"])) for each in part["components"]])
        if kind in ("bytes", "string"):
            data = value.encode() if isinstance(value, str) else value
            self.measure(part, data)
            return word(len(data)) + data + bytes(-len(data) % 32)
        if kind == "address":
            return value.rjust(32, b"\0")
        if kind.startswith("bytes"):
            return value.ljust(32, b"\0")
        return integer(kind, value)

    def measure(self, part, value):
        self.beyond |= len(value) > part.get("limit", LIMITS[part["name"]])


def type_of(part):
    if not part["type"].startswith("tuple"):
        return part["type"]
    return f"({','.join(map(type_of, part['components']))}){part['type'].removeprefix('tuple')}"


def is_dynamic(part):
    kind = part["type"]
    return kind.endswith("[]") or kind in ("bytes", "string") or (
        kind == "tuple" and any(map(is_dynamic, part["components"])))


def member(value, name):
    return value[name] if isinstance(value, dict) else getattr(value, name)


def word(number):
    return number.to_bytes(32, "big")


def integer(kind, value):
    bits = int(kind.removeprefix("u").removeprefix("int"))
    low, high = (0, 1 << bits) if kind.startswith("u") else (-(1 << bits - 1), 1 << bits - 1)
    if not low <= value < high:
        raise Unspeakable(f"{value} is no {kind}")
    return word(value % (1 << 256))
