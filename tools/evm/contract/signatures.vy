# pragma version ==0.4.3
# @title Typed data and signatures (EH-11, EH-20 to EH-27).

import types

# n, the order of secp256k1, and its half, rounded down.
ORDER: constant(uint256) = 115792089237316195423570985008687907852837564279074904382605163141518161494337
HALF_ORDER: constant(uint256) = 57896044618658097711785492504343953926418782139537452191302581570759080747168


@internal
@pure
def typed(separator: bytes32, structHash: bytes32) -> bytes32:
    """EH-11: what is signed."""
    return keccak256(concat(b"\x19\x01", separator, structHash))


@internal
@pure
def signer(digest: bytes32, signature: Bytes[types.MAX_SIGNATURE]) -> address:
    """EH-27: who signed, never the zero address."""
    assert len(signature) == 65, "ECDSAInvalidSignatureLength"
    r: uint256 = extract32(signature, 0, output_type=uint256)
    s: uint256 = extract32(signature, 32, output_type=uint256)
    v: uint256 = convert(slice(signature, 64, 1), uint256)
    assert s <= HALF_ORDER, "ECDSAInvalidSignatureS"
    assert v == 27 or v == 28, "SignatureInvalidV"
    assert r >= 1 and r < ORDER, "SignatureInvalidR"
    assert s >= 1, "SignatureZeroS"
    recovered: address = ecrecover(digest, v, r, s)
    # EH-25: the precompile answers with nothing where no key gives this signature.
    assert recovered != empty(address), "ECDSAInvalidSignature"
    return recovered
