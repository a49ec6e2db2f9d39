"""Venues with public keys, and what their operators and witnesses sign: the ground of the vectors of 11 to 13."""

import copy
from types import SimpleNamespace

from ..checkpoint import checkpoint_digest, cosigned_digest
from ..document import encode
from ..keccak import keccak256
from ..log import log_root
from ..proof_forms import CHANGES, GENESIS, SIGNED
from ..secp256k1 import N, address_of_key, sign
from ..venue import Venue, change_digest, policy_hash
from .lines import compact


def key(name):
    """A private key that everybody knows."""
    return int.from_bytes(keccak256(f"ballast test key {name}".encode()), "big") % N


def address(name):
    return address_of_key(key(name))


NAMES = {address(name): name for name in (
    "operator", "new operator", "stranger", *(f"witness {n}" for n in range(66)), *(f"custodian {n}" for n in range(4)))}


def sign_as(address, message):
    return sign(key(NAMES[address]), message)


def asset(symbol):
    return symbol.encode().rjust(20, b"\0")


CASH = bytes(20)


def witness(number, role=1):
    return SimpleNamespace(key=address(f"witness {number}"), role=role)


def custodian(of, number):
    return SimpleNamespace(asset=of, key=address(f"custodian {number}"))


def policy(version=1, operator="operator", witnesses=(), threshold=0, rotation=1, custodians=()):
    return SimpleNamespace(
        version=version, operator=address(operator), witnesses=sorted(witnesses, key=lambda each: each.key),
        threshold=threshold, rotationThreshold=rotation,
        custodians=sorted(custodians, key=lambda each: (each.asset, each.key)))


CUSTODIANS = [custodian(CASH, 0), custodian(CASH, 1), custodian(asset("BTC"), 0), custodian(asset("ETH"), 0),
              custodian(asset("ETH"), 2), custodian(asset("WSTETH"), 2)]
WITNESSES = [witness(0), witness(1, 2), witness(2)]


def genesis(name, depth, first, security=0, fees=1, chain=957, contract=bytes(20), tolerance=10**18, window=3600):
    return SimpleNamespace(
        ballastVenue=1, name=name, rules="ballast-1", chainId=chain, contract=contract, depth=depth,
        securityModule=security, feeRecipient=fees, cashTolerance=tolerance, attestationWindow=window, policy=first)


def venues():
    """By name; the objects of vectors/commitment/venues.json."""
    plain = policy(custodians=CUSTODIANS)
    made = [
        genesis("plain", 3, plain),
        genesis("witnessed", 4, policy(witnesses=WITNESSES, threshold=2, rotation=3, custodians=CUSTODIANS),
                contract=keccak256(b"ballast test contract")[12:]),
        genesis("single", 1, plain, fees=0, chain=1, tolerance=0, window=0),
        genesis("deep", 24, policy(witnesses=[witness(3)], threshold=1, rotation=2, custodians=CUSTODIANS),
                chain=(1 << 256) - 1, window=(1 << 64) - 1),
        genesis("example", 2, policy(custodians=[CUSTODIANS[0], CUSTODIANS[2]]), chain=1),
        genesis("first policy of version 2", 3, policy(version=2)),
        genesis("first policy with a threshold above its witnesses", 3, policy(threshold=1)),
    ]
    return {each.name: Venue(each) for each in made}


VENUES = venues()


def venues_file():
    rows = [f'"{name}":{compact(encode(GENESIS, each.genesis))}' for name, each in VENUES.items()]
    return "{\n" + ",\n".join(rows) + "\n}\n"


# What is signed


def change(venue, before, after, effective, signers=None):
    """A change of policy, signed by as many as are needed, or by `signers`."""
    message = change_digest(venue, before, after, effective)
    if signers is None:
        able = sorted([before.operator, *(each.key for each in before.witnesses)])
        signers = able[: before.rotationThreshold]
    return SimpleNamespace(policy=after, effective=effective, signatures=[
        SimpleNamespace(signer=each, signature=sign_as(each, message)) for each in signers])


def signed(venue, policy, message, operator=None, cosigners=None, delay=2):
    """A checkpoint signed by the operator and by as many witnesses as the policy needs."""
    digest = checkpoint_digest(venue, message)
    chosen = policy.witnesses[: policy.threshold] if cosigners is None else cosigners
    return SimpleNamespace(
        message=message, signature=sign_as(operator or policy.operator, digest),
        cosignatures=[cosigned(venue, digest, each, message.time + delay) for each in chosen])


def cosigned(venue, digest, each, time):
    return SimpleNamespace(witness=each.key, time=time, role=each.role, signature=sign_as(
        each.key, cosigned_digest(venue, digest, time, each.role)))


def bare_message(venue, in_force, number, entries, /, **members):
    """A checkpoint whose roots are of nothing real, where only the checkpoint itself matters."""
    def root(name):
        return keccak256(f"ballast test {name} {number}".encode())

    return SimpleNamespace(**{
        "number": number, "previous": entries[-1] if entries else bytes(32), "logSize": number,
        "logRoot": log_root(entries), "engine": venue.engine, "height": 1000 + 10 * number,
        "time": 1770240788 + 60 * number, "depth": venue.genesis.depth, "count": 2, "stateRoot": root("state"),
        "sectionsRoot": root("sections"), "receiptsRoot": root("receipts"), "inputRoot": root("inputs"),
        "riskRoot": root("risk"), "solvencyRoot": root("solvency"), "equity": 10**24, "deficit": 0,
        "belowMaintenance": 0, "assetRoot": root("assets"), "assets": [asset("BTC"), asset("ETH")],
        "assetTotals": [10**24, 0, 5 * 10**18, 0], "feesAccrued": 0, "netSettledCash": -number,
        "pendingWithdrawals": 7 * number, "securityModule": venue.genesis.securityModule,
        "feeRecipient": venue.genesis.feeRecipient, "attestation": root("attestation"),
        "policy": policy_hash(in_force), **members})


class Chain:
    """Checkpoints one after another, with their digests as the log."""

    def __init__(self, venue, changes=(), entries=()):
        self.venue, self.changes = venue, list(changes)
        self.entries, self.signed = list(entries), [None] * len(entries)

    def policy(self, number):
        policies = [(0, self.venue.genesis.policy), *((each.effective, each.policy) for each in self.changes)]
        return [each for effective, each in policies if effective <= number][-1]

    def add(self, message=None, **members):
        policy = self.policy(len(self.entries))
        message = message or bare_message(self.venue, policy, len(self.entries), self.entries, **members)
        self.signed.append(signed(self.venue, policy, message))
        self.entries.append(checkpoint_digest(self.venue, message))
        return self.signed[-1]

    def fork(self, length):
        other = Chain(self.venue, self.changes, self.entries[:length])
        other.signed = self.signed[:length]
        return other


def altered(value, change):
    value = copy.deepcopy(value)
    change(value)
    return value


def shown_signed(value):
    return encode(SIGNED, value)


def shown_changes(changes):
    return encode([CHANGES[0]], changes)
