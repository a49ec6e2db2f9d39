import FixedPoint
import Margin

/// The scenarios' profit and loss as a grid of spot moves and volatility moves, red for loss and green for
/// gain where the output shows colours.
struct HeatMap {
  let scenarios: [Scenario]
  let pnl: [Int256]
  let worst: Int

  func text(colour: Bool) -> String {
    let order: [VolatilityMove] = [.down, .none, .up, .linear, .abs]
    let moves = order.filter { move in scenarios.contains { $0.volShock == move } }
    let spots = Array(Set(scenarios.map(\.spotShock))).sorted()
    let largest = pnl.map(\.magnitude).max() ?? .zero
    let names: [VolatilityMove: String] = [
      .none: "vol same", .up: "vol up", .down: "vol down", .linear: "skew turns", .abs: "skew bends",
    ]
    var cells: [[(text: String, value: Int256?)]] = []
    for spot in spots {
      cells.append(
        moves.map { move in
          let found = scenarios.indices.filter {
            scenarios[$0].spotShock == spot && scenarios[$0].volShock == move
          }
          guard let least = found.min(by: { pnl[$0] < pnl[$1] }) else { return ("", nil) }
          let mark = found.contains(worst) ? "*" : " "
          return (Amounts.text(pnl[least], decimals: 0) + mark, pnl[least])
        })
    }
    let heads = spots.map { spot in
      let move = Int256(bitPattern: spot) &- Wad.signed
      return "spot " + (move.isNegative ? "" : "+") + Amounts.percent(move)
    }
    let headWidth = heads.map(\.count).max() ?? 0
    let widths = moves.indices.map { column in
      max(names[moves[column]]?.count ?? 0, cells.map { $0[column].text.count }.max() ?? 0)
    }
    var text = String(repeating: " ", count: headWidth)
    for (column, move) in moves.enumerated() { text += "  " + pad(names[move] ?? "", widths[column]) }
    text += "\n"
    for row in spots.indices {
      text += pad(heads[row], headWidth)
      for (column, cell) in cells[row].enumerated() {
        let padded = pad(cell.text, widths[column])
        text += "  "
        if colour, let value = cell.value {
          text += Self.background(value, largest) + padded + "\u{1B}[0m"
        } else {
          text += padded
        }
      }
      text += "\n"
    }
    return text
  }

  private func pad(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// The background of a value: six steps of the 256-colour palette to each side.
  private static func background(_ value: Int256, _ largest: UInt256) -> String {
    let losses = [52, 88, 124, 160, 196, 196]
    let gains = [22, 28, 34, 40, 46, 46]
    if largest.isZero || value.isZero { return "\u{1B}[48;5;236m\u{1B}[38;5;255m" }
    // Values of 2^200 and more are shifted down, so that the ratio is formed without overflow.
    let shift = max(0, 60 - largest.leadingZeroBitCount)
    let ratio = ((value.magnitude >> shift) &* 5).quotient(dividingByNonZero: max(largest >> shift, 1))
    let step = min(5, Int(truncatingIfNeeded: ratio.low))
    let foreground = !value.isNegative && step >= 2 ? 16 : 255
    return "\u{1B}[48;5;\(value.isNegative ? losses[step] : gains[step])m\u{1B}[38;5;\(foreground)m"
  }
}
