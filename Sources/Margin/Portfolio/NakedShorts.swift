import FixedPoint

/// The options of one strike in one expiry: a call and a put position.
struct StrikePair {
  var call: Int256 = .zero
  var put: Int256 = .zero

  /// The contracts sold and not covered by the other side of the strike (PM-18).
  ///
  /// A call and a put of one strike offset each other; different strikes never do.
  func nakedShort() throws(ArithmeticError) -> UInt256 {
    let product = try call * put
    if product.isNegative {
      let (short, long) = call.isNegative ? (call, put) : (put, call)
      return short.magnitude > long.magnitude ? short.magnitude &- long.magnitude : .zero
    }
    let shortCall = call.isNegative ? try call.absolute() : .zero
    let shortPut = put.isNegative ? try put.absolute() : .zero
    return try shortCall + shortPut
  }
}

extension Portfolio.Expiry {
  /// The naked short contracts of the expiry: the sum over its distinct strikes.
  func nakedShorts() throws(ArithmeticError) -> UInt256 {
    var pairs: [UInt256: Int] = [:]
    var ordered: [StrikePair] = []
    for option in options {
      let index = pairs[option.strike] ?? ordered.count
      if index == ordered.count {
        pairs[option.strike] = index
        ordered.append(StrikePair())
      }
      if option.isCall { ordered[index].call = option.amount } else { ordered[index].put = option.amount }
    }
    var total = UInt256.zero
    for pair in ordered { total = try total + pair.nakedShort() }
    return total
  }

  /// The sum of absolute amounts of the expiry.
  func netOptions() throws(ArithmeticError) -> UInt256 {
    var total = UInt256.zero
    for option in options { total = try total + option.amount.absolute() }
    return total
  }
}
