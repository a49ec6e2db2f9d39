#!/usr/bin/env python3
"""Makes vectors/keys: python3 tools/vectors/keys.py

Needs a package from PyPI: eth-account==0.14.0 (which brings eth-keyfile and pycryptodome). The seed is fixed, so
that a run reproduces the files byte for byte: salts, counter blocks and identifiers come from it. Nothing here is
shared with the code under test: files are eth-account's, scrypt and AES pycryptodome's, salts Python's hmac.
"""

import hashlib
import hmac
import json
import random
import uuid
from pathlib import Path

from eth_account import Account
from eth_keyfile import keyfile

OUT = Path(__file__).resolve().parents[2] / "vectors" / "keys"
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
rng = random.Random(14)
keyfile.Random.get_random_bytes = rng.randbytes
keyfile.uuid4 = lambda: uuid.UUID(bytes=rng.randbytes(16), version=4)

PUBLISHED_KEY = "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d"
PUBLISHED = [
    ("the definition's example of PBKDF2", {
        "cipher": "aes-128-ctr", "cipherparams": {"iv": "6087dab2f9fdbbfaddc31a909735c1e6"},
        "ciphertext": "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
        "kdf": "pbkdf2", "kdfparams": {
            "c": 262144, "dklen": 32, "prf": "hmac-sha256",
            "salt": "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd"},
        "mac": "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"}),
    ("the definition's example of scrypt, whose salt and code are not of one pass phrase", {
        "cipher": "aes-128-ctr", "cipherparams": {"iv": "740770fce12ce862af21264dab25f1da"},
        "ciphertext": "dd8a1132cf57db67c038c6763afe2cbe6ea1949a86abc5843f8ca656ebbb1ea2",
        "kdf": "scrypt", "kdfparams": {
            "dklen": 32, "n": 262144, "p": 1, "r": 8,
            "salt": "25710c2ccd7c610b24d068af83b959b7a0e5f40641f0c82daeb1345766191034"},
        "mac": "337aeb86505d2d0bb620effe57f18381377d67d76dac1090626aa5cd20886a7c"}),
    ("the definition's earlier example of scrypt, beyond RFC 7914", {
        "cipher": "aes-128-ctr", "cipherparams": {"iv": "83dbcc02d8ccb40e466191a123791e0e"},
        "ciphertext": "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
        "kdf": "scrypt", "kdfparams": {
            "dklen": 32, "n": 262144, "r": 1, "p": 8,
            "salt": "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19"},
        "mac": "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"}),
]


def write(name, lines):
    OUT.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
    (OUT / name).write_text(text, encoding="utf-8")


def address_of(key):
    return Account.from_key(key).address


def read(note, text, passphrase, key):
    text = text if isinstance(text, str) else json.dumps(text)
    return {"note": note, "file": text, "passphrase": passphrase,
            "expected": {"privateKey": "0x" + key.hex(), "address": address_of(key)}}


def refused(note, text, name, passphrase="testpassword"):
    text = text if isinstance(text, str) else json.dumps(text)
    return {"note": note, "file": text, "passphrase": passphrase, "expected": {"refused": name}}


def sealed(key, passphrase, kdf="scrypt", cost=1024):
    """A file of eth-account; without a cost, of its default one."""
    return Account.encrypt(key, passphrase, kdf=kdf, iterations=cost)


def sealed_raw(secret, passphrase, r=8, p=1, n=1024, salt=None, iv=None):
    """A file for any bytes and parameters, of eth-keyfile's steps."""
    salt, iv = salt or rng.randbytes(32), rng.randbytes(16) if iv is None else iv
    derived = keyfile._scrypt_hash(passphrase.encode(), salt, n, r, p, 32)
    ciphertext = keyfile.encrypt_aes_ctr(secret, derived[:16], int.from_bytes(iv, "big"))
    return {
        "crypto": {
            "cipher": "aes-128-ctr", "cipherparams": {"iv": iv.hex()}, "ciphertext": ciphertext.hex(),
            "kdf": "scrypt", "kdfparams": {"dklen": 32, "n": n, "r": r, "p": p, "salt": salt.hex()},
            "mac": keyfile.keccak(derived[16:] + ciphertext).hex()},
        "id": str(keyfile.uuid4()), "version": 3}


def published_file(crypto):
    return {"crypto": crypto, "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6", "version": 3}


def changed(file, path, value=None, drop=False):
    """A copy with one member changed, or dropped."""
    copy = json.loads(json.dumps(file))
    *folders, name = path.split(".")
    inner = copy
    for folder in folders:
        inner = inner[folder]
    if drop:
        del inner[name]
    else:
        inner[name] = value
    return copy


