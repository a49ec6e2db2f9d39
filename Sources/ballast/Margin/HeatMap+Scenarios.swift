import Console
import FixedPoint
import Margin

extension HeatMap {
  /// The scenarios' profit and loss by spot move and volatility move, the binding one marked.
  init(scenarios: [Scenario], pnl: [Int256], worst: Int) {
    let order: [VolatilityMove] = [.down, .none, .up, .linear, .abs]
    let moves = order.filter { move in scenarios.contains { $0.volShock == move } }
    let names: [VolatilityMove: String] = [
      .none: "vol same", .up: "vol up", .down: "vol down", .linear: "skew turns", .abs: "skew bends",
    ]
    let rows = Set(scenarios.map(\.spotShock)).sorted().map { spot in
      let move = Int256(bitPattern: spot) &- Wad.signed
      let head = "spot " + (move.isNegative ? "" : "+") + Amounts.percent(move)
      let cells = moves.map { move in
        let found = scenarios.indices.filter {
          scenarios[$0].spotShock == spot && scenarios[$0].volShock == move
        }
        // Where several scenarios share a cell the least of them shows.
        guard let least = found.min(by: { pnl[$0] < pnl[$1] }) else { return Cell(nil) }
        return Cell(pnl[least], isMarked: found.contains(worst))
      }
      return Row(head, cells)
    }
    self.init(
      columns: moves.map { names[$0] ?? "" }, rows: rows, largest: pnl.map(\.magnitude).max() ?? .zero)
  }
}
