System.exit(Ballast.run(Array(CommandLine.arguments.dropFirst())).rawValue)