def accepted_lines():
    note, crypto = PUBLISHED[0]
    yield read(note, published_file(crypto), "testpassword", bytes.fromhex(PUBLISHED_KEY))
    one, last = (1).to_bytes(32, "big"), (N - 1).to_bytes(32, "big")
    for note, key, passphrase, kdf, cost in (
        ("of eth-account: scrypt", rng.randbytes(32), "correct horse", "scrypt", 1024),
        ("of eth-account: its default cost", rng.randbytes(32), "correct horse", "scrypt", None),
        ("of eth-account: the least key", one, "1", "scrypt", 2),
        ("of eth-account: the largest key", last, "a" * 1024, "scrypt", 4096),
        ("of eth-account: a pass phrase beyond ASCII", rng.randbytes(32), "Zürich ☃ 𝄞 ", "scrypt", 1024),
        ("of eth-account: PBKDF2", rng.randbytes(32), "correct horse", "pbkdf2", 1000),
        ("of eth-account: PBKDF2 of one iteration", rng.randbytes(32), "x", "pbkdf2", 1),
    ):
        yield read(note, sealed(key, passphrase, kdf, cost), passphrase, key)
    key = rng.randbytes(32)
    for note, options in (
        ("r and p that are not usual", {"r": 3, "p": 5, "n": 64}),
        ("r of 1 below its bound", {"r": 1, "p": 2, "n": 1 << 15}),
        ("r and p at their bounds", {"r": 32, "p": 16, "n": 2}),
        ("a salt of 8 bytes", {"salt": rng.randbytes(8)}),
        ("a salt of 64 bytes", {"salt": rng.randbytes(64)}),
        ("a counter that runs over", {"iv": b"\xff" * 16}),
        ("a counter that carries far", {"iv": b"\x00" * 8 + b"\xff" * 8}),
    ):
        yield read(note, sealed_raw(key, "testpassword", **options), "testpassword", key)
    file = sealed_raw(key, "testpassword")
    address = address_of(key)
    yield read("an address with 0x and its checksum", {**file, "address": address}, "testpassword", key)
    yield read("an address in upper case", {**file, "address": address[2:].upper()}, "testpassword", key)
    yield read("an address whose case is no checksum", {**file, "address": address.swapcase().replace("X", "x")},
               "testpassword", key)
    yield read("digits in upper case", changed(changed(
        file, "crypto.mac", file["crypto"]["mac"].upper()), "crypto.ciphertext", file["crypto"]["ciphertext"].upper()),
        "testpassword", key)
    yield read("members of other wallets, PBKDF2's beside scrypt's", changed(
        {**file, "x-wallet": {"version": 1}, "name": None}, "crypto.kdfparams.c", 0), "testpassword", key)
    text = json.dumps(file, indent=4)
    yield read("white space up to the largest file", " " * (65536 - len(text)) + text, "testpassword", key)


