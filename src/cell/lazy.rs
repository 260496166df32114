//! [`LazyCell`]: a value that is made when it is first asked for.
//!
//! # Invariants
//!
//! * `LAZY-1`: behind a shared reference to the cell, its state changes only in `init`: from
//!   `Waiting` to `Poisoned` before the function is called, and from `Poisoned` to `Ready` when it has
//!   returned. References that outlive a method are to the value in `Ready`.

use core::cell::UnsafeCell;
use core::mem::{self, ManuallyDrop};
use core::ops::{Deref, DerefMut};
use core::ptr;

enum State<T, F> {
    Waiting(F),
    Ready(T),
    /// The function is running, or has panicked.
    Poisoned,
}

/// A value that a function makes when it is first asked for.
///
/// Names and behaviour are those of [`std::cell::LazyCell`](core::cell::LazyCell), with the parts
/// that std keeps on nightly; the [module](super) tells what differs.
///
/// # Examples
///
/// ```
/// use drystone::cell::LazyCell;
///
/// let sum = LazyCell::new(|| (1..=100).sum::<u32>());
/// assert_eq!(*sum, 5050);
/// assert_eq!(*sum, 5050); // The function was called once.
/// ```
#[repr(transparent)]
pub struct LazyCell<T, F = fn() -> T> {
    state: UnsafeCell<State<T, F>>,
}

impl<T, F: FnOnce() -> T> LazyCell<T, F> {
    /// A cell whose value `f` will make.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::LazyCell;
    ///
    /// const WORD: LazyCell<String> = LazyCell::new(|| "dry".to_owned());
    /// assert_eq!(WORD.len(), 3);
    /// ```
    #[inline]
    pub const fn new(f: F) -> Self {
        Self {
            state: UnsafeCell::new(State::Waiting(f)),
        }
    }

    /// The value, or the function if it was not called.
    ///
    /// # Errors
    ///
    /// The function, if it was not called.
    ///
    /// # Panics
    ///
    /// If the function has panicked.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::LazyCell;
    ///
    /// let cell = LazyCell::new(|| 5);
    /// let Err(f) = LazyCell::into_inner(cell) else { unreachable!() };
    /// let cell = LazyCell::new(f);
    /// LazyCell::force(&cell);
    /// assert_eq!(LazyCell::into_inner(cell).ok(), Some(5));
    /// ```
    #[inline]
    #[track_caller]
    pub const fn into_inner(this: Self) -> Result<T, F> {
        // A `match` that moves out of the state is no business of a `const fn` (E0493), for there
        // might be something left to drop; so the parts are read out of a state that is never
        // dropped.
        let this = ManuallyDrop::new(this);
        let state = (&raw const this).cast::<State<T, F>>();
        // SAFETY: LAZY-1, LANG-14 -- the state is all there is in the cell, and this function owns it.
        match unsafe { &*state } {
            // SAFETY: LAZY-1 -- the cell is not used again, nor dropped: this is the value's move.
            State::Ready(value) => Ok(unsafe { ptr::read(value) }),
            // SAFETY: LAZY-1 -- likewise.
            State::Waiting(f) => Err(unsafe { ptr::read(f) }),
            State::Poisoned => poisoned(),
        }
    }

    /// The value, which is made if it wasn't. What `&*this` does.
    ///
    /// # Panics
    ///
    /// If the function panics, has panicked, or asks for the value itself.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::LazyCell;
    ///
    /// let cell = LazyCell::new(|| 5);
    /// assert_eq!(LazyCell::force(&cell), &5);
    /// ```
    #[inline]
    #[track_caller]
    pub fn force(this: &Self) -> &T {
        // SAFETY: LAZY-1 -- nobody writes meanwhile, and afterwards only if there is no value; then
        // this reference isn't used any more.
        match unsafe { &*this.state.get() } {
            State::Ready(value) => value,
            State::Waiting(_) => this.init(),
            State::Poisoned => poisoned(),
        }
    }

