import DispatchWire
import Testing

/// The answers of the API as whole texts: what a client sees is written here, and changes only on purpose.
struct GoldenViewTests {
    private func check<Answer: Codable & Equatable>(_ answer: Answer, _ golden: String) throws {
        let value = try JSONValue(parsing: WireJSON.text(of: answer))
        #expect(value.indented == golden)
        #expect(try WireJSON.read(Answer.self, from: Array(golden.utf8)) == answer)
    }

    private func time(_ text: String) throws -> WireTime {
        try WireTime("2025-06-01T\(text)+08:00")
    }

    @Test func aRequestShowsItsWholeStory() throws {
        let request = RequestView(
            id: "r-1",
            number: 7,
            state: .covered,
            category: "medical-transport",
            urgency: .immediate,
            createdAt: try time("08:30:00"),
            openedBy: "hotline",
            place: PlaceView(
                villageCode: "130533104214",
                village: "沙河王庄",
                township: "固献镇",
                latitude: 36.97,
                longitude: 115.25
            ),
            householdId: "h-1",
            summary: "An old man, ill.",
            seats: [SeatView(id: "s-1", role: "driver", requires: ["vehicle"], state: .filled)],
            offers: [
                OfferView(
                    id: "o-1",
                    memberId: "m-1",
                    memberName: "例一",
                    seat: "s-1",
                    state: .accepted,
                    distanceMeters: 410,
                    etaSeconds: 168,
                    offeredAt: try time("08:30:00.010"),
                    deliveredAt: try time("08:30:00.050"),
                    answeredAt: try time("08:30:20"),
                    expiresAt: try time("08:40:00.010"),
                    reason: "contact",
                    rank: 1
                )
            ],
            assignments: [
                AssignmentView(
                    id: "a-1",
                    memberId: "m-1",
                    memberName: "例一",
                    memberPhone: "0319 5550101",
                    seat: "s-1",
                    state: .enRoute,
                    primary: true,
                    acceptedAt: try time("08:30:20"),
                    enRouteAt: try time("08:31:00")
                )
            ],
            whistles: [
                WhistleView(
                    id: "w-1",
                    level: .branch,
                    deskId: "d-1",
                    deskName: "例村党支部",
                    deskPhone: "0319 5550199",
                    calledAt: try time("08:32:00"),
                    reportedInAt: try time("08:33:00")
                )
            ],
            advice: ["call-120"],
            similar: [
                SimilarRequest(id: "r-0", number: 6, state: .open, category: "fall", createdAt: try time("08:12:00"))
            ],
            timeline: [
                EventMessage(
                    position: 41,
                    at: try time("08:30:20"),
                    type: "offer.accepted",
                    requestId: "r-1",
                    seat: "s-1",
                    offerId: "o-1",
                    memberId: "m-1",
                    text: "例一 accepted.",
                    details: ["answerSeconds": 20]
                )
            ]
        )
        try check(
            request,
            #"""
            {
              "advice": [
                "call-120"
              ],
              "assignments": [
                {
                  "acceptedAt": "2025-06-01T00:30:20.000Z",
                  "enRouteAt": "2025-06-01T00:31:00.000Z",
                  "id": "a-1",
                  "memberId": "m-1",
                  "memberName": "例一",
                  "memberPhone": "0319 5550101",
                  "primary": true,
                  "seat": "s-1",
                  "state": "en-route"
                }
              ],
              "category": "medical-transport",
              "createdAt": "2025-06-01T00:30:00.000Z",
              "householdId": "h-1",
              "id": "r-1",
              "number": 7,
              "offers": [
                {
                  "answeredAt": "2025-06-01T00:30:20.000Z",
                  "deliveredAt": "2025-06-01T00:30:00.050Z",
                  "distanceMeters": 410,
                  "etaSeconds": 168,
                  "expiresAt": "2025-06-01T00:40:00.010Z",
                  "id": "o-1",
                  "memberId": "m-1",
                  "memberName": "例一",
                  "offeredAt": "2025-06-01T00:30:00.010Z",
                  "rank": 1,
                  "reason": "contact",
                  "seat": "s-1",
                  "state": "accepted"
                }
              ],
              "openedBy": "hotline",
              "place": {
                "latitude": 36.97,
                "longitude": 115.25,
                "township": "固献镇",
                "village": "沙河王庄",
                "villageCode": "130533104214"
              },
              "seats": [
                {
                  "id": "s-1",
                  "requires": [
                    "vehicle"
                  ],
                  "role": "driver",
                  "state": "filled"
                }
              ],
              "similar": [
                {
                  "category": "fall",
                  "createdAt": "2025-06-01T00:12:00.000Z",
                  "id": "r-0",
                  "number": 6,
                  "state": "open"
                }
              ],
              "state": "covered",
              "summary": "An old man, ill.",
              "timeline": [
                {
                  "answerSeconds": 20,
                  "at": "2025-06-01T00:30:20.000Z",
                  "memberId": "m-1",
                  "offerId": "o-1",
                  "position": 41,
                  "requestId": "r-1",
                  "seat": "s-1",
                  "text": "例一 accepted.",
                  "type": "offer.accepted"
                }
              ],
              "urgency": "immediate",
              "whistles": [
                {
                  "calledAt": "2025-06-01T00:32:00.000Z",
                  "deskId": "d-1",
                  "deskName": "例村党支部",
                  "deskPhone": "0319 5550199",
                  "id": "w-1",
                  "level": "branch",
                  "reportedInAt": "2025-06-01T00:33:00.000Z"
                }
              ]
            }
            """#
        )
    }

    @Test func anUnansweredRequestNamesWhomToRing() throws {
        let request = RequestView(
            id: "r-2",
            number: 8,
            state: .unanswered,
            category: "fall",
            urgency: .urgent,
            createdAt: try time("09:00:00"),
            place: PlaceView(villageCode: "1", village: "甲村", township: "甲镇", latitude: 37, longitude: 115),
            seats: [SeatView(id: "s-2", role: "helper", requires: [], state: .open)],
            unansweredNearest: [
                MemberToRing(memberId: "m-2", name: "例二", phone: "0319 5550102", distanceMeters: 1_900)
            ]
        )
        try check(
            RequestList(requests: [request], next: "r-2"),
            #"""
            {
              "next": "r-2",
              "requests": [
                {
                  "advice": [],
                  "assignments": [],
                  "category": "fall",
                  "createdAt": "2025-06-01T01:00:00.000Z",
                  "id": "r-2",
                  "number": 8,
                  "offers": [],
                  "place": {
                    "latitude": 37,
                    "longitude": 115,
                    "township": "甲镇",
                    "village": "甲村",
                    "villageCode": "1"
                  },
                  "seats": [
                    {
                      "id": "s-2",
                      "requires": [],
                      "role": "helper",
                      "state": "open"
                    }
                  ],
                  "similar": [],
                  "state": "unanswered",
                  "timeline": [],
                  "unansweredNearest": [
                    {
                      "distanceMeters": 1900,
                      "memberId": "m-2",
                      "name": "例二",
                      "phone": "0319 5550102"
                    }
                  ],
                  "urgency": "urgent",
                  "whistles": []
                }
              ]
            }
            """#
        )
    }

    @Test func membersAndTheirLists() throws {
        let member = MemberView(
            id: "m-1",
            name: "例一",
            phone: "0319 5550101",
            villageCode: "1",
            village: "甲村",
            township: "甲镇",
            branch: "甲村支部",
            latitude: 36.5,
            longitude: 115.25,
            capabilities: ["vehicle"],
            transport: "car",
            duty: .on,
            awayUntil: try time("12:00:00"),
            position: .init(latitude: 36.5, longitude: 115.5),
            channel: "generic",
            endpoint: "http://127.0.0.1:9000",
            assignment: .init(id: "a-1", requestId: "r-1", number: 7, state: .onScene),
            capacity: 3,
            quietHours: "22:00-06:00",
            exempt: ["errand"],
            learned: LearnedView(
                acceptance: 0.42,
                accepts: 4.5,
                offers: 10,
                answerMedianSeconds: 25,
                turnoutMedianSeconds: 105,
                noShow: 0.1,
                metersPerSecond: 8.5,
                alerts: 3
            )
        )
        try check(
            MemberList(members: [member]),
            #"""
            {
              "members": [
                {
                  "assignment": {
                    "id": "a-1",
                    "number": 7,
                    "requestId": "r-1",
                    "state": "on-scene"
                  },
                  "awayUntil": "2025-06-01T04:00:00.000Z",
                  "branch": "甲村支部",
                  "capabilities": [
                    "vehicle"
                  ],
                  "capacity": 3,
                  "channel": "generic",
                  "duty": "on",
                  "endpoint": "http://127.0.0.1:9000",
                  "exempt": [
                    "errand"
                  ],
                  "id": "m-1",
                  "latitude": 36.5,
                  "learned": {
                    "acceptance": 0.42,
                    "accepts": 4.5,
                    "alerts": 3,
                    "answerMedianSeconds": 25,
                    "metersPerSecond": 8.5,
                    "noShow": 0.1,
                    "offers": 10,
                    "turnoutMedianSeconds": 105
                  },
                  "longitude": 115.25,
                  "name": "例一",
                  "phone": "0319 5550101",
                  "position": {
                    "latitude": 36.5,
                    "longitude": 115.5
                  },
                  "quietHours": "22:00-06:00",
                  "township": "甲镇",
                  "transport": "car",
                  "village": "甲村",
                  "villageCode": "1"
                }
              ]
            }
            """#
        )
        try check(
            NearestMembers(members: [.init(id: "m-1", distanceMeters: 410, etaSeconds: 168)]),
            #"""
            {
              "members": [
                {
                  "distanceMeters": 410,
                  "etaSeconds": 168,
                  "id": "m-1"
                }
              ]
            }
            """#
        )
        try check(
            MemberLink(url: "http://127.0.0.1:7878/m/abc"),
            #"""
            {
              "url": "http://127.0.0.1:7878/m/abc"
            }
            """#
        )
        try check(
            VillageList(villages: [
                VillageView(
                    code: "130533100002",
                    name: "光明社区",
                    townshipCode: "130533100",
                    township: "洺州镇",
                    latitude: 36.972471,
                    longitude: 115.251298
                )
            ]),
            #"""
            {
              "villages": [
                {
                  "code": "130533100002",
                  "latitude": 36.972471,
                  "longitude": 115.251298,
                  "name": "光明社区",
                  "township": "洺州镇",
                  "townshipCode": "130533100"
                }
              ]
            }
            """#
        )
    }

    @Test func callbackReplies() throws {
        try check(
            CallbackReply(
                state: "accepted",
                details: .init(name: "例甲", phone: "0319 5550103", address: "甲村 1 号", summary: "An old man, ill."),
                actions: [.enRoute, .onScene, .release]
            ),
            #"""
            {
              "actions": [
                "en-route",
                "on-scene",
                "release"
              ],
              "details": {
                "address": "甲村 1 号",
                "name": "例甲",
                "phone": "0319 5550103",
                "summary": "An old man, ill."
              },
              "state": "accepted"
            }
            """#
        )
        try check(
            CallbackReply(state: "declined", actions: []),
            #"""
            {
              "actions": [],
              "state": "declined"
            }
            """#
        )
    }

    @Test func tokens() throws {
        try check(
            TokenList(tokens: [
                TokenView(
                    id: "t-1",
                    name: "hotline",
                    role: .operator,
                    scope: .county("130533"),
                    createdAt: try time("08:00:00"),
                    expiresAt: try time("20:00:00"),
                    revokedAt: try time("10:00:00")
                )
            ]),
            #"""
            {
              "tokens": [
                {
                  "createdAt": "2025-06-01T00:00:00.000Z",
                  "expiresAt": "2025-06-01T12:00:00.000Z",
                  "id": "t-1",
                  "name": "hotline",
                  "revokedAt": "2025-06-01T02:00:00.000Z",
                  "role": "operator",
                  "scope": {
                    "county": "130533"
                  }
                }
              ]
            }
            """#
        )
        try check(
            CreatedToken(id: "t-2", name: "desk", role: .desk, scope: .township("130533100"), token: "secret"),
            #"""
            {
              "id": "t-2",
              "name": "desk",
              "role": "desk",
              "scope": {
                "township": "130533100"
              },
              "token": "secret"
            }
            """#
        )
    }

    @Test(arguments: [
        (
            ImportStreamLine.progress(ImportProgress(stage: .staging, rows: 2_000, bytes: 400_000)),
            #"{"bytes":400000,"rows":2000,"stage":"staging","type":"progress"}"#
        ),
        (
            .result(
                ImportResult(
                    kind: .members,
                    dryRun: false,
                    rows: 25_000,
                    added: 20,
                    changed: 3,
                    unchanged: 24_977,
                    removed: 2,
                    kept: ["m-9"]
                )
            ),
            #"""
            {"added":20,"changed":3,"dryRun":false,"kept":["m-9"],"kind":"members","removed":2,"rows":25000,\#
            "type":"result","unchanged":24977}
            """#
        ),
        (
            .problem(Problem(.importRunning)),
            #"""
            {"problem":{"code":"import-running","status":409,"title":"Another import is running.",\#
            "type":"urn:arrived:problem:import-running"},"type":"problem"}
            """#
        ),
    ])
    func linesOfAnImport(line: ImportStreamLine, golden: String) throws {
        #expect(try WireJSON.text(of: line) == golden)
        #expect(try WireJSON.read(ImportStreamLine.self, from: Array(golden.utf8)) == line)
    }

    @Test(arguments: [
        (
            BackupStreamLine.progress(BackupProgressView(stage: .copying, bytes: 1_048_576, totalBytes: 2_000_000)),
            #"{"bytes":1048576,"stage":"copying","totalBytes":2000000,"type":"progress"}"#
        ),
        (
            .result(
                BackupResult(
                    name: "arrived-130533-20250601T003020Z.db",
                    bytes: 2_000_000,
                    madeAt: WireTime(milliseconds: 1_748_737_820_000),
                    journalPosition: 4_711,
                    schema: "v5",
                    seconds: 0.417
                )
            ),
            #"""
            {"bytes":2000000,"journalPosition":4711,"madeAt":"2025-06-01T00:30:20.000Z",\#
            "name":"arrived-130533-20250601T003020Z.db","schema":"v5","seconds":0.417,"type":"result"}
            """#
        ),
        (
            .problem(Problem(.backupRunning)),
            #"""
            {"problem":{"code":"backup-running","status":409,"title":"Another backup is being made.",\#
            "type":"urn:arrived:problem:backup-running"},"type":"problem"}
            """#
        ),
    ])
    func linesOfABackup(line: BackupStreamLine, golden: String) throws {
        #expect(try WireJSON.text(of: line) == golden)
        #expect(try WireJSON.read(BackupStreamLine.self, from: Array(golden.utf8)) == line)
    }

    @Test func detailsOfAnEventCannotHideItsOwnMembers() throws {
        let event = EventMessage(
            position: 3,
            at: WireTime(milliseconds: 0),
            type: "request.opened",
            details: ["type": "x", "number": 7]
        )
        #expect(
            try WireJSON.text(of: event)
                == #"{"at":"1970-01-01T00:00:00.000Z","number":7,"position":3,"type":"request.opened"}"#
        )
    }

    @Test func membersOfANewerDaemonArePassedOver() throws {
        let text = #"{"url":"http://127.0.0.1/m/x","colour":"red"}"#
        #expect(try WireJSON.read(MemberLink.self, from: Array(text.utf8)) == MemberLink(url: "http://127.0.0.1/m/x"))
    }
}
