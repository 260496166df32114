//! The mistakes: each a piece of the protocol's source, and what stands there instead.
//!
//! A piece has to be found exactly once, so that a mistake which no longer applies is an error and
//! not a pass.

/// One mistake in the source.
pub(crate) struct Bite {
    /// What is wrong then.
    pub(crate) name: &'static str,
    /// The file, from the root of the project.
    pub(crate) file: &'static str,
    /// What is found there once, and what replaces it.
    pub(crate) edits: &'static [(&'static str, &'static str)],
    /// The models that are asked first; all others follow when these notice nothing.
    pub(crate) first: &'static str,
}

const COUNTS: &str = "src/sync/counts.rs";

macro_rules! weaker {
    ($name:literal, $order:literal, $first:literal) => {
        Bite {
            name: concat!($name, " is Relaxed"),
            file: COUNTS,
            edits: &[(
                concat!("const ", $name, ": Ordering = ", $order, ";"),
                concat!("const ", $name, ": Ordering = Relaxed;"),
            )],
            first: $first,
        }
    };
}

const BITES: &[Bite] = &[
    weaker!("DROP_STRONG", "Release", "drops::two_owners_at_once"),
    weaker!("LAST", "Acquire", "drops::two_owners_at_once"),
    weaker!("DROP_WEAK", "Release", "drops::two_weaks_after"),
    weaker!("SOLE", "Acquire", "unique::get_mut_beside_a_drop"),
    weaker!("UPGRADE", "Acquire", "sharing::an_early_weak_upgrades"),
    weaker!("SHARE", "Release", "sharing::an_early_weak_upgrades"),
    weaker!("TAKE", "Acquire", "taking::try_unwrap_beside_an_upgrade"),
];

/// The mistakes whose names contain one of the patterns; with no pattern, all.
pub(crate) fn chosen(patterns: &[String]) -> Vec<&'static Bite> {
    let wanted =
        |bite: &&Bite| patterns.is_empty() || patterns.iter().any(|p| bite.name.contains(p));
    BITES.iter().filter(wanted).collect()
}
