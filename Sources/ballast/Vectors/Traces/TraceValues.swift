import Clearing
import Encoding
import Ethereum
import FixedPoint

/// What traces spell as text (JS-14).
extension JSONValue {
  /// An address with its checksum, or in one case.
  func address() throws(JSONError) -> Address {
    let text = try string()
    do throws(AddressError) {
      return try Address(text)
    } catch {
      throw refusal(.wrongForm, expected: "an address of 0x and 40 hexadecimal digits, with its checksum")
    }
  }

  func hexBytes() throws(JSONError) -> [UInt8] {
    guard let bytes = Hex.decode(try string()) else {
      throw refusal(.wrongForm, expected: "0x and two hexadecimal digits for each byte")
    }
    return bytes
  }

  func word() throws(JSONError) -> Bytes32 {
    guard let word = Bytes32(try string()) else { throw refusal(.wrongForm, expected: "0x and 64 hexadecimal digits") }
    return word
  }
}

extension JSONWriter {
  mutating func domain(_ domain: EIP712.Domain) {
    beginObject()
    member("name", domain.name ?? "")
    member("version", domain.version ?? "")
    member("chainId", (domain.chainId ?? .zero).description)
    member("verifyingContract", (domain.verifyingContract ?? .zero).description)
    endObject()
  }

  /// The result of a step: what `body` writes after `ok`, or the failure.
  mutating func result(_ result: TraceResult) {
    beginObject()
    switch result {
    case .success(let members):
      key("ok")
      bool(true)
      for (name, value) in members {
        key(name)
        write(value)
      }
    case .failure(let name, let arguments):
      member("revert", name)
      if !arguments.isEmpty {
        key("args")
        beginArray()
        for argument in arguments { string(argument) }
        endArray()
      }
    }
    endObject()
  }

  private mutating func write(_ value: TraceResult.Value) {
    switch value {
    case .bool(let value): bool(value)
    case .text(let text): string(text)
    case .object(let members):
      beginObject()
      for (name, value) in members {
        key(name)
        write(value)
      }
      endObject()
    }
  }
}

/// How a step of a trace ended.
enum TraceResult: Sendable {
  indirect enum Value: Sendable {
    case bool(Bool)
    case text(String)
    case object([(String, Value)])
  }

  case success([(String, Value)])
  case failure(name: String, arguments: [String])

  static let done = TraceResult.success([])

  /// A read's values.
  static func values(_ members: [(String, any CustomStringConvertible)]) -> TraceResult {
    .success([("values", .object(members.map { ($0.0, .text($0.1.description)) }))])
  }

  static func of(_ body: () throws(FeedRefusal) -> TraceResult) -> TraceResult {
    do throws(FeedRefusal) { return try body() } catch {
      return .failure(name: error.name, arguments: error.arguments)
    }
  }

  static func of(_ body: () throws(ClearingRefusal) -> TraceResult) -> TraceResult {
    do throws(ClearingRefusal) { return try body() } catch {
      return .failure(name: error.name, arguments: error.arguments)
    }
  }
}

extension ClearingState {
  /// Moves the time of a trace, which never goes back.
  mutating func warp(_ to: JSONValue) throws(JSONError) {
    let time = try to.uint64()
    do throws(ClearingRefusal) {
      _ = try apply(.warp(to: time))
    } catch {
      throw to.refusal(.outOfRange, expected: "a time of \(self.time) or later")
    }
  }
}
