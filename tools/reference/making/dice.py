"""Numbers that look random and are the same on every machine and every Python."""

from hashlib import sha256

W = 10**18


class Dice:
    def __init__(self, seed):
        self.seed = seed
        self.count = 0

    def bits(self):
        """A number below 2^256."""
        self.count += 1
        return int.from_bytes(sha256(f"{self.seed}:{self.count}".encode()).digest(), "big")

    def below(self, limit):
        return self.bits() % limit

    def between(self, low, high):
        """Both ends included."""
        return low + self.below(high - low + 1)

    def chance(self, percent):
        return self.below(100) < percent

    def pick(self, choices):
        return choices[self.below(len(choices))]

    def sign(self):
        return self.pick((1, -1))

    def wad(self, low, high):
        """A wad between two numbers of thousandths, with all its digits odd and even."""
        return self.between(low * W // 1000, high * W // 1000)

    def magnitude(self, bits):
        """Every length up to `bits` is about as likely as any other."""
        length = self.below(bits + 1)
        return self.below(2**length) | (2 ** (length - 1) if length else 0)

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items
