//! Shared values: one, many, and a graph of them.

use super::subject::{Rc, Weak, erase};
use crate::harness::{
    Case, Meter, PARITY, batch, keep, keep_memory, opaque, opaque_mut, opaque_slice, repeat,
};

/// What is wanted of a sole owner's `make_mut`, and of a shared one's.
const SOLE: f64 = 0.4;
const SHARED: f64 = 0.8;

pub(crate) const CASES: &[Case] = &[
    Case::new("rc_new_drop_u64", 1, PARITY, new_drop_u64),
    Case::new("rc_new_drop_string", 1, PARITY, new_drop_string),
    Case::new("rc_new_drop_4K", 1, PARITY, new_drop_4_k),
    Case::new("rc_new_cyclic", 1, PARITY, new_cyclic),
    Case::new("rc_dyn_new_drop", 1, PARITY, dyn_new_drop),
    Case::new("rc_clone_drop", 1, PARITY, clone_drop),
    Case::new("rc_clone_drop_string", 1, PARITY, clone_drop_string),
    Case::new("rc_downgrade_drop", 1, PARITY, downgrade_drop),
    Case::new("rc_upgrade_drop", 1, PARITY, upgrade_drop),
    Case::new("rc_weak_new_drop", 1, PARITY, weak_new_drop),
    Case::new("rc_deref", 1, PARITY, deref),
    Case::new("rc_get_mut", 1, PARITY, get_mut),
    Case::new("rc_make_mut_sole", 1, SOLE, make_mut_sole),
    Case::new("rc_make_mut_sole_called", 1, SOLE, make_mut_sole_called),
    Case::new("rc_make_mut_shared", 1, SHARED, make_mut_shared),
    Case::new("rc_make_mut_weak", 1, PARITY, make_mut_weak),
    Case::new("rc_try_unwrap", 1, PARITY, try_unwrap),
    Case::new("rc_from_slice_u64_1e3", 1_000, PARITY, from_slice),
    Case::new("rc_from_str_16B", 1, PARITY, from_str),
    Case::new("rc_from_vec_u64_1e3", 1_000, PARITY, from_vec),
    Case::new("rc_collect_map_1e3", 1_000, PARITY, collect_map),
    Case::new("rc_collect_filter_1e3", 1_000, PARITY, collect_filter),
    Case::new("rc_graph_1e5_build_drop", 100_000, PARITY, graph_build_drop),
    Case::new("rc_list_1e3_build_drop", 1_000, PARITY, list_build_drop),
];

fn new_drop_u64(m: &mut Meter) {
    repeat!(m, || {
        let rc = Rc::new(opaque(1) as u64);
        keep_memory(&raw const *rc);
    });
}

fn new_drop_string(m: &mut Meter) {
    repeat!(m, || {
        let rc = Rc::new(String::new());
        keep_memory(&raw const *rc);
    });
}

fn new_drop_4_k(m: &mut Meter) {
    repeat!(m, || {
        let rc = Rc::new([opaque(1) as u64; 512]);
        keep_memory(&raw const *rc);
    });
}

struct Gadget {
    me: Weak<Gadget>,
}

fn new_cyclic(m: &mut Meter) {
    repeat!(m, || {
        let rc = Rc::new_cyclic(|me| Gadget { me: me.clone() });
        keep_memory(&raw const rc.me);
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
        let mut rc = erase(Rc::new(opaque(1) as u64));
        keep(opaque_mut(&mut rc).area());
    });
}

fn clone_drop(m: &mut Meter) {
    let mut rc = Rc::new(1_u64);
    repeat!(m, || {
        let mut also = Rc::clone(opaque_mut(&mut rc));
        keep_memory(&raw const *opaque_mut(&mut also));
    });
}

fn clone_drop_string(m: &mut Meter) {
    let mut rc = Rc::new(String::new());
    repeat!(m, || {
        let mut also = Rc::clone(opaque_mut(&mut rc));
        keep_memory(&raw const *opaque_mut(&mut also));
    });
}

fn downgrade_drop(m: &mut Meter) {
    let mut rc = Rc::new(1_u64);
    repeat!(m, || {
        let mut weak = Rc::downgrade(opaque_mut(&mut rc));
        keep_memory(opaque_mut(&mut weak).as_ptr());
    });
}

fn upgrade_drop(m: &mut Meter) {
    let rc = Rc::new(1_u64);
    let mut weak = Rc::downgrade(&rc);
    repeat!(m, || {
        let mut also = opaque_mut(&mut weak).upgrade();
        keep(u64::from(opaque_mut(&mut also).is_some()));
    });
}

fn weak_new_drop(m: &mut Meter) {
    repeat!(m, || {
        let mut weak = Weak::<u64>::new();
        keep(opaque_mut(&mut weak).as_ptr().addr() as u64);
    });
}

