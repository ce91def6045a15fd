import DispatchService
import DispatchStore
import DispatchWire
import Hummingbird

/// `/v1/doctor`: whether the store is sound. For administrators of the whole county.
struct DoctorRoutes: Sendable {
    let dispatcher: Dispatcher

    func add(to group: RouterGroup<APIContext>) {
        group.get("doctor", use: look)
    }

    @Sendable private func look(_ request: Request, _ context: APIContext) async throws -> Response {
        try context.principal(.administrator).check(township: nil)
        guard let findings = try await dispatcher.doctor.findings() else {
            throw Problem(.doctorRunning, retryAfterSeconds: 10)
        }
        return try APIAnswer.json(DoctorReport(findings: findings.map(FindingView.init)))
    }
}

extension FindingView {
    fileprivate init(_ finding: Finding) {
        let grade: Grade =
            switch finding.grade {
            case .ok: .ok
            case .warning: .warning
            case .failure: .failure
            }
        self.init(finding.subject, grade, finding.detail, advice: finding.advice)
    }
}
