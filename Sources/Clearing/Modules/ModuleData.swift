import Ethereum
import FixedPoint

/// What is signed for a module or given to it, in the encoding of a contract's arguments (MO-4).
public protocol ModuleData: Hashable, Sendable {
  /// Decodes it; bytes after the values are not looked at.
  /// - Throws: `ABIDecodingError`.
  init(decoding bytes: [UInt8]) throws(ABIDecodingError)
  /// The values that are encoded.
  var values: [ABIValue] { get }
}

extension ModuleData {
  /// - Throws: `.module` of `decoding`.
  init(_ bytes: [UInt8]) throws(ClearingRefusal) {
    do throws(ABIDecodingError) {
      self = try Self(decoding: bytes)
    } catch {
      throw .module(.decoding(error))
    }
  }

  /// The encoding.
  /// - Throws: never: nothing here is nested deeply.
  public func encoded() throws(ABIError) -> [UInt8] { try ABIEncoder.encode(values) }
}

extension ABIDecoder {
  /// A number that stands for one of the things to do.
  func choice(_ list: ABIHeads, _ index: Int, below count: UInt64) throws(ABIDecodingError) -> UInt64 {
    let value = try uint64(list, index)
    guard value < count else { throw .malformed }
    return value
  }

  func choice<Choice: RawRepresentable>(
    _ list: ABIHeads, _ index: Int
  ) throws(ABIDecodingError) -> Choice where Choice.RawValue == UInt64 {
    guard let choice = Choice(rawValue: try uint64(list, index)) else { throw .malformed }
    return choice
  }

  func bytes32(_ list: ABIHeads, _ index: Int) throws(ABIDecodingError) -> Bytes32 { try word(list, index) }
}
