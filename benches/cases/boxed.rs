//! One value on the heap, and a list of such.

use super::subject::{Box, erase};
use crate::harness::{Case, Meter, PARITY, keep, keep_memory, opaque, opaque_mut, repeat};

pub(crate) const CASES: &[Case] = &[
    Case::new("box_new_drop_u64", 1, PARITY, new_drop_u64),
    Case::new("box_new_drop_48B", 1, PARITY, new_drop_48_bytes),
    Case::new("box_new_drop_4K", 1, PARITY, new_drop_4_k),
    Case::new("box_new_drop_string", 1, PARITY, new_drop_string),
    Case::new("box_clone_u64", 1, PARITY, clone_u64),
    Case::new("box_dyn_new_drop", 1, PARITY, dyn_new_drop),
    Case::new("box_list_1e5_build_drop", 100_000, PARITY, list_build_drop),
    Case::new("box_list_1e3_walk", 1_000, PARITY, list_walk),
];

fn new_drop_u64(m: &mut Meter) {
    repeat!(m, || {
        let b = Box::new(opaque(1) as u64);
        keep_memory(&raw const *b);
    });
}

fn new_drop_48_bytes(m: &mut Meter) {
    repeat!(m, || {
        let b = Box::new([opaque(1) as u64; 6]);
        keep_memory(&raw const *b);
    });
}

fn new_drop_4_k(m: &mut Meter) {
    repeat!(m, || {
        let b = Box::new([opaque(1) as u64; 512]);
        keep_memory(&raw const *b);
    });
}

fn new_drop_string(m: &mut Meter) {
    repeat!(m, || {
        let b = Box::new(String::new());
        keep_memory(&raw const *b);
    });
}

fn clone_u64(m: &mut Meter) {
    let mut b = Box::new(1_u64);
    repeat!(m, || {
        let c = opaque_mut(&mut b).clone();
        keep_memory(&raw const *c);
    });
}

pub(crate) trait Shape {
    fn area(&self) -> u64;
}

impl Shape for u64 {
    fn area(&self) -> u64 {
        self * self
    }
}

fn dyn_new_drop(m: &mut Meter) {
    repeat!(m, || {
        let mut b = erase(Box::new(opaque(1) as u64));
        keep(opaque_mut(&mut b).area());
    });
}

struct Node {
    value: u64,
    next: Option<Box<Node>>,
}

fn build(n: usize) -> Option<Box<Node>> {
    let mut head = None;
    for i in 0..n as u64 {
        head = Some(Box::new(Node {
            value: i,
            next: head,
        }));
    }
    head
}

/// Not recursive, for a list of this length would overflow the stack.
fn unlink(mut head: Option<Box<Node>>) {
    while let Some(mut node) = head {
        head = node.next.take();
    }
}

fn list_build_drop(m: &mut Meter) {
    repeat!(m, || {
        let mut head = build(opaque(100_000));
        keep_memory(&raw const *opaque_mut(&mut head));
        unlink(head);
    });
}

fn list_walk(m: &mut Meter) {
    let mut head = build(1_000);
    repeat!(m, || {
        let mut sum = 0;
        let mut next = &*opaque_mut(&mut head);
        while let Some(node) = next {
            sum += node.value;
            next = &node.next;
        }
        keep(sum);
    });
    unlink(head);
}
