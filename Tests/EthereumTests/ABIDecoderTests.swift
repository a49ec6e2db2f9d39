import Encoding
import Ethereum
import FixedPoint
import TestSupport
import Testing

/// EH-28 to EH-31: what the decoder takes, what it lets pass, and by which of two names it refuses.
struct ABIDecoderTests {
  /// The values of (bytes, uint64, address[], bytes[]) in a tuple.
  struct Values: Hashable {
    var bytes: [UInt8]
    var number: UInt64
    var addresses: [Address]
    var lists: [[UInt8]]

    var encoding: [UInt8] {
      let tuple = ABIValue.tuple([
        .bytes(bytes), .unsigned(UInt256(number)), .array(addresses.map { .address($0) }),
        .array(lists.map { .bytes($0) }),
      ])
      do { return try ABIEncoder.encode([tuple]) } catch { return [] }
    }
  }

  static func decode(_ encoding: [UInt8], freeMemory: UInt64 = 128) throws(ABIDecodingError) -> Values {
    var decoder = try ABIDecoder(encoding, freeMemory: freeMemory)
    let tuple = try decoder.tuple(decoder.arguments(words: 1), 0, words: 4)
    let (bytes, number) = (Array(try decoder.bytes(tuple, 0)), try decoder.uint64(tuple, 1))
    var (addresses, lists): ([Address], [[UInt8]]) = ([], [])
    let addressHeads = try decoder.array(tuple, 2)
    for index in 0..<addressHeads.count { addresses.append(try decoder.address(addressHeads, index)) }
    let listHeads = try decoder.array(tuple, 3)
    for index in 0..<listHeads.count { lists.append(Array(try decoder.bytes(listHeads, index))) }
    return Values(bytes: bytes, number: number, addresses: addresses, lists: lists)
  }

  static func outcome(_ encoding: [UInt8], freeMemory: UInt64 = 128) -> String {
    do throws(ABIDecodingError) {
      _ = try decode(encoding, freeMemory: freeMemory)
      return "taken"
    } catch {
      return error.name
    }
  }

  static let values = Values(
    bytes: [1, 2, 3], number: 7, addresses: [Address(lastBytesOf: Bytes32(UInt256(9)))],
    lists: [[UInt8](repeating: 5, count: 65), []])

  /// Sets a word of an encoding.
  static func with(_ value: UInt256, at word: Int, _ encoding: [UInt8] = values.encoding) -> [UInt8] {
    var encoding = encoding
    encoding.replaceSubrange(word * 32..<word * 32 + 32, with: Bytes32(value).bytes)
    return encoding
  }

