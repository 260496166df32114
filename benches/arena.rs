//! Arenas against their peers, in one process. The options are those of the bench `vec`.
//!
//! ```text
//! cargo bench --bench arena                       wall clock, Cargo's default release profile
//! cargo bench --bench arena -- --instr            instructions, counted by valgrind
//! ```
//!
//! The first column has the crate whose names are followed here: `bumpalo` for the rows of `Bump`, `typed-arena` for those of
//! `TypedArena`, boxes for the tree and `bump-scope` for scopes.

#![expect(
    clippy::duplicate_mod,
    reason = "each file of cases is compiled once per rival"
)]

#[expect(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "other benches use the rest of it"
)]
mod harness;

use harness::{Case, Rival};

#[path = "cases"]
mod bumpalo_3 {
    mod subject {
        pub(super) struct Bump(bumpalo::Bump);

        impl Bump {
            #[inline(always)]
            pub(super) fn new() -> Self {
                Self(bumpalo::Bump::new())
            }

            #[inline(always)]
            pub(super) fn alloc<T>(&self, value: T) -> &mut T {
                self.0.alloc(value)
            }

            #[inline(always)]
            pub(super) fn slice(&self, src: &[u8]) -> &mut [u8] {
                self.0.alloc_slice_copy(src)
            }

            #[inline(always)]
            pub(super) fn text(&self, src: &str) -> &mut str {
                self.0.alloc_str(src)
            }

            #[inline(always)]
            pub(super) fn reset(&mut self) {
                self.0.reset();
            }
        }

        pub(super) struct Nodes<T>(bumpalo::Bump, std::marker::PhantomData<std::cell::Cell<T>>);

        impl<T> Nodes<T> {
            #[inline(always)]
            pub(super) fn new() -> Self {
                Self(bumpalo::Bump::new(), std::marker::PhantomData)
            }

            #[inline(always)]
            pub(super) fn alloc(&self, value: T) -> &T {
                self.0.alloc(value)
            }
        }
    }
    pub(super) mod bump;
    pub(super) mod tree;
}

#[path = "cases"]
mod typed_arena_2 {
    mod subject {
        pub(super) use typed_arena::Arena as Nodes;
        pub(super) use typed_arena::Arena as Typed;
    }
    pub(super) mod tree;
    pub(super) mod typed;
}

#[path = "cases"]
mod bump_scope_2 {
    mod subject {
        type Inner = bump_scope::Bump;
        pub(super) type Scope<'a> = bump_scope::BumpScope<'a>;

        pub(super) struct Bump(Inner);

        impl Bump {
            #[inline(always)]
            pub(super) fn new() -> Self {
                Self(Inner::new())
            }

            #[inline(always)]
            pub(super) fn alloc<T>(&self, value: T) -> &mut T {
                bump_scope::BumpBox::leak(self.0.alloc(value))
            }

            #[inline(always)]
            pub(super) fn slice(&self, src: &[u8]) -> &mut [u8] {
                bump_scope::BumpBox::leak(self.0.alloc_slice_copy(src))
            }

            #[inline(always)]
            pub(super) fn text(&self, src: &str) -> &mut str {
                bump_scope::BumpBox::leak(self.0.alloc_str(src))
            }

            #[inline(always)]
            pub(super) fn reset(&mut self) {
                self.0.reset();
            }
        }

        #[inline(always)]
        pub(super) fn scope(bump: &mut Bump, f: impl FnOnce(&Scope<'_>)) {
            bump.0.scoped(|inner| f(&*inner));
        }

        pub(super) struct Nodes<T>(Inner, std::marker::PhantomData<std::cell::Cell<T>>);

        impl<T> Nodes<T> {
            #[inline(always)]
            pub(super) fn new() -> Self {
                Self(Inner::new(), std::marker::PhantomData)
            }

            #[inline(always)]
            pub(super) fn alloc(&self, value: T) -> &T {
                bump_scope::BumpBox::leak(self.0.alloc(value))
            }
        }
    }
    pub(super) mod bump;
    pub(super) mod scope;
    pub(super) mod tree;
}

#[path = "cases"]
mod blink_alloc_0_4 {
    mod subject {
        type Inner = blink_alloc::Blink;

        pub(super) struct Bump(Inner);

        impl Bump {
            #[inline(always)]
            pub(super) fn new() -> Self {
                Self(Inner::new())
            }

