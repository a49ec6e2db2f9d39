"""Keccak-256 in plain Python (EH-1, EH-2)."""

from functools import lru_cache

MASK = (1 << 64) - 1
RATE = 136


def _constants():
    """The round constants, from the shift register of FIPS 202."""
    register = 1
    for _ in range(24):
        value = 0
        for power in range(7):
            if register & 1:
                value |= 1 << ((1 << power) - 1)
            register <<= 1
            if register & 0x100:
                register ^= 0x171
        yield value


def _rotations():
    x, y = 1, 0
    amounts = {(0, 0): 0}
    for step in range(24):
        amounts[x, y] = (step + 1) * (step + 2) // 2 % 64
        x, y = y, (2 * x + 3 * y) % 5
    return [amounts[i % 5, i // 5] for i in range(25)]


CONSTANTS = list(_constants())
# Lane x + 5y turns left by this much and moves to lane y + 5(2x + 3y).
MOVES = [(i, i // 5 + 5 * ((2 * (i % 5) + 3 * (i // 5)) % 5), r) for i, r in enumerate(_rotations())]


def _permute(a):
    for constant in CONSTANTS:
        c = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        d = [c[x - 1] ^ ((c[(x + 1) % 5] << 1 | c[(x + 1) % 5] >> 63) & MASK) for x in range(5)]
        b = [0] * 25
        for source, target, amount in MOVES:
            lane = a[source] ^ d[source % 5]
            b[target] = (lane << amount | lane >> (64 - amount)) & MASK
        a = [b[i] ^ (~b[i - i % 5 + (i + 1) % 5] & MASK & b[i - i % 5 + (i + 2) % 5]) for i in range(25)]
        a[0] ^= constant
    return a


@lru_cache(maxsize=1 << 17)
def keccak256(message):
    padded = bytearray(message) + bytes(RATE - len(message) % RATE)
    padded[len(message)] = 1
    padded[-1] |= 0x80
    state = [0] * 25
    for start in range(0, len(padded), RATE):
        for lane in range(RATE // 8):
            state[lane] ^= int.from_bytes(padded[start + 8 * lane : start + 8 * lane + 8], "little")
        state = _permute(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state[:4])
