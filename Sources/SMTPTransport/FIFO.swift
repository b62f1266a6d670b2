/// A queue that gives its places back: first in, first out, without moving what waits each time.
struct FIFO<Element> {
    private var elements: [Element] = []
    private var head = 0

    /// Below so many places that are used up, moving the rest is not worth while.
    private static var leastWaste: Int { 32 }

    /// Whether nothing waits.
    var isEmpty: Bool { head == elements.count }

    /// Puts an element at the end.
    mutating func append(_ element: Element) { elements.append(element) }

    /// Takes the element that has waited longest.
    mutating func takeFirst() -> Element? {
        guard head < elements.count else { return nil }
        let first = elements[head]
        head += 1
        if head == elements.count {
            elements.removeAll(keepingCapacity: true)
            head = 0
        } else if head >= FIFO.leastWaste, head > elements.count / 2 {
            elements.removeFirst(head)
            head = 0
        }
        return first
    }
}
