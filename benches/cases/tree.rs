//! A tree of references: built by a recursive function, walked, freed.

use super::subject::Nodes;
use crate::harness::{Case, Meter, keep, opaque, repeat};

/// What is wanted against boxes.
const OF_BOXES: f64 = 0.2;

pub(crate) const CASES: &[Case] = &[Case::new(
    "tree_1e5_build_walk_drop",
    100_000,
    OF_BOXES,
    all,
)];

pub(crate) struct Node<'a> {
    left: Option<&'a Node<'a>>,
    right: Option<&'a Node<'a>>,
    value: u64,
}

fn build<'a>(nodes: &'a Nodes<Node<'a>>, count: usize) -> Option<&'a Node<'a>> {
    let children = count.checked_sub(1)?;
    let left = build(nodes, children / 2);
    let right = build(nodes, children - children / 2);
    let value = count as u64;
    Some(nodes.alloc(Node { left, right, value }))
}

fn sum(node: Option<&Node<'_>>) -> u64 {
    node.map_or(0, |node| node.value + sum(node.left) + sum(node.right))
}

fn all(m: &mut Meter) {
    repeat!(m, || {
        let nodes = Nodes::new();
        keep(sum(build(&nodes, opaque(100_000))));
    });
}
