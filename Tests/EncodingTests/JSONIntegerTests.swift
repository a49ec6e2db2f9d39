import Encoding
import FixedPoint
import TestSupport
import Testing

/// Decimal strings: the edges of each type, every wrong spelling, and equality with the plain reading.
@Suite struct JSONIntegerTests {
  private func value(_ text: String) throws -> JSONValue { try JSONDocument(Array("\"\(text)\"".utf8)).root }

  private func kind(_ body: () throws -> Void) -> JSONError.Kind? {
    do { try body() } catch { return (error as? JSONError)?.kind }
    return nil
  }

  private static let two64 = "18446744073709551616"
  private static let two128 = "340282366920938463463374607431768211456"
  private static let two255 = "57896044618658097711785492504343953926634992332820282019728792003956564819968"
  private static let two256 = "115792089237316195423570985008687907853269984665640564039457584007913129639936"

  /// The decimal one below, for those powers, none of which ends in zero.
  private func below(_ power: String) -> String { power.dropLast() + String((Int(String(power.suffix(1))) ?? 0) - 1) }

  @Test func edges() throws {
    #expect(try value(below(Self.two64)).uint64() == .max)
    #expect(kind { _ = try value(Self.two64).uint64() } == .outOfRange)
    #expect(try value(below(Self.two128)).uint128() == .max)
    #expect(kind { _ = try value(Self.two128).uint128() } == .outOfRange)
    #expect(try value(below(Self.two256)).uint256() == .max)
    #expect(kind { _ = try value(Self.two256).uint256() } == .outOfRange)
    #expect(try value(below(Self.two255)).int256() == .max)
    #expect(try value("-" + Self.two255).int256() == .min)
    #expect(kind { _ = try value(Self.two255).int256() } == .outOfRange)
    #expect(kind { _ = try value("-" + Self.two255.dropLast() + "9").int256() } == .outOfRange)
    #expect(try value("0").int256() == 0)
    #expect(try value("0").uint64() == 0)
    #expect(kind { _ = try value(String(repeating: "9", count: 100_000)).int256() } == .outOfRange)
    for read: (JSONValue) throws -> Void in [
      { _ = try $0.uint64() }, { _ = try $0.uint128() }, { _ = try $0.uint256() },
    ] {
      #expect(kind { try read(value("-1")) } == .outOfRange)
    }
  }

  @Test func wrongSpellings() {
    for text in [
      "", "-", "+1", "-0", "00", "01", "-01", " 1", "1 ", "1.0", "1e3", "0x10", "1_000", "1,000", "--1", "1-",
      "\\u0031",
      "١", "x", "NaN", String(repeating: "0", count: 100),
    ] {
      for read: (JSONValue) throws -> Void in [
        { _ = try $0.int256() }, { _ = try $0.uint256() }, { _ = try $0.uint128() }, { _ = try $0.uint64() },
      ] {
        #expect(kind { try read(value(text)) } == .wrongForm, "\(text.debugDescription)")
      }
    }
    for text in ["12", "null", "true", "[]", "{}", "1.5"] {
      #expect(kind { _ = try JSONDocument(Array(text.utf8)).root.int256() } == .wrongType, "\(text)")
    }
  }

  @Test func equalToThePlainReading() {
    forAll(20_000) { generator -> String in
      let digits = (0..<Int.random(in: 1...80, using: &generator)).map { _ in Int.random(in: 0...9, using: &generator) }
      return (Bool.random(using: &generator) ? "-" : "") + digits.map(String.init).joined()
    } shrink: { text in
      text.count > 1 ? [String(text.dropFirst()), String(text.dropLast())] : []
    } holds: { text in
      let value = try value(text)
      let plain = UInt256(text)
      return (try? value.int256()) == Int256(text) && (try? value.uint256()) == plain
        && (try? value.uint128()) == plain.flatMap { $0.high == 0 ? $0.low : nil }
        && (try? value.uint64())
          == plain.flatMap { $0 <= UInt256(UInt64.max) ? UInt64(truncatingIfNeeded: $0.low) : nil }
    }
  }
}
