"""Logarithm, exponential, root, power and the normal distribution (AR-12 to AR-18)."""

from math import isqrt

from .arithmetic import Failure, W, sint, smul, trunc, tz, udiv, uint

LN_P = (
    3273285459638523848632254066296,
    24828157081833163892658089445524,
    43456485725739037958740375743393,
    -11111509109440967052023855526967,
    -45023709667254063763336534515857,
    -14706773417378608786704636184526,
    -795164235651350426258249787498,
)
LN_Q = (
    5573035233440673466300451813936,
    71694874799317883764090561454958,
    283447036172924575727196451306956,
    401686690394027663651624208769553,
    204048457590392012362485061816622,
    31853899698501571402653359427138,
    909429971244387300277376558375,
)
LN_S = 1677202110996718588342820967067443963516166
LN_L2 = 16597577552685614221487285958193947469193820559219878177908093499208371
LN_LC = 600920179829731861736702779321621459595472258049074101567377883020018308


def ln(x):
    """AR-12: signed wad to signed wad."""
    if x < 0:
        raise Failure("LnNegativeUndefined")
    if x == 0:
        raise Failure("Overflow")
    k = x.bit_length() - 1 - 96
    m = ((x << (159 - k)) & (2**256 - 1)) >> 159
    p = m + LN_P[0]
    for i in range(1, 6):
        p = ((p * m) >> 96) + LN_P[i]
    p = p * m + (LN_P[6] << 96)
    q = m + LN_Q[0]
    for i in range(1, 7):
        q = ((q * m) >> 96) + LN_Q[i]
    r = trunc(p, q)
    return (r * LN_S + k * LN_L2 + LN_LC) >> 174


EXP_LN2 = 54916777467707473351141471128
EXP_P = (
    2772001395605857295435445496992,
    44335888930127919016834873520032,
    398888492587501845352592340339721,
    1993839819670624470859228494792842,
    4385272521454847904632057985693276,
)
EXP_Z = (750530180792738023273180420736, 32788456221302202726307501949080)
EXP_W = (-2218138959503481824038194425854, 892943633302991980437332862907700)
EXP_Q = (-78174809823045304726920794422040, 4203224763890128580604056984195872)
EXP_E = 3822833074963236453042738258902158003155416615667

EXP_ZERO_BELOW = -42139678854452767551  # at or below it exp is 0
EXP_OVERFLOW_FROM = 135305999368893231589


def exp(x):
    """AR-13: signed wad to unsigned wad. exp(0) is 1 wei below one."""
    if x <= EXP_ZERO_BELOW:
        return 0
    if x >= EXP_OVERFLOW_FROM:
        raise Failure("ExpOverflow")
    x = trunc(x << 78, 5**18)
    k = (trunc(x << 96, EXP_LN2) + 2**95) >> 96
    x = x - k * EXP_LN2
    p = x + EXP_P[0]
    for i in range(1, 4):
        p = ((p * x) >> 96) + EXP_P[i]
    p = p * x + (EXP_P[4] << 96)
    z = ((x + EXP_Z[0]) * x >> 96) + EXP_Z[1]
    w = ((x + EXP_W[0]) * z >> 96) + EXP_W[1]
    q = ((z + w + EXP_Q[0]) * w >> 96) + EXP_Q[1]
    r = trunc(p, q)
    return (r * EXP_E) >> (195 - k)


def ln_precise(x):
    return sint(ln(tz(x, 10**9)) * 10**9)


def exp_precise(x):
    return uint(exp(tz(x, 10**9)) * 10**9)


def sqrt_wad(x):
    """AR-15: unsigned wad to unsigned wad."""
    return isqrt(uint(x * W))


def dec_pow(a, b):
    """AR-16: signed wads to unsigned wad."""
    return exp(smul(ln(a), b))


def std_normal(x):
    """AR-17."""
    y = smul(x >> 1, x)
    return udiv(exp(sint(-y)), 2506628274631000502)


CDF_N = (
    4062099735652764000328,
    4080670594171652639712,
    2067498006223917203771,
    625581961353917287603,
    117578849504046139487,
    12919787143353136591,
    650478250178244362,
)
CDF_M = (
    8124199471305528000657,
    14643514515380871948050,
    11756730424506726822413,
    5470644798650576484341,
    1600821957476871612085,
    296331772558254578451,
    32386342837845824709,
    1630477228166597028,
)


def cdf(x):
    """AR-18: signed wad to unsigned wad, total."""
    z = abs(x)
    c = 0
    if z <= 37 * W:
        e = exp(-((z // 2) * z // W))
        z = (z << 46) // 5**18
        e = (e << 46) // 5**18
        if z < 130438178253327725388:
            n = CDF_N[6]
            for i in range(5, -1, -1):
                n = ((n * z) >> 64) + CDF_N[i]
            d = CDF_M[7]
            for i in range(6, -1, -1):
                d = ((d * z) >> 64) + CDF_M[i]
            c = n * e // d
        else:
            f = 11990383647911208550
            for j in (4, 3, 2, 1):
                f = (j << 128) // (z + f)
            f = f + z
            f = (f * 46239130270042206915) >> 64
            c = (e << 64) // f
        c = (c * 5**18) >> 46
    return c if x <= 0 else W - c
