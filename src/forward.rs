#![forbid(unsafe_code)]
//! The traits that an owning pointer has because its value has them.
//!
//! `Box` and the counted pointers compare, hash and print as what they point to. The macro writes
//! these impls once, for any `Ptr<T: ?Sized, A: Allocator>` that implements `Deref<Target =
//! T>`.

/// Implements the traits that go through `Deref` for `$ptr<T, A>`.
macro_rules! forward_deref {
    ($ptr:ident) => {
        impl<T: ?Sized, A: Allocator> AsRef<T> for $ptr<T, A> {
            #[inline]
            fn as_ref(&self) -> &T {
                self
            }
        }

        impl<T: ?Sized, A: Allocator> core::borrow::Borrow<T> for $ptr<T, A> {
            #[inline]
            fn borrow(&self) -> &T {
                self
            }
        }

        impl<T: ?Sized + PartialEq, A: Allocator> PartialEq for $ptr<T, A> {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                **self == **other
            }

            #[expect(
                clippy::partialeq_ne_impl,
                reason = "the value's own `ne` may be faster than `!eq`"
            )]
            #[inline]
            fn ne(&self, other: &Self) -> bool {
                **self != **other
            }
        }

        impl<T: ?Sized + Eq, A: Allocator> Eq for $ptr<T, A> {}

        impl<T: ?Sized + PartialOrd, A: Allocator> PartialOrd for $ptr<T, A> {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
                (**self).partial_cmp(&**other)
            }

            #[inline]
            fn lt(&self, other: &Self) -> bool {
                **self < **other
            }

            #[inline]
            fn le(&self, other: &Self) -> bool {
                **self <= **other
            }

            #[inline]
            fn gt(&self, other: &Self) -> bool {
                **self > **other
            }

            #[inline]
            fn ge(&self, other: &Self) -> bool {
                **self >= **other
            }
        }

        impl<T: ?Sized + Ord, A: Allocator> Ord for $ptr<T, A> {
            #[inline]
            fn cmp(&self, other: &Self) -> core::cmp::Ordering {
                (**self).cmp(&**other)
            }
        }

        impl<T: ?Sized + core::hash::Hash, A: Allocator> core::hash::Hash for $ptr<T, A> {
            #[inline]
            fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
                (**self).hash(state);
            }
        }

        impl<T: ?Sized + core::fmt::Display, A: Allocator> core::fmt::Display for $ptr<T, A> {
            #[inline]
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                (**self).fmt(f)
            }
        }

        impl<T: ?Sized + core::fmt::Debug, A: Allocator> core::fmt::Debug for $ptr<T, A> {
            #[inline]
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                (**self).fmt(f)
            }
        }

        /// Shows the address of the value, not of the pointer to it.
        impl<T: ?Sized, A: Allocator> core::fmt::Pointer for $ptr<T, A> {
            #[inline]
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Pointer::fmt(&Self::as_ptr(self), f)
            }
        }
    };
}

pub(crate) use forward_deref;
