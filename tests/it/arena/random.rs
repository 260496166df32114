//! Longer histories: random operations, replayed against a `Vec`.

use proptest::collection::vec;
use proptest::prelude::any;

use crate::draw;
use crate::support::model::arena::typed;
use crate::support::probe::{Align64, Probe, Token};
use crate::support::scale::scale;

#[test]
fn random_histories_of_a_shared_arena() {
    let bytes = vec(any::<u8>(), 0..scale(160, 40));
    draw::cases(scale(1_500, 2), bytes, |bytes| {
        typed::<Probe>(&bytes);
        typed::<Probe<Align64>>(&bytes);
        typed::<Token>(&bytes);
        typed::<u8>(&bytes);
        typed::<String>(&bytes);
    });
}

#[test]
fn histories_of_arenas_that_quickcheck_draws() {
    fn law(bytes: Vec<u8>) -> bool {
        typed::<Probe>(&bytes);
        typed::<u64>(&bytes);
        true
    }
    draw::laws(scale(500, 2), law as fn(Vec<u8>) -> bool);
}
