/// Metrics in Prometheus's text format 0.0.4, read by its grammar; without timestamps, which the textfile collector refuses.
struct PrometheusText {
    private(set) var samples: [String: String] = [:]

    /// Reads all of it; `nil` where it breaks a rule.
    init?(_ text: String) {
        guard text.hasSuffix("\n") else { return nil }
        var helped: Set<Substring> = []
        var typed: [Substring] = []
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
            if let help = line.wholeMatch(of: /# HELP ([a-z_:][a-z0-9_:]*) .+/) {
                guard helped.insert(help.1).inserted else { return nil }
            } else if let type = line.wholeMatch(of: /# TYPE ([a-z_:][a-z0-9_:]*) gauge/) {
                guard helped.contains(type.1), !typed.contains(type.1) else { return nil }
                typed.append(type.1)
            } else {
                let pattern =
                    #/(?<name>[a-z_:][a-z0-9_:]*)(?:\{(?:[a-z_]+="(?:[^"\\]|\\[\\"n])*",?)+\})? (?<value>NaN|-?[0-9]+(?:\.[0-9]+)?)/#
                guard let sample = line.wholeMatch(of: pattern), typed.last == sample.name
                else { return nil }
                let series = String(line.dropLast(sample.value.count + 1))
                guard samples.updateValue(String(sample.value), forKey: series) == nil else {
                    return nil
                }
            }
        }
    }
}
