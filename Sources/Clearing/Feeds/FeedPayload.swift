import Ethereum
import FixedPoint

/// The words of a payload; what follows them is not looked at (FD-6).
struct FeedPayload {
  private let decoder: ABIDecoder
  private let heads: ABIHeads

  /// - Throws: `FeedRefusal.decoding` where there are fewer words.
  init(_ message: FeedMessage, words: Int) throws(FeedRefusal) {
    do throws(ABIDecodingError) {
      decoder = try ABIDecoder(Array(message.payload))
      heads = try decoder.arguments(words: words)
    } catch {
      throw .decoding(error)
    }
  }

  func uint64(_ index: Int) throws(FeedRefusal) -> UInt64 {
    do throws(ABIDecodingError) { return try decoder.uint64(heads, index) } catch { throw .decoding(error) }
  }

  func uint96(_ index: Int) throws(FeedRefusal) -> UInt128 {
    do throws(ABIDecodingError) { return try decoder.uint96(heads, index) } catch { throw .decoding(error) }
  }

  func int96(_ index: Int) throws(FeedRefusal) -> Int128 {
    do throws(ABIDecodingError) { return try decoder.int96(heads, index) } catch { throw .decoding(error) }
  }

  func uint256(_ index: Int) throws(FeedRefusal) -> UInt256 {
    do throws(ABIDecodingError) { return try decoder.uint256(heads, index) } catch { throw .decoding(error) }
  }

  func int256(_ index: Int) throws(FeedRefusal) -> Int256 {
    Int256(bitPattern: try uint256(index))
  }
}