    /// Makes the value. The state must be `Waiting`.
    #[cold]
    fn init(&self) -> &T {
        let state = self.state.get();
        // INVARIANT: LAZY-1 -- whatever the function does, it finds the cell poisoned; so it stays
        // if the function panics.
        // SAFETY: LAZY-1 -- nothing refers to a state without a value.
        let State::Waiting(f) = (unsafe { ptr::replace(state, State::Poisoned) }) else {
            unreachable!("`init` was called for a state that is not waiting")
        };
        let value = f();
        // INVARIANT: LAZY-1 -- still poisoned, so there is nothing to drop and nothing that refers
        // to it.
        // SAFETY: LAZY-1 -- as just said.
        unsafe { ptr::write(state, State::Ready(value)) };
        // SAFETY: LAZY-1 -- what is ready is never written to again behind a shared reference.
        match unsafe { &*state } {
            State::Ready(value) => value,
            State::Waiting(_) | State::Poisoned => unreachable!("the value was just written"),
        }
    }

    /// The value, which is made if it wasn't, by an exclusive reference to the cell.
    ///
    /// # Panics
    ///
    /// If the function panics or has panicked.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::LazyCell;
    ///
    /// let mut cell = LazyCell::new(|| 5);
    /// *LazyCell::force_mut(&mut cell) += 1;
    /// assert_eq!(*cell, 6);
    /// ```
    #[inline]
    #[track_caller]
    pub fn force_mut(this: &mut Self) -> &mut T {
        let state = this.state.get_mut();
        if let State::Waiting(_) = state {
            // The function finds no way to this cell, but may panic.
            let State::Waiting(f) = mem::replace(state, State::Poisoned) else {
                unreachable!("the state was just seen")
            };
            *state = State::Ready(f());
        }
        match state {
            State::Ready(value) => value,
            State::Waiting(_) | State::Poisoned => poisoned(),
        }
    }
}

impl<T, F> LazyCell<T, F> {
    /// The value, if it was made.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::LazyCell;
    ///
    /// let cell = LazyCell::new(|| 5);
    /// assert_eq!(LazyCell::get(&cell), None);
    /// LazyCell::force(&cell);
    /// assert_eq!(LazyCell::get(&cell), Some(&5));
    /// ```
    #[inline]
    pub const fn get(this: &Self) -> Option<&T> {
        // SAFETY: LAZY-1 -- nobody writes meanwhile, and afterwards only if there is no value.
        match unsafe { &*this.state.get() } {
            State::Ready(value) => Some(value),
            State::Waiting(_) | State::Poisoned => None,
        }
    }

    /// The value, if it was made, by an exclusive reference to the cell.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::cell::LazyCell;
    ///
    /// let mut cell = LazyCell::new(|| 5);
    /// assert_eq!(LazyCell::get_mut(&mut cell), None);
    /// LazyCell::force(&cell);
    /// *LazyCell::get_mut(&mut cell).unwrap() += 1;
    /// assert_eq!(*cell, 6);
    /// ```
    #[inline]
    pub const fn get_mut(this: &mut Self) -> Option<&mut T> {
        match this.state.get_mut() {
            State::Ready(value) => Some(value),
            State::Waiting(_) | State::Poisoned => None,
        }
    }
}

impl<T, F: FnOnce() -> T> Deref for LazyCell<T, F> {
    type Target = T;

    /// [`force`](LazyCell::force).
    #[inline]
    #[track_caller]
    fn deref(&self) -> &T {
        Self::force(self)
    }
}

impl<T, F: FnOnce() -> T> DerefMut for LazyCell<T, F> {
    /// [`force_mut`](LazyCell::force_mut).
    #[inline]
    #[track_caller]
    fn deref_mut(&mut self) -> &mut T {
        Self::force_mut(self)
    }
}

#[cold]
#[inline(never)]
#[track_caller]
const fn poisoned() -> ! {
    panic!("LazyCell instance has previously been poisoned")
}
