#![forbid(unsafe_code)]
//! What cells and guards can do because their values can.

use core::cmp::Ordering;
use core::fmt::{self, Debug, Display};

use super::{Cell, LazyCell, OnceCell, Ref, RefCell, RefMut};

impl<T: Copy> Clone for Cell<T> {
    #[inline]
    fn clone(&self) -> Self {
        Self::new(self.get())
    }
}

impl<T: Default> Default for Cell<T> {
    /// A cell with `T`'s default.
    #[inline]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for Cell<T> {
    #[inline]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: PartialEq + Copy> PartialEq for Cell<T> {
    /// Compares copies of the values.
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: Eq + Copy> Eq for Cell<T> {}

impl<T: PartialOrd + Copy> PartialOrd for Cell<T> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.get().partial_cmp(&other.get())
    }

    #[inline]
    fn lt(&self, other: &Self) -> bool {
        self.get() < other.get()
    }

    #[inline]
    fn le(&self, other: &Self) -> bool {
        self.get() <= other.get()
    }

    #[inline]
    fn gt(&self, other: &Self) -> bool {
        self.get() > other.get()
    }

    #[inline]
    fn ge(&self, other: &Self) -> bool {
        self.get() >= other.get()
    }
}

impl<T: Ord + Copy> Ord for Cell<T> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.get().cmp(&other.get())
    }
}

impl<T: Copy + Debug> Debug for Cell<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cell").field("value", &self.get()).finish()
    }
}

impl<T: Clone> Clone for RefCell<T> {
    /// A cell with a clone of the value, borrowed by nobody.
    ///
    /// # Panics
    ///
    /// If the value is exclusively borrowed.
    #[inline]
    #[track_caller]
    fn clone(&self) -> Self {
        Self::new(self.borrow().clone())
    }

    /// # Panics
    ///
    /// If the value of `source` is exclusively borrowed.
    #[inline]
    #[track_caller]
    fn clone_from(&mut self, source: &Self) {
        self.get_mut().clone_from(&source.borrow());
    }
}

impl<T: Default> Default for RefCell<T> {
    /// A cell with `T`'s default.
    #[inline]
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> From<T> for RefCell<T> {
    #[inline]
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: ?Sized + PartialEq> PartialEq for RefCell<T> {
    /// # Panics
    ///
    /// If one of the values is exclusively borrowed.
    #[inline]
    #[track_caller]
    fn eq(&self, other: &Self) -> bool {
        *self.borrow() == *other.borrow()
    }
}

impl<T: ?Sized + Eq> Eq for RefCell<T> {}

impl<T: ?Sized + PartialOrd> PartialOrd for RefCell<T> {
    /// # Panics
    ///
    /// If one of the values is exclusively borrowed; so for the operators.
    #[inline]
    #[track_caller]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.borrow().partial_cmp(&*other.borrow())
    }

    #[inline]
    #[track_caller]
    fn lt(&self, other: &Self) -> bool {
        *self.borrow() < *other.borrow()
    }

    #[inline]
    #[track_caller]
    fn le(&self, other: &Self) -> bool {
        *self.borrow() <= *other.borrow()
    }

    #[inline]
    #[track_caller]
    fn gt(&self, other: &Self) -> bool {
        *self.borrow() > *other.borrow()
    }

    #[inline]
    #[track_caller]
    fn ge(&self, other: &Self) -> bool {
        *self.borrow() >= *other.borrow()
    }
}

impl<T: ?Sized + Ord> Ord for RefCell<T> {
    /// # Panics
    ///
    /// If one of the values is exclusively borrowed.
    #[inline]
    #[track_caller]
    fn cmp(&self, other: &Self) -> Ordering {
        self.borrow().cmp(&*other.borrow())
    }
}

impl<T: ?Sized + Debug> Debug for RefCell<T> {
    /// Says `<borrowed>` in place of a value that is exclusively borrowed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("RefCell");
        match self.try_borrow() {
            Ok(value) => out.field("value", &value),
            Err(_) => out.field("value", &format_args!("<borrowed>")),
        };
        out.finish()
    }
}

impl<T: ?Sized + Display> Display for Ref<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + Debug> Debug for Ref<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + Display> Display for RefMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + Debug> Debug for RefMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Clone> Clone for OnceCell<T> {
    /// A cell with a clone of the value, if there is one.
    #[inline]
    fn clone(&self) -> Self {
        Self::with(self.get().cloned())
    }
}

impl<T> Default for OnceCell<T> {
    /// A cell without a value.
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl<T> From<T> for OnceCell<T> {
    /// A cell that has its value already.
    #[inline]
    fn from(value: T) -> Self {
        Self::with(Some(value))
    }
}

impl<T: PartialEq> PartialEq for OnceCell<T> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<T: Eq> Eq for OnceCell<T> {}

impl<T: Debug> Debug for OnceCell<T> {
    /// Says `<uninit>` in place of a value that is not there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        once("OnceCell", self.get(), f)
    }
}

impl<T: Default> Default for LazyCell<T> {
    /// A cell whose value will be `T`'s default.
    #[inline]
    fn default() -> Self {
        Self::new(T::default)
    }
}

impl<T: Debug, F> Debug for LazyCell<T, F> {
    /// Says `<uninit>` in place of a value that is not there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        once("LazyCell", Self::get(self), f)
    }
}

fn once<T: Debug>(name: &str, value: Option<&T>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut out = f.debug_tuple(name);
    match value {
        Some(value) => out.field(value),
        None => out.field(&format_args!("<uninit>")),
    };
    out.finish()
}
