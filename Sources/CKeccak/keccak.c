#include "keccak.h"

#include <string.h>

#if defined(__x86_64__)
#define HAS_VECTORS 1
#else
#define HAS_VECTORS 0
#endif

enum { rate = 136, lanes = rate / 8, widest = 8 };

static const uint64_t round_constants[24] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
};

#define NAME permute_1
#define LANE uint64_t
#define TARGET
#include "permutation.inc"

#if HAS_VECTORS
typedef uint64_t lane_4 __attribute__((vector_size(32)));
typedef uint64_t lane_8 __attribute__((vector_size(64)));

#define NAME permute_4
#define LANE lane_4
#define TARGET __attribute__((target("avx2")))
#include "permutation.inc"

#define NAME permute_8
#define LANE lane_8
#define TARGET __attribute__((target("avx512f,avx512vl")))
#include "permutation.inc"
#endif

size_t ballast_keccak_width(void) {
#if HAS_VECTORS
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return 8;
  if (__builtin_cpu_supports("avx2")) return 4;
#endif
  return 1;
}

static uint64_t load(const uint8_t *bytes) {
  uint64_t lane;
  memcpy(&lane, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  lane = __builtin_bswap64(lane);
#endif
  return lane;
}

static void store(uint64_t lane, uint8_t *bytes) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  lane = __builtin_bswap64(lane);
#endif
  memcpy(bytes, &lane, 8);
}

// The states of `width` messages, lane by lane: lane i of state j is at i * width + j.
typedef union {
  uint64_t lane[25 * widest];
#if HAS_VECTORS
  lane_4 four[25];
  lane_8 eight[25];
#endif
} states;

static inline void permute(states *s, size_t width) {
#if HAS_VECTORS
  if (width == 8) {
    permute_8(s->eight);
    return;
  }
  if (width == 4) {
    permute_4(s->four);
    return;
  }
#endif
  (void)width;
  permute_1(s->lane);
}

// Hashes `used` messages in `width` states; states that no message uses repeat the first one. Message j has lengths[j]
// bytes, of which as many blocks are full as of every other.
static inline void hash(
    const uint8_t *const *messages, const size_t *lengths, size_t used, size_t width, uint8_t *digests) {
  states s;
  const uint8_t *at[widest];
  for (size_t i = 0; i < 25 * width; i++) s.lane[i] = 0;
  for (size_t j = 0; j < width; j++) at[j] = messages[j < used ? j : 0];

  for (size_t blocks = lengths[0] / rate; blocks > 0; blocks--) {
    for (size_t i = 0; i < lanes; i++)
      for (size_t j = 0; j < width; j++) s.lane[i * width + j] ^= load(at[j] + 8 * i);
    for (size_t j = 0; j < width; j++) at[j] += rate;
    permute(&s, width);
  }
  // The last block: what is left, one bit, zeros, and one bit at the end of the rate.
  for (size_t j = 0; j < width; j++) {
    size_t rest = lengths[j < used ? j : 0] % rate;
    size_t whole = rest / 8, tail = rest % 8;
    for (size_t i = 0; i < whole; i++) s.lane[i * width + j] ^= load(at[j] + 8 * i);
    uint8_t last[8] = {0};
    if (tail != 0) memcpy(last, at[j] + 8 * whole, tail);
    last[tail] = 1;
    s.lane[whole * width + j] ^= load(last);
    s.lane[(lanes - 1) * width + j] ^= 0x8000000000000000;
  }
  permute(&s, width);

  for (size_t j = 0; j < used; j++)
    for (size_t i = 0; i < 4; i++) store(s.lane[i * width + j], digests + 32 * j + 8 * i);
}

void ballast_keccak256(const void *message, size_t length, void *digest) {
  static const uint8_t nothing = 0;
  const uint8_t *only = length == 0 ? &nothing : message;
  hash(&only, &length, 1, 1, digest);
}

// How many states to permute at once for the messages that are left. One message alone costs less in the scalar
// permutation than in a vector with idle lanes.
static size_t step(size_t count, size_t width) {
  size_t available = ballast_keccak_width();
  if (width > available) width = available;
  return count == 1 ? 1 : width >= 8 ? 8 : width >= 4 ? 4 : 1;
}

void ballast_keccak256_alike(
    const void *const *messages, const size_t *lengths, size_t count, size_t width, void *digests) {
  const uint8_t *const *message = (const uint8_t *const *)messages;
  uint8_t *digest = digests;
  while (count > 0) {
    size_t states = step(count, width), used = count < states ? count : states;
    switch (states) {
      case 8: hash(message, lengths, used, 8, digest); break;
      case 4: hash(message, lengths, used, 4, digest); break;
      default: hash(message, lengths, 1, 1, digest);
    }
    message += used;
    lengths += used;
    digest += 32 * used;
    count -= used;
  }
}

void ballast_keccak256_each(
    const void *messages, size_t length, size_t count, size_t width, void *digests) {
  const uint8_t *message = messages;
  uint8_t *digest = digests;
  size_t lengths[widest];
  for (size_t j = 0; j < widest; j++) lengths[j] = length;
  while (count > 0) {
    size_t used = count < widest ? count : widest;
    const void *at[widest];
    for (size_t j = 0; j < used; j++) at[j] = message + j * length;
    ballast_keccak256_alike(at, lengths, used, width, digest);
    message += used * length;
    digest += 32 * used;
    count -= used;
  }
}
