/// How a text report looks.
package struct TextOptions: Hashable, Sendable {
    /// The narrowest page that is laid out for, in columns; a narrower terminal wraps the rest itself.
    package static let minimumWidth = 40

    /// The widest page that is laid out for, in columns; beyond it columns drift too far apart to follow.
    package static let maximumWidth = 200

    /// The longest line of prose, in columns: longer lines are hard to find the next one from.
    static let proseWidth = 100

    /// The columns of the page, between ``minimumWidth`` and ``maximumWidth``.
    package let width: Int

    /// The characters that the output can show.
    package let signs: SignStyle

    /// Whether SGR sequences colour the text.
    package let color: Bool

    /// Whether every lookup and every session is told.
    package let isVerbose: Bool

    /// Creates options; the width is clamped.
    package init(
        width: Int = 100,
        signs: SignStyle = .unicode,
        color: Bool = false,
        isVerbose: Bool = false
    ) {
        self.width = min(max(width, TextOptions.minimumWidth), TextOptions.maximumWidth)
        self.signs = signs
        self.color = color
        self.isVerbose = isVerbose
    }
}
