#![forbid(unsafe_code)]
//! The syntax tree of a text: a document of paragraphs, of sentences, of words. What links one node
//! to the next is a parameter, so that one `grow` and one `letters` serve each kind of tree.

use std::iter::successors;

use drystone::vec;
use drystone::vec::Vec;

use crate::words::words_of;

/// A tree of more words would show nothing new.
pub(crate) const LONGEST: usize = 100_000;

/// What the nodes are called, by their depth.
pub(crate) const LEVELS: [&str; 4] = ["document", "paragraph", "sentence", "word"];
pub(crate) const WORD: usize = LEVELS.len() - 1;

/// A part of the text, its first child, and what follows it under the same parent.
pub(crate) struct Node<'t, L> {
    pub(crate) text: &'t str,
    pub(crate) first: Option<L>,
    pub(crate) next: Option<L>,
}

/// All nodes of the tree in the order of the text, each with its depth: what a parser finds.
pub(crate) fn outline(text: &str) -> Vec<(usize, &str)> {
    let mut nodes = vec![(0, text)];
    let mut left = LONGEST;
    for paragraph in text.split("\n\n").flat_map(|text| text.split("\n\r\n")) {
        // Where a paragraph or a sentence has no words, it is none.
        let before = nodes.len();
        nodes.push((1, paragraph));
        for sentence in paragraph.split_inclusive(['.', '!', '?']) {
            let before = nodes.len();
            nodes.push((2, sentence));
            nodes.extend(words_of(sentence).take(left).map(|word| (WORD, word)));
            left -= nodes.len() - before - 1;
            if nodes.len() == before + 1 {
                nodes.truncate(before);
            }
        }
        if nodes.len() == before + 1 {
            nodes.truncate(before);
        }
    }
    nodes
}

/// Makes the tree, the last node first: when a node is made, what it links to is there, and nothing
/// need be changed afterwards.
pub(crate) fn grow<'t, L>(
    outline: &[(usize, &'t str)],
    mut make: impl FnMut(Node<'t, L>) -> L,
) -> L {
    let mut last = LEVELS.map(|_| None);
    for &(depth, text) in outline.iter().rev() {
        let first = last.get_mut(depth + 1).and_then(Option::take);
        let next = last[depth].take();
        last[depth] = Some(make(Node { text, first, next }));
    }
    let [root, ..] = last;
    root.expect("an outline begins with its document")
}

/// The letters of all words below a node, in bytes.
pub(crate) fn letters<'n, 't, L>(
    node: &'n Node<'t, L>,
    follow: &impl Fn(&'n L) -> &'n Node<'t, L>,
) -> usize {
    let mut sum = 0;
    let mut child = node.first.as_ref();
    while let Some(node) = child.map(follow) {
        // As deep as there are levels, however long the text is.
        sum += match node.first {
            Some(_) => letters(node, follow),
            None => node.text.len(),
        };
        child = node.next.as_ref();
    }
    sum
}

/// The way down from the root to the first word, and on to the words after it.
pub(crate) fn way<'n, 't, L>(
    root: &'n Node<'t, L>,
    follow: &impl Fn(&'n L) -> &'n Node<'t, L>,
) -> impl Iterator<Item = (&'static str, &'n Node<'t, L>)> {
    let on = move |node: &&'n Node<'t, L>| node.first.as_ref().or(node.next.as_ref()).map(follow);
    LEVELS
        .into_iter()
        .chain(std::iter::repeat(LEVELS[WORD]))
        .zip(successors(Some(root), on))
}
