import Crypto
import DispatchCore
import DispatchStore

extension Dispatcher {
    /// Notes in the journal that another policy holds from now on, if it differs from the last one noted.
    package func notePolicy(_ text: String) async throws {
        let digest = Hexadecimal.text(SHA256.hash(data: Array(text.utf8)))
        guard try await store.lastPolicyDigest() != digest else { return }
        _ = try await writer.submit(.notePolicyChange(PolicyChanged(digest: digest)), by: .system)
    }
}
