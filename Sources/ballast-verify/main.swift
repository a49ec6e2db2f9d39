import Console

System.exit(BallastVerify.program.run(Array(CommandLine.arguments.dropFirst())))
