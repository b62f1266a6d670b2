import Glibc

/// Whether the tests run under a sanitizer, which has threads, descriptors and memory of its own.
package enum Sanitizer {
    /// Set by `scripts/test-sanitizers`.
    package static let isAtWork = getenv("MXPROBE_SANITIZER") != nil
}
