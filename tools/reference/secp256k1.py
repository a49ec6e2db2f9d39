"""Signatures over secp256k1 in plain integers (EH-5, EH-17, EH-19 to EH-25, EH-27). Slow, and not for secrets."""

import hmac
from functools import lru_cache
from hashlib import sha256

from .commitment import refuse_if
from .keccak import keccak256

P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
G = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
     0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)
INFINITY = (0, 1, 0)


# Points in Jacobian coordinates: (X, Y, Z) is x = X / Z^2, y = Y / Z^3.


def double(point):
    x, y, z = point
    if z == 0:
        return INFINITY
    square = y * y % P
    s = 4 * x * square % P
    m = 3 * x * x % P
    x3 = (m * m - 2 * s) % P
    return x3, (m * (s - x3) - 8 * square * square) % P, 2 * y * z % P


def add(a, b):
    if a[2] == 0:
        return b
    if b[2] == 0:
        return a
    za, zb = a[2] * a[2] % P, b[2] * b[2] % P
    ua, ub = a[0] * zb % P, b[0] * za % P
    sa, sb = a[1] * zb * b[2] % P, b[1] * za * a[2] % P
    if ua == ub:
        return double(a) if sa == sb else INFINITY
    h, r = ub - ua, sb - sa
    h2 = h * h % P
    h3, v = h * h2 % P, ua * h2 % P
    x = (r * r - h3 - 2 * v) % P
    return x, (r * (v - x) - sa * h3) % P, h * a[2] * b[2] % P


def combine(*terms):
    """The sum of scalars times affine points."""
    total = INFINITY
    for bit in range(255, -1, -1):
        total = double(total)
        for scalar, point in terms:
            if scalar >> bit & 1:
                total = add(total, (*point, 1))
    return total


def affine(point):
    x, y, z = point
    if z == 0:
        return None
    inverse = pow(z, -1, P)
    return x * inverse * inverse % P, y * pow(inverse, 3, P) % P


# Keys and signatures


def address_of(public):
    """EH-5."""
    return keccak256(public[0].to_bytes(32, "big") + public[1].to_bytes(32, "big"))[12:]


@lru_cache(maxsize=None)
def address_of_key(key):
    return address_of(affine(combine((key, G))))


def nonces(key, digest):
    """RFC 6979, 3.2, with HMAC-SHA-256."""
    seed = key.to_bytes(32, "big") + (int.from_bytes(digest, "big") % N).to_bytes(32, "big")
    v, k = b"\1" * 32, b"\0" * 32
    for step in (b"\0", b"\1"):
        k = hmac.digest(k, v + step + seed, sha256)
        v = hmac.digest(k, v, sha256)
    while True:
        v = hmac.digest(k, v, sha256)
        nonce = int.from_bytes(v, "big")
        if 1 <= nonce < N:
            yield nonce
        k = hmac.digest(k, v + b"\0", sha256)
        v = hmac.digest(k, v, sha256)


@lru_cache(maxsize=None)
def sign(key, digest):
    """EH-19, in the form of EH-20."""
    for nonce in nonces(key, digest):
        x, y = affine(combine((nonce, G)))
        r = x % N
        s = pow(nonce, -1, N) * (int.from_bytes(digest, "big") + r * key) % N
        if r == 0 or s == 0:
            continue
        odd = y & 1
        if s > N // 2:
            s, odd = N - s, 1 - odd
        return r.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes([27 + odd])


@lru_cache(maxsize=None)
def signer(digest, signature):
    """The address of the recovered key (EH-27), after the checks of EH-21 to EH-25."""
    refuse_if(len(signature) != 65, "ECDSAInvalidSignatureLength")
    r, s, v = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:64], "big"), signature[64]
    refuse_if(s > N // 2, "ECDSAInvalidSignatureS")
    refuse_if(v not in (27, 28), "SignatureInvalidV")
    refuse_if(not 1 <= r < N, "SignatureInvalidR")
    refuse_if(s < 1, "SignatureZeroS")
    square = (pow(r, 3, P) + 7) % P
    y = pow(square, (P + 1) // 4, P)
    refuse_if(y * y % P != square, "ECDSAInvalidSignature")
    if y & 1 != v - 27:
        y = P - y
    inverse = pow(r, -1, N)
    public = affine(combine((-int.from_bytes(digest, "big") * inverse % N, G), (s * inverse % N, (r, y))))
    refuse_if(public is None, "ECDSAInvalidSignature")
    return address_of(public)
