internal import CSecp256k1

/// The one context of libsecp256k1 that all threads share; after it is made, nothing writes to it.
enum Secp256k1 {
  /// Nil only where the library cannot make one.
  nonisolated(unsafe) static let context: OpaquePointer? = {
    guard let context = secp256k1_context_create(UInt32(SECP256K1_CONTEXT_NONE)) else { return nil }
    secp256k1_context_set_illegal_callback(context, ballast_ignore_illegal_argument, nil)
    // Blinds the arithmetic of signing against side channels. No result depends on it, so a failure is
    // no reason to refuse.
    var seed = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
    _ = secp256k1_context_randomize(context, &seed)
    seed.withUnsafeMutableBytes { ballast_wipe($0.baseAddress, $0.count) }
    return context
  }()
}
