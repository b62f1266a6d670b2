import ProbeModel
import TransportMap

extension RouteResolver {
    /// The settings that may change a route beside those that were looked at.
    func notes(_ grounds: RouteGrounds, _ service: MasterService?) -> [RouteNote] {
        senderNotes(grounds) + tableNotes(grounds) + indexNotes(grounds)
            + transportNotes(grounds, service)
    }

    private func note(_ parameter: String, _ message: String) -> [RouteNote] {
        parameters.text(parameter).isEmpty
            ? [] : [RouteNote(parameter: parameter, message: message)]
    }

    /// Settings that look at the sender.
    private func senderNotes(_ grounds: RouteGrounds) -> [RouteNote] {
        var notes: [RouteNote] = []
        if grounds.addressClass == .default, grounds.usesDefaultTransport {
            notes += note(
                "sender_dependent_default_transport_maps",
                "Mail of some senders may go by another transport."
            )
        }
        let suppliesOwn = grounds.defaults.nexthopParameter.map { $0 != "relayhost" } ?? false
        let isOffHost = ClassDefaults.isOffHost(grounds.addressClass)
        if isOffHost, grounds.meaning == .noChange, !suppliesOwn {
            notes += note(
                "sender_dependent_relayhost_maps",
                "Mail of some senders may go to another relay."
            )
        }
        return notes
    }

    /// Tables that look at the whole address.
    private func tableNotes(_ grounds: RouteGrounds) -> [RouteNote] {
        var notes: [RouteNote] = []
        if grounds.addressClass == .virtualAlias {
            notes += note(
                "virtual_alias_maps",
                "Addresses that stand for others go where those others go."
            )
        }
        notes += note("relocated_maps", "Mail for some recipients may be returned.")
        if case .domain = grounds.subject, tables.contains(where: \.holdsPatterns) {
            let message = "Some tables see whole addresses and were asked for postmaster only."
            notes.append(RouteNote(parameter: "transport_maps", message: message))
        }
        return notes
    }

    /// Indexes that are older than their texts, of the tables that were asked.
    private func indexNotes(_ grounds: RouteGrounds) -> [RouteNote] {
        let asked = tables.prefix(grounds.match.map { $0.table + 1 } ?? tables.count)
        return asked.enumerated().filter(\.element.hasOlderIndex).map { number, table in
            let file = SafeText.escape(table.specification.sourcePath ?? table.specification.name)
            let isMatch = grounds.match?.table == number
            return RouteNote(
                parameter: "transport_maps",
                message:
                    "The index of \(file) is older than its text, and Postfix answers from the index "
                    + "until postmap is run." + (isMatch ? difference(grounds.match, table) : "")
            )
        }
    }

    /// What the text says otherwise than the entry of the index that decides; empty where it says the same.
    private func difference(_ match: LookupMatch?, _ table: RouteTable) -> String {
        guard let match, let map = table.map else { return "" }
        guard let entry = map.entry(for: match.key.bytes) else {
            return " The text has no such entry."
        }
        guard entry.result != match.result.bytes else { return "" }
        return " Line \(entry.lines.lowerBound) of the text says: "
            + "\(entry.patternText) \(entry.resultText)"
    }

    /// Settings of the queue manager and the client.
    private func transportNotes(
        _ grounds: RouteGrounds,
        _ service: MasterService?
    ) -> [RouteNote] {
        var notes = note("content_filter", "Mail goes to a content filter first.")
        if parameters.list("defer_transports").contains(grounds.delivery.transport) {
            notes += note("defer_transports", "The transport is held until the queue is flushed.")
        }
        let fallback = service?.overrides["smtp_fallback_relay"]
        if service?.client ?? .smtp == .smtp,
            !(fallback ?? parameters.text("smtp_fallback_relay")).isEmpty
        {
            let message = "Mail that cannot be delivered so goes to a fallback relay."
            notes.append(RouteNote(parameter: "smtp_fallback_relay", message: message))
        }
        notes += note("use_srv_lookup", "SRV records may be asked before MX records.")
        return notes
    }
}
