//! The auto traits of every public type, each equal to std's.
//!
//! Hand-written pointers lose and gain auto traits without a word: a `NonNull` takes `UnwindSafe` and `Send` away, an
//! `unsafe impl Send` without the right bound gives it to everything. Every type is asked here with elements that have all
//! of the traits, none, or all but one; and with allocators likewise, where stable std has no type to compare with and the
//! expected answer is stated.

use std::cell::Cell;
use std::fmt::{self, Display};
use std::marker::PhantomPinned;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::MutexGuard;

use drystone::alloc::{AllocError, Allocator, Global, Layout};
#[cfg(feature = "std")]
use drystone::arena::SparseSecondaryMap;

/// Without std there is none of ours, and nothing is compared.
#[cfg(not(feature = "std"))]
type SparseSecondaryMap<K, V> = std::collections::HashMap<K, V>;

/// Whether a type has each of the five traits, and which it is.
#[derive(Copy, Clone, PartialEq, Eq)]
struct Traits {
    send: bool,
    sync: bool,
    unpin: bool,
    unwind_safe: bool,
    ref_unwind_safe: bool,
}

impl fmt::Debug for Traits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = [
            (self.send, "Send"),
            (self.sync, "Sync"),
            (self.unpin, "Unpin"),
            (self.unwind_safe, "UnwindSafe"),
            (self.ref_unwind_safe, "RefUnwindSafe"),
        ];
        f.debug_set()
            .entries(named.iter().filter(|(has, _)| *has).map(|(_, name)| name))
            .finish()
    }
}

/// Whether `$ty` implements `$trait`, for a type without parameters in scope.
///
/// The method on `&Probe<T>` is found only where the one on `Probe<T>`, with its bound, is not. One of
/// the two traits is never used, hence the underscores.
macro_rules! has {
    ($trait:path, $ty:ty) => {{
        struct Probe<T: ?Sized>(std::marker::PhantomData<T>);
        trait _Without {
            fn answer(&self) -> bool {
                false
            }
        }
        impl<T: ?Sized> _Without for &Probe<T> {}
        trait _With {
            fn answer(&self) -> bool {
                true
            }
        }
        impl<T: ?Sized + $trait> _With for Probe<T> {}
        (&Probe::<$ty>(std::marker::PhantomData)).answer()
    }};
}

macro_rules! traits {
    ($ty:ty) => {
        Traits {
            send: has!(Send, $ty),
            sync: has!(Sync, $ty),
            unpin: has!(Unpin, $ty),
            unwind_safe: has!(UnwindSafe, $ty),
            ref_unwind_safe: has!(RefUnwindSafe, $ty),
        }
    };
}

/// Compares a pair of types for every element; `$t` stands for it. Answers with what differs.
macro_rules! compare {
    ($wrong:ident, $count:ident: $($ours:ty => $theirs:ty),+ $(,)?) => {$(
        let (ours, theirs) = (traits!($ours), traits!($theirs));
        $count += 1;
        if ours != theirs {
            $wrong.push(format!("{} has {ours:?}, std's has {theirs:?}", stringify!($ours)));
        }
    )+};
}

