/// The first byte of every preimage: the tree in the high half, the kind in the low one (CM-2).
enum Tag {
  static let stateLeaf: UInt8 = 0x10
  static let stateNode: UInt8 = 0x11
  static let stateEmpty: UInt8 = 0x12
  static let solvencyLeaf: UInt8 = 0x20
  static let solvencyNode: UInt8 = 0x21
  static let solvencyEmpty: UInt8 = 0x22
}