  static func random(_ generator: inout SeededGenerator) -> Values {
    func bytes(_ generator: inout SeededGenerator) -> [UInt8] {
      (0..<Int.random(in: 0...70, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
    }
    let addresses = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
      Address(lastBytesOf: Keccak256.hash("\(UInt64.random(in: 0...99, using: &generator))"))
    }
    return Values(
      bytes: bytes(&generator), number: .random(in: 0...(.max), using: &generator), addresses: addresses,
      lists: (0..<Int.random(in: 0...4, using: &generator)).map { _ in bytes(&generator) })
  }

  @Test func whatIsEncodedDecodes() {
    forAll(500, generate: Self.random) { values in try Self.decode(values.encoding) == values }
  }

  @Test func whatFollowsIsNotLookedAt() throws {
    let encoding = Self.values.encoding
    #expect(try Self.decode(encoding + [1, 2, 3]) == Self.values)
    // The argument may stand anywhere, also at no multiple of 32.
    let moved = Bytes32(UInt256(45)).bytes + [UInt8](repeating: 0xEE, count: 13) + encoding[32...]
    #expect(try Self.decode(moved) == Self.values)
    // The padding of the last bytes may be dirty, or missing.
    let last = Values(bytes: [], number: 0, addresses: [], lists: [[9]])
    let short = Array(last.encoding.dropLast(31))
    #expect(try Self.decode(short) == last)
    #expect(try Self.decode(short + [UInt8](repeating: 0xFF, count: 31)) == last)
    #expect(Self.outcome(Array(short.dropLast())) == "EmptyRevert")
  }

  /// Words of the encoding of `values`: 0 the offset, 1 to 4 heads, 5 the length of the bytes, 7 the count of
  /// addresses, 9 that of the lists.
  @Test(arguments: [
    (0, "0", "Panic(0x41)"), (0, "800", "EmptyRevert"), (0, "18446744073709551615", "EmptyRevert"),
    (0, "18446744073709551616", "EmptyRevert"), (1, "18446744073709551616", "EmptyRevert"),
    (1, "10000", "EmptyRevert"), (2, "18446744073709551615", "taken"), (2, "18446744073709551616", "EmptyRevert"),
    (5, "9223372036854775808", "EmptyRevert"), (5, "18446744073709551616", "Panic(0x41)"),
    (5, "18446744073709551615", "Panic(0x41)"), (5, "10000", "EmptyRevert"),
    (7, "1000", "EmptyRevert"), (7, "576460752303423488", "Panic(0x41)"), (7, "288230376151711744", "EmptyRevert"),
    (7, "115792089237316195423570985008687907853269984665640564039457584007913129639935", "Panic(0x41)"),
    (8, "1461501637330902918203684832716283019655932542976", "EmptyRevert"), (9, "0", "taken"),
    (9, "18446744073709551616", "Panic(0x41)"), (10, "18446744073709551616", "EmptyRevert"),
  ]) func failures(word: Int, value: String, name: String) throws {
    let value = try #require(UInt256(value))
    #expect(Self.outcome(Self.with(value, at: word)) == name)
  }

  /// The memory taken before decides at which length the failure changes.
  @Test func memoryEnds() {
    // 2^64 less the four words of the struct, the length's word, and what was taken before.
    for free: UInt64 in [128, 1_000_000] {
      let first = UInt64.max - free - 128 - 32 - 31 + 1
      let aligned = first / 32 * 32
      #expect(Self.outcome(Self.with(UInt256(aligned), at: 5), freeMemory: free) == "EmptyRevert")
      #expect(Self.outcome(Self.with(UInt256(aligned + 33), at: 5), freeMemory: free) == "Panic(0x41)")
    }
  }

  @Test func wordsOutsideTheirTypes() throws {
    let word = { (value: Int256) in Bytes32(value).bytes }
    func decoder(_ value: Int256) throws -> (ABIDecoder, ABIHeads) {
      let decoder = try ABIDecoder(word(value))
      return (decoder, try decoder.arguments(words: 1))
    }
    let bound = Int256(1 as Int128) << 95
    for (value, isTaken) in [
      (bound &- Int256(1 as Int128), true), (bound, false), (Int256.zero &- bound, true),
      (Int256.zero &- bound &- Int256(1 as Int128), false), (.min, false), (.max, false), (-1, true),
    ] {
      let (decoder, list) = try decoder(value)
      let found = try? decoder.int96(list, 0)
      #expect(found.map { Int256($0) } == (isTaken ? value : nil))
    }
    let (large, list) = try decoder(Int256(1 as Int128) << 96)
    #expect(throws: ABIDecodingError.malformed) { try large.uint96(list, 0) }
    #expect(throws: ABIDecodingError.malformed) { try large.bool(list, 0) }
    #expect(throws: ABIDecodingError.malformed) { try large.word(list, 1) }
    #expect(throws: ABIDecodingError.malformed) { try large.word(list, -1) }
    #expect(throws: ABIDecodingError.malformed) { try large.arguments(words: 2) }
  }

  @Test func largeInputIsRefusedFirst() {
    let error = #expect(throws: ABIDecodingError.self) {
      try ABIDecoder([UInt8](repeating: 0, count: ABIDecoder.maximumBytes + 1))
    }
    #expect(error?.name == "ABITooLarge")
    #expect(error?.message.contains("1048577") == true)
  }

