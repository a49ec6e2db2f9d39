"""The arithmetic of the specification in Python's unbounded integers, for making and checking vectors.

Written from the text of specs/01-arithmetic.md alone and shares nothing with the Swift code. A function
either returns a value or raises Revert with the protocol's own error name.
"""

WAD = 10**18
PRECISE = 10**27
UINT_MAX = 2**256 - 1
INT_MIN, INT_MAX = -(2**255), 2**255 - 1


class Revert(Exception):
    """A refusal; the first argument is its name."""


def unsigned(value):
    if not 0 <= value <= UINT_MAX:
        raise Revert("Panic(0x11)")
    return value


def signed(value):
    if not INT_MIN <= value <= INT_MAX:
        raise Revert("Panic(0x11)")
    return value


def wrap_unsigned(value):
    return value % 2**256


def wrap_signed(value):
    return (value + 2**255) % 2**256 - 2**255


def toward_zero(a, b):
    """The quotient truncated toward zero."""
    if b == 0:
        raise Revert("Panic(0x12)")
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


def remainder(a, b):
    """The remainder with the sign of the dividend."""
    return a - toward_zero(a, b) * b


# Wad operations: `check` is `unsigned` or `signed`, applied to every intermediate value.


def multiply_decimal(check, a, b, unit=WAD):
    return check(toward_zero(check(a * b), unit))


def divide_decimal(check, a, b, unit=WAD):
    return check(toward_zero(check(a * unit), b))


def drop_digit(check, t):
    """Half away from zero, decided on the last decimal digit alone."""
    digit = remainder(t, 10)
    if digit >= 5:
        t = check(t + 10)
    elif digit <= -5:
        t = check(t - 10)
    return toward_zero(t, 10)


