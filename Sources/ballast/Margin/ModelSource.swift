import Encoding
import Margin

/// Where parameters and scenarios come from: a built-in set by name, or a file.
enum ModelSource {
  static func load(_ name: String) throws -> PortfolioModel {
    let bytes = try FileInput.bytes(of: name)
    do throws(JSONError) {
      let root = try JSONDocument(bytes).root
      return PortfolioModel(
        parameters: try PortfolioParameters(root.member("params")),
        scenarios: try Scenario.list(root.member("scenarios")))
    } catch {
      throw CommandFailure(.badInput, "\(name), line \(error.line(in: bytes)): \(error.message)")
    }
  }
}
