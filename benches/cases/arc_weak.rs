//! `Weak`, which only some of the rivals have.

use super::subject::{Arc, Weak, erase};
use crate::harness::{Case, Meter, PARITY, batch, keep, keep_memory, opaque, opaque_mut, repeat};

const DOWNGRADE: f64 = 0.85;
/// Not slower than std's, without room for noise.
const EQUAL: f64 = 1.0;

pub(crate) const CASES: &[Case] = &[
    Case::new("arc_new_cyclic", 1, PARITY, new_cyclic),
    Case::new("arc_dyn_new_drop", 1, PARITY, dyn_new_drop),
    Case::new("arc_downgrade_drop", 1, DOWNGRADE, downgrade_drop),
    Case::new(
        "arc_downgrade_upgrade_drop",
        1,
        EQUAL,
        downgrade_upgrade_drop,
    ),
    Case::new("arc_upgrade_drop", 1, EQUAL, upgrade_drop),
    Case::new("arc_upgrade_dead", 1, PARITY, upgrade_dead),
    Case::new("arc_weak_clone_drop", 1, PARITY, weak_clone_drop),
    Case::new("arc_make_mut_weak", 1, PARITY, make_mut_weak),
    Case::new(
        "arc_graph_1e5_build_drop",
        100_000,
        PARITY,
        graph_build_drop,
    ),
];

struct Gadget {
    me: Weak<Gadget>,
}

fn new_cyclic(m: &mut Meter) {
    repeat!(m, || {
        let arc = Arc::new_cyclic(|me| Gadget { me: me.clone() });
        keep_memory(&raw const arc.me);
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
        let mut arc = erase(Arc::new(opaque(1) as u64));
        keep(opaque_mut(&mut arc).area());
    });
}

fn downgrade_drop(m: &mut Meter) {
    let mut arc = Arc::new(1_u64);
    repeat!(m, || {
        let mut weak = Arc::downgrade(opaque_mut(&mut arc));
        keep_memory(opaque_mut(&mut weak).as_ptr());
    });
}

fn downgrade_upgrade_drop(m: &mut Meter) {
    let mut arc = Arc::new(1_u64);
    repeat!(m, || {
        let mut weak = Arc::downgrade(opaque_mut(&mut arc));
        let mut also = opaque_mut(&mut weak).upgrade();
        keep(u64::from(opaque_mut(&mut also).is_some()));
    });
}

fn upgrade_drop(m: &mut Meter) {
    let arc = Arc::new(1_u64);
    let mut weak = Arc::downgrade(&arc);
    repeat!(m, || {
        let mut also = opaque_mut(&mut weak).upgrade();
        keep(u64::from(opaque_mut(&mut also).is_some()));
    });
}

fn upgrade_dead(m: &mut Meter) {
    let mut weak = Arc::downgrade(&Arc::new(1_u64));
    repeat!(m, || keep(u64::from(
        opaque_mut(&mut weak).upgrade().is_some()
    )));
}

fn weak_clone_drop(m: &mut Meter) {
    let mut weak = Arc::downgrade(&Arc::new(1_u64));
    repeat!(m, || {
        let mut also = opaque_mut(&mut weak).clone();
        keep_memory(opaque_mut(&mut also).as_ptr());
    });
}

fn make_mut_weak(m: &mut Meter) {
    batch!(
        m,
        || {
            let arc = Arc::new(1_u64);
            let weak = Arc::downgrade(&arc);
            (arc, weak)
        },
        |(mut arc, weak)| {
            *Arc::make_mut(&mut arc) += 1;
            (arc, weak)
        }
    );
}

struct Vertex {
    value: u64,
    edges: [Option<Arc<Vertex>>; 2],
    back: Weak<Vertex>,
}

/// Each points to two older ones and, weakly, to its successor's predecessor; all are in one list.
fn build(n: usize) -> Vec<Arc<Vertex>> {
    let mut graph: Vec<Arc<Vertex>> = Vec::with_capacity(n);
    for i in 0..n {
        let older = |k: usize| (i > 0).then(|| Arc::clone(&graph[i * k % i]));
        let back = graph.last().map_or(Weak::new(), Arc::downgrade);
        let vertex = Vertex {
            value: i as u64,
            edges: [older(7), older(13)],
            back,
        };
        graph.push(Arc::new(vertex));
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