def multiply_round(check, a, b, unit=WAD):
    return drop_digit(check, toward_zero(check(a * b), unit // 10))


def divide_round(check, a, b, unit=WAD):
    return drop_digit(check, check(toward_zero(check(a * (unit * 10)), b)))


def decimal_to_precise(check, a):
    return check(a * 10**9)


def precise_to_decimal(check, a):
    return drop_digit(check, toward_zero(a, 10**8))


def power_of_ten(exponent):
    return unsigned(10**exponent)


def convert_decimals(amount, source, target):
    if source <= target:
        return unsigned(amount * power_of_ten(target - source))
    return amount // power_of_ten(source - target)


def convert_decimals_round_up(amount, source, target):
    if source <= target:
        return unsigned(amount * power_of_ten(target - source))
    return -(-amount // power_of_ten(source - target))


def to_uint256(value):
    if value < 0:
        raise Revert("SafeCastOverflowedIntToUint")
    return value


def to_int256(value):
    if value > INT_MAX:
        raise Revert("SafeCastOverflowedUintToInt")
    return value


def narrow_unsigned(value, bits):
    if value >= 2**bits:
        raise Revert("SafeCastOverflowedUintDowncast")
    return value


def narrow_signed(value, bits):
    # A two's complement integer of no bits at all holds only zero.
    fits = value == 0 if bits == 0 else -(2 ** (bits - 1)) <= value < 2 ** (bits - 1)
    if not fits:
        raise Revert("SafeCastOverflowedIntDowncast")
    return value


def integer_root(value):
    """floor(sqrt(value)), one binary digit after the other."""
    root = 0
    for bit in range((value.bit_length() + 1) // 2, -1, -1):
        if (root + (1 << bit)) ** 2 <= value:
            root += 1 << bit
    return root


def root_wad(value):
    return integer_root(unsigned(value * WAD))


LN_P = [
    3273285459638523848632254066296, 24828157081833163892658089445524,
    43456485725739037958740375743393, -11111509109440967052023855526967,
    -45023709667254063763336534515857, -14706773417378608786704636184526,
    -795164235651350426258249787498,
]
LN_Q = [
    5573035233440673466300451813936, 71694874799317883764090561454958,
    283447036172924575727196451306956, 401686690394027663651624208769553,
    204048457590392012362485061816622, 31853899698501571402653359427138,
    909429971244387300277376558375,
]
LN_SCALE = 1677202110996718588342820967067443963516166
LN_TWO = 16597577552685614221487285958193947469193820559219878177908093499208371
LN_OFFSET = 600920179829731861736702779321621459595472258049074101567377883020018308


def ln(x):
    if x < 0:
        raise Revert("LnNegativeUndefined")
    if x == 0:
        raise Revert("Overflow")
    k = x.bit_length() - 1 - 96
    m = wrap_unsigned(x << (159 - k)) >> 159
    p = m + LN_P[0]
    for coefficient in LN_P[1:6]:
        p = (p * m >> 96) + coefficient
    p = p * m + (LN_P[6] << 96)
    q = m + LN_Q[0]
    for coefficient in LN_Q[1:]:
        q = (q * m >> 96) + coefficient
    r = toward_zero(p, q) * LN_SCALE + k * LN_TWO + LN_OFFSET
    assert INT_MIN <= r <= INT_MAX
    return r >> 174


EXP_UNDERFLOW, EXP_OVERFLOW = -42139678854452767551, 135305999368893231589
EXP_LN_TWO = 54916777467707473351141471128


def exp(x):
    if x <= EXP_UNDERFLOW:
        return 0
    if x >= EXP_OVERFLOW:
        raise Revert("ExpOverflow")
    x = toward_zero(x << 78, 5**18)
    k = (toward_zero(x << 96, EXP_LN_TWO) + 2**95) >> 96
    x -= k * EXP_LN_TWO
    p = x + 2772001395605857295435445496992
    p = (p * x >> 96) + 44335888930127919016834873520032
    p = (p * x >> 96) + 398888492587501845352592340339721
    p = (p * x >> 96) + 1993839819670624470859228494792842
    p = p * x + (4385272521454847904632057985693276 << 96)
    z = x + 750530180792738023273180420736
    z = (z * x >> 96) + 32788456221302202726307501949080
    w = x - 2218138959503481824038194425854
    w = (w * z >> 96) + 892943633302991980437332862907700
    q = z + w - 78174809823045304726920794422040
    q = (q * w >> 96) + 4203224763890128580604056984195872
    r = toward_zero(p, q) * 3822833074963236453042738258902158003155416615667
    assert 0 < r <= UINT_MAX
    return r >> (195 - k)


CDF_N = [
    4062099735652764000328, 4080670594171652639712, 2067498006223917203771, 625581961353917287603,
    117578849504046139487, 12919787143353136591, 650478250178244362,
]
CDF_M = [
    8124199471305528000657, 14643514515380871948050, 11756730424506726822413, 5470644798650576484341,
    1600821957476871612085, 296331772558254578451, 32386342837845824709, 1630477228166597028,
]


def cdf(x):
    z = abs(x)
    c = 0
    if z <= 37 * WAD:
        e = exp(-((z // 2) * z // WAD))
        z = z * 2**46 // 5**18
        e = e * 2**46 // 5**18
        if z < 130438178253327725388:
            n = CDF_N[6]
            for coefficient in reversed(CDF_N[:6]):
                n = (n * z >> 64) + coefficient
            m = CDF_M[7]
            for coefficient in reversed(CDF_M[:7]):
                m = (m * z >> 64) + coefficient
            c = n * e // m
        else:
            f = 11990383647911208550
            for j in (4, 3, 2, 1):
                f = j * 2**128 // (z + f)
            f = (f + z) * 46239130270042206915 >> 64
            c = e * 2**64 // f
        c = c * 5**18 >> 46
    return c if x <= 0 else WAD - c


def std_normal(x):
    y = multiply_decimal(signed, x >> 1, x)
    return exp(-y) * WAD // 2506628274631000502


def dec_pow(base, exponent):
    return exp(multiply_decimal(signed, ln(base), exponent))


def ln_precise(x):
    return signed(ln(toward_zero(x, 10**9)) * 10**9)


def exp_precise(x):
    return unsigned(exp(toward_zero(x, 10**9)) * 10**9)


# Text: the canonical spellings. Refused text reverts with InvalidText.


def digits_of(text, alphabet):
    if text == "" or any(letter not in alphabet for letter in text):
        raise Revert("InvalidText")
    return text


def parse_decimal_unsigned(text):
    digits_of(text, "0123456789")
    if (len(text) > 1 and text[0] == "0") or int(text) > UINT_MAX:
        raise Revert("InvalidText")
    return int(text)


def parse_decimal_signed(text):
    negative = text.startswith("-")
    digits = text[1:] if negative else text
    digits_of(digits, "0123456789")
    value = -int(digits) if negative else int(digits)
    canonical = str(value) == text
    if not canonical or not INT_MIN <= value <= INT_MAX:
        raise Revert("InvalidText")
    return value


def parse_hex_unsigned(text):
    if not text.startswith("0x") or not 3 <= len(text) <= 66:
        raise Revert("InvalidText")
    return int(digits_of(text[2:], "0123456789abcdefABCDEF"), 16)


def parse_hex_signed(text):
    return wrap_signed(parse_hex_unsigned(text))


def to_hex(value):
    return "0x%x" % wrap_unsigned(value)
