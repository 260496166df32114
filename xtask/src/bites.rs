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
    pub(crate) edit: (&'static str, &'static str),
    /// The models that are asked first; all others follow when these notice nothing.
    pub(crate) first: &'static str,
}

impl Bite {
    /// The file's text with the mistake in it.
    pub(crate) fn planted(&self, whole: &str) -> anyhow::Result<String> {
        let Bite { name, file, .. } = self;
        let (from, to) = self.edit;
        let times = whole.matches(from).count();
        anyhow::ensure!(
            times == 1,
            "\"{name}\" does not apply: {file} has {times} times `{from}`; adapt xtask/src/bites.rs"
        );
        Ok(whole.replace(from, to))
    }
}

const COUNTS: &str = "src/sync/counts.rs";

macro_rules! weaker {
    ($name:literal, $order:literal, $first:literal) => {
        Bite {
            name: concat!($name, " is Relaxed"),
            file: COUNTS,
            edit: (
                concat!("const ", $name, ": Ordering = ", $order, ";"),
                concat!("const ", $name, ": Ordering = Relaxed;"),
            ),
            first: $first,
        }
    };
}

const BITES: &[Bite] = &[
    weaker!("DROP_STRONG", "Release", "drops::two_owners"),
    weaker!("LAST_STRONG", "Acquire", "drops::two_owners"),
    weaker!("DROP_WEAK", "Release", "drops::two_weaks"),
    weaker!("LAST_WEAK", "Acquire", "drops::two_weaks"),
    weaker!("SOLE", "Acquire", "unique::get_mut_beside_a_drop"),
    weaker!("ALONE", "Acquire", "drops::an_owner_and_a_weak"),
    weaker!("UPGRADE", "Acquire", "sharing::an_early_weak_upgrades"),
    weaker!("SHARE", "Release", "sharing::an_early_weak_upgrades"),
    weaker!("TAKE", "Acquire", "taking::try_unwrap_beside_an_upgrade"),
    Bite {
        name: "the last owner drops the value without a load",
        file: COUNTS,
        edit: ("self.word.load(LAST_STRONG);", ""),
        first: "drops::two_owners",
    },
    Bite {
        name: "the last Weak frees the block without a load",
        file: COUNTS,
        edit: ("self.word.load(LAST_WEAK);", ""),
        first: "drops::two_weaks",
    },
    Bite {
        name: "who is the last owner is asked after the decrement",
        file: COUNTS,
        edit: (
            "if strong(old) != 1 {\n            return false;\n        }\n        self.word.load(LAST_STRONG);",
            "if strong(self.word.load(LAST_STRONG)) != 0 || old == 0 {\n            return false;\n        }",
        ),
        first: "drops::two_owners",
    },
    Bite {
        name: "who is the last Weak is asked after the decrement",
        file: COUNTS,
        edit: (
            "if weak(old) != 1 {\n            return false;\n        }\n        self.word.load(LAST_WEAK);",
            "if weak(self.word.load(LAST_WEAK)) != 0 || old == 0 {\n            return false;\n        }",
        ),
        first: "drops::two_weaks",
    },
    Bite {
        name: "the last owner frees the block without asking for Weaks",
        file: COUNTS,
        edit: (
            "self.is_alone() || self.remove_weak()",
            "self.is_alone() || true",
        ),
        first: "drops::an_owner_and_a_weak",
    },
    Bite {
        name: "the owners' share is forgotten",
        file: COUNTS,
        edit: ("self.is_alone() || self.remove_weak()", "self.is_alone()"),
        first: "drops::an_owner_and_a_weak",
    },
    Bite {
        name: "the owners' share is given up before the value is dropped",
        file: "src/sync/mod.rs",
        edit: (
            "let _hold = unsafe { Hold::new(ptr, alloc) };",
            "let _ = unsafe { Hold::new(ptr, alloc) };",
        ),
        first: "drops::an_owner_and_a_weak",
    },
    Bite {
        name: "a sole owner is known by two loads, first of the owners",
        file: COUNTS,
        edit: (
            "self.word.load(SOLE) == WEAK | STRONG",
            "strong(self.word.load(SOLE)) == 1 && weak(self.word.load(SOLE)) == 1",
        ),
        first: "unique::get_mut_beside_an_upgrade",
    },
    Bite {
        name: "a sole owner is known by two loads, first of the Weaks",
        file: COUNTS,
        edit: (
            "self.word.load(SOLE) == WEAK | STRONG",
            "weak(self.word.load(SOLE)) == 1 && strong(self.word.load(SOLE)) == 1",
        ),
        first: "unique::get_mut_beside_a_downgrade",
    },
    Bite {
        name: "a sole owner doesn't ask for Weaks",
        file: COUNTS,
        edit: (
            "self.word.load(SOLE) == WEAK | STRONG",
            "strong(self.word.load(SOLE)) == 1",
        ),
        first: "unique::get_mut_beside_an_upgrade",
    },
    Bite {
        name: "make_mut doesn't ask for Weaks",
        file: "src/sync/write.rs",
        edit: (
            "if !Self::is_unique(this) && !Self::unshare(this) {\n            Self::refused(this).raise();",
            "if this.counts().strong() != 1 && !Self::unshare(this) {\n            Self::refused(this).raise();",
        ),
        first: "unique::make_mut",
    },
    Bite {
        name: "make_mut moves the value without leaving",
        file: "src/sync/write.rs",
        edit: (
            "if counts.remove_only_strong() {",
            "if counts.strong() == 1 {",
        ),
        first: "unique::make_mut",
    },
    Bite {
        name: "a block is used again without asking for Weaks",
        file: "src/sync/inner.rs",
        edit: (
            "if !Self::is_unique(&this) {",
            "if this.counts().strong() != 1 {",
        ),
        first: "unique::map_beside_an_upgrade",
    },
    Bite {
        name: "a unique pointer is shared by a store",
        file: "src/sync/unique.rs",
        edit: ("if counts.is_alone() {", "if counts.strong() == 0 {"),
        first: "sharing::early_weaks_come_and_go",
    },
    Bite {
        name: "an upgrade asks the wrong count",
        file: COUNTS,
        edit: ("while strong(word) != 0 {", "while weak(word) != 0 {"),
        first: "upgrades::never_again",
    },
    Bite {
        name: "an upgrade looks, then adds",
        file: COUNTS,
        edit: (
            "match self.word.replace(word, word + STRONG, UPGRADE, LOOK) {",
            "match Ok::<u64, u64>(self.word.fetch_add(STRONG, UPGRADE)) {",
        ),
        first: "upgrades::beside_the_last_drop",
    },
    Bite {
        name: "an upgrade gives up when a Weak has moved the word",
        file: COUNTS,
        edit: (
            "Ok(_) => return true,\n                Err(now) => word = now,\n            }\n        }\n        false\n    }\n\n    /// One strong owner less.",
            "Ok(_) => return true,\n                Err(_) => return false,\n            }\n        }\n        false\n    }\n\n    /// One strong owner less.",
        ),
        first: "upgrades::beside_clone_and_drop",
    },
    Bite {
        name: "try_unwrap gives up when a Weak has moved the word",
        file: COUNTS,
        edit: (
            "Ok(_) => return true,\n                Err(now) => word = now,\n            }\n        }\n        false\n    }\n\n    /// [`remove_only_strong`]",
            "Ok(_) => return true,\n                Err(_) => return false,\n            }\n        }\n        false\n    }\n\n    /// [`remove_only_strong`]",
        ),
        first: "taking::try_unwrap_beside_a_clone",
    },
    Bite {
        name: "try_unwrap looks, then subtracts",
        file: COUNTS,
        edit: (
            "match self.word.replace(word, word - STRONG, TAKE, LOOK) {",
            "match Ok::<u64, u64>(self.word.fetch_sub(STRONG, TAKE)) {",
        ),
        first: "taking::try_unwrap_beside_an_upgrade",
    },
    Bite {
        name: "into_inner looks, then subtracts",
        file: "src/sync/inner.rs",
        edit: (
            "if !unsafe { ptr.counts() }.remove_strong() {",
            "let last = unsafe { ptr.counts() }.strong() == 1;\n        let _ = unsafe { ptr.counts() }.remove_strong();\n        if !last {",
        ),
        first: "taking::into_inner",
    },
];

/// The mistakes whose names contain one of the patterns; with no pattern, all.
pub(crate) fn chosen(patterns: &[String]) -> Vec<&'static Bite> {
    let wanted =
        |bite: &&Bite| patterns.is_empty() || patterns.iter().any(|p| bite.name.contains(p));
    BITES.iter().filter(wanted).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::BITES;

    /// Also where the mistakes themselves are not tried, since that takes long.
    #[test]
    fn every_mistake_applies() {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for bite in BITES {
            let whole = std::fs::read_to_string(project.join(bite.file)).expect("a source file");
            assert_ne!(bite.planted(&whole).expect("it applies"), whole);
        }
    }
}
