// libsecp256k1 with its recovery module (Debian: libsecp256k1-dev).
#ifndef BALLAST_SECP256K1_SHIM_H
#define BALLAST_SECP256K1_SHIM_H

#include <secp256k1.h>
#include <secp256k1_recovery.h>
#include <stddef.h>

// Overwrites a secret with zeros; the compiler may not drop writes through a volatile pointer.
static inline void ballast_wipe(void *secret, size_t size) {
  volatile unsigned char *byte = (volatile unsigned char *)secret;
  while (size-- > 0) *byte++ = 0;
}

// The library's answer to a call that breaks its contract is to abort; with this, the call fails.
static inline void ballast_ignore_illegal_argument(const char *message, void *data) {
  (void)message;
  (void)data;
}

#endif
