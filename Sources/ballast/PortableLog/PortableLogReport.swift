import Console
import Encoding
import Ethereum

/// What is said of a portable log that was written or read.
struct PortableLogReport {
  let file: String
  let data: String
  let genesis: Bytes32
  /// Of the last block, 0 where there is none.
  let height: UInt64
  /// Its hash; without blocks that of the genesis.
  let block: Bytes32
  /// Of the file.
  let bytes: Int
  /// What can be done with it.
  let next: String

  var text: String {
    var values = NamedValues()
    values.add("file", file.printable)
    values.add("data", data.printable)
    values.add("blocks", Amounts.count(Int(clamping: height)))
    values.add("bytes", Amounts.count(bytes))
    values.add("genesis", "\(genesis)")
    values.add("last block", "\(block)")
    return values.text + "\nNext: \(next.printable).\n"
  }

  var json: [UInt8] {
    var json = JSONWriter(.indented)
    json.object { json in
      json.member("file", file)
      json.member("data", data)
      json.member("height", height)
      json.member("bytes", UInt64(clamping: bytes))
      json.member("genesis", genesis)
      json.member("block", block)
      json.member("next", next)
    }
    return json.bytes + [10]
  }
}
