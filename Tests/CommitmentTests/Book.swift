import Commitment
import Encoding
import Ethereum
import FixedPoint
import TestSupport

/// Accounts made from a seed.
struct Book {
  var openings: [AccountOpening]

  init(_ count: Int, seed: UInt64 = 1) {
    var generator = SeededGenerator(seed: seed)
    openings = (0..<count).map { _ in Self.opening(&generator) }
  }

  var leaves: [AccountLeaf] { openings.map(\.leaf) }

  static func opening(_ generator: inout SeededGenerator) -> AccountOpening {
    let cash = Int256(Int64.random(in: .min ... .max, using: &generator))
    let record = (try? AccountRecord(cash: cash).encoded()) ?? []
    let owner = Address(lastBytesOf: Bytes32(UInt256(UInt64.random(in: 0 ... .max, using: &generator))))
    let salt = Bool.random(using: &generator) ? Keccak256.hash(record) : Bytes32.zero
    return AccountOpening(owner: owner, record: record, sums: sums(&generator), salt: salt)
  }

  static func sums(_ generator: inout SeededGenerator) -> SolvencySums {
    let isInsolvent = Int.random(in: 0..<5, using: &generator) == 0
    let amount = UInt128(UInt64.random(in: 0 ... .max, using: &generator))
    return SolvencySums(
      positiveEquity: isInsolvent ? 0 : amount << 30, deficit: isInsolvent ? amount << 10 : 0,
      belowMaintenance: isInsolvent ? 1 : UInt32.random(in: 0...1, using: &generator))
  }
}

/// The name of a refusal, or nil where there is none.
func refusal(_ body: () throws -> Void) -> String? {
  do {
    try body()
    return nil
  } catch let error as CommitmentRefusal {
    return error.name
  } catch let error as RecordRefusal {
    return error.name
  } catch let error as CheckpointRefusal {
    return error.name
  } catch let error as SolvencyRefusal {
    return error.name
  } catch let error as MapRefusal {
    return error.name
  } catch let error as JSONError {
    return error.name
  } catch {
    return "\(error)"
  }
}
