#![forbid(unsafe_code)]
//! [`vec!`](crate::vec!).

/// A [`Vec`](crate::vec::Vec) of the given elements, or of `n` clones of one.
///
/// # Examples
///
/// ```
/// use drystone::vec;
///
/// assert_eq!(vec![1, 2, 3].len(), 3);
/// assert_eq!(vec!["x"; 2], ["x", "x"]);
/// assert!(vec![0_u8; 0].is_empty());
/// ```
#[macro_export]
macro_rules! vec {
    () => {
        $crate::vec::Vec::new()
    };
    ($elem:expr; $n:expr) => {
        $crate::vec::from_elem($elem, $n)
    };
    ($($x:expr),+ $(,)?) => {
        $crate::vec::from_array([$($x),+])
    };
}
