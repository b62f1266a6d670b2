import ProbeModel

/// One line of the picture: a hop, and what became of both ports there.
struct PathHopRow: Hashable, Sendable {
    /// What is at a distance.
    enum Kind: Hashable, Sendable {
        /// This machine.
        case ownMachine
        /// A router that tells its address.
        case router
        /// Routers that tell nothing.
        case silent
        /// The host traced to.
        case host
        /// Nobody that answers any port.
        case nothing
        /// Routers that are left out, all alike.
        case omitted
    }

    /// One address at the hop, and its name where one is known.
    struct Place: Hashable, Sendable {
        let address: IPAddress
        let name: DNSName?
    }

    /// What is there.
    var kind: Kind
    /// The first distance that the row stands for.
    var first: Int
    /// The last distance that the row stands for.
    var last: Int
    /// Who is there, for each family of the picture.
    var places: [Place] = []
    /// What became of port 25.
    var smtp = PathCell.blank
    /// What became of the reference port.
    var reference = PathCell.blank

    /// Whether two rows are drawn alike but for who is there.
    func isLike(_ other: PathHopRow) -> Bool {
        var bare = (self, other)
        bare.0.places = []
        bare.1.places = []
        return bare.0 == bare.1
    }

    /// How many hops the row stands for.
    var count: Int { last - first + 1 }

    /// The distances as they are counted in front of the row.
    var number: String { first == last ? "\(first)" : "\(first)-\(last)" }

    /// Who is there, in words: each name once with all its addresses.
    func words(host: DomainName, _ page: Page) -> String {
        switch kind {
        case .ownMachine: return "this machine"
        case .silent:
            return count == 1 ? "no answer from this router" : "no answer from these routers"
        case .nothing: return "nobody answers from here on"
        case .omitted: return "\(count) more hops"
        case .host: return "\(page.name(host)) (\(addresses(places)))"
        case .router:
            var groups: [(name: DNSName?, places: [Place])] = []
            for place in places {
                if let same = groups.firstIndex(where: { $0.name == place.name }) {
                    groups[same].places.append(place)
                } else {
                    groups.append((place.name, [place]))
                }
            }
            return groups.map { group in
                let addresses = addresses(group.places)
                return group.name.map { "\(page.name($0)) (\(addresses))" } ?? addresses
            }.joined(separator: ", ")
        }
    }

    private func addresses(_ places: [Place]) -> String {
        places.map(\.address.description).joined(separator: ", ")
    }
}
