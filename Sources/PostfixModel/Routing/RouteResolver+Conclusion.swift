import ProbeModel
import TransportMap

extension RouteResolver {
    /// Puts the route together.
    func conclude(_ grounds: RouteGrounds) -> RouteDecision {
        let delivery = grounds.delivery
        let service = services?[delivery.transport]
        let becomes = reader.read(delivery, domain: grounds.domain)
        let source = source(grounds, becomes)
        var route = Route(
            source: source,
            pattern: grounds.match.map { SafeText.escape(pattern(of: $0)) },
            result: result(grounds, source),
            place: place(grounds, source),
            delivery: becomes,
            diversion: diversion(grounds)
        )
        route.isMatchedByPattern = grounds.match.map { tables[$0.table].holdsPatterns } ?? false
        if case .domain = grounds.subject {
            let domain = CaseFolding.fold(
                Array(grounds.domain.utf8)[...],
                unicode: parameters.dialect.requiresUTF8
            )
            route.addressEntries = addressEntries.entries(
                of: String(decoding: domain, as: UTF8.self),
                beside: grounds.match?.result.bytes
            )
        }
        return RouteDecision(
            addressClass: grounds.addressClass,
            delivery: delivery,
            route: route,
            match: grounds.match,
            table: grounds.match.map { tables[$0.table].specification },
            parameters: grounds.parameters,
            service: service,
            notes: notes(grounds, service)
        )
    }

    /// What decides: an entry that changes anything, else `relayhost`, else a setting of main.cf
    /// that keeps mail from going to the MX hosts, else those.
    private func source(_ grounds: RouteGrounds, _ delivery: Route.Delivery) -> Route.Source {
        if grounds.meaning != .noChange { return .transport }
        if grounds.defaults.nexthopParameter == "relayhost" { return .relayhost }
        return delivery == .mx ? .mx : .transport
    }

    /// The pattern as the table has it, where its text is known; else the key that matched.
    private func pattern(of match: LookupMatch) -> [UInt8] {
        tables[match.table].map?.entry(for: match.key.bytes)?.pattern ?? match.key.bytes
    }

    private func result(_ grounds: RouteGrounds, _ source: Route.Source) -> String? {
        if let match = grounds.match { return SafeText.escape(match.result.bytes) }
        switch source {
        case .mx: return nil
        case .relayhost: return SafeText.escape(parameters.text("relayhost"))
        case .transport:
            return ClassDefaults.parameter(of: grounds.addressClass)
                .map { SafeText.escape(parameters.text($0)) }
        }
    }

    private func place(_ grounds: RouteGrounds, _ source: Route.Source) -> FilePlace? {
        guard let match = grounds.match else {
            return source == .mx ? nil : parameters.mainFile.map { FilePlace(file: $0) }
        }
        let table = tables[match.table]
        guard let file = table.specification.sourcePath else {
            guard table.specification.storage == .mainFile else { return nil }
            return parameters.mainFile.map { FilePlace(file: $0) }
        }
        return FilePlace(file: file, line: line(of: match))
    }

    /// The line of the entry: where the table did not tell it, the one of its text that says the
    /// same; a text that says something else has changed since its index was made.
    private func line(of match: LookupMatch) -> Int? {
        if let line = match.line { return line }
        guard let entry = tables[match.table].map?.entry(for: match.key.bytes),
            entry.result == match.result.bytes
        else { return nil }
        return entry.lines.lowerBound
    }

    /// What mxprobe changed: an entry in the administrator's table, or one in its own.
    private func diversion(_ grounds: RouteGrounds) -> RouteDiversion? {
        guard let match = grounds.match else { return nil }
        guard tables[match.table].isOverlay else {
            let line = line(of: match)
            // An index may still say what stood there before the diversion.
            if tables[match.table].hasOlderIndex, line == nil { return nil }
            return diversions[match.table].diversion(of: match.key.bytes, line: line)
        }
        var before: String?
        let others = tables.filter { !$0.isOverlay }
        if case .found(let match) = search(for: grounds.subject, in: others) {
            before = SafeText.escape(match.result.bytes)
        }
        return RouteDiversion(original: before)
    }
}
