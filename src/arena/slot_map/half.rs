#![forbid(unsafe_code)]
//! What the iterators of all three maps have alike: those over one half of what another yields, keys of pairs or values, and
//! how they are shown.

/// One such iterator, over the keys or values that `$inner` yields.
macro_rules! half {
    ($(#[$doc:meta])* $name:ident<$($life:lifetime,)? K, V> of $inner:ident, $item:ty, $half:expr) => {
        $(#[$doc])*
        pub struct $name<$($life,)? K: Key, V> {
            pub(super) inner: $inner<$($life,)? K, V>,
        }

        impl<$($life,)? K: Key, V> Iterator for $name<$($life,)? K, V> {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                self.inner.next().map($half)
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.inner.size_hint()
            }

            #[inline]
            fn fold<B, F: FnMut(B, Self::Item) -> B>(self, init: B, f: F) -> B {
                self.inner.map($half).fold(init, f)
            }
        }

        impl<$($life,)? K: Key, V> ExactSizeIterator for $name<$($life,)? K, V> {}
        impl<$($life,)? K: Key, V> FusedIterator for $name<$($life,)? K, V> {}
    };
}

/// `Keys` and `Values` of `Iter`, and `ValuesMut` of `IterMut`, for a map called `$map`.
macro_rules! halves {
    ($map:literal) => {
        $crate::arena::slot_map::half::half! {
            #[doc = concat!("The keys. See [`", $map, "::keys`](super::", $map, "::keys).")]
            Keys<'a, K, V> of Iter, K, |(key, _)| key
        }
        $crate::arena::slot_map::half::half! {
            #[doc = concat!("Shared references to the values. See [`", $map, "::values`](super::", $map, "::values).")]
            Values<'a, K, V> of Iter, &'a V, |(_, value)| value
        }
        $crate::arena::slot_map::half::half! {
            #[doc = concat!("Exclusive references to the values. See [`", $map, "::values_mut`](super::", $map, "::values_mut).")]
            ValuesMut<'a, K, V> of IterMut, &'a mut V, |(_, value)| value
        }

        impl<K: Key, V> Clone for Keys<'_, K, V> {
            fn clone(&self) -> Self {
                let inner = self.inner.clone();
                Self { inner }
            }
        }

        impl<K: Key, V> Clone for Values<'_, K, V> {
            fn clone(&self) -> Self {
                let inner = self.inner.clone();
                Self { inner }
            }
        }

        impl<K: Key, V: Debug> Debug for Iter<'_, K, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_map().entries(self.clone()).finish()
            }
        }

        impl<K: Key, V> Debug for Keys<'_, K, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.clone()).finish()
            }
        }

        impl<K: Key, V: Debug> Debug for Values<'_, K, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.clone()).finish()
            }
        }

        $crate::arena::slot_map::half::left!(ValuesMut<'_, K, V>);
    };
}

/// `Debug` of iterators that can't show what they will yield: how much it is.
macro_rules! left {
    ($($name:ident<$($life:lifetime,)? K, V>)*) => {$(
        impl<K: Key, V> Debug for $name<$($life,)? K, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("left", &self.len())
                    .finish_non_exhaustive()
            }
        }
    )*};
}

pub(super) use {half, halves, left};
