/// What the outside world should be told of a subject as it stands.
enum AlertWish: Hashable, Sendable {
    /// No alert is open.
    case quiet
    /// An alert is open and says this.
    case alert(Condition, isFlapping: Bool)
    /// What was told stands, whatever it is: another subject's alert covers this one.
    case asTold

    /// What is to be told of a state that another alert covers or not.
    init(_ state: SubjectState, isCovered: Bool) {
        guard let condition = state.condition else {
            self = .quiet
            return
        }
        let isDown = condition.flow != .flowing
        if isCovered && isDown {
            self = .asTold
        } else if state.flappingSince != nil {
            self = .alert(condition, isFlapping: true)
        } else {
            self = isDown ? .alert(condition, isFlapping: false) : .quiet
        }
    }
}
