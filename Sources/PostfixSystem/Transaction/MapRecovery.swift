/// What was found of an interrupted change of a table, and what became of it.
public enum MapRecovery: String, Hashable, Sendable {
    /// Nothing was under way.
    case nothing
    /// The change had not begun, or was taken back: the table is as it was before.
    case rolledBack = "rolled-back"
    /// The text was changed already, and so the index is now too.
    case completed
    /// Somebody has changed the text since: that stays, and only leftovers were removed.
    case superseded
}
