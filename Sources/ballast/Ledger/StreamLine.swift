import Encoding
import Ledger

/// A line of what `ballast run` reads: a transaction, or the time of the blocks from here on (LG-26).
enum StreamLine {
  case transaction(Transaction)
  /// Unix seconds. Transactions before it end their block.
  case time(UInt64)

  init(_ bytes: ArraySlice<UInt8>) throws(LedgerRefusal) {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONDocument(bytes).root
      if let time = try value.optionalMember("time") {
        try value.refuseUnknownMembers(["time"])
        self = .time(try time.uint64())
        return
      }
    } catch {
      throw .json(error)
    }
    self = .transaction(try Transaction(value))
  }
}
