/// The first byte of every preimage of a ledger (LG-4); those of other documents are below 0x90.
enum LedgerTag {
  static let transaction: UInt8 = 0x90
  static let block: UInt8 = 0x91
  static let receipt: UInt8 = 0x92
  static let decision: UInt8 = 0x93
  static let genesis: UInt8 = 0x94
  static let parameters: UInt8 = 0x95
  static let scheduled: UInt8 = 0x96
  static let inputLeaf: UInt8 = 0xA0
  static let inputNode: UInt8 = 0xA1
  static let inputEmpty: UInt8 = 0xA2
  static let receiptLeaf: UInt8 = 0xA3
  static let receiptNode: UInt8 = 0xA4
  static let receiptEmpty: UInt8 = 0xA5
}
