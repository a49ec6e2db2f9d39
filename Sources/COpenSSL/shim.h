// libcrypto of OpenSSL 3 (Debian: libssl-dev).
#ifndef BALLAST_OPENSSL_SHIM_H
#define BALLAST_OPENSSL_SHIM_H

#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <stddef.h>

// The steps of HKDF-SHA256 (RFC 5869). Parameters are arrays of structures that point into one another, which C
// builds on the stack; the library reads the bytes they point to and does not write them.

// Extracts: 32 bytes at `made` from a key of 32 bytes and a salt of 32. 1 where it could.
static inline int ballast_hkdf_extract(EVP_KDF_CTX *context, const void *key, const void *salt, void *made) {
  int mode = EVP_KDF_HKDF_MODE_EXTRACT_ONLY;
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0),
      OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)key, 32),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, 32),
      OSSL_PARAM_construct_end(),
  };
  return EVP_KDF_derive(context, (unsigned char *)made, 32, parameters);
}

// Prepares to expand an extracted key of 32 bytes. 1 where it could.
static inline int ballast_hkdf_prepare(EVP_KDF_CTX *context, const void *extracted) {
  int mode = EVP_KDF_HKDF_MODE_EXPAND_ONLY;
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0),
      OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)extracted, 32),
      OSSL_PARAM_construct_end(),
  };
  return EVP_KDF_CTX_set_params(context, parameters);
}

// Expands what was prepared to 32 bytes at `made`; the information replaces that of the call before. 1 where it could.
static inline int ballast_hkdf_expand(EVP_KDF_CTX *context, const void *information, size_t count, void *made) {
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)information, count),
      OSSL_PARAM_construct_end(),
  };
  return EVP_KDF_derive(context, (unsigned char *)made, 32, parameters);
}

#endif