            #[inline(always)]
            pub(super) fn alloc<T>(&self, value: T) -> &mut T {
                self.0.put_no_drop(value)
            }

            #[inline(always)]
            pub(super) fn slice(&self, src: &[u8]) -> &mut [u8] {
                self.0.copy_slice(src)
            }

            #[inline(always)]
            pub(super) fn text(&self, src: &str) -> &mut str {
                self.0.copy_str(src)
            }

            #[inline(always)]
            pub(super) fn reset(&mut self) {
                self.0.reset();
            }
        }

        pub(super) struct Nodes<T>(Inner, std::marker::PhantomData<std::cell::Cell<T>>);

        impl<T> Nodes<T> {
            #[inline(always)]
            pub(super) fn new() -> Self {
                Self(Inner::new(), std::marker::PhantomData)
            }

            #[inline(always)]
            pub(super) fn alloc(&self, value: T) -> &T {
                self.0.put_no_drop(value)
            }
        }
    }
    pub(super) mod bump;
    pub(super) mod tree;
}

#[path = "cases"]
mod boxes {
    mod subject {
        pub(super) type Own<T> = std::boxed::Box<T>;
    }
    pub(super) mod tree_boxed;
}

#[path = "cases"]
mod rcs {
    mod subject {
        pub(super) type Own<T> = std::rc::Rc<T>;
    }
    pub(super) mod tree_boxed;
}

/// This crate.
#[path = "cases"]
mod stone {
    mod subject {
        pub(super) use drystone::arena::TypedArena as Typed;
        pub(super) type Scope<'a> = drystone::arena::Bump;

        pub(super) struct Bump(drystone::arena::Bump);

        impl Bump {
            #[inline(always)]
            pub(super) fn new() -> Self {
                Self(drystone::arena::Bump::new())
            }

            #[inline(always)]
            pub(super) fn alloc<T>(&self, value: T) -> &mut T {
                self.0.alloc(value)
            }

            #[inline(always)]
            pub(super) fn slice(&self, src: &[u8]) -> &mut [u8] {
                self.0.alloc_slice_copy(src)
            }

            #[inline(always)]
            pub(super) fn text(&self, src: &str) -> &mut str {
                self.0.alloc_str(src)
            }

            #[inline(always)]
            pub(super) fn reset(&mut self) {
                self.0.reset();
            }
        }

        #[inline(always)]
        pub(super) fn scope(bump: &mut Bump, f: impl FnOnce(&Scope<'_>)) {
            bump.0.scope(|inner| f(inner));
        }

        pub(super) use drystone::arena::TypedArena as Nodes;
    }
    pub(super) mod bump;
    pub(super) mod scope;
    pub(super) mod tree;
    pub(super) mod typed;
}

/// The same tree in a `Bump`.
#[path = "cases"]
mod stone_bump {
    mod subject {
        pub(super) struct Nodes<T>(
            drystone::arena::Bump,
            std::marker::PhantomData<std::cell::Cell<T>>,
        );

        impl<T> Nodes<T> {
            #[inline(always)]
            pub(super) fn new() -> Self {
                Self(drystone::arena::Bump::new(), std::marker::PhantomData)
            }

            #[inline(always)]
            pub(super) fn alloc(&self, value: T) -> &T {
                self.0.alloc(value)
            }
        }
    }
    pub(super) mod tree;
}

const PEERS: &[&[Case]] = &[
    bumpalo_3::bump::CASES,
    typed_arena_2::typed::CASES,
    boxes::tree_boxed::CASES,
    bump_scope_2::scope::CASES,
];

const STONE: &[&[Case]] = &[
    stone::bump::CASES,
    stone::typed::CASES,
    stone::tree::CASES,
    stone::scope::CASES,
];

fn main() -> std::process::ExitCode {
    harness::main(&[
        Rival::new("peers", PEERS),
        Rival::new("drystone", STONE),
        Rival::new("Bump", &[stone_bump::tree::CASES]),
        Rival::new("bumpalo", &[bumpalo_3::tree::CASES]),
        Rival::new("typed-arena", &[typed_arena_2::tree::CASES]),
        Rival::new(
            "bump-scope",
            &[bump_scope_2::bump::CASES, bump_scope_2::tree::CASES],
        ),
        Rival::new(
            "blink-alloc",
            &[blink_alloc_0_4::bump::CASES, blink_alloc_0_4::tree::CASES],
        ),
        Rival::new("Rc", &[rcs::tree_boxed::CASES]),
    ])
}
