import StateStore

/// How an attempt is remembered; the name sets it apart from what the sender says of it.
typealias RecordedOutcome = DeliveryOutcome
