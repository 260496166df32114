#![forbid(unsafe_code)]
//! What becomes of the destructors of values in a [`Bump`](super::Bump), chosen by a type.

use core::marker::PhantomData;

/// What a [`Bump`](super::Bump) does about destructors: [`Forget`], [`RunDrop`] or [`RefuseDrop`].
///
/// The trait is sealed: there are no others.
pub trait DropPolicy: sealed::Sealed {
    #[doc(hidden)]
    const RUNS: bool;
    #[doc(hidden)]
    const REFUSES: bool;
}

/// Whether values of `T` may be put into a [`Bump`](super::Bump) with this policy.
///
/// [`Forget`] and [`RefuseDrop`] hold every type, the latter with an assertion at build time;
/// [`RunDrop<'a>`](RunDrop) holds types that outlive `'a`.
pub trait Holds<T>: DropPolicy {}

/// No destructor is run: what a value owns outside of the arena is leaked.
///
/// # Examples
///
/// ```
/// use drystone::{arena::Bump, vec::Vec};
///
/// let bump = Bump::new();
/// // The vector's memory is the arena's, and goes with it.
/// let list = bump.alloc(Vec::new_in(&bump));
/// list.push(1);
/// assert_eq!(*list, [1]);
/// ```
#[derive(Copy, Clone, Default, Debug, PartialEq, Eq)]
pub struct Forget;

/// Types with a destructor are refused when the program is built (E0080, not yet by `cargo check`).
///
/// Only [`alloc_forget`](super::Bump::alloc_forget) and [`try_alloc_forget`](super::Bump::try_alloc_forget) take them, as they
/// run no destructor whatever the policy.
///
/// # Examples
///
/// ```
/// use drystone::{alloc::Global, arena::{Bump, RefuseDrop}};
///
/// let bump = Bump::<RefuseDrop>::new_in(Global);
/// assert_eq!(*bump.alloc(1), 1);
/// ```
///
/// ```compile_fail,E0080
/// use drystone::{alloc::Global, arena::{Bump, RefuseDrop}};
///
/// let bump = Bump::<RefuseDrop>::new_in(Global);
/// bump.alloc(String::from("this would be leaked"));
/// ```
#[derive(Copy, Clone, Default, Debug, PartialEq, Eq)]
pub struct RefuseDrop;

/// Destructors are run when the arena, or a scope of it, ends: the newest value's first.
///
/// A destructor may look at what its value borrows, so that has to outlive the arena, which is what
/// `'a` stands for: every type in the arena outlives `'a`, and `'a` outlives the arena. Values
/// can't refer to others in the same arena, therefore, but for those put there by
/// [`alloc_forget`](super::Bump::alloc_forget).
///
/// An arena with this policy is not [`Send`]: it would run destructors of another thread's values.
///
/// # Examples
///
/// ```
/// use std::rc::Rc;
/// use drystone::{alloc::Global, arena::{Bump, RunDrop}};
///
/// let shared = Rc::new("stone");
/// let bump = Bump::<RunDrop<'_>>::new_in(Global);
/// bump.alloc(Rc::clone(&shared));
/// assert_eq!(Rc::strong_count(&shared), 2);
/// drop(bump);
/// assert_eq!(Rc::strong_count(&shared), 1);
/// ```
// A pointer to what may change is invariant, and neither `Send` nor `Sync` (BUMP-3).
#[derive(Copy, Clone, Default, Debug, PartialEq, Eq)]
pub struct RunDrop<'a>(PhantomData<*mut &'a ()>);

impl DropPolicy for Forget {
    const RUNS: bool = false;
    const REFUSES: bool = false;
}

impl DropPolicy for RefuseDrop {
    const RUNS: bool = false;
    const REFUSES: bool = true;
}

impl DropPolicy for RunDrop<'_> {
    const RUNS: bool = true;
    const REFUSES: bool = false;
}

impl<T> Holds<T> for Forget {}

impl<T> Holds<T> for RefuseDrop {}

impl<'a, T: 'a> Holds<T> for RunDrop<'a> {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Forget {}
    impl Sealed for super::RefuseDrop {}
    impl Sealed for super::RunDrop<'_> {}
}
