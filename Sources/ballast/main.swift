import Console

System.exit(Ballast.program.run(Array(CommandLine.arguments.dropFirst())))
