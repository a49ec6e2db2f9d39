"""Integers of fixed width, their failures, casts, wads and token decimals (AR-1 to AR-11)."""

W = 10**18  # one, as a wad
PRECISE = 10**27
YEAR = 31_536_000  # seconds

MAX_UINT256 = 2**256 - 1
MAX_INT256 = 2**255 - 1
MIN_INT256 = -(2**255)

OVERFLOW = "Panic(0x11)"
ZERO_DIVISOR = "Panic(0x12)"
OUT_OF_RANGE = "Panic(0x32)"


class Failure(Exception):
    """A computation's failure, carrying the protocol's name for it (AR-3)."""

    def __init__(self, name):
        super().__init__(name)
        self.name = name


# Checked results (AR-4). Every operation passes its exact result through one of these.


def uint(x):
    """`x`, if it is an unsigned integer of 256 bits."""
    if not 0 <= x <= MAX_UINT256:
        raise Failure(OVERFLOW)
    return x


def sint(x):
    """`x`, if it is a signed integer of 256 bits."""
    if not MIN_INT256 <= x <= MAX_INT256:
        raise Failure(OVERFLOW)
    return x


def absolute(x):
    """The absolute value of a signed integer, unsigned; that of -2^255 overflows (AR-4)."""
    return uint(sint(abs(x)))


# Division (AR-5).


def floor_div(a, b):
    """Unsigned division."""
    if b == 0:
        raise Failure(ZERO_DIVISOR)
    return a // b


def trunc(a, b):
    """The exact quotient truncated toward zero, without a check of its range."""
    if b == 0:
        raise Failure(ZERO_DIVISOR)
    q = abs(a) // abs(b)
    return q if (a < 0) == (b < 0) else -q


def tz(a, b):
    """Signed division, truncated toward zero, checked."""
    return sint(trunc(a, b))


def remainder(a, b):
    """Signed remainder, with the sign of the dividend."""
    return a - trunc(a, b) * b


# Unchecked arithmetic (AR-6).


def wrap_uint(x):
    return x & MAX_UINT256


def wrap_int(x):
    x &= MAX_UINT256
    return x - 2**256 if x >> 255 else x


# Casts (AR-7).


def to_int(u):
    if u > MAX_INT256:
        raise Failure("SafeCastOverflowedUintToInt")
    return u


def to_uint(i):
    if i < 0:
        raise Failure("SafeCastOverflowedIntToUint")
    return i


def to_uint_width(u, bits):
    if u >> bits:
        raise Failure("SafeCastOverflowedUintDowncast")
    return u


def to_int_width(i, bits):
    if not -(2 ** (bits - 1)) <= i < 2 ** (bits - 1):
        raise Failure("SafeCastOverflowedIntDowncast")
    return i


def raw_int(u):
    """An unsigned integer's bits as a signed one."""
    return wrap_int(u)


def raw_uint_width(u, bits):
    """The low bits of an unsigned integer."""
    return u & (2**bits - 1)


# Wads (AR-8). The product is checked before the division.


def umul(x, y):
    return uint(x * y) // W


def udiv(x, y):
    return floor_div(uint(x * W), y)


def smul(x, y):
    return tz(sint(x * y), W)


def sdiv(x, y):
    return tz(sint(x * W), y)


# Rounded and precise variants (AR-9, AR-10).


def round_half_away_unsigned(t):
    return uint(t + 10) // 10 if t % 10 >= 5 else t // 10


def round_half_away_signed(t):
    last = remainder(t, 10)
    if last >= 5:
        t = sint(t + 10)
    elif last <= -5:
        t = sint(t - 10)
    return tz(t, 10)


def umul_round(x, y, unit=W):
    return round_half_away_unsigned(uint(x * y) // (unit // 10))


def smul_round(x, y, unit=W):
    return round_half_away_signed(tz(sint(x * y), unit // 10))


def udiv_round(x, y, unit=W):
    return round_half_away_unsigned(floor_div(uint(x * (unit * 10)), y))


def sdiv_round(x, y, unit=W):
    return round_half_away_signed(tz(sint(x * (unit * 10)), y))


def umul_precise(x, y):
    return uint(x * y) // PRECISE


def smul_precise(x, y):
    return tz(sint(x * y), PRECISE)


def udiv_precise(x, y):
    return floor_div(uint(x * PRECISE), y)


def sdiv_precise(x, y):
    return tz(sint(x * PRECISE), y)


def udecimal_to_precise(x):
    return uint(x * 10**9)


def sdecimal_to_precise(x):
    return sint(x * 10**9)


def uprecise_to_decimal(i):
    return round_half_away_unsigned(i // 10**8)


def sprecise_to_decimal(i):
    return round_half_away_signed(tz(i, 10**8))


# Token decimals (AR-11).


def ceil_div(a, b):
    return a // b + (1 if a % b else 0)


def convert_decimals(amount, source, target, round_up=False):
    if target >= source:
        return uint(amount * uint(10 ** (target - source)))
    power = uint(10 ** (source - target))
    return ceil_div(amount, power) if round_up else amount // power


def to18(amount, decimals):
    return convert_decimals(amount, decimals, 18)


def to18_round_up(amount, decimals):
    return convert_decimals(amount, decimals, 18, round_up=True)


def from18(amount, decimals):
    return convert_decimals(amount, 18, decimals)
