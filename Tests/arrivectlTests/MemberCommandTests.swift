import DispatchWire
import Testing

@testable import arrivectl

struct MemberCommandTests {
    private let memberText = """
        id            m-1
        name          例一
        phone         0319 5550101
        home          沙河王庄, 固献镇 (130533104214)
        branch        沙河王庄支部
        coordinates   36.97, 115.25
        now at        36.5, 115.5
        capabilities  vehicle;first-aid
        transport     car
        duty          on, away until 06-01 12:00
        reached by    generic, http://127.0.0.1:9000
        assigned      request 7, on-scene (r-1)

        """

    @Test func showPrintsAFactToALine() async {
        let outcome = await Terminal().run(
            "members",
            "show",
            "m-1",
            steps: .init(call: "GET /v1/members/m-1", body: Samples.json(Samples.member))
        )
        #expect(outcome == .init(code: 0, output: memberText, errors: ""))
    }

    @Test func listHasOneLineToAMember() async {
        let outcome = await Terminal().run(
            "members",
            "list",
            "--village-code",
            "130533104214",
            "--limit",
            "2",
            "--after",
            "m-0",
            steps: .init(
                call: "GET /v1/members?villageCode=130533104214&limit=2&after=m-0",
                body: Samples.json(MemberList(members: [Samples.member, Samples.otherMember], next: "m-22"))
            )
        )
        #expect(
            outcome.output == """
                ID    NAME      PHONE         VILLAGE   TRANSPORT  DUTY                        ASSIGNED   CAPABILITIES
                m-1   例一      0319 5550101  沙河王庄  car        on, away until 06-01 12:00  request 7  vehicle;first-aid
                m-22  例二十二  0319 5550122  甲村      walk       off                         -
                More with --after m-22

                """
        )
    }

    @Test func nearestPrintsHowFarAndHowLong() async {
        let answer = NearestMembers(members: [
            .init(id: "m-1", distanceMeters: 410, etaSeconds: 168, name: "例一", phone: "0319 5550101"),
            .init(id: "m-22", distanceMeters: 999_950, etaSeconds: 3_725),
        ])
        let outcome = await Terminal().run(
            "members",
            "nearest",
            "--latitude",
            "36.97",
            "--longitude",
            "115.25",
            "--requires",
            "vehicle",
            "--requires",
            "急救",
            "--limit",
            "2",
            steps: .init(
                call:
                    "GET /v1/members/nearest?latitude=36.97&longitude=115.25&requires=vehicle%3B%E6%80%A5%E6%95%91&limit=2",
                body: Samples.json(answer)
            )
        )
        #expect(
            outcome.output == """
                ID    DISTANCE   ETA      NAME  PHONE
                m-1   410 m      2:48     例一  0319 5550101
                m-22  1000.0 km  1:02:05  -     -

                """
        )
    }

    @Test(arguments: [
        (["off"], #"{"duty":"off"}"#),
        (["on", "--back"], #"{"awayUntil":null,"duty":"on"}"#),
        (["--away-until", "2025-06-01T12:00:00+08:00"], #"{"awayUntil":"2025-06-01T04:00:00.000Z"}"#),
    ])
    func dutyChangesWhatWasSaidAndNoMore(words: [String], body: String) async {
        let outcome = await Terminal().run(
            ["members", "duty", "m-1"] + words,
            steps: [.init(call: "PATCH /v1/members/m-1 | \(body)", body: Samples.json(Samples.member))]
        )
        #expect(outcome == .init(code: 0, output: memberText, errors: ""))
    }

    @Test func dutyWithoutAnyChangeIsRefusedUnsent() async {
        let outcome = await Terminal().run("members", "duty", "m-1")
        #expect(outcome.code == 64)
        #expect(outcome.errors.hasPrefix("Error: Say on, off, --away-until or --back.\n"))
    }

    @Test func linkPrintsTheAddressAlone() async {
        let outcome = await Terminal().run(
            "members",
            "link",
            "m-1",
            steps: .init(call: "POST /v1/members/m-1/link", body: #"{"url":"http://127.0.0.1:7878/m/abc"}"#)
        )
        #expect(outcome == .init(code: 0, output: "http://127.0.0.1:7878/m/abc\n", errors: ""))
        let renewed = await Terminal().run(
            "members",
            "link",
            "m-1",
            "--renew",
            steps: .init(
                call: "POST /v1/members/m-1/link?renew=true",
                body: #"{"url":"http://127.0.0.1:7878/m/def"}"#
            )
        )
        #expect(renewed == .init(code: 0, output: "http://127.0.0.1:7878/m/def\n", errors: ""))
    }

    @Test func villagesAreFoundByName() async {
        let list = VillageList(villages: [
            VillageView(
                code: "130533100001",
                name: "宋庄",
                townshipCode: "130533100",
                township: "洺州镇",
                latitude: 36.9,
                longitude: 115.2
            ),
            VillageView(
                code: "130533101001",
                name: "宋庄",
                townshipCode: "130533101",
                township: "甲乡",
                latitude: 37,
                longitude: 115.25
            ),
        ])
        let outcome = await Terminal().run(
            "villages",
            "find",
            "宋庄",
            steps: .init(call: "GET /v1/villages?name=%E5%AE%8B%E5%BA%84", body: Samples.json(list))
        )
        #expect(
            outcome.output == """
                CODE          VILLAGE  TOWNSHIP  LATITUDE  LONGITUDE
                130533100001  宋庄     洺州镇    36.9      115.2
                130533101001  宋庄     甲乡      37.0      115.25

                """
        )
        let none = await Terminal().run(
            "villages",
            "find",
            "x",
            steps: .init(call: "GET /v1/villages?name=x", body: #"{"villages":[]}"#)
        )
        #expect(none.output == "No village has that name.\n")
    }
}
