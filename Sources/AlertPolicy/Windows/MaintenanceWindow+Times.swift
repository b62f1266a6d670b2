extension MaintenanceWindow {
    /// Whether a time lies in the window; the end does not.
    public func contains(_ time: LocalTime) -> Bool {
        if start < end {
            return days.contains(time.day) && (start..<end).contains(time.minute)
        }
        if time.minute >= start { return days.contains(time.day) }
        return time.minute < end && days.contains(time.day.before)
    }
}

extension MaintenanceWindow.Day {
    /// The day before.
    var before: MaintenanceWindow.Day {
        let all = MaintenanceWindow.Day.allCases
        let index = all.firstIndex(of: self) ?? 0
        return all[(index + all.count - 1) % all.count]
    }
}

extension RunMark {
    /// Whether the run falls into one of these windows.
    func isHeld(by windows: [MaintenanceWindow]) -> Bool {
        guard let localTime else { return false }
        return windows.contains { $0.contains(localTime) }
    }
}
