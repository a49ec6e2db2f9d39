import Console
import Encoding
import Ethereum
import Margin

/// Where parameters and scenarios come from: a built-in set by name, or a file of one.
enum ModelSource {
  /// The portfolio model of a set.
  /// - Throws: `CommandFailure` where it is unknown, not of its form, altered, or of another model.
  static func load(_ name: String) throws -> PortfolioModel { try portfolioSet(name).model }

  /// A whole set of the portfolio model, and its contents.
  /// - Throws: as `load`.
  static func portfolioSet(_ name: String) throws -> (set: ParameterSet, model: PortfolioModel) {
    let set = try parameterSet(name)
    guard case .portfolio(let parameters, let scenarios) = set.model else {
      throw CommandFailure(
        .badInput, "\(name): expected a parameter set of the portfolio model, found one of \(set.model.name)")
    }
    return (set, PortfolioModel(parameters: parameters, scenarios: scenarios))
  }

  /// The parameters of the standard model in a set.
  static func loadStandard(_ name: String) throws -> StandardParameters {
    let set = try parameterSet(name)
    guard case .standard(let parameters) = set.model else {
      throw CommandFailure(
        .badInput, "\(name): expected a parameter set of the standard model, found one of \(set.model.name)")
    }
    return parameters
  }

  /// A set by its name, or by the path of its file where the name has a dot or a slash; the hash that it
  /// states is recomputed.
  static func parameterSet(_ name: String) throws -> ParameterSet {
    let bytes: [UInt8]
    if name.contains(where: { $0 == "." || $0 == "/" }) {
      bytes = try FileInput.bytes(of: name)
    } else {
      do throws(ParameterSetError) {
        bytes = try ParameterSet.builtInBytes(name)
      } catch {
        throw CommandFailure(.badInput, "\(error.message); a file has a dot or a slash in its name")
      }
    }
    let set: ParameterSet
    do throws(ParameterSetError) {
      set = try ParameterSet(bytes)
    } catch {
      throw CommandFailure(.badInput, "\(name): \(error.name): \(error.message)")
    }
    let computed = Keccak256.hash(set.canonicalBytes)
    guard computed.bytes == set.statedHash else {
      throw CommandFailure(
        .badInput,
        "\(name): expected the hash \(computed) of its contents, found \(set.hash); a changed set is a new version with its own hash (ballast params hash FILE prints it)")
    }
    return set
  }
}
