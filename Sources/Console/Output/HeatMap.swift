import FixedPoint

/// A grid of amounts, red for loss and green for gain where the output shows colours.
public struct HeatMap: Sendable {
  public struct Cell: Hashable, Sendable {
    /// Wad; nil leaves the cell empty.
    public var value: Int256?
    /// Whether an asterisk stands beside it.
    public var isMarked: Bool

    public init(_ value: Int256?, isMarked: Bool = false) {
      self.value = value
      self.isMarked = isMarked
    }

    fileprivate var text: String {
      value.map { Amounts.text($0, decimals: 0) + (isMarked ? "*" : " ") } ?? ""
    }
  }

  public struct Row: Sendable {
    public var head: String
    /// As many as there are columns.
    public var cells: [Cell]

    public init(_ head: String, _ cells: [Cell]) {
      self.head = head
      self.cells = cells
    }
  }

  public var columns: [String]
  public var rows: [Row]
  /// The magnitude that has the strongest colour.
  public var largest: UInt256

  public init(columns: [String], rows: [Row], largest: UInt256) {
    self.columns = columns
    self.rows = rows
    self.largest = largest
  }

  /// The grid, each line ended.
  public func text(colour: Bool) -> String {
    let headWidth = rows.map(\.head.count).max() ?? 0
    let widths = columns.indices.map { column in
      max(columns[column].count, rows.map { column < $0.cells.count ? $0.cells[column].text.count : 0 }.max() ?? 0)
    }
    var text = String(repeating: " ", count: headWidth)
    for (name, width) in zip(columns, widths) { text += "  " + pad(name, width) }
    text += "\n"
    for row in rows {
      text += pad(row.head, headWidth)
      for (cell, width) in zip(row.cells, widths) {
        let padded = pad(cell.text, width)
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