fn deref(m: &mut Meter) {
    let mut rc = Rc::new(1_u64);
    repeat!(m, || {
        keep(**opaque_mut(&mut rc));
    });
}

fn get_mut(m: &mut Meter) {
    let mut rc = Rc::new(1_u64);
    repeat!(m, || {
        if let Some(value) = Rc::get_mut(opaque_mut(&mut rc)) {
            *value += 1;
        }
    });
}

fn make_mut_sole(m: &mut Meter) {
    let mut rc = Rc::new(1_u64);
    repeat!(m, || {
        *Rc::make_mut(opaque_mut(&mut rc)) += 1;
    });
}

/// As where `make_mut` is part of a function that is called: what it saves and restores counts too.
#[inline(never)]
fn increment(rc: &mut Rc<u64>) {
    *Rc::make_mut(rc) += 1;
}

fn make_mut_sole_called(m: &mut Meter) {
    let mut rc = Rc::new(1_u64);
    repeat!(m, || increment(opaque_mut(&mut rc)));
}

fn make_mut_shared(m: &mut Meter) {
    let mut rc = Rc::new(1_u64);
    repeat!(m, || {
        let mut also = Rc::clone(opaque_mut(&mut rc));
        *Rc::make_mut(&mut also) += 1;
        keep_memory(&raw const *also);
    });
}

fn make_mut_weak(m: &mut Meter) {
    batch!(
        m,
        || {
            let rc = Rc::new(1_u64);
            let weak = Rc::downgrade(&rc);
            (rc, weak)
        },
        |(mut rc, weak)| {
            *Rc::make_mut(&mut rc) += 1;
            (rc, weak)
        }
    );
}

fn try_unwrap(m: &mut Meter) {
    batch!(m, || Rc::new(opaque(1) as u64), |rc| Rc::try_unwrap(rc)
        .ok());
}

fn from_slice(m: &mut Meter) {
    let v = vec![1_u64; 1_000];
    repeat!(m, || {
        let rc = Rc::<[u64]>::from(opaque_slice(&v));
        keep_memory(rc.as_ptr());
    });
}

fn from_str(m: &mut Meter) {
    let mut text = String::from("sixteen bytes...");
    repeat!(m, || {
        let rc = Rc::<str>::from(opaque_mut(&mut text).as_str());
        keep_memory(rc.as_ptr());
    });
}

fn from_vec(m: &mut Meter) {
    batch!(m, || super::subject::vec(opaque(1_000)), |v| {
        Rc::<[u64]>::from(v)
    });
}

fn collect_map(m: &mut Meter) {
    repeat!(m, || {
        let rc: Rc<[u64]> = (0..opaque(1_000) as u64).map(|n| n * 3).collect();
        keep_memory(rc.as_ptr());
    });
}

fn collect_filter(m: &mut Meter) {
    repeat!(m, || {
        let all = 0..opaque(1_000) as u64;
        let rc: Rc<[u64]> = all.filter(|n| n % 3 != 0).collect();
        keep_memory(rc.as_ptr());
    });
}

struct Vertex {
    value: u64,
    edges: [Option<Rc<Vertex>>; 2],
    back: Weak<Vertex>,
}

/// Each points to two older ones and, weakly, to its successor's predecessor; all are in one list.
fn build(n: usize) -> Vec<Rc<Vertex>> {
    let mut graph: Vec<Rc<Vertex>> = Vec::with_capacity(n);
    for i in 0..n {
        let older = |k: usize| (i > 0).then(|| Rc::clone(&graph[i * k % i]));
        let back = graph.last().map_or(Weak::new(), Rc::downgrade);
        let vertex = Vertex {
            value: i as u64,
            edges: [older(7), older(13)],
            back,
        };
        graph.push(Rc::new(vertex));
    }
    graph
}

fn graph_build_drop(m: &mut Meter) {
    repeat!(m, || {
        let mut graph = build(opaque(100_000));
        let last = opaque_mut(&mut graph).last().expect("there are many");
        keep(
            last.value
                + last
                    .back
                    .upgrade()
                    .map_or(0, |back| back.edges.len() as u64),
        );
        // From the back, so that no drop runs inside another.
        while graph.pop().is_some() {}
    });
}

struct Node {
    value: u64,
    next: Option<Rc<Node>>,
}

/// The drop runs through the list, one inside the other.
fn list_build_drop(m: &mut Meter) {
    repeat!(m, || {
        let mut head = None;
        for value in 0..opaque(1_000) as u64 {
            head = Some(Rc::new(Node { value, next: head }));
        }
        let first = opaque_mut(&mut head).as_ref().expect("there are many");
        keep(first.value + u64::from(first.next.is_some()));
    });
}
