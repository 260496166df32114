//! The tree of `tree.rs`, each node in a block of its own.

use super::subject::Own;
use crate::harness::{Case, Meter, keep, opaque, repeat};

/// What is wanted of an arena, against boxes.
const OF_BOXES: f64 = 0.2;

pub(crate) const CASES: &[Case] = &[Case::new(
    "tree_1e5_build_walk_drop",
    100_000,
    OF_BOXES,
    all,
)];

struct Node {
    left: Option<Own<Node>>,
    right: Option<Own<Node>>,
    value: u64,
}

fn build(count: usize) -> Option<Own<Node>> {
    let children = count.checked_sub(1)?;
    let left = build(children / 2);
    let right = build(children - children / 2);
    let value = count as u64;
    Some(Own::new(Node { left, right, value }))
}

fn sum(node: Option<&Node>) -> u64 {
    node.map_or(0, |node| {
        node.value + sum(node.left.as_deref()) + sum(node.right.as_deref())
    })
}

fn all(m: &mut Meter) {
    repeat!(m, || keep(sum(build(opaque(100_000)).as_deref())));
}
