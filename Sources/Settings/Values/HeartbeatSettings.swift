package import AlertPolicy

/// What is pinged at the end of each run, so that silence is noticed elsewhere.
package struct HeartbeatSettings: Hashable, Sendable {
    /// The http or https URL, which often is the secret itself.
    package var url: SecretPlace
}