def refused_lines():
    key = rng.randbytes(32)
    file = {**sealed_raw(key, "testpassword"), "address": address_of(key)[2:].lower()}
    derived_by_hash = sealed(key, "testpassword", "pbkdf2", 1000)

    def bent(note, path, value, name, of=file):
        return refused(note, changed(of, path, value), name)

    yield refused("one byte too long", json.dumps(file).ljust(65537), "Key_FileTooLarge")
    yield refused("nothing", "", "Key_Malformed")
    yield refused("a bare key", "0x" + key.hex(), "Key_Malformed")
    yield refused("ends too early", json.dumps(file)[:-1], "Key_Malformed")
    yield refused("two texts", json.dumps(file) * 2, "Key_Malformed")
    yield refused("a member twice", json.dumps(file)[:-1] + ', "version": 3}', "Key_Malformed")
    yield refused("33 arrays in one another", '{"x": ' + "[" * 33 + "]" * 33 + "}", "Key_Malformed")
    yield refused("a bare key as a text", json.dumps(key.hex()), "Key_WrongForm")
    yield refused("an array", json.dumps([file]), "Key_WrongForm")
    yield refused("null", "null", "Key_WrongForm")
    for path in ("version", "id", "crypto", "crypto.cipher", "crypto.cipherparams", "crypto.cipherparams.iv",
                 "crypto.ciphertext", "crypto.kdf", "crypto.kdfparams", "crypto.kdfparams.dklen", "crypto.kdfparams.n",
                 "crypto.kdfparams.r", "crypto.kdfparams.p", "crypto.kdfparams.salt", "crypto.mac"):
        yield refused(f"without {path}", changed(file, path, drop=True), "Key_MissingMember")
        yield bent(f"{path} is null", path, None, "Key_WrongForm")
    for path in ("crypto.kdfparams.prf", "crypto.kdfparams.c"):
        yield refused(f"without {path}", changed(derived_by_hash, path, drop=True), "Key_MissingMember")
        yield bent(f"{path} is null", path, None, "Key_WrongForm", derived_by_hash)
    yield bent("address is null", "address", None, "Key_WrongForm")
    yield refused("Crypto in another case", json.dumps(file).replace('"crypto"', '"Crypto"'), "Key_MissingMember")
    yield bent("version as a text", "version", "3", "Key_WrongForm")
    yield bent("version with a fraction", "version", 3.0, "Key_WrongForm")
    for version in (1, 4, -3, 0, 2**64):
        yield bent("another version", "version", version, "Key_UnknownVersion")
    for note, text in (
        ("no text", ""), ("without hyphens", "3198bc9c66725ab3d9954942343ae5b6"),
        ("other groups", "3198bc9-c6672-5ab3-d995-4942343ae5b6"), ("no digit", "3198bc9c-6672-5ab3-d995-4942343ae5bg"),
        ("in braces", "{3198bc9c-6672-5ab3-d995-4942343ae5b6}"), ("a group more", "3198bc9c-6672-5ab3-d995-4942343ae5b6-"),
    ):
        yield bent(f"id: {note}", "id", text, "Key_WrongForm")
    for note, text in (("39 digits", "0" * 39), ("41 digits", "0" * 41), ("no digit", "g" + "0" * 39), ("empty", "")):
        yield bent(f"address: {note}", "address", text, "Key_WrongForm")
    for cipher in ("aes-128-cbc", "AES-128-CTR", "", key.hex()):
        yield bent("another cipher", "crypto.cipher", cipher, "Key_UnknownCipher")
    for path, count in (("crypto.cipherparams.iv", 16), ("crypto.ciphertext", 32), ("crypto.mac", 32)):
        for other in (0, count - 1, count + 1):
            yield bent(f"{path} of {other} bytes", path, "0" * (2 * other), "Key_LengthOutOfRange")
        yield bent(f"{path} with half a byte", path, "0" * (2 * count - 1), "Key_WrongForm")
        yield bent(f"{path} with 0x", path, "0x" + "0" * (2 * count - 2), "Key_WrongForm")
    for kdf in ("argon2id", "Scrypt", ""):
        yield bent("another derivation", "crypto.kdf", kdf, "Key_UnknownDerivation")
    for length in (16, 31, 33, 64, -32, 2**70):
        yield bent(f"dklen of {length}", "crypto.kdfparams.dklen", length, "Key_LengthOutOfRange")
    for prf in ("hmac-sha512", "hmac-sha1", ""):
        yield bent("another function", "crypto.kdfparams.prf", prf, "Key_UnknownPseudorandomFunction", derived_by_hash)
    for name, values in (
        ("n", (0, 1, 3, 1023, 2**20 + 1, 2**21, -2, 2**64)), ("r", (0, 33, -8, 2**63)), ("p", (0, 17, -1, 2**32))):
        for value in values:
            yield bent(f"{name} of {value}", f"crypto.kdfparams.{name}", value, "Key_CostOutOfRange")
    for value in (0, -1, 10_000_001, 2**31, 2**65):
        yield bent(f"c of {value}", "crypto.kdfparams.c", value, "Key_CostOutOfRange", derived_by_hash)
    for name in ("n", "r", "p"):
        yield bent(f"{name} as a text", f"crypto.kdfparams.{name}", "8", "Key_WrongForm")
        yield bent(f"{name} with a fraction", f"crypto.kdfparams.{name}", 8.5, "Key_WrongForm")
    for note, n, r, p in (
        ("r of 1 from its bound", 1 << 16, 1, 1), ("memory beyond 2^28", 1 << 18, 9, 1), ("and far beyond", 1 << 20, 32, 1),
        ("time beyond 2^24", 1 << 18, 8, 9), ("at all bounds but that of time", 1 << 16, 32, 16),
    ):
        crypto = {**file["crypto"], "kdfparams": {**file["crypto"]["kdfparams"], "n": n, "r": r, "p": p}}
        yield refused(note, {**file, "crypto": crypto}, "Key_CostOutOfRange")
    for (note, crypto), name in zip(PUBLISHED[1:], ("Key_WrongPassphrase", "Key_CostOutOfRange")):
        yield refused(note, published_file(crypto), name)
    for count in (0, 7, 65):
        yield bent(f"salt of {count} bytes", "crypto.kdfparams.salt", "0" * (2 * count), "Key_LengthOutOfRange")
    yield from order_lines(file)
    yield from opening_lines(file, key)


