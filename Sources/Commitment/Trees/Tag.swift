/// The first byte of every preimage: the tree in the high half, the kind in the low one (CM-2, CM-17, CM-22,
/// CM-26, CP-12, SV-3, MP-2).
enum Tag {
  static let stateLeaf: UInt8 = 0x10
  static let stateNode: UInt8 = 0x11
  static let stateEmpty: UInt8 = 0x12
  static let solvencyLeaf: UInt8 = 0x20
  static let solvencyNode: UInt8 = 0x21
  static let solvencyEmpty: UInt8 = 0x22
  static let assetLeaf: UInt8 = 0x30
  static let assetNode: UInt8 = 0x31
  static let assetEmpty: UInt8 = 0x32
  static let assetList: UInt8 = 0x33
  static let assetRoot: UInt8 = 0x34
  static let riskItem: UInt8 = 0x40
  static let riskNode: UInt8 = 0x41
  static let riskRoot: UInt8 = 0x44
  static let emptyRoot: UInt8 = 0x54
  static let logLeaf: UInt8 = 0x60
  static let logNode: UInt8 = 0x61
  static let logEmpty: UInt8 = 0x62
  static let attestation: UInt8 = 0x70
  static let mapLeaf: UInt8 = 0x80
  static let mapNode: UInt8 = 0x81
  static let mapEmpty: UInt8 = 0x82
  static let mapKey: UInt8 = 0x83
  static let mapValue: UInt8 = 0x84
}
