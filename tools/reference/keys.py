"""Key files and salts of leaves (KY-2 to KY-5, KY-10), from the specification alone, with Python's own library."""

import hashlib
import hmac
import json
import re

from .aes import counter_mode
from .document import Members, not_json, plain, refuse_duplicate_members
from .document import Refused as NotOfForm
from .keccak import keccak256

FIELD = 2**256 - 2**32 - 977
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
GENERATOR = (
    0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
    0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8,
)
IDENTIFIER = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
ADDRESS = re.compile(r"(0x)?([0-9a-fA-F]{40})")
DIGITS = re.compile(r"([0-9a-fA-F]{2})*")
FILE_BYTES, LEVELS = 65536, 32


class Refused(Exception):
    """A refusal of KY-4, by its name."""

    def __init__(self, name):
        super().__init__(name)
        self.name = name


def refuse_if(condition, name):
    if condition:
        raise Refused(name)


# Reading (KY-2 to KY-4)


def parse(text):
    refuse_if(len(text.encode()) > FILE_BYTES, "Key_FileTooLarge")
    try:
        # "-0" is no number of JS-3; as a fraction it is of a wrong form everywhere.
        value = json.loads(text, object_pairs_hook=Members, parse_constant=not_json,
                           parse_int=lambda digits: -0.0 if digits == "-0" else int(digits))
        refuse_duplicate_members(value, "")
    except (ValueError, RecursionError, NotOfForm):
        raise Refused("Key_Malformed") from None
    refuse_if(levels(value) > LEVELS, "Key_Malformed")
    return plain(value)


def levels(value):
    if isinstance(value, Members):
        return 1 + max((levels(member) for _, member in value), default=0)
    return 1 + max(map(levels, value), default=0) if isinstance(value, list) else 0


def member(value, name, kind):
    refuse_if(not isinstance(value, dict), "Key_WrongForm")
    refuse_if(name not in value, "Key_MissingMember")
    found = value[name]
    refuse_if(not isinstance(found, kind) or isinstance(found, bool), "Key_WrongForm")
    return found