  /// Random bytes, encodings with random words, and encodings cut anywhere: an answer, always and at once.
  @Test func hostileBytes() {
    let absurd: [UInt256] = [
      .zero, UInt256(UInt64.max), UInt256(UInt128.max), .max, UInt256(1 as UInt64) << 64, UInt256(31 as UInt64),
      UInt256(UInt64(Int64.max)), UInt256(1 as UInt64) << 63, UInt256(1 as UInt64) << 59,
    ]
    forAll(
      20_000,
      generate: { generator in
        if Bool.random(using: &generator) {
          return (0..<Int.random(in: 0...400, using: &generator)).map { _ in .random(in: 0...255, using: &generator) }
        }
        var bytes = Self.random(&generator).encoding
        for _ in 0..<Int.random(in: 0...3, using: &generator) where bytes.count >= 32 {
          let place = Int.random(in: 0...bytes.count / 32 - 1, using: &generator)
          let small = UInt256(UInt64.random(in: 0...UInt64(bytes.count) + 40, using: &generator))
          bytes = Self.with((absurd + [small]).randomElement(using: &generator) ?? .zero, at: place, bytes)
        }
        return Array(bytes.prefix(Int.random(in: 0...bytes.count + 50, using: &generator)))
      },
      holds: { (bytes: [UInt8]) in ["taken", "EmptyRevert", "Panic(0x41)"].contains(Self.outcome(bytes)) })
  }

  /// Elements that all point to the same bytes cost a slice each.
  @Test func sharedElements() throws {
    let count = 16_000
    var bytes = Bytes32(UInt256(32)).bytes + Bytes32(UInt256(UInt64(count))).bytes
    for _ in 0..<count { bytes += Bytes32(UInt256(UInt64(count * 32))).bytes }
    bytes += Bytes32(UInt256(400_000)).bytes + [UInt8](repeating: 7, count: 400_000)
    var decoder = try ABIDecoder(bytes)
    let list = try decoder.array(decoder.arguments(words: 1), 0)
    var total = 0
    for index in 0..<list.count { total += try decoder.bytes(list, index).count }
    #expect(total == count * 400_000)
  }

  /// Arrays of structs that are not dynamic: element after element, all of them there.
  @Test func structs() throws {
    let pairs = (0..<3).map { ABIValue.tuple([.unsigned(UInt256(UInt64($0))), .unsigned(7)]) }
    let bytes = try ABIEncoder.encode([.array(pairs)])
    var decoder = try ABIDecoder(bytes)
    let list = try decoder.structs(decoder.arguments(words: 1), 0, words: 2)
    #expect(list.count == 3)
    for index in 0..<3 { #expect(try decoder.uint256(list[index], 0) == UInt256(UInt64(index))) }
    for (heads, word) in [(list[2], 2), (list[3], 0), (list[-1], 0)] {
      #expect(throws: ABIDecodingError.malformed) { try decoder.uint256(heads, word) }
    }
    func failure(_ bytes: [UInt8]) -> String {
      do throws(ABIDecodingError) {
        var decoder = try ABIDecoder(bytes)
        return "\(try decoder.structs(decoder.arguments(words: 1), 0, words: 2).count)"
      } catch { return error.name }
    }
    #expect(failure(bytes.dropLast()) == "EmptyRevert")
    #expect(failure(Self.with(UInt256(4), at: 1, bytes)) == "EmptyRevert")
    #expect(failure(Self.with(UInt256(2), at: 1, bytes)) == "2")
    #expect(failure(Self.with(UInt256(UInt64.max), at: 1, bytes)) == "Panic(0x41)")
    #expect(failure(Self.with(UInt256(1 as UInt64) << 58, at: 1, bytes)) == "EmptyRevert")
    #expect(failure(Self.with(.max, at: 1, bytes)) == "Panic(0x41)")
  }
}
