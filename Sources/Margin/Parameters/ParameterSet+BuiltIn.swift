extension ParameterSet {
  /// A set that comes with Ballast, by the bytes of its file in `ParameterSets`.
  private struct BuiltIn {
    var name: String
    var version: Int
    var bytes: [UInt8]
  }

  /// All versions of all sets, in the order of the specification; of one name the newest stands last (PS-7).
  private static var files: [BuiltIn] {
    [
      BuiltIn(
        name: "derive-pmrm2-mainnet-eth", version: 1,
        bytes: PackageResources.derive_pmrm2_mainnet_eth_v1_json),
      BuiltIn(
        name: "derive-pmrm2-mainnet-btc", version: 1,
        bytes: PackageResources.derive_pmrm2_mainnet_btc_v1_json),
      BuiltIn(
        name: "derive-pmrm2-test", version: 1, bytes: PackageResources.derive_pmrm2_test_v1_json),
      BuiltIn(
        name: "derive-standard-mainnet", version: 1,
        bytes: PackageResources.derive_standard_mainnet_v1_json),
      BuiltIn(
        name: "derive-pmrm1-scenarios", version: 1, bytes: PackageResources.derive_pmrm1_scenarios_v1_json),
    ]
  }

  /// The names and versions of the sets that come with Ballast, in a fixed order.
  public static var builtIn: [(name: String, version: Int)] { files.map { ($0.name, $0.version) } }

  /// The exact bytes of a built-in set's file, of its newest version unless one is asked for.
  /// - Throws: `unknownName`.
  public static func builtInBytes(
    _ name: String, version: Int? = nil
  ) throws(ParameterSetError) -> [UInt8] {
    let file = files.last { $0.name == name && (version == nil || $0.version == version) }
    guard let file else { throw .unknownName(name, version: version) }
    return file.bytes
  }

  /// A set that comes with Ballast, in its newest version unless one is asked for.
  /// - Throws: `unknownName`; a built-in file itself is never refused.
  public static func builtIn(
    _ name: String, version: Int? = nil
  ) throws(ParameterSetError) -> ParameterSet {
    try ParameterSet(builtInBytes(name, version: version))
  }
}
