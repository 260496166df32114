//! Drawn cases: proptest and quickcheck, as all random tests of this crate run them.

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestRunner};
use quickcheck::{QuickCheck, Testable};

/// Runs `test` on so many cases that proptest draws.
///
/// No file remembers failures: what fails here is cut down to a case in another test.
pub(crate) fn cases<S: Strategy>(cases: usize, strategy: S, test: impl Fn(S::Value)) {
    let mut config = Config::with_cases(u32::try_from(cases).expect("a number of cases"));
    config.failure_persistence = None;
    let result = TestRunner::new(config).run(&strategy, |value| {
        test(value);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// Asks a law about so many cases that quickcheck draws, and shrinks in its own way.
pub(crate) fn laws(tests: usize, law: impl Testable) {
    let tests = tests as u64;
    QuickCheck::new()
        .tests(tests)
        .min_tests_passed(tests)
        .quickcheck(law);
}
