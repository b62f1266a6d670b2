import InternationalNames
import ProbeModel
import Rendering

/// The U-label forms of all names that a report shows.
enum DisplayTable {
    /// Collects the forms of the names asked for and of the hosts that were found.
    static func make(names: [InputName], diagnoses: [DomainDiagnosis]) -> DisplayNames {
        var table: [DomainName: String] = [:]
        for name in names { table[name.name] = name.display }
        for host in diagnoses.flatMap(\.observation.resolution.hosts).compactMap(\.name)
        where table[host] == nil {
            table[host] = DomainNameReader.display(host)
        }
        return DisplayNames(table)
    }
}
