import Testing

@testable import arrivectl

/// Help as whole texts: it is read in a hurry, so it changes only on purpose.
struct HelpTests {
    @Test func theRootSaysWhatThereIsAndWhatExitCodesMean() async {
        let outcome = await Terminal().run("--help")
        #expect(outcome.code == 0)
        #expect(outcome.errors == "")
        #expect(
            outcome.output == """
                OVERVIEW: Work with a running arrived: take calls, follow them, keep the
                county's lists.

                The server is --server, else $ARRIVED_SERVER, else http://127.0.0.1:7878. The
                access token is the text in --token-file, else $ARRIVED_TOKEN, else the text in
                /etc/arrived/token, which goes to this machine's own server alone. No token
                goes over plain http to another machine, unless --allow-plain-http says so.

                Exit codes:
                  0  done
                  1  the server refused, and said why
                  2  no server answered, or not one of this API
                  3  the token is missing, unknown, or not permitted this
                  4  there is nothing by that name
                 64  the command line is wrong
                 66  a file named on the command line cannot be read
                 75  the server cannot now; the same command may succeed later

                USAGE: arrivectl [--server <url>] [--token-file <file>] [--allow-plain-http] [--json] <subcommand>

                OPTIONS:
                  --server <url>          Address of the server.
                  --token-file <file>     File that holds the access token.
                  --allow-plain-http      Send the token over plain http to another machine too.
                  --json                  Print the server's JSON.
                  -h, --help              Show help information.

                SUBCOMMANDS:
                  init                    Make a new store, its token key and the first
                                          administrator token.
                  call                    Submit a request for a caller who is on the line.
                  request                 Submit, show, steer and end requests.
                  watch                   Print what happens, as it happens, until Ctrl-C.
                  members                 Show members, find the nearest, set their duty.
                  villages                Find villages.
                  desks                   List the desks that are called upon when nobody near
                                          accepts.
                  endpoints               See how endpoints do, test them, switch one off or on.
                  deliveries              See what was sent where, send it once more.
                  import                  Bring a list of villages, members, households or
                                          desks from a CSV file into the county.
                  forget                  Erase a person everywhere in the store, for good.
                  token                   Create, list and revoke access tokens.
                  status                  Say whether the server is alive and ready; needs no
                                          token.
                  backup                  Have the server make a backup of its store: one file,
                                          from which one command restores the county.
                  restore                 Make a store of a backup; needs no server.
                  doctor                  Look whether everything is in order, and say what to
                                          do where it is not.
                  retention               Show how far what is past its time was removed, or
                                          have a shortened setting caught up with.
                  simulate                Compare ways of alerting in an invented county or in
                                          yours; needs no server.

                  See 'arrivectl help <subcommand>' for detailed help.

                """
        )
        let bare = await Terminal().run()
        #expect(bare.output == outcome.output)
    }

    @Test func callSaysHowToBeFast() async {
        let outcome = await Terminal().run("call", "--help")
        #expect(
            outcome.output == """
                OVERVIEW: Submit a request for a caller who is on the line.

                The caller's phone says which household it is; if the caller is elsewhere, or
                unknown, say the place. Example:

                  arrivectl call 0319-5550101 fall --village 沙河王庄 old man, in the yard

                USAGE: arrivectl call [<options>] <phone> <category> [<words> ...]

                ARGUMENTS:
                  <phone>                 Phone the caller rings from.
                  <category>              medical-transport, fall, elder-check, errand, repair,
                                          disaster, other, or as configured.
                  <words>                 What the caller says.

                PLACE:
                  --village-code <code>   Code of the village.
                  --village <name>        Name of the village.
                  --township <name>       Its township, where villages share a name.
                  --latitude <latitude>   Degrees north.
                  --longitude <longitude> Degrees east.
                  --crs <system>          What the coordinates were measured in. (values:
                                          WGS-84, GCJ-02, BD-09)
                  --household <id>        Id of the household.

                OPTIONS:
                  -u, --urgency <urgency> How urgent; by default what the category says.
                                          (values: immediate, urgent, routine, scheduled)
                  --server <url>          Address of the server.
                  --token-file <file>     File that holds the access token.
                  --allow-plain-http      Send the token over plain http to another machine too.
                  --json                  Print the server's JSON.
                  -h, --help              Show help information.


                """
        )
    }

    @Test func importSaysWhatTheFilesHold() async {
        let outcome = await Terminal().run("help", "import")
        #expect(
            outcome.output == """
                OVERVIEW: Bring a list of villages, members, households or desks from a CSV
                file into the county.

                The file is CSV with a header. It lands whole or not at all; the same file
                again changes nothing.

                  villages    code,name,township_code,township,latitude,longitude,crs
                  members     id,name,phone,village_code,branch,latitude,longitude,crs,
                              capabilities,transport,channel,endpoint,secret
                  households  id,name,phone,village_code,address,latitude,longitude,crs,
                              contacts,notes
                  desks       id,level,code,name,phone,channel,endpoint,secret
                              level: branch, township or county; code: of the village,
                              the township or the county it answers for

                channel: generic, wecom, dingtalk, feishu or ntfy; empty means what the
                endpoint's host is known for, else generic.

                USAGE: arrivectl import <kind> <file> [--dry-run] [--remove-missing] [--encoding <encoding>] [--server <url>] [--token-file <file>] [--allow-plain-http] [--json]

                ARGUMENTS:
                  <kind>                  Which list. (values: villages, members, households,
                                          desks)
                  <file>                  The file.

                OPTIONS:
                  --dry-run               Check everything and say what would change; change
                                          nothing.
                  --remove-missing        Take away what the file no longer lists, but for
                                          members who hold an assignment.
                  --encoding <encoding>   Encoding of the file. (values: auto, utf-8, gb18030;
                                          default: auto)
                  --server <url>          Address of the server.
                  --token-file <file>     File that holds the access token.
                  --allow-plain-http      Send the token over plain http to another machine too.
                  --json                  Print the server's JSON.
                  -h, --help              Show help information.


                """
        )
    }

    @Test(arguments: [
        ["init"], ["request", "new"], ["request", "show"], ["request", "list"], ["request", "cancel"],
        ["request", "close"], ["request", "assign"], ["watch"], ["members", "show"], ["members", "list"],
        ["members", "nearest"], ["members", "duty"], ["members", "link"], ["villages", "find"], ["token", "create"],
        ["token", "list"], ["token", "revoke"], ["status"], ["simulate"], ["backup"], ["restore"], ["doctor"],
    ])
    func everyCommandHasHelp(words: [String]) async {
        let outcome = await Terminal().run(words + ["--help"], steps: [])
        #expect(outcome.code == 0)
        #expect(outcome.output.hasPrefix("OVERVIEW: "))
        #expect(outcome.output.contains("USAGE: arrivectl \(words.joined(separator: " "))"))
    }

    @Test func aMisspeltCommandIsAUsageErrorOnStandardError() async {
        let outcome = await Terminal().run("requset", "list")
        #expect(
            outcome
                == .init(
                    code: 64,
                    output: "",
                    errors: """
                        Error: 2 unexpected arguments: 'requset', 'list'
                        Usage: arrivectl [--server <url>] [--token-file <file>] [--allow-plain-http] [--json] <subcommand>
                          See 'arrivectl --help' for more information.

                        """
                )
        )
    }
}
