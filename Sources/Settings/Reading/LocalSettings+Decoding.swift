extension PostfixSettings {
    /// Reads the section `postfix`.
    init(_ section: SectionReader) {
        self.init()
        section.read("config_directory", into: &configDirectory) { $0.absolutePath() }
    }
}

extension AlertSettings {
    /// Reads the section `alert`.
    init(_ section: SectionReader) {
        self.init()
        section.read("after_failures", into: &afterFailures) { $0.integer(in: SettingsLimits.runs) }
        section.read("after_successes", into: &afterSuccesses) {
            $0.integer(in: SettingsLimits.runs)
        }
        section.read("remind_every", into: &remindEvery) {
            $0.duration(in: SettingsLimits.interval)
        }
        section.read("unknown_after", into: &unknownAfter) {
            $0.duration(in: SettingsLimits.interval)
        }
        section.read("flap_stops", into: &flapStops) { $0.integer(in: SettingsLimits.flapStops) }
        section.read("flap_window", into: &flapWindow) { $0.duration(in: SettingsLimits.interval) }
        section.read("flap_quiet", into: &flapQuiet) { $0.duration(in: SettingsLimits.interval) }
        section.read("certificate_notice", into: &certificateNotice) {
            $0.duration(in: SettingsLimits.notice)
        }
        section.read("maintenance", into: &maintenance) { list in
            list.list(atMost: SettingsLimits.entries) {
                $0.parsed(
                    "a weekly time",
                    suggestion: "write it like 02:00-04:00 or sat,sun 22:00-02:00"
                )
            }
        }
    }
}

extension TransportSettings {
    /// Reads the section `transport`.
    init(_ section: SectionReader) {
        self.init()
        section.read("mode", into: &mode) { $0.choice(Mode.self) }
        section.read("strategy", into: &strategy) { $0.choice(Strategy.self) }
        section.read("style", into: &style) { $0.choice(Style.self) }
        section.read("map", into: &map) { $0.absolutePath() }
        section.read("after_failures", into: &afterFailures) { $0.integer(in: SettingsLimits.runs) }
        section.read("after_successes", into: &afterSuccesses) {
            $0.integer(in: SettingsLimits.runs)
        }
        section.read("min_dwell", into: &minDwell) { $0.duration(in: SettingsLimits.dwell) }
        section.read("flap_window", into: &flapWindow) { $0.duration(in: SettingsLimits.interval) }
        section.read("max_dwell", into: &maxDwell) { $0.duration(in: SettingsLimits.dwell) }
        section.read("flush_queue", into: &flushQueue) { $0.boolean() }
    }
}

extension StateSettings {
    /// Reads the section `state`.
    init(_ section: SectionReader) {
        self.init()
        section.read("path", into: &path) { $0.absolutePath() }
        section.read("retention", into: &retention) { $0.duration(in: SettingsLimits.retention) }
    }
}
