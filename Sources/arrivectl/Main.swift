import Glibc

@main
struct Main {
    static func main() async {
        let code = await CommandRun.run(Array(CommandLine.arguments.dropFirst()), in: .live)
        exit(code)
    }
}
