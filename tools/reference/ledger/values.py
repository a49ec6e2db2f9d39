"""The bytes that all encodings of a ledger are made of (LG-2). A writer is plain bytes, a reader refuses by name."""

from ..commitment import Refused, refuse_if
from ..keccak import keccak256

# LG-25.
NOT_CANONICAL, TRUNCATED, TRAILING, OUT_OF_RANGE = (
    f"Ledger_{name}" for name in ("NotCanonical", "Truncated", "TrailingBytes", "OutOfRange"))
PLACES = 1 << 16


def unsigned(value):
    assert 0 <= value < 1 << 256
    data = value.to_bytes(-(-value.bit_length() // 8), "big")
    return bytes([len(data)]) + data


def signed(value):
    data = unsigned(abs(value))
    return bytes([data[0] + 128]) + data[1:] if value < 0 else data


def flag(value):
    return b"\1" if value else b"\0"


def octets(data):
    return unsigned(len(data)) + data


def text(value):
    return octets(value.encode())


def optional(value, write):
    return b"\0" if value is None else b"\1" + write(value)


def sequence(elements, write):
    elements = list(elements)
    return unsigned(len(elements)) + b"".join(map(write, elements))


def plain(data):
    """Addresses and hashes, as they are."""
    return data


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        refuse_if(len(self.data) - self.at < count, TRUNCATED)
        self.at += count
        return self.data[self.at - count:self.at]

    def byte(self):
        return self.take(1)[0]

    def magnitude(self, count):
        refuse_if(count > 32, OUT_OF_RANGE)
        data = self.take(count)
        refuse_if(data[:1] == b"\0", NOT_CANONICAL)
        return int.from_bytes(data, "big")

    def unsigned(self, limit=1 << 256):
        value = self.magnitude(self.byte())
        refuse_if(value >= limit, OUT_OF_RANGE)
        return value

    def signed(self):
        count = self.byte()
        value = self.magnitude(count & 127)
        refuse_if(count == 128, NOT_CANONICAL)
        refuse_if(value > (1 << 255) - (count < 128), OUT_OF_RANGE)
        return -value if count > 128 else value

    def flag(self):
        value = self.byte()
        refuse_if(value > 1, NOT_CANONICAL)
        return value == 1

    def address(self):
        return self.take(20)

    def hash(self):
        return self.take(32)

    def octets(self, limit=1 << 32):
        count = self.unsigned()
        refuse_if(count > limit, OUT_OF_RANGE)
        return self.take(count)

    def text(self, limit=1 << 16):
        try:
            return self.octets(limit).decode()
        except UnicodeDecodeError:
            raise Refused(NOT_CANONICAL) from None

    def optional(self, read):
        return read() if self.flag() else None

    def sequence(self, read, limit=1 << 32):
        count = self.unsigned()
        refuse_if(count > limit, OUT_OF_RANGE)
        return [read() for _ in range(count)]

    def place(self):
        return self.unsigned(PLACES)

    def end(self):
        refuse_if(self.at != len(self.data), TRAILING)


# Hashes (LG-4)

TRANSACTION, BLOCK, RECEIPT, DECISION, GENESIS, PARAMETERS, SCHEDULED = range(0x90, 0x97)
TRANSACTION_TREE, RECEIPT_TREE = 0xA0, 0xA3


def tagged(tag, data):
    return keccak256(bytes([tag]) + data)
