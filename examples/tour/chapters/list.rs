#![forbid(unsafe_code)]
//! A singly linked list of boxed nodes: what a `Box` owns, what a move of a `Box` moves, and how a
//! long list is freed.

use drystone::vec;
use drystone::vec::Vec;

use super::{Input, quoted};
use crate::count::Counted;
use crate::page::{Page, plural, thousands};
use crate::picture::{Home, Kind, Picture, Row, address, hex};
use crate::shelves::counted::{Chain, LONGEST, Link, Node, Own, chain};

/// So many nodes are drawn.
const DRAWN: usize = 3;

pub(super) fn run(input: &Input<'_>, page: &mut Page) {
    const { assert!(size_of::<Link<'_>>() == size_of::<Own<Node<'_>>>()) };
    page.say(format!(
        "A Box is one word: a pointer to a block with one value in it. A pointer to a block is \
         never null, so None needs no room of its own: Box<Node> takes {}, and so does \
         Option<Box<Node>>. Here every word of the text becomes a node, pushed to the front.",
        plural(size_of::<Link<'_>>(), "byte"),
    ));
    let (all, counts) = Counted::counting(|| {
        input.progress.at("making nodes", 0, 1);
        let mut list = chain(input.text);
        let all = list.nodes().count();
        let before: Vec<usize> = list.nodes().map(address).collect();
        let caption = format!("{} in a list: one block for each", plural(all, "node"));
        page.draw(picture(caption, &list, all));
        if all > 1 {
            list.reverse();
            let after = list.nodes().map(address);
            assert!(after.eq(before.into_iter().rev()), "no node has moved");
            let caption =
                "reverse(): the nodes are where they were, only their pointers have changed";
            page.draw(picture(caption.into(), &list, all));
        }
        all
    });
    page.say(format!(
        "Then the list was dropped, in a loop: {}, {}. The drop that the compiler would write \
         calls itself for each node, so that a long list overflows the stack.{}",
        plural(counts.allocated, "allocation"),
        plural(counts.freed, "free"),
        if all == LONGEST {
            " (The list stops at this length.)"
        } else {
            ""
        },
    ));
    assert_eq!((counts.allocated, counts.freed, counts.live), (all, all, 0));
}

/// The first nodes; the last of them tells how many others there are.
fn picture(caption: String, list: &Chain<'_>, all: usize) -> Picture {
    let mut picture = Picture::new(caption);
    let drawn: Vec<&Node<'_>> = list.nodes().take(DRAWN).collect();
    let mut next = match all - drawn.len() {
        0 => Row::field("next: None"),
        more => Row::one(Kind::More, format!("next: {} more", thousands(more))),
    };
    // From the last to the first, since a pointer needs something to point to.
    for node in drawn.into_iter().rev() {
        let rows = vec![Row::one(Kind::Live, quoted(node.word)), next];
        let title = format!("Node, {}", plural(size_of_val(node), "byte"));
        next = Row::pointer(
            "next",
            picture.tile(Home::Heap, title, hex(address(node)), rows),
        );
    }
    let head = match next.to {
        Some(first) => Row::pointer("head", first),
        None => Row::field("head: None"),
    };
    picture.variable("list: Chain", list, vec![head]);
    picture
}
