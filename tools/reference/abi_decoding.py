"""Encoded values as a contract decodes them (EH-28 to EH-31)."""

from .arithmetic import Failure

MOST_BYTES = 1 << 20
EMPTY = "EmptyRevert"
MEMORY = "Panic(0x41)"


class Decoder:
    """Bytes, and the first free byte of the memory that a contract would have taken so far."""

    def __init__(self, data, free=128):
        if len(data) > MOST_BYTES:
            raise Failure("ABITooLarge")
        self.data = data
        self.free = free

    def take(self, words):
        """EH-28."""
        self.free += 32 * words
        require(self.free < 2**64, MEMORY)

    def list(self, place, words):
        """EH-29: the place, if the list is there."""
        require(place + 32 * words <= len(self.data))
        return place

    def word(self, place):
        require(place + 32 <= len(self.data))
        return int.from_bytes(self.data[place:place + 32], "big")

    def unsigned(self, place, bits):
        """EH-30."""
        value = self.word(place)
        require(value < 2**bits)
        return value

    def signed(self, place, bits):
        value = self.word(place)
        value -= 2**256 * (value >> 255)
        require(-(2**(bits - 1)) <= value < 2**(bits - 1))
        return value

    def address(self, place):
        return self.unsigned(place, 160).to_bytes(20, "big")

    def value(self, kind, place):
        """A word by the name of its type: `int96`, `uint64`."""
        if kind.startswith("uint"):
            return self.unsigned(place, int(kind[4:]))
        return self.signed(place, int(kind[3:]))

    def target(self, start, index):
        """EH-31: where a head of a list points."""
        place = start + self.word(start + 32 * index)
        require(place <= len(self.data))
        return place

    def struct(self, start, index, words):
        place = self.list(self.target(start, index), words)
        self.take(words)
        return place

    def bytes(self, start, index):
        place = self.target(start, index)
        count = self.length(place)
        self.take(1 + -(-count // 32))
        require(place + 32 + count <= len(self.data))
        return self.data[place + 32:place + 32 + count]

    def array(self, start, index):
        """The place of the first element, and the count."""
        place = self.target(start, index)
        count = self.length(place)
        self.take(1 + count)
        return self.list(place + 32, count), count

    def length(self, place):
        count = self.word(place)
        require(count < 2**64, MEMORY)
        return count


def require(holds, name=EMPTY):
    if not holds:
        raise Failure(name)
