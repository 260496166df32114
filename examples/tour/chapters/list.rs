#![forbid(unsafe_code)]
//! A singly linked list of boxed nodes: what a `Box` owns, what a move of a `Box` moves, and how a long list is freed.

use drystone::boxed::Box;
use drystone::vec;
use drystone::vec::Vec;

use super::{Input, quoted};
use crate::count::Counted;
use crate::page::{Page, plural, thousands};
use crate::picture::{Home, Kind, Picture, Row, address, hex, place};
use crate::words::words;

/// A list of more words would show nothing new.
const LONGEST: usize = 100_000;

/// So many nodes are drawn.
const DRAWN: usize = 3;

type Link<'t> = Option<Box<Node<'t>, Counted>>;

struct Node<'t> {
    word: &'t str,
    next: Link<'t>,
}

/// The list owns its first node, and each node the next.
#[derive(Default)]
struct List<'t> {
    head: Link<'t>,
}

impl<'t> List<'t> {
    fn push(&mut self, word: &'t str) {
        let next = self.head.take();
        self.head = Some(Box::new_in(Node { word, next }, Counted));
    }

    /// Turns the list round: every box moves from one owner to another, no node moves.
    fn reverse(&mut self) {
        let mut rest = self.head.take();
        while let Some(mut node) = rest {
            rest = node.next.take();
            node.next = self.head.take();
            self.head = Some(node);
        }
    }

    fn nodes(&self) -> impl Iterator<Item = &Node<'t>> {
        std::iter::successors(self.head.as_deref(), |node| node.next.as_deref())
    }
}

/// Node by node. Left to itself, dropping the first node would drop its `next` first, and so on: a call within a call for
/// each node, until the stack is full.
impl Drop for List<'_> {
    fn drop(&mut self) {
        let mut rest = self.head.take();
        while let Some(mut node) = rest {
            rest = node.next.take();
        }
    }
}

pub(super) fn run(input: &Input<'_>, page: &mut Page) {
    page.say(format!(
        "A Box is one word: a pointer to a block with one value in it. A pointer to a block is never null, so None needs \
         no room of its own: Box<Node> takes {}, and so does Option<Box<Node>>. Here every word of the text becomes a \
         node, pushed to the front.",
        plural(size_of::<Link<'_>>(), "byte"),
    ));
    let (all, counts) = Counted::counting(|| {
        let mut list = List::default();
        for (word, _) in words(input.text).take(LONGEST) {
            list.push(word);
        }
        let all = list.nodes().count();
        let before: Vec<usize> = list.nodes().map(address).collect();
        let caption = format!("{} in a list: one block for each", plural(all, "node"));
        page.draw(picture(caption, &list, all));
        if all > 1 {
            list.reverse();
            let after = list.nodes().map(address);
            assert!(after.eq(before.into_iter().rev()), "no node has moved");
            let caption = "reverse(): the nodes are where they were, only their pointers have changed";
            page.draw(picture(caption.into(), &list, all));
        }
        all
    });
    page.say(format!(
        "Then the list was dropped, in a loop: {} and {}. The drop that the compiler would write calls itself for each \
         node, and a list of some 100,000 ends it with a stack overflow.",
        plural(counts.allocated, "allocation"),
        plural(counts.freed, "free"),
    ));
    assert_eq!((counts.allocated, counts.freed, counts.live), (all, all, 0));
}

/// The first nodes, and one tile for all the others.
fn picture(caption: String, list: &List<'_>, all: usize) -> Picture {
    let mut picture = Picture::new(caption);
    let drawn: Vec<&Node<'_>> = list.nodes().take(DRAWN).collect();
    let mut next = (all > drawn.len()).then(|| {
        let rest = format!("{} more", thousands(all - drawn.len()));
        let at = list.nodes().nth(drawn.len()).map_or(0, address);
        picture.tile(Home::Heap, "Node", hex(at), vec![Row::one(Kind::More, rest)])
    });
    // From the last to the first, since a pointer needs something to point to.
    for node in drawn.into_iter().rev() {
        let rows = vec![
            Row::one(Kind::Live, quoted(node.word)),
            next.map_or_else(|| Row::field("next: None"), |to| Row::pointer("next", to)),
        ];
        let at = hex(address(node));
        next = Some(picture.tile(Home::Heap, format!("Node, {}", plural(size_of_val(node), "byte")), at, rows));
    }
    let head = next.map_or_else(|| Row::field("head: None"), |to| Row::pointer("head", to));
    picture.tile(Home::Stack, "list: Option<Box<Node>>", place(address(list), size_of_val(list)), vec![head]);
    picture
}
