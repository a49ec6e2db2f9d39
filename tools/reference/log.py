"""The log of checkpoints (CP-12 to CP-14)."""

from .commitment import refuse_if
from .keccak import keccak256

EMPTY_LOG = keccak256(b"\x62\0")


def split(size):
    """The greatest power of two below a size above 1."""
    return 1 << ((size - 1).bit_length() - 1)


def log_leaf(entry):
    return keccak256(b"\x60\0" + entry)


def log_node(size, left, right):
    """The node over `size` entries; its level is the logarithm, rounded up."""
    return keccak256(b"\x61" + bytes([(size - 1).bit_length()]) + left + right)


def log_root(entries):
    """CP-12."""
    if not entries:
        return EMPTY_LOG
    if len(entries) == 1:
        return log_leaf(entries[0])
    k = split(len(entries))
    return log_node(len(entries), log_root(entries[:k]), log_root(entries[k:]))


def log_path(entries, index):
    """CP-13."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if index < k:
        return log_path(entries[:k], index) + [log_root(entries[k:])]
    return log_path(entries[k:], index - k) + [log_root(entries[:k])]


def log_consistency(entries, size):
    """CP-14: that the first `size` entries are the beginning."""
    return subproof(size, entries, True) if size else []


def subproof(size, entries, whole):
    if size == len(entries):
        return [] if whole else [log_root(entries)]
    k = split(len(entries))
    if size <= k:
        return subproof(size, entries[:k], whole) + [log_root(entries[k:])]
    return subproof(size - k, entries[k:], False) + [log_root(entries[:k])]


# Checks


def path_length(index, size):
    if size == 1:
        return 0
    k = split(size)
    return 1 + (path_length(index, k) if index < k else path_length(index - k, size - k))


def root_by_path(entry, index, size, path):
    if size == 1:
        return log_leaf(entry)
    k = split(size)
    if index < k:
        return log_node(size, root_by_path(entry, index, k, path[:-1]), path[-1])
    return log_node(size, path[-1], root_by_path(entry, index - k, size - k, path[:-1]))


def verify_inclusion(entry, index, size, root, path):
    """CP-13."""
    refuse_if(index >= size, "Log_IndexOutOfRange")
    refuse_if(len(path) != path_length(index, size), "Log_PathLength")
    refuse_if(root_by_path(entry, index, size, path) != root, "Log_RootMismatch")


def proof_length(older, newer, whole=True):
    if older == newer:
        return 0 if whole else 1
    k = split(newer)
    if older <= k:
        return 1 + proof_length(older, k, whole)
    return 1 + proof_length(older - k, newer - k, False)


def roots_by_proof(older, newer, whole, older_root, proof):
    """Both roots, of the part of the older log that lies in this one and of this one."""
    if older == newer:
        return (older_root, older_root) if whole else (proof[0], proof[0])
    k, last = split(newer), proof[-1]
    if older <= k:
        a, b = roots_by_proof(older, k, whole, older_root, proof[:-1])
        return a, log_node(newer, b, last)
    a, b = roots_by_proof(older - k, newer - k, False, older_root, proof[:-1])
    return log_node(older, last, a), log_node(newer, last, b)


def verify_consistency(older, older_root, newer, newer_root, proof):
    """CP-14."""
    refuse_if(older > newer, "Log_SizeRollback")
    refuse_if(older == 0 and older_root != EMPTY_LOG, "Log_EmptyRoot")
    refuse_if(newer == 0 and newer_root != EMPTY_LOG, "Log_EmptyRoot")
    refuse_if(older == newer and older_root != newer_root, "Log_SameSize")
    expected = 0 if older == 0 else proof_length(older, newer)
    refuse_if(len(proof) != expected, "Log_PathLength")
    if 0 < older < newer:
        a, b = roots_by_proof(older, newer, True, older_root, proof)
        refuse_if(a != older_root, "Log_OlderMismatch")
        refuse_if(b != newer_root, "Log_RootMismatch")