def order_lines(file):
    """Two faults each: the first in order names the refusal."""
    params = "crypto.kdfparams"
    for note, faults, name in (
        ("version before id", [("version", 1), ("id", "")], "Key_UnknownVersion"),
        ("id before address", [("address", 1), ("id", "")], "Key_WrongForm"),
        ("address before cipher", [("crypto.cipher", "x"), ("address", "")], "Key_WrongForm"),
        ("cipher before iv", [("crypto.cipherparams.iv", ""), ("crypto.cipher", "x")], "Key_UnknownCipher"),
        ("iv before ciphertext", [("crypto.ciphertext", 1), ("crypto.cipherparams.iv", "")], "Key_LengthOutOfRange"),
        ("ciphertext before kdf", [("crypto.kdf", "x"), ("crypto.ciphertext", "")], "Key_LengthOutOfRange"),
        ("kdf before dklen", [(f"{params}.dklen", 1), ("crypto.kdf", "x")], "Key_UnknownDerivation"),
        ("dklen before n", [(f"{params}.n", 1), (f"{params}.dklen", 1)], "Key_LengthOutOfRange"),
        ("n before r", [(f"{params}.r", "x"), (f"{params}.n", 1)], "Key_CostOutOfRange"),
        ("r before p", [(f"{params}.p", "x"), (f"{params}.r", 0)], "Key_CostOutOfRange"),
        ("the form of p before products", [(f"{params}.p", "x"), (f"{params}.n", 1 << 20)], "Key_WrongForm"),
        ("products before the salt", [(f"{params}.salt", 1), (f"{params}.n", 1 << 20)], "Key_CostOutOfRange"),
        ("salt before mac", [("crypto.mac", 1), (f"{params}.salt", "")], "Key_LengthOutOfRange"),
    ):
        copy = file
        for path, value in faults:
            copy = changed(copy, path, value)
        yield refused(f"two faults: {note}", copy, name)


def flipped(digits):
    return ("1" if digits[0] == "0" else "0") + digits[1:]


def opening_lines(file, key):
    for note, passphrase in (
        ("another", "testpassworD"), ("a space more", "testpassword "), ("shorter", "testpasswor"), ("long", "t" * 1024),
    ):
        yield refused(f"pass phrase: {note}", file, "Key_WrongPassphrase", passphrase)
    for path in ("crypto.ciphertext", "crypto.mac", "crypto.kdfparams.salt"):
        value = file
        for name in path.split("."):
            value = value[name]
        yield refused(f"damaged: {path}", changed(file, path, flipped(value)), "Key_WrongPassphrase")
    yield refused("damaged: p", changed(file, "crypto.kdfparams.p", 2), "Key_WrongPassphrase")
    # The code covers neither, so that another key comes out, which the address shows.
    yield refused("damaged: iv", changed(file, "crypto.cipherparams.iv", flipped(file["crypto"]["cipherparams"]["iv"])),
                  "Key_AddressMismatch")
    yield refused("the address of another key", changed(file, "address", "0" * 39 + "1"), "Key_AddressMismatch")
    for note, number in (("zero", 0), ("the order", N), ("the most", 2**256 - 1)):
        yield refused(f"no key: {note}", sealed_raw(number.to_bytes(32, "big"), "testpassword"), "Key_OutOfRange")
    yield refused("no key, and an address", {
        **sealed_raw(bytes(32), "testpassword"), "address": file["address"]}, "Key_OutOfRange")
    yield refused("another pass phrase and another address", changed(file, "address", "0" * 40), "Key_WrongPassphrase",
                  "testpassworD")


def salt_lines():
    def line(note, secret, engine, checkpoint, index):
        extracted = hmac.new(engine, secret, hashlib.sha256).digest()
        info = b"ballast leaf salt" + checkpoint.to_bytes(8, "big") + index.to_bytes(4, "big")
        salt = hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()
        return {"note": note, "secret": "0x" + secret.hex(), "engine": "0x" + engine.hex(),
                "checkpoint": str(checkpoint), "index": index, "expected": {"salt": "0x" + salt.hex()}}

    secret, engine = bytes(range(32)), bytes(range(32, 64))
    yield line("the worked example", secret, engine, 7, 3)
    yield line("nothing but zeros", bytes(32), bytes(32), 0, 0)
    yield line("the largest numbers", secret, engine, 2**64 - 1, 2**32 - 1)
    yield line("secret and engine the other way round", engine, secret, 7, 3)
    yield line("checkpoint and index the other way round", secret, engine, 3, 7)
    for index in range(20):
        yield line("a book", secret, engine, 8, index)
    for _ in range(40):
        yield line("random", rng.randbytes(32), rng.randbytes(32), rng.getrandbits(64), rng.getrandbits(32))


if __name__ == "__main__":
    write("files.jsonl", [*accepted_lines(), *refused_lines()])
    write("salts.jsonl", list(salt_lines()))
