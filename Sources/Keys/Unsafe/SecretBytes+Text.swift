internal import COpenSSL
import Ethereum

/// What is read from secrets without a copy that would stay.
extension SecretBytes {
  /// A copy that is not overwritten, for what turned out to be no secret.
  var copy: [UInt8] { withBytes { [UInt8]($0) } }

  /// Whether the bytes are the same, in a time that depends on their count alone.
  func isEqual(to other: SecretBytes) -> Bool {
    guard count == other.count else { return false }
    return withBytes { own in other.withBytes { CRYPTO_memcmp(own.baseAddress, $0.baseAddress, count) == 0 } }
  }

  /// The positions of line feeds.
  var lineFeeds: [Int] {
    withBytes { bytes in bytes.indices.filter { bytes[$0] == 10 } }
  }

  /// The bytes before a line feed at the end, and before a carriage return in front of it.
  var line: SecretBytes {
    let end = withBytes { bytes in
      guard bytes.last == 10 else { return count }
      return bytes.dropLast().last == 13 ? count - 2 : count - 1
    }
    return part(0..<end)
  }

  /// The private key that `0x` and 64 hexadecimal digits of either case spell.
  /// - Returns: nil for another text, and for a number that is no key.
  var hexadecimalKey: PrivateKey? {
    guard let key = hexadecimal, key.count == 32 else { return nil }
    return key.withBytes { try? PrivateKey($0) }
  }

  /// The bytes that `0x` and an even number of hexadecimal digits of either case spell.
  /// - Returns: nil for another text.
  var hexadecimal: SecretBytes? {
    guard count >= 2, count % 2 == 0 else { return nil }
    return withBytes { text in
      guard text[0] == 48, text[1] == 120, text.dropFirst(2).allSatisfy({ Self.value(ofDigit: $0) != nil }) else {
        return nil
      }
      return SecretBytes(count: (count - 2) / 2) { bytes in
        for place in bytes.indices {
          let (high, low) = (text[2 + 2 * place], text[3 + 2 * place])
          bytes[place] = (Self.value(ofDigit: high) ?? 0) << 4 | (Self.value(ofDigit: low) ?? 0)
        }
      }
    }
  }

  private static func value(ofDigit byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 97...102: byte - 87
    case 65...70: byte - 55
    default: nil
    }
  }
}
