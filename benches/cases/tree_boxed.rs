//! The tree of `tree.rs`, in boxes.

use crate::harness::{Case, Meter, PARITY, keep, opaque, repeat};

pub(crate) const CASES: &[Case] = &[Case::new("tree_1e5_build_walk_drop", 100_000, PARITY, all)];

struct Node {
    left: Option<Box<Node>>,
    right: Option<Box<Node>>,
    value: u64,
}

fn build(count: usize) -> Option<Box<Node>> {
    let children = count.checked_sub(1)?;
    let left = build(children / 2);
    let right = build(children - children / 2);
    let value = count as u64;
    Some(Box::new(Node { left, right, value }))
}

fn sum(node: Option<&Node>) -> u64 {
    node.map_or(0, |node| {
        node.value + sum(node.left.as_deref()) + sum(node.right.as_deref())
    })
}

fn all(m: &mut Meter) {
    repeat!(m, || keep(sum(build(opaque(100_000)).as_deref())));
}
