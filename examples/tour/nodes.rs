// A singly linked list; compiled three times by `shelves.rs`, as `index.rs` is. `Own` and `own` are
// the importer's.

/// A list of more words would show nothing new.
pub(crate) const LONGEST: usize = 100_000;

pub(crate) type Link<'t> = Option<Own<Node<'t>>>;

pub(crate) struct Node<'t> {
    pub(crate) word: &'t str,
    pub(crate) next: Link<'t>,
}

/// The list owns its first node, and each node the next.
#[derive(Default)]
pub(crate) struct Chain<'t> {
    head: Link<'t>,
}

impl<'t> Chain<'t> {
    fn push(&mut self, word: &'t str) {
        let next = self.head.take();
        self.head = Some(own(Node { word, next }));
    }

    /// Turns the list round: every box moves from one owner to another, no node moves.
    pub(crate) fn reverse(&mut self) {
        let mut rest = self.head.take();
        while let Some(mut node) = rest {
            rest = node.next.take();
            node.next = self.head.take();
            self.head = Some(node);
        }
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node<'t>> {
        ::std::iter::successors(self.head.as_deref(), |node| node.next.as_deref())
    }
}

/// Node by node. Left to itself, dropping the first node would drop its `next` first, and so on: a
/// call within a call for each node, until the stack is full.
impl Drop for Chain<'_> {
    fn drop(&mut self) {
        let mut rest = self.head.take();
        while let Some(mut node) = rest {
            rest = node.next.take();
        }
    }
}

/// The words of a text, the last one first.
pub(crate) fn chain(text: &str) -> Chain<'_> {
    let mut list = Chain::default();
    for (word, _) in words(text).take(LONGEST) {
        list.push(word);
    }
    list
}

/// The whole life of a list: built, turned round, walked along, and dropped. The letters of its
/// words, in bytes.
pub(crate) fn there_and_back(text: &str) -> usize {
    let mut list = chain(text);
    list.reverse();
    list.nodes().map(|node| node.word.len()).sum()
}
