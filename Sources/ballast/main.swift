exit(with: Ballast.run(Array(CommandLine.arguments.dropFirst())))