def digits(value, name, least, most):
    text = member(value, name, str)
    refuse_if(not DIGITS.fullmatch(text), "Key_WrongForm")
    refuse_if(not least <= len(text) // 2 <= most, "Key_LengthOutOfRange")
    return bytes.fromhex(text)


def cost(value, name, least, most):
    number = member(value, name, int)
    refuse_if(not least <= number <= most, "Key_CostOutOfRange")
    return number


def read(text):
    """The parts of a key file."""
    file = parse(text)
    refuse_if(member(file, "version", int) != 3, "Key_UnknownVersion")
    refuse_if(not IDENTIFIER.fullmatch(member(file, "id", str)), "Key_WrongForm")
    address = None
    if "address" in file:
        match = ADDRESS.fullmatch(member(file, "address", str))
        refuse_if(not match, "Key_WrongForm")
        address = bytes.fromhex(match[2])
    crypto = member(file, "crypto", object)
    refuse_if(member(crypto, "cipher", str) != "aes-128-ctr", "Key_UnknownCipher")
    counter = digits(member(crypto, "cipherparams", object), "iv", 16, 16)
    ciphertext = digits(crypto, "ciphertext", 32, 32)
    kdf = member(crypto, "kdf", str)
    refuse_if(kdf not in ("scrypt", "pbkdf2"), "Key_UnknownDerivation")
    params = member(crypto, "kdfparams", object)
    refuse_if(member(params, "dklen", int) != 32, "Key_LengthOutOfRange")
    if kdf == "scrypt":
        n = cost(params, "n", 2, 1 << 20)
        refuse_if(n & n - 1, "Key_CostOutOfRange")
        r, p = cost(params, "r", 1, 32), cost(params, "p", 1, 16)
        refuse_if(r == 1 and n >= 1 << 16, "Key_CostOutOfRange")
        refuse_if(128 * n * r > 1 << 28 or n * r * p > 1 << 24, "Key_CostOutOfRange")
        numbers = (n, r, p)
    else:
        refuse_if(member(params, "prf", str) != "hmac-sha256", "Key_UnknownPseudorandomFunction")
        numbers = (cost(params, "c", 1, 10_000_000),)
    salt = digits(params, "salt", 8, 64)
    return {"address": address, "counter": counter, "ciphertext": ciphertext, "kdf": kdf, "numbers": numbers,
            "salt": salt, "mac": digits(crypto, "mac", 32, 32)}


# Opening and sealing (KY-5)


def derive(file, passphrase):
    if file["kdf"] == "pbkdf2":
        return hashlib.pbkdf2_hmac("sha256", passphrase, file["salt"], *file["numbers"], 32)
    n, r, p = file["numbers"]
    return hashlib.scrypt(passphrase, salt=file["salt"], n=n, r=r, p=p, maxmem=1 << 29, dklen=32)


def open_file(text, passphrase):
    """The private key and its address, both bytes."""
    file = read(text)
    derived = derive(file, passphrase)
    mac = keccak256(derived[16:] + file["ciphertext"])
    refuse_if(not hmac.compare_digest(mac, file["mac"]), "Key_WrongPassphrase")
    key = counter_mode(derived[:16], file["counter"], file["ciphertext"])
    number = int.from_bytes(key, "big")
    refuse_if(not 1 <= number < ORDER, "Key_OutOfRange")
    address = address_of(number)
    refuse_if(file["address"] not in (None, address), "Key_AddressMismatch")
    return key, address


def sealed_again(text, passphrase, key):
    """The ciphertext and code that a key gives with the salt and counter block of a file."""
    file = read(text)
    derived = derive(file, passphrase)
    ciphertext = counter_mode(derived[:16], file["counter"], key)
    return (ciphertext, keccak256(derived[16:] + ciphertext)) == (file["ciphertext"], file["mac"])


def address_of(number):
    """EH-5, by doubling and adding."""
    total, point = None, GENERATOR
    while number:
        if number & 1:
            total = added(total, point)
        point = added(point, point)
        number >>= 1
    return keccak256(b"".join(part.to_bytes(32, "big") for part in total))[12:]


def added(a, b):
    """The sum of two points of y² = x³ + 7, None being the point at infinity."""
    if a is None:
        return b
    if a[0] == b[0] and a[1] != b[1]:
        return None
    if a == b:
        slope = 3 * a[0] * a[0] * pow(2 * a[1], -1, FIELD)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, FIELD)
    x = (slope * slope - a[0] - b[0]) % FIELD
    return x, (slope * (a[0] - x) - a[1]) % FIELD


# Salts (KY-10)


def leaf_salt(secret, engine, checkpoint, index):
    extracted = hmac.new(engine, secret, hashlib.sha256).digest()
    info = b"ballast leaf salt" + checkpoint.to_bytes(8, "big") + index.to_bytes(4, "big")
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()


# Vectors (KY-12)


def check(folder):
    """Holds every line of both files to this; the number of lines that differ."""
    differences = 0

    def lines(name, answer):
        nonlocal differences
        text = (folder / name).read_text(encoding="utf-8")
        every = [json.loads(line) for line in text.splitlines()]
        for number, line in enumerate(every, 1):
            found = answer(line)
            if found != line["expected"]:
                differences += 1
                print(f"{name}:{number}: {line['note']}: expected {line['expected']}, found {found}")
        print(f"keys/{name}: {len(every)} cases")

    lines("files.jsonl", file_answer)
    lines("salts.jsonl", lambda line: {"salt": "0x" + leaf_salt(
        unhex(line["secret"]), unhex(line["engine"]), int(line["checkpoint"]), line["index"]).hex()})
    return differences


def file_answer(line):
    passphrase = line["passphrase"].encode()
    try:
        key, address = open_file(line["file"], passphrase)
    except Refused as refusal:
        return {"refused": refusal.name}
    if not sealed_again(line["file"], passphrase, key):
        return {"sealed": "otherwise"}
    stated = line["expected"].get("address", "")
    # The case of the letters is that of 08, which this checks nothing of.
    found = "0x" + address.hex()
    return {"privateKey": "0x" + key.hex(), "address": stated if stated.lower() == found else found}


def unhex(text):
    return bytes.fromhex(text[2:])
