/// Decimal and hexadecimal text, one canonical spelling each way (AR-19, AR-20).
extension UInt256: CustomStringConvertible {
  /// The most digits that a value can have.
  public static let maximumDecimalDigits = 78

  public var description: String {
    var digits: [UInt8] = []
    appendDecimal(to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }

  /// Appends the decimal digits as ASCII, without leading zeros.
  public func appendDecimal(to output: inout [UInt8]) {
    // Nineteen digits at a time, least significant group first.
    let group: UInt128 = 10_000_000_000_000_000_000
    var rest = self
    var groups: [UInt64] = []
    while rest.high != 0 {
      let (quotient, remainder) = rest.divided(by: group)
      groups.append(UInt64(truncatingIfNeeded: remainder.low))
      rest = quotient
    }
    while rest.low >= group {
      let (quotient, remainder) = rest.low.quotientAndRemainder(dividingBy: group)
      groups.append(UInt64(truncatingIfNeeded: remainder))
      rest.low = quotient
    }
    var leading = UInt64(truncatingIfNeeded: rest.low)
    let start = output.count
    repeat {
      output.append(48 + UInt8(truncatingIfNeeded: leading % 10))
      leading /= 10
    } while leading != 0
    output[start...].reverse()
    for var value in groups.reversed() {
      let end = output.count
      for _ in 0..<19 {
        output.append(48 + UInt8(truncatingIfNeeded: value % 10))
        value /= 10
      }
      output[end...].reverse()
    }
  }

  /// From decimal digits in the canonical spelling: no sign, no leading zero.
  /// - Returns: nil for another spelling or for 2^256 and more.
  public init?(decimal digits: some Collection<UInt8>) {
    guard let first = digits.first, digits.count <= Self.maximumDecimalDigits else { return nil }
    if first == 48 && digits.count > 1 { return nil }
    // Up to 38 digits fit 128 bits, so that the usual number needs no 256-bit step.
    var narrow: UInt128 = 0
    var value = UInt256.zero
    var count = 0
    for digit in digits {
      guard digit >= 48 && digit <= 57 else { return nil }
      count += 1
      if count <= 38 {
        narrow = narrow &* 10 &+ UInt128(digit &- 48)
        continue
      }
      if count == 39 { value = UInt256(narrow) }
      do {
        value = try value * 10 + UInt256(UInt64(digit &- 48))
      } catch {
        return nil
      }
    }
    self = count <= 38 ? UInt256(narrow) : value
  }

  /// From decimal text in the canonical spelling.
  public init?(_ text: String) {
    self.init(decimal: Array(text.utf8))
  }

  /// `0x` and lower-case digits without leading zeros, `0x0` for zero: the quantity of JSON-RPC.
  public var hexadecimal: String {
    var digits = Array("0x".utf8)
    var started = false
    for position in stride(from: 63, through: 0, by: -1) {
      let digit = UInt8(truncatingIfNeeded: (self >> (4 * position)).low & 15)
      if digit == 0 && !started && position != 0 { continue }
      started = true
      digits.append(digit < 10 ? 48 + digit : 87 + digit)
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// From `0x` and one to 64 hexadecimal digits of either case; leading zeros are allowed, as in the
  /// words of the ABI.
  public init?(hexadecimal text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count > 2, bytes.count <= 66, bytes[0] == 48, bytes[1] == 120 else { return nil }
    var value = UInt256.zero
    for byte in bytes[2...] {
      let digit: UInt8
      switch byte {
      case 48...57: digit = byte - 48
      case 97...102: digit = byte - 87
      case 65...70: digit = byte - 55
      default: return nil
      }
      value = value << 4 | UInt256(UInt64(digit))
    }
    self = value
  }
}

extension Int256: CustomStringConvertible {
  public var description: String {
    var digits: [UInt8] = []
    appendDecimal(to: &digits)
    return String(decoding: digits, as: UTF8.self)
  }

  /// Appends the decimal digits as ASCII, with `-` before a negative value.
  public func appendDecimal(to output: inout [UInt8]) {
    if isNegative { output.append(45) }
    magnitude.appendDecimal(to: &output)
  }

  /// From decimal digits in the canonical spelling: `-` before a negative value, no `+`, no `-0`, no
  /// leading zero.
  /// - Returns: nil for another spelling or a value outside the range.
  public init?(decimal digits: some Collection<UInt8>) {
    let negative = digits.first == 45
    guard let magnitude = UInt256(decimal: digits.dropFirst(negative ? 1 : 0)) else { return nil }
    if negative && magnitude.isZero { return nil }
    do {
      self = try Int256(negative: negative, magnitude: magnitude)
    } catch {
      return nil
    }
  }

  /// From decimal text in the canonical spelling.
  public init?(_ text: String) {
    self.init(decimal: Array(text.utf8))
  }

  /// The 256 bits of the two's complement as `0x` and 64 lower-case digits for a negative value, and as
  /// the unsigned text otherwise.
  public var hexadecimal: String { bitPattern.hexadecimal }

  /// From the hexadecimal text of the two's complement bits.
  public init?(hexadecimal text: String) {
    guard let bits = UInt256(hexadecimal: text) else { return nil }
    self.init(bitPattern: bits)
  }
}
