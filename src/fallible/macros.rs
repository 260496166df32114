//! [`try_vec!`](crate::try_vec!).

use super::{Rejected, Vec};

/// A [`fallible::Vec`](crate::fallible::Vec) of the given elements, or of `n` clones of one, or the
/// error with what could not be stored.
///
/// The type is `Result<fallible::Vec<T>, Rejected<…>>`, with the array of elements, or the one
/// element, in the error. It is not named `vec!`, since a name from std's prelude that means
/// something else is easily misread.
///
/// # Examples
///
/// ```
/// use drystone::try_vec;
///
/// assert_eq!(try_vec![1, 2, 3]?, [1, 2, 3]);
/// assert_eq!(try_vec!["x"; 2]?, ["x", "x"]);
/// assert!(try_vec![0_u8; usize::MAX].is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[macro_export]
macro_rules! try_vec {
    ($elem:expr; $n:expr) => {
        $crate::fallible::from_elem($elem, $n)
    };
    ($($x:expr),* $(,)?) => {
        $crate::fallible::from_array([$($x),*])
    };
}

/// What `try_vec![value; count]` expands to.
#[doc(hidden)]
#[inline]
pub fn from_elem<T: Clone>(value: T, count: usize) -> Result<Vec<T>, Rejected<T>> {
    match Vec::with_capacity(count) {
        Ok(mut vec) => {
            vec.0.resize(count, value);
            Ok(vec)
        }
        Err(error) => Err(Rejected::new(value, error)),
    }
}

/// What `try_vec![a, b, c]` expands to.
#[doc(hidden)]
#[inline]
pub fn from_array<T, const N: usize>(array: [T; N]) -> Result<Vec<T>, Rejected<[T; N]>> {
    array.try_into()
}
