import TransportMap

/// What must hold for the table that mxprobe owns.
enum OverlayProperties {
    /// The first property that an overlay breaks, or `nil`.
    static func violation(of input: MapInput) -> String? {
        guard let pattern = input.pattern, let result = input.result else { return nil }
        for bytes in [[], input.table] {
            guard let overlay = OverlayMap(bytes, dialect: input.dialect) else { continue }
            if let violation = violation(overlay, bytes, pattern, result, input.dialect) {
                return violation
            }
        }
        return nil
    }

    private static func violation(
        _ overlay: OverlayMap,
        _ bytes: [UInt8],
        _ pattern: TransportPattern,
        _ result: TransportResult,
        _ dialect: MapDialect
    ) -> String? {
        let plan = overlay.plan([.divert(pattern, to: result)])
        guard let after = OverlayMap(plan.bytes, dialect: dialect) else {
            return "an overlay that was written is not known again"
        }
        if let violation = PlanProperties.violation(of: plan) { return violation }
        guard let key = plan.outcomes.first?.pattern, plan.refusals.isEmpty else { return nil }
        let old = overlay.diversions.filter { $0.pattern != key }.map(\.pattern)
        guard after.diversions.filter({ $0.pattern != key }).map(\.pattern) == old,
            after.diversions.first(where: { $0.pattern == key })?.result == result
        else { return "an overlay does not say what was planned" }
        let back = after.plan([.revert(pattern)])
        if let violation = PlanProperties.violation(of: back) { return violation }
        guard overlay.diversions.contains(where: { $0.pattern == key }) else {
            let original = bytes.isEmpty ? OverlayMap.header : bytes
            return back.bytes == original ? nil : "diverting and reverting changes an overlay"
        }
        return back.bytes == overlay.plan([.revert(pattern)]).bytes
            ? nil : "diverting again changes what reverting gives"
    }
}