/// Runs `$body` with the type alias `T` for each element in turn.
macro_rules! for_each_element {
    ($body:ident!) => {
        mod plain {
            $body!(i32);
        }
        mod cell {
            $body!(std::cell::Cell<i32>);
        }
        mod counted {
            $body!(std::rc::Rc<()>);
        }
        mod exclusive {
            $body!(&'static mut i32);
        }
        mod shared_cell {
            $body!(&'static std::cell::Cell<i32>);
        }
        mod pinned {
            $body!(std::marker::PhantomPinned);
        }
        mod pointer {
            $body!(*const ());
        }
        mod guard {
            $body!(std::sync::MutexGuard<'static, i32>);
        }
        mod object {
            $body!(std::boxed::Box<dyn std::fmt::Display + Send>);
        }
    };
}

macro_rules! sized {
    ($element:ty) => {
        use super::*;

        #[test]
        fn as_in_std() {
            type T = $element;
            type F = fn(&mut T) -> bool;
            type G = std::boxed::Box<dyn FnMut(&mut T) -> bool>;
            type Std<X> = std::vec::IntoIter<X>;
            // An arena changes while it is shared, without a lock.
            type Shared = std::marker::PhantomData<Cell<()>>;
            let mut wrong = Vec::new();
            let mut count = 0;
            compare!(wrong, count:
                drystone::vec::Vec<T> => std::vec::Vec<T>,
                drystone::arena::TypedArena<T> => (std::vec::Vec<T>, Shared),
                drystone::arena::SharedArena<T> => (std::vec::Vec<T>, Shared),
                drystone::arena::SlotMap<drystone::arena::DefaultKey, T> => std::vec::Vec<T>,
                drystone::arena::SecondaryMap<drystone::arena::DefaultKey, T> => std::vec::Vec<T>,
                SparseSecondaryMap<drystone::arena::DefaultKey, T> => std::collections::HashMap<u32, T>,
                &'static drystone::vec::Vec<T> => &'static std::vec::Vec<T>,
                drystone::fallible::Vec<T> => std::vec::Vec<T>,
                drystone::fallible::IntoIter<T> => std::vec::IntoIter<T>,
                drystone::vec::IntoIter<T> => std::vec::IntoIter<T>,
                drystone::vec::Drain<'static, T> => std::vec::Drain<'static, T>,
                drystone::vec::Splice<'static, Std<T>> => std::vec::Splice<'static, Std<T>>,
                drystone::vec::ExtractIf<'static, T, F> => std::vec::ExtractIf<'static, T, F>,
                drystone::vec::ExtractIf<'static, T, G> => std::vec::ExtractIf<'static, T, G>,
                drystone::boxed::Box<T> => std::boxed::Box<T>,
                drystone::boxed::Box<[T]> => std::boxed::Box<[T]>,
                drystone::rc::Rc<T> => std::rc::Rc<T>,
                drystone::rc::Rc<[T]> => std::rc::Rc<[T]>,
                drystone::rc::Weak<T> => std::rc::Weak<T>,
                drystone::fallible::Rc<T> => std::rc::Rc<T>,
                drystone::fallible::Weak<T> => std::rc::Weak<T>,
                drystone::fallible::Arc<T> => std::sync::Arc<T>,
                drystone::fallible::sync::Weak<T> => std::sync::Weak<T>,
                drystone::cell::Cell<T> => std::cell::Cell<T>,
                &'static drystone::cell::Cell<T> => &'static std::cell::Cell<T>,
                drystone::cell::Cell<[T]> => std::cell::Cell<[T]>,
                drystone::cell::RefCell<T> => std::cell::RefCell<T>,
                drystone::cell::RefCell<[T]> => std::cell::RefCell<[T]>,
                drystone::cell::Ref<'static, T> => std::cell::Ref<'static, T>,
                drystone::cell::RefMut<'static, T> => std::cell::RefMut<'static, T>,
                drystone::cell::OnceCell<T> => std::cell::OnceCell<T>,
                drystone::cell::LazyCell<T> => std::cell::LazyCell<T>,
                drystone::cell::LazyCell<u8, T> => std::cell::LazyCell<u8, T>,
                drystone::sync::Arc<T> => std::sync::Arc<T>,
                drystone::sync::Arc<[T]> => std::sync::Arc<[T]>,
                drystone::sync::Weak<T> => std::sync::Weak<T>,
                drystone::sync::Weak<[T]> => std::sync::Weak<[T]>,
                // Unstable in std, which gives it the traits of the exclusive borrow that it holds.
                drystone::vec::PeekMut<'static, T> => &'static mut std::vec::Vec<T>,
                // A free iterator of boxes is that of a vector in both crates.
                <drystone::boxed::Box<[T]> as IntoIterator>::IntoIter => std::vec::IntoIter<T>,
            );
            assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));

            // Unstable in std. Its `Weak`s upgrade in other threads, so that it asks for what an `Arc` asks for.
            let (ours, theirs) = (traits!(drystone::sync::UniqueArc<T>), traits!(std::sync::Arc<T>));
            assert_eq!((ours.send, ours.sync, ours.unpin), (theirs.send, theirs.sync, theirs.unpin));
        }
    };
}

for_each_element!(sized!);

#[test]
fn unsized_values_as_in_std() {
    let mut wrong = Vec::new();
    let mut count = 0;
    compare!(wrong, count:
        drystone::boxed::Box<str> => std::boxed::Box<str>,
        drystone::boxed::Box<dyn Display> => std::boxed::Box<dyn Display>,
        drystone::boxed::Box<dyn Display + Send> => std::boxed::Box<dyn Display + Send>,
        drystone::boxed::Box<dyn Display + Sync> => std::boxed::Box<dyn Display + Sync>,
        drystone::boxed::Box<dyn Display + Unpin + UnwindSafe> => std::boxed::Box<dyn Display + Unpin + UnwindSafe>,
        drystone::boxed::Box<dyn Display + RefUnwindSafe> => std::boxed::Box<dyn Display + RefUnwindSafe>,
        drystone::cell::RefCell<dyn Display + Send> => std::cell::RefCell<dyn Display + Send>,
        drystone::cell::Ref<'static, dyn Display + Sync> => std::cell::Ref<'static, dyn Display + Sync>,
        drystone::cell::RefMut<'static, str> => std::cell::RefMut<'static, str>,
        drystone::sync::Arc<dyn Display> => std::sync::Arc<dyn Display>,
        drystone::sync::Arc<dyn Display + Send> => std::sync::Arc<dyn Display + Send>,
        drystone::sync::Arc<dyn Display + Sync> => std::sync::Arc<dyn Display + Sync>,
        drystone::sync::Arc<dyn Display + Send + Sync> => std::sync::Arc<dyn Display + Send + Sync>,
        drystone::sync::Weak<dyn Display + Send + Sync> => std::sync::Weak<dyn Display + Send + Sync>,
        drystone::cell::BorrowError => std::cell::BorrowError,
        drystone::cell::BorrowMutError => std::cell::BorrowMutError,
        drystone::alloc::TryReserveError => std::collections::TryReserveError,
    );
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// An allocator with the traits of `X`, none of whose methods is ever called.
struct By<X>(std::marker::PhantomData<X>);

// SAFETY: it gives out nothing.
unsafe impl<X> Allocator for By<X> {
    fn allocate(&self, _: Layout) -> Result<NonNull<[u8]>, AllocError> {
        Err(AllocError)
    }

    unsafe fn deallocate(&self, _: NonNull<u8>, _: Layout) {}
}

/// The allocator counts like a field: what it lacks, the container lacks. Stable std has no such types; a pair of the
/// container and the allocator has the same traits.
#[test]
fn an_allocator_counts_like_a_field() {
    let mut wrong = Vec::new();
    let mut count = 0;
    macro_rules! with {
        ($($a:ty),*) => {$(
            compare!(wrong, count:
                drystone::vec::Vec<i32, By<$a>> => (std::vec::Vec<i32>, By<$a>),
                drystone::fallible::Vec<i32, By<$a>> => (std::vec::Vec<i32>, By<$a>),
                drystone::vec::IntoIter<i32, By<$a>> => (std::vec::IntoIter<i32>, By<$a>),
                drystone::boxed::Box<i32, By<$a>> => (std::boxed::Box<i32>, By<$a>),
                drystone::boxed::Box<[i32], By<$a>> => (std::boxed::Box<[i32]>, By<$a>),
                drystone::vec::PeekMut<'static, i32, By<$a>> => &'static mut (std::vec::Vec<i32>, By<$a>),
            );
            // What goes for a pair goes for counted pointers between threads.
            let pair = traits!((std::sync::Arc<i32>, By<$a>));
            for (name, ours) in [
                ("Arc", traits!(drystone::sync::Arc<i32, By<$a>>)),
                ("Weak", traits!(drystone::sync::Weak<i32, By<$a>>)),
                ("UniqueArc", traits!(drystone::sync::UniqueArc<i32, By<$a>>)),
            ] {
                count += 1;
                if (ours.send, ours.sync) != (pair.send, pair.sync) {
                    wrong.push(format!("{name} in By<{}> has {ours:?}, not {pair:?}", stringify!($a)));
                }
            }
            // These borrow the vector: what goes for a borrow goes for them.
            let borrow = traits!((std::vec::Drain<'static, i32>, &'static mut By<$a>));
            for (name, ours) in [
                ("Drain", traits!(drystone::vec::Drain<'static, i32, By<$a>>)),
                ("Splice", traits!(drystone::vec::Splice<'static, std::vec::IntoIter<i32>, By<$a>>)),
            ] {
                count += 1;
                if (ours.send, ours.sync) != (borrow.send, borrow.sync) {
                    wrong.push(format!("{name} in By<{}> has {ours:?}, not {borrow:?}", stringify!($a)));
                }
            }
        )*};
    }
    with!(
        i32,
        Cell<i32>,
        Rc<()>,
        &'static mut i32,
        &'static Cell<i32>,
        *const (),
        MutexGuard<'static, i32>
    );
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    // `Unpin` is stated: std asks it of neither the allocator nor the element.
    assert!(has!(Unpin, drystone::boxed::Box<PhantomPinned>));
}

#[test]
fn values_of_errors_and_allocators_have_all() {
    for all in [
        traits!(Global),
        traits!(AllocError),
        traits!(drystone::alloc::TryReserveError),
        traits!(drystone::alloc::TryReserveErrorKind),
        traits!(drystone::fallible::Rejected<i32>),
    ] {
        let Traits {
            send,
            sync,
            unpin,
            unwind_safe,
            ref_unwind_safe,
        } = all;
        assert!(
            send && sync && unpin && unwind_safe && ref_unwind_safe,
            "{all:?}"
        );
    }
}

/// The question itself is answered rightly both ways: a probe that always agreed would agree with std.
#[test]
fn the_probe_can_say_yes_and_no() {
    assert!(has!(Send, i32) && !has!(Send, Rc<()>));
    assert!(has!(Sync, i32) && !has!(Sync, Cell<i32>));
    assert!(has!(Unpin, i32) && !has!(Unpin, PhantomPinned));
    assert!(has!(UnwindSafe, i32) && !has!(UnwindSafe, &mut i32));
    assert!(has!(RefUnwindSafe, i32) && !has!(RefUnwindSafe, Cell<i32>));
    assert!(!has!(Send, MutexGuard<'static, i32>) && has!(Sync, MutexGuard<'static, i32>));
}
