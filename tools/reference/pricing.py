"""Annualised time, Black-76, SVI volatilities and option identifiers (02, PR-1 to PR-14)."""

from .arithmetic import (
    W, YEAR, Failure, raw_int, sint, smul, to_int, to_uint, trunc, udiv, uint, umul,
)
from .elementary import cdf, ln, sqrt_wad


def annualise(seconds):
    """PR-1: unsigned seconds to a wad of years."""
    return uint(seconds * W) // YEAR


def black76(seconds, discount, vol, forward, strike):
    """PR-4: (call, put, call delta). Total on UInt64, UInt64, UInt128, UInt128, UInt128."""
    total_vol = umul(vol, sqrt_wad(annualise(seconds)))
    forward_discounted = umul(forward, discount)
    if strike == 0:
        return forward_discounted, 0, discount
    strike_discounted = umul(strike, discount)
    if forward == 0:
        return 0, strike_discounted, 0
    moneyness = udiv(strike, forward)
    call, delta = standard_call(total_vol, moneyness)
    put = standard_put(call, moneyness)
    return (
        min(umul(call, forward_discounted), forward_discounted),
        min(umul(put, forward_discounted), strike_discounted),
        umul(delta, discount),
    )


def standard_call(total_vol, moneyness):
    """PR-5: (call, delta) on a forward of one."""
    if total_vol >= 24 * W:
        return W, W
    t = max(total_vol, 1)
    m = max(moneyness, 1)
    k = ln(m)
    h = umul(t // 2, t)
    d1 = trunc((h - k) * W, t)
    d2 = d1 - t
    n1 = cdf(d1)
    q = umul(m, cdf(d2))
    return max(n1 - q, 0), n1


def standard_put(call, moneyness):
    """PR-6."""
    return max(call + moneyness - W, 0)


def svi_vol(strike, a, b, rho, m, sigma, forward, tau):
    """PR-10: the volatility a year at a strike."""
    if strike == 0:
        return 0
    if forward == 0:
        raise Failure("SVI_NoForwardPrice")
    v = sint(a + raw_int(umul(b, sigma)))
    if v < 0:
        raise Failure('Error("SVI: value must be positive")')
    bound = smul(to_int(sqrt_wad(to_uint(v))), 4 * W)
    y = udiv(strike, forward)
    k = -bound if y == 0 else max(-bound, min(bound, ln(to_int(y))))
    d = sint(k - m)
    root = to_int(sqrt_wad(to_uint(sint(smul(d, d) + to_int(umul(sigma, sigma))))))
    w = sint(a + smul(raw_int(b), sint(root + smul(rho, d))))
    if w < 0:
        raise Failure("SVI_InvalidParameters")
    w = min(w, 144 * W)
    return sqrt_wad(udiv(w, tau))


def option_id_encode(expiry, strike, is_call):
    """PR-13."""
    if expiry > 2**32 - 1:
        raise Failure("OE_ExpiryTooLarge")
    if expiry == 0:
        raise Failure("OE_ZeroExpiry")
    if strike % 10**10 != 0:
        raise Failure("OE_StrikeTooGranular")
    if strike // 10**10 > 2**63 - 1:
        raise Failure("OE_StrikeTooLarge")
    return expiry + ((strike // 10**10) << 32) + (2**95 if is_call else 0)


def option_id_decode(identifier):
    """PR-14, of a UInt96: (expiry, strike, is_call)."""
    return identifier % 2**32, (identifier >> 32) % 2**63 * 10**10, identifier >> 95 == 1
