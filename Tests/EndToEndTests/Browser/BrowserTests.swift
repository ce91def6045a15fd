import Foundation
import Testing

extension EndToEndTests {
    /// Whether `scripts/prepare` has installed a browser.
    private static let hasBrowser = ["chromium-headless-shell", "chromium"].contains { name in
        FileManager.default.isExecutableFile(atPath: "/usr/bin/\(name)")
    }

    /// Every page on the screen of an old phone, without scripts; `pages.py` says what it looks for. The pictures lie
    /// beside the programs, in `pictures`.
    @Test(.enabled(if: hasBrowser, "needs Chromium, which scripts/prepare installs on Debian"))
    func pagesLookAsTheyShouldOnAnOldPhone() async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "pages.py").path
        let pictures = URL(filePath: try Programs.daemon).deletingLastPathComponent().appending(path: "pictures").path
        let result = try await TestCounty.run(
            "/usr/bin/env",
            [
                "python3", script, "--daemon", try Programs.daemon, "--ctl", try Programs.control,
                "--pictures", pictures,
            ],
            within: .seconds(300)
        )
        let faults = result.output.split(separator: "\n").filter { $0.hasPrefix("FAULT") }
        #expect(result.status == 0, "\(faults.joined(separator: "\n"))\(result.errors)")
    }
}
