import Console

/// The program: its commands and the statuses it ends with.
enum Ballast {
  static let program = Program(
    name: "ballast",
    summary: "exact portfolio margin, explained",
    commands: [
      MarginCommand.command,
      ParamsCommand.command,
      VectorsCommand.command,
      BenchCommand.command,
      MarketCommand.command,
      BookCommand.command,
      AuditCommand.command,
      KeysCommand.new,
      KeysCommand.address,
      KeysCommand.changePassphrase,
      VenueNewCommand.command,
      VenueShowCommand.command,
      AttestCommand.command,
      CommitCommand.command,
      CosignCommand.command,
      PolicyCommand.command,
      ExampleCommand.command,
      ActionSignCommand.command,
      ActionJoinCommand.command,
      PriceSignCommand.command,
      RunCommand.command,
      ReplayCommand.command,
      LogExportCommand.command,
      LogImportCommand.command,
      LiquidatableCommand.command,
      StressCommand.command,
    ] + ShowCommand.commands + ProveCommand.commands,
    statuses: ExitStatus.ofFailures)
}
