// Keccak-256 (the padding of Ethereum, not of SHA3-256): one message, or many of one length at once.
#ifndef BALLAST_KECCAK_H
#define BALLAST_KECCAK_H

#include <stddef.h>
#include <stdint.h>

// How many states this processor permutes at once: 8 (AVX-512), 4 (AVX2) or 1.
size_t ballast_keccak_width(void);

// Writes the 32-byte digest of `length` bytes. `message` may be null where length is 0.
void ballast_keccak256(const void *message, size_t length, void *digest);

// Writes `count` digests of 32 bytes, one for each message of `length` bytes, at least one; message i
// starts at messages + i * length. At most `width` states are permuted at once, and never more than the
// processor has; the digests do not depend on it.
void ballast_keccak256_each(
    const void *messages, size_t length, size_t count, size_t width, void *digests);

// Writes `count` digests of 32 bytes, one for each message; message i has lengths[i] bytes, and each as many full blocks
// of 136 bytes as every other. At most `width` states are permuted at once, as above.
void ballast_keccak256_alike(
    const void *const *messages, const size_t *lengths, size_t count, size_t width, void *digests);

#endif
