/// A table of text: columns as wide as their widest cell.
public struct Table: Sendable {
  public enum Alignment: Hashable, Sendable { case left, right }

  public var head: [String]
  public var alignments: [Alignment]
  public var rows: [[String]] = []

  public init(_ columns: [(String, Alignment)]) {
    head = columns.map(\.0)
    alignments = columns.map(\.1)
  }

  public mutating func add(_ row: [String]) { rows.append(row) }

  /// The table, each line ended, indented by some spaces.
  public func text(indent: Int = 0) -> String {
    let all = [head] + rows
    let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    var text = ""
    for (number, row) in all.enumerated() {
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        let isLast = column == row.count - 1
        switch alignments[column] {
        case .left: line += cell + (isLast ? "" : padding)
        case .right: line += padding + cell
        }
        if !isLast { line += "  " }
      }
      text += line + "\n"
      if number == 0 && !head.allSatisfy(\.isEmpty) {
        let rule = widths.map { String(repeating: "-", count: $0) }.joined(separator: "  ")
        text += String(repeating: " ", count: indent) + rule + "\n"
      }
    }
    return text
  }
}
