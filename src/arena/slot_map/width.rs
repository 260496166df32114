#![forbid(unsafe_code)]
//! [`Width`]: how many bits an index or a generation has.

#![deny(clippy::arithmetic_side_effects)]

use core::fmt::Debug;
use core::hash::Hash;
use core::num::NonZero;

mod sealed {
    pub trait Sealed {}
}

/// An unsigned integer that a key can hold as its index or as its generation: `u8`, `u16` or `u32`.
///
/// An index of `n` bits names 2ⁿ - 1 slots, a generation of `n` bits serves a slot 2ⁿ - 1 times. The trait is sealed.
pub trait Width:
    sealed::Sealed + Copy + Ord + Hash + Debug + Default + Send + Sync + Unpin + 'static
{
    /// This integer without its zero.
    type NonZero: Copy + Ord + Hash + Debug + Send + Sync + Unpin + 'static;

    /// The largest number.
    #[doc(hidden)]
    const MAX: Self;

    /// One.
    #[doc(hidden)]
    const ONE: Self::NonZero;

    /// The number as a `usize`; where that is narrower, its largest one, which no slot has.
    #[doc(hidden)]
    fn to_usize(self) -> usize;

    /// The number, if this width has it.
    #[doc(hidden)]
    fn from_usize(number: usize) -> Option<Self>;

    /// The number's lowest bits.
    #[doc(hidden)]
    fn truncate(number: usize) -> Self;

    /// The number as a `u32`.
    #[doc(hidden)]
    fn to_u32(self) -> u32;

    /// The number, if this width has it.
    #[doc(hidden)]
    fn from_u32(number: u32) -> Option<Self>;

    /// The number unless it is zero.
    #[doc(hidden)]
    fn non_zero(self) -> Option<Self::NonZero>;

    /// The number as one that could be zero.
    #[doc(hidden)]
    fn get(number: Self::NonZero) -> Self;

    /// One more, unless that is too many.
    #[doc(hidden)]
    fn succ(number: Self::NonZero) -> Option<Self::NonZero>;
}

macro_rules! width {
    ($($int:ident)*) => {$(
        impl sealed::Sealed for $int {}

        impl Width for $int {
            type NonZero = NonZero<$int>;
            const MAX: Self = $int::MAX;
            const ONE: Self::NonZero = NonZero::<$int>::MIN;

            #[inline(always)]
            fn to_usize(self) -> usize {
                usize::try_from(self).unwrap_or(usize::MAX)
            }

            #[inline(always)]
            fn from_usize(number: usize) -> Option<Self> {
                number.try_into().ok()
            }

            #[inline(always)]
            fn truncate(number: usize) -> Self {
                number as Self
            }

            #[inline(always)]
            fn to_u32(self) -> u32 {
                self.into()
            }

            #[inline(always)]
            fn from_u32(number: u32) -> Option<Self> {
                number.try_into().ok()
            }

            #[inline(always)]
            fn non_zero(self) -> Option<Self::NonZero> {
                NonZero::new(self)
            }

            #[inline(always)]
            fn get(number: Self::NonZero) -> Self {
                number.get()
            }

            #[inline(always)]
            fn succ(number: Self::NonZero) -> Option<Self::NonZero> {
                number.checked_add(1)
            }
        }
    )*};
}

width!(u8 u16 u32);
