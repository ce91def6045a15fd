import DispatchCore
import Simulation

/// What a spectator is told before the county starts to work.
struct Guide {
    let settings: DirectorSettings
    let county: InventedCounty
    let programs: Programs

    var lines: [String] {
        let access = "--server \(settings.server) --token-file \(settings.folder.token)"
        let control = programs.typedControlPath
        let rate = Programs.text(of: settings.clockRate)
        let phone = county.households.first?.phone ?? ""
        var lines = ["", "The county's clock runs \(rate) times as fast as yours · 时钟 \(rate) 倍速", ""]
        guard !settings.isOnce else { return lines }
        lines += [
            "Submit a call of your own from a second terminal · 在另一个终端自己报一个求助:",
            "",
            "  \(control) call \(phone) fall 老人摔倒了 \(access)",
            "  \(control) watch \(access)",
            "  \(control) request list \(access)",
            "",
        ]
        if let village = county.villages.last {
            let place = #"{"village":"\#(village.name)","township":"\#(village.township)"}"#
            lines += [
                "  curl -H \"Authorization: Bearer $(cat \(settings.folder.token))\" -H 'Content-Type: application/json' \\",
                "    -d '{\"category\":\"repair\",\"place\":\(place)}' \(settings.server)/v1/requests",
                "",
            ]
        }
        lines += ["The daemon's log is \(settings.folder.log). Ctrl-C ends it all · 按 Ctrl-C 结束。", ""]
        return lines
    }
}
