/// The step from what was told to what should be.
enum AlertStep: Hashable, Sendable {
    /// Nothing to tell.
    case none
    /// Tell this, and note what is told from then on (`nil` where no alert is open any more).
    case tell(AlertEvent.Occasion, ToldAlert?)

    /// Finds the step; while nothing may be told, there is none, and the difference waits.
    init(
        from told: ToldAlert?,
        to wish: AlertWish,
        since: Int64,
        at time: Int64,
        remindEvery: Int64?
    ) {
        switch (told, wish) {
        case (nil, .quiet), (_, .asTold): self = .none
        case (_?, .quiet): self = .tell(.ended, nil)
        case (nil, .alert(let condition, let isFlapping)):
            let alert = ToldAlert(
                condition: condition,
                isFlapping: isFlapping,
                openedAt: since,
                toldAt: time
            )
            self = .tell(.began, alert)
        case (var alert?, .alert(let condition, let isFlapping)):
            // While it flaps, which of its faults it shows just now is no news.
            let isNews =
                alert.isFlapping != isFlapping
                || !isFlapping && alert.condition.verdict != condition.verdict
            let isDue = remindEvery.map { time - alert.toldAt >= $0 } ?? false
            guard isNews || isDue else {
                self = .none
                return
            }
            alert.condition = condition
            alert.isFlapping = isFlapping
            alert.toldAt = time
            self = .tell(isNews ? .changed : .reminder, alert)
        }
    }
}
