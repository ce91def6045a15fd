import Glibc

/// A comparison as a picture: what alerts a policy costs against when the first member is on scene.
///
/// Both scales are logarithmic: policies differ by factors, in alerts as in minutes.
package struct ComparisonPlot: Sendable {
    /// What an alert is worth along the curve of the value rule, in seconds; a member on the way is worth half of it.
    private static let alertWorths = [0.001, 0.02, 0.1, 0.5, 1, 1.4, 2, 5, 10, 20, 30, 60]

    /// The policies whose results make the curve, in its order.
    package static let curvePolicies = alertWorths.map { SimulatedPolicy.value(alertSeconds: $0, goSeconds: $0 / 2) }

    /// The world in one line, or in two.
    package let subtitle: [String]
    /// A labelled point for each.
    package let results: [PolicyResult]
    /// Results of `curvePolicies`, in that order; empty for a picture without the curve.
    package let curve: [PolicyResult]

    package init(subtitle: [String], results: [PolicyResult], curve: [PolicyResult]) {
        self.subtitle = subtitle
        self.results = results
        self.curve = curve
    }

    /// The picture as an SVG document.
    package var svg: String {
        let axes = PlotAxes(
            alerts: (results + curve).map(\.alerts),
            minutes: (results + curve).map { $0.p90Seconds / 60 }
        )
        let line = curve.map { axes.point($0) }
        let points = results.map { axes.point($0) }
        var labels = PlotLabels(frame: PlotAxes.frame)
        labels.avoid(legendBox)
        for point in points + line { labels.avoid(PlotBox(around: point, by: 5)) }
        for (start, end) in zip(line, line.dropFirst()) { labels.avoidLine(from: start, to: end) }

        var parts = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(PlotAxes.width)) \(Int(PlotAxes.height))" \
            width="\(Int(PlotAxes.width))" height="\(Int(PlotAxes.height))" \
            font-family="DejaVu Sans, Verdana, sans-serif" font-size="11" fill="#222">
            """,
            #"<rect width="100%" height="100%" fill="white"/>"#,
            PlotText("Alerts against the first arrival", at: PlotPoint(x: PlotAxes.frame.left, y: 26), size: 17).svg,
        ]
        parts += subtitle.enumerated().map { number, line in
            let y = Double(subtitle.count > 1 ? 42 + 14 * number : 46)
            return PlotText(line, at: PlotPoint(x: PlotAxes.frame.left, y: y), color: "#555").svg
        }
        parts += axes.svg
        if !line.isEmpty {
            let path = line.map(\.svg).joined(separator: " ")
            parts.append(#"<polyline points="\#(path)" fill="none" stroke="\#(PlotInk.rule)" stroke-width="2"/>"#)
            parts += line.map { #"<circle cx="\#($0.x.svg)" cy="\#($0.y.svg)" r="2.5" fill="\#(PlotInk.rule)"/>"# }
        }
        // Those named first lie on top where points meet.
        for (result, point) in zip(results, points).reversed() {
            let ink = PlotInk.of(result.policy)
            parts.append(#"<circle cx="\#(point.x.svg)" cy="\#(point.y.svg)" r="5" fill="\#(ink)" stroke="white"/>"#)
        }
        for (result, point) in zip(results, points) {
            let text = result.policy.name + (result.policy.origin.map { " (\($0))" } ?? "")
            parts += labels.place(text, beside: point, color: PlotInk.of(result.policy))
        }
        for (worth, point) in zip(Self.alertWorths, line) {
            // The curve can be read without every one of its numbers.
            parts += labels.place("\(worth.plain) s", beside: point, color: PlotInk.rule, isDispensable: true)
        }
        parts += legend
        parts.append("</svg>")
        return parts.joined(separator: "\n") + "\n"
    }

    private var legendRows: [(ink: String, isLine: Bool, text: String)] {
        var rows = [(ink: PlotInk.policy, isLine: false, text: "a policy (who published it)")]
        if !curve.isEmpty {
            rows.append((PlotInk.rule, true, "the value rule, by seconds an alert is worth"))
        }
        if results.contains(where: { $0.policy == .hindsight }) {
            rows.append((PlotInk.bound, false, "the bound: who comes is known before"))
        }
        return rows
    }

    private var legendBox: PlotBox {
        let width = 300.0
        let height = Double(legendRows.count) * 18 + 10
        let frame = PlotAxes.frame
        return PlotBox(
            left: frame.right - width - 8,
            top: frame.top + 8,
            right: frame.right - 8,
            bottom: frame.top + 8 + height
        )
    }

    private var legend: [String] {
        let box = legendBox
        var parts = [
            """
            <rect x="\(box.left.svg)" y="\(box.top.svg)" width="\((box.right - box.left).svg)" \
            height="\((box.bottom - box.top).svg)" fill="#fff" stroke="#ccc"/>
            """
        ]
        for (number, row) in legendRows.enumerated() {
            let y = box.top + 14 + Double(number) * 18
            if row.isLine {
                parts.append(
                    """
                    <line x1="\((box.left + 8).svg)" y1="\(y.svg)" x2="\((box.left + 28).svg)" y2="\(y.svg)" \
                    stroke="\(row.ink)" stroke-width="2"/>
                    """
                )
            } else {
                parts.append(#"<circle cx="\#((box.left + 18).svg)" cy="\#(y.svg)" r="5" fill="\#(row.ink)"/>"#)
            }
            parts.append(PlotText(row.text, at: PlotPoint(x: box.left + 36, y: y + 4)).svg)
        }
        return parts
    }
}

/// Colours that differ in light and dark as well.
private enum PlotInk {
    static let policy = "#24507a"
    static let rule = "#b3410e"
    static let bound = "#2c7a3f"

    static func of(_ policy: SimulatedPolicy) -> String {
        switch policy {
        case .value: rule
        case .hindsight: bound
        case .slots, .broadcast: Self.policy
        }
    }
}

private struct PlotPoint {
    let x: Double
    let y: Double

    var svg: String { "\(x.svg),\(y.svg)" }
}

private struct PlotBox {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double

    init(left: Double, top: Double, right: Double, bottom: Double) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    init(around point: PlotPoint, by radius: Double) {
        self.init(left: point.x - radius, top: point.y - radius, right: point.x + radius, bottom: point.y + radius)
    }

    func overlaps(_ other: Self) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    func contains(_ other: Self) -> Bool {
        left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
    }
}

private struct PlotText {
    let text: String
    let point: PlotPoint
    let anchor: String
    let size: Int
    let color: String
    /// Turns a text that is read from below; empty for others.
    let turn: String

    init(
        _ text: String,
        at point: PlotPoint,
        anchor: String = "start",
        size: Int = 11,
        color: String = "#222",
        isUpright: Bool = false
    ) {
        self.text = text
        self.point = point
        self.anchor = anchor
        self.size = size
        self.color = color
        turn = isUpright ? #" transform="rotate(-90 \#(point.x.svg) \#(point.y.svg))""# : ""
    }

    var svg: String {
        """
        <text x="\(point.x.svg)" y="\(point.y.svg)" text-anchor="\(anchor)" font-size="\(size)" \
        fill="\(color)"\(turn)>\(escaped)</text>
        """
    }

    private var escaped: String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case _: result.append(character)
            }
        }
    }
}

/// Where numbers lie in the picture.
private struct PlotAxes {
    static let width = 960.0
    static let height = 620.0
    static let frame = PlotBox(left: 70, top: 64, right: 935, bottom: 560)
    /// Ticks of both axes within each power of ten.
    private static let steps = [1.0, 2, 3, 5]

    private let alerts: ClosedRange<Double>
    private let minutes: ClosedRange<Double>

    init(alerts: [Double], minutes: [Double]) {
        // Everybody is asked at least once, and most policies ask no more than a hundred.
        self.alerts = Self.range(alerts, within: 0.9...110)
        self.minutes = Self.range(minutes, within: 2.5...12)
    }

    /// A range that holds at least the given one and all numbers, with some room around them.
    private static func range(_ numbers: [Double], within least: ClosedRange<Double>) -> ClosedRange<Double> {
        let positive = numbers.filter { $0 > 0 }
        let lower = min(least.lowerBound, (positive.min() ?? least.lowerBound) / 1.2)
        let upper = max(least.upperBound, (positive.max() ?? least.upperBound) * 1.2)
        return lower...upper
    }

    func point(_ result: PolicyResult) -> PlotPoint {
        PlotPoint(x: x(result.alerts), y: y(result.p90Seconds / 60))
    }

    private func x(_ alerts: Double) -> Double {
        let share = Self.share(alerts, of: self.alerts)
        return Self.frame.left + share * (Self.frame.right - Self.frame.left)
    }

    private func y(_ minutes: Double) -> Double {
        let share = Self.share(minutes, of: self.minutes)
        return Self.frame.bottom - share * (Self.frame.bottom - Self.frame.top)
    }

    /// How far along a logarithmic scale a number is; what is too small for it, such as nothing, lies at its beginning.
    private static func share(_ number: Double, of range: ClosedRange<Double>) -> Double {
        log(max(number, range.lowerBound) / range.lowerBound) / log(range.upperBound / range.lowerBound)
    }

    private static func ticks(in range: ClosedRange<Double>) -> [Double] {
        (-3...6).flatMap { power in steps.map { $0 * pow(10, Double(power)) } }.filter { range.contains($0) }
    }

    /// The frame, the grid, the numbers beside it and what they mean.
    var svg: [String] {
        let frame = Self.frame
        var parts: [String] = []
        for tick in Self.ticks(in: alerts) {
            let x = x(tick)
            parts.append(Self.gridLine(from: PlotPoint(x: x, y: frame.top), to: PlotPoint(x: x, y: frame.bottom)))
            parts.append(PlotText(tick.svg, at: PlotPoint(x: x, y: frame.bottom + 18), anchor: "middle").svg)
        }
        // Between 5 and 10 minutes lies what most policies are about, and after 50 comes the hour.
        for tick in Self.ticks(in: minutes).filter({ $0 < 50 }) + [4, 7, 15, 60].filter({ minutes.contains($0) }) {
            let y = y(tick)
            parts.append(Self.gridLine(from: PlotPoint(x: frame.left, y: y), to: PlotPoint(x: frame.right, y: y)))
            parts.append(PlotText(tick.svg, at: PlotPoint(x: frame.left - 8, y: y + 4), anchor: "end").svg)
        }
        let middle = PlotPoint(x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2)
        parts += [
            """
            <rect x="\(frame.left.svg)" y="\(frame.top.svg)" width="\((frame.right - frame.left).svg)" \
            height="\((frame.bottom - frame.top).svg)" fill="none" stroke="#888"/>
            """,
            PlotText(
                "alerts per request (logarithmic)",
                at: PlotPoint(x: middle.x, y: frame.bottom + 42),
                anchor: "middle",
                size: 12
            ).svg,
            PlotText(
                "minutes until the first is on scene, in 9 of 10 requests (logarithmic)",
                at: PlotPoint(x: 24, y: middle.y),
                anchor: "middle",
                size: 12,
                isUpright: true
            ).svg,
        ]
        return parts
    }

    private static func gridLine(from start: PlotPoint, to end: PlotPoint) -> String {
        """
        <line x1="\(start.x.svg)" y1="\(start.y.svg)" x2="\(end.x.svg)" y2="\(end.y.svg)" stroke="#e6e6e6"/>
        """
    }
}

/// Finds room for texts beside their points: each takes the first place that is free.
private struct PlotLabels {
    private static let lineHeight = 13.0
    /// A little more than letters of this size take.
    private static let letterWidth = 6.7

    let frame: PlotBox
    private var taken: [PlotBox] = []

    init(frame: PlotBox) {
        self.frame = frame
    }

    mutating func avoid(_ box: PlotBox) {
        taken.append(box)
    }

    mutating func avoidLine(from start: PlotPoint, to end: PlotPoint) {
        let length = hypot(end.x - start.x, end.y - start.y)
        let count = max(1, Int(length / 6))
        for step in 0...count {
            let share = Double(step) / Double(count)
            let x = start.x + (end.x - start.x) * share
            let y = start.y + (end.y - start.y) * share
            avoid(PlotBox(around: PlotPoint(x: x, y: y), by: 2))
        }
    }

    /// The text, and a thin line to its point where it lies away from it.
    ///
    /// - Parameter isDispensable: Whether it is left out where there is no room right beside the point.
    mutating func place(_ text: String, beside point: PlotPoint, color: String, isDispensable: Bool = false) -> [String]
    {
        let width = Double(text.count) * Self.letterWidth
        var chosen: (box: PlotBox, distance: Double)?
        for distance in stride(from: 9.0, through: isDispensable ? 9 : 150, by: 12) {
            let free = Self.boxes(width: width, distance: distance, around: point).first { box in
                frame.contains(box) && !taken.contains { $0.overlaps(box) }
            }
            if let free {
                chosen = (free, distance)
                break
            }
        }
        if chosen == nil, isDispensable { return [] }
        // With no room at all the name matters more than what it covers.
        let box = chosen?.box ?? Self.boxes(width: width, distance: 9, around: point)[0]
        avoid(box)
        let label = Self.text(text, in: box, beside: point, color: color).svg
        guard let chosen, chosen.distance > 9 else { return [label] }
        let end = PlotPoint(
            x: min(max(point.x, box.left), box.right),
            y: min(max(point.y, box.top + 2), box.bottom - 1)
        )
        return [
            """
            <line x1="\(point.x.svg)" y1="\(point.y.svg)" x2="\(end.x.svg)" y2="\(end.y.svg)" \
            stroke="\(color)" stroke-width="0.6"/>
            """,
            label,
        ]
    }

    /// The text at the side of its box that is nearest to the point: boxes are wider than most texts.
    private static func text(_ text: String, in box: PlotBox, beside point: PlotPoint, color: String) -> PlotText {
        let baseline = box.bottom - 3
        if box.right <= point.x {
            return PlotText(text, at: PlotPoint(x: box.right, y: baseline), anchor: "end", color: color)
        }
        if box.left >= point.x { return PlotText(text, at: PlotPoint(x: box.left, y: baseline), color: color) }
        return PlotText(
            text,
            at: PlotPoint(x: (box.left + box.right) / 2, y: baseline),
            anchor: "middle",
            color: color
        )
    }

    /// Places at a distance from a point: right, left, above, below, then aslant.
    private static func boxes(width: Double, distance: Double, around point: PlotPoint) -> [PlotBox] {
        let half = lineHeight / 2
        let rises = [0, -distance, distance]
        func box(left: Double, middle: Double) -> PlotBox {
            PlotBox(left: left, top: middle - half, right: left + width, bottom: middle + half)
        }
        let beside = rises.flatMap { rise in
            [
                box(left: point.x + distance, middle: point.y + rise),
                box(left: point.x - distance - width, middle: point.y + rise),
            ]
        }
        let across = [-1.0, 1].map { side in
            box(left: point.x - width / 2, middle: point.y + side * (distance + half))
        }
        return beside[..<2] + across + beside[2...]
    }
}

extension Double {
    /// A number for the picture, with at most two places.
    fileprivate var svg: String { ((self * 100).rounded() / 100).plain }
}
