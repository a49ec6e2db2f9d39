import Ethereum

/// The root of a list without elements, whatever the list is of (CM-26).
public enum EmptyRoot {
  public static let hash = Keccak256.hash([Tag.emptyRoot, 0] + Preimage.bytes(0 as UInt32))
}
