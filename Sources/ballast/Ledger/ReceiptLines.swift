import Console
import Encoding
import Ledger

/// Receipts of the blocks that a run makes, a line each (LG-27).
struct ReceiptLines {
  private let output: FileOutput

  /// What a command's options ask for; nil without receipts.
  init?(_ arguments: Arguments) throws {
    guard let path = arguments.value("receipts") else { return nil }
    output = try FileOutput(path)
  }

  func write(_ block: AppliedBlock) throws {
    var json = JSONWriter()
    var bytes: [UInt8] = []
    for (position, receipt) in block.receipts.enumerated() {
      json.removeAll()
      json.object { json in
        json.member("height", block.header.height)
        json.member("position", number: position)
        json.member("hash", receipt.hash)
        json.key("receipt")
        receipt.write(to: &json)
      }
      bytes += json.bytes + [10]
    }
    try output.write(bytes)
  }
}
