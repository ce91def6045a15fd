import ArgumentParser
import DispatchWire

/// From arguments to exit code: the whole program but for the outside world, which is passed in.
enum CommandRun {
    static func run(_ arguments: [String], in surroundings: Surroundings) async -> Int32 {
        let console = surroundings.console
        do {
            var command = try Arrivectl.parseAsRoot(arguments)
            switch command {
            case let command as any ServerCommand:
                let session = try APISession(command.server, surroundings)
                do throws(CommandFailure) {
                    try await command.run(in: session)
                } catch {
                    report(error, asJSON: command.server.json, on: console)
                    return error.exitCode
                }
            case let command as InitCommand:
                try command.run(in: surroundings)
            case let command as DoctorCommand:
                return try await command.run(in: surroundings)
            case let command as RestoreCommand:
                try command.run(in: surroundings)
            case let command as SimulateCommand:
                try await command.run(in: surroundings)
            default:
                // A group without its subcommand, or `help`: running it throws the text to print.
                try command.run()
            }
            return 0
        } catch let failure as CommandFailure {
            report(failure, asJSON: false, on: console)
            return failure.exitCode
        } catch {
            let text = Arrivectl.fullMessage(for: error, columns: surroundings.columns)
            let code = Arrivectl.exitCode(for: error)
            if code == .success { console.print(text) } else { console.note(text) }
            return code.rawValue
        }
    }

    /// Tells people in one line on standard error and, if JSON was asked for, programs in the server's words.
    private static func report(_ failure: CommandFailure, asJSON: Bool, on console: Console) {
        if case .refused(let problem, let body) = failure {
            if asJSON { console.print(json: body) }
            for candidate in problem.candidates ?? [] where !asJSON { console.note(CandidateLine.text(candidate)) }
        }
        console.complain(failure.message)
    }
}
