/// The first byte of a part's key (LG-5). Numbers are never reused.
enum StateKind: UInt8, CaseIterable {
  case venue = 0x01
  case clock = 0x02
  case cash = 0x03
  case liquidation = 0x04
  case stable = 0x05
  case perp = 0x06
  case base = 0x07
  case manager = 0x08
  case market = 0x09
  case collateral = 0x0A
  case account = 0x0B
  case position = 0x0C
  case openInterest = 0x0D
  case allowance = 0x0E
  case feed = 0x0F
  case feedPoint = 0x10
  case executor = 0x11
  case module = 0x12
  case custody = 0x13
  case withdrawalRequest = 0x14
  case sessionKey = 0x15
  case nonce = 0x16
  case auction = 0x17
  case fill = 0x18
  case feeRecipient = 0x19
  case gateway = 0x1A
  case wallet = 0x1B
  case withdrawal = 0x1C
  case credit = 0x1D
  case treasury = 0x1E
  case scheduled = 0x1F
  case governance = 0x20
  case versions = 0x21
}
