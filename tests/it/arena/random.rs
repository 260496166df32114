//! Longer histories: random operations, replayed against a `Vec`.

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, TestRunner};
use quickcheck::QuickCheck;

use crate::support::model::arena::typed;
use crate::support::probe::{Align64, Probe, Token};
use crate::support::scale::scale;

#[test]
fn random_histories_of_a_shared_arena() {
    let mut config = Config::with_cases(u32::try_from(scale(1_500, 2)).expect("few"));
    config.failure_persistence = None;
    let bytes = vec(any::<u8>(), 0..scale(160, 40));
    let result = TestRunner::new(config).run(&bytes, |bytes| {
        typed::<Probe>(&bytes);
        typed::<Probe<Align64>>(&bytes);
        typed::<Token>(&bytes);
        typed::<u8>(&bytes);
        typed::<String>(&bytes);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn histories_of_arenas_that_quickcheck_draws() {
    fn law(bytes: Vec<u8>) -> bool {
        typed::<Probe>(&bytes);
        typed::<u64>(&bytes);
        true
    }
    let tests = scale(500, 2) as u64;
    QuickCheck::new()
        .tests(tests)
        .min_tests_passed(tests)
        .quickcheck(law as fn(Vec<u8>) -> bool);
}
