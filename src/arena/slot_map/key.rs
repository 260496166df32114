#![forbid(unsafe_code)]
//! [`Key`], [`KeyData`] and [`new_key_type!`](crate::arena::new_key_type).

use core::cmp::Ordering;
use core::fmt::{self, Debug};
use core::hash::{Hash, Hasher};

use super::origin::Origin;
use super::width::Width;

/// What a key is made of: the index of a slot, and the generation of the value in it.
///
/// It is a [`Key`] itself, so that `SlotMap<KeyData<u16, u16>, V>` needs no type of its own. `Option` of it costs
/// nothing: in builds without debug assertions both take 2, 4 and 8 bytes for `<u8, u8>`, `<u16, u16>` and `<u32, u32>`.
/// With debug assertions a key also remembers its map, which takes no part in comparisons and hashes.
///
/// # Examples
///
/// ```
/// use drystone::arena::{KeyData, SlotMap};
///
/// let mut map: SlotMap<KeyData<u8, u8>, &str> = SlotMap::with_key();
/// let key = map.insert("quoin");
/// assert_eq!((key.index(), key.generation()), (0, 1));
/// if !cfg!(debug_assertions) {
///     assert_eq!(size_of::<Option<KeyData<u8, u8>>>(), 2);
/// }
/// ```
#[derive(Copy, Clone)]
pub struct KeyData<I: Width = u32, G: Width = u32> {
    pub(super) index: I,
    pub(super) generation: G::NonZero,
    pub(super) origin: Origin,
}

#[cfg(not(debug_assertions))]
const _: () = {
    assert!(size_of::<Option<KeyData<u8, u8>>>() == 2);
    assert!(size_of::<Option<KeyData<u16, u16>>>() == 4);
    assert!(size_of::<Option<KeyData<u32, u32>>>() == 8);
};

impl<I: Width, G: Width> KeyData<I, G> {
    /// The key that no map has: the largest index, in its first generation.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{KeyData, SlotMap};
    ///
    /// let map: SlotMap<KeyData, u8> = SlotMap::with_key();
    /// assert!(!map.contains_key(KeyData::NULL));
    /// ```
    pub const NULL: Self = Self {
        index: I::MAX,
        generation: G::ONE,
        origin: Origin::UNKNOWN,
    };

    /// The key of a slot in a generation; `None` when either has too many bits, or the generation is zero.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{KeyData, SlotMap};
    ///
    /// let mut map: SlotMap<KeyData, &str> = SlotMap::with_key();
    /// map.insert("cope");
    /// assert_eq!(map.get(KeyData::from_parts(0, 1).unwrap()), Some(&"cope"));
    /// assert_eq!(KeyData::<u32, u32>::from_parts(0, 0), None);
    /// ```
    #[must_use]
    pub fn from_parts(index: u32, generation: u32) -> Option<Self> {
        Some(Self {
            index: I::from_u32(index)?,
            generation: G::from_u32(generation)?.non_zero()?,
            origin: Origin::UNKNOWN,
        })
    }

    /// The index of the slot.
    #[inline]
    #[must_use]
    pub fn index(self) -> u32 {
        self.index.to_u32()
    }

    /// The generation of the value: how many values the slot had with it; never zero.
    #[inline]
    #[must_use]
    pub fn generation(self) -> u32 {
        G::get(self.generation).to_u32()
    }

    /// The key as one number, to be carried through foreign code: the generation above the index, 32 bits each.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::KeyData;
    ///
    /// let key: KeyData = KeyData::from_parts(7, 2).unwrap();
    /// assert_eq!(key.as_ffi(), 2 << 32 | 7);
    /// assert_eq!(KeyData::from_ffi(key.as_ffi()), key);
    /// ```
    #[must_use]
    pub fn as_ffi(self) -> u64 {
        u64::from(self.generation()) << 32 | u64::from(self.index())
    }

    /// The key that became this number by [`as_ffi`](Self::as_ffi). Any other number gives some key as well, mostly
    /// [`NULL`](Self::NULL): a map checks every key that it gets.
    #[must_use]
    pub fn from_ffi(value: u64) -> Self {
        let halves = u32::try_from(value & 0xffff_ffff)
            .ok()
            .zip(u32::try_from(value >> 32).ok());
        halves
            .and_then(|(index, generation)| Self::from_parts(index, generation))
            .unwrap_or(Self::NULL)
    }
}

impl<I: Width, G: Width> Default for KeyData<I, G> {
    /// [`NULL`](Self::NULL).
    fn default() -> Self {
        Self::NULL
    }
}

impl<I: Width, G: Width> PartialEq for KeyData<I, G> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index && self.generation == other.generation
    }
}

impl<I: Width, G: Width> Eq for KeyData<I, G> {}

impl<I: Width, G: Width> PartialOrd for KeyData<I, G> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By index, then by generation.
impl<I: Width, G: Width> Ord for KeyData<I, G> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        (self.index, self.generation).cmp(&(other.index, other.generation))
    }
}

impl<I: Width, G: Width> Hash for KeyData<I, G> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_ffi().hash(state);
    }
}

/// `7v2` is the second value in the slot with index 7.
impl<I: Width, G: Width> Debug for KeyData<I, G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::NULL {
            return f.write_str("null");
        }
        write!(f, "{}v{}", self.index(), self.generation())
    }
}

/// The key of a slot with a value of this generation, in the map with this origin.
#[inline(always)]
pub(super) fn key_at<K: Key>(
    index: usize,
    generation: <K::Generation as Width>::NonZero,
    origin: Origin,
) -> K {
    K::from(KeyData {
        index: Width::truncate(index),
        generation,
        origin,
    })
}

/// A type of keys, so that the keys of one map can't be taken for those of another at compile time.
///
/// [`new_key_type!`](crate::arena::new_key_type) makes one. The trait is safe to implement: a map looks at a key's data once
/// a call, and checks what it finds.
///
/// # Differences from slotmap
///
/// There it is an `unsafe` trait, and all keys have 32 bits for each half.
pub trait Key:
    From<KeyData<Self::Index, Self::Generation>> + Copy + Default + Ord + Hash + Debug
{
    /// How wide the index is, and with it how many slots a map can have.
    type Index: Width;

    /// How wide the generation is, and with it how often a slot can be used again.
    type Generation: Width;

    /// What the key is made of.
    fn data(&self) -> KeyData<Self::Index, Self::Generation>;

    /// The key that no map has; the same as `Default::default()`.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{DefaultKey, Key};
    ///
    /// assert!(DefaultKey::null().is_null());
    /// ```
    #[must_use]
    fn null() -> Self {
        KeyData::NULL.into()
    }

    /// Whether this is the key that no map has.
    fn is_null(&self) -> bool {
        self.data() == KeyData::NULL
    }
}

impl<I: Width, G: Width> Key for KeyData<I, G> {
    type Index = I;
    type Generation = G;

    #[inline(always)]
    fn data(&self) -> Self {
        *self
    }
}

/// Makes types of keys for [`SlotMap`](crate::arena::SlotMap).
///
/// After the name may stand the widths of index and generation (`u8`, `u16` or `u32`); both have 32 bits otherwise. The
/// types implement [`Key`](crate::arena::Key) and what it asks for; with feature `serde`, also `Serialize` and `Deserialize`.
///
/// # Examples
///
/// ```
/// use drystone::arena::{SlotMap, new_key_type};
///
/// new_key_type! {
///     /// Names a stone.
///     pub struct StoneKey;
///     struct WallKey(u16, u8);
/// }
///
/// let mut walls: SlotMap<WallKey, Vec<StoneKey>> = SlotMap::with_key();
/// let mut stones: SlotMap<StoneKey, &str> = SlotMap::with_key();
/// let wall = walls.insert(vec![]);
/// walls[wall].push(stones.insert("through"));
/// assert_eq!(stones[walls[wall][0]], "through");
/// ```
///
/// ```compile_fail,E0308
/// # use drystone::arena::{SlotMap, new_key_type};
/// # new_key_type! { struct StoneKey; struct WallKey(u16, u8); }
/// let mut stones: SlotMap<StoneKey, &str> = SlotMap::with_key();
/// let stone = stones.insert("through");
/// SlotMap::<WallKey, ()>::with_key().remove(stone); // Not a key of walls.
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __new_key_type {
    () => {};
    ($(#[$outer:meta])* $vis:vis struct $name:ident; $($rest:tt)*) => {
        $crate::__new_key_type! { $(#[$outer])* $vis struct $name(u32, u32); $($rest)* }
    };
    ($(#[$outer:meta])* $vis:vis struct $name:ident($index:ty, $generation:ty); $($rest:tt)*) => {
        $(#[$outer])*
        #[derive(Copy, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(transparent)]
        $vis struct $name($crate::arena::KeyData<$index, $generation>);

        impl ::core::convert::From<$crate::arena::KeyData<$index, $generation>> for $name {
            #[inline(always)]
            fn from(data: $crate::arena::KeyData<$index, $generation>) -> Self {
                Self(data)
            }
        }

        impl $crate::arena::Key for $name {
            type Index = $index;
            type Generation = $generation;

            #[inline(always)]
            fn data(&self) -> $crate::arena::KeyData<$index, $generation> {
                self.0
            }
        }

        $crate::__serde_of_key! { $name }
        $crate::__new_key_type! { $($rest)* }
    };
}

#[doc(inline)]
pub use crate::__new_key_type as new_key_type;

/// Without feature `serde` there is nothing to add to a type of keys.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_of_key {
    ($name:ident) => {};
}

new_key_type! {
    /// The key of a map that asks for no type of its own.
    ///
    /// # Examples
    ///
    /// ```
    /// use drystone::arena::{DefaultKey, SlotMap};
    ///
    /// let mut map = SlotMap::new();
    /// let key: DefaultKey = map.insert('a');
    /// assert_eq!(map[key], 'a');
    /// ```
    pub struct DefaultKey;
}
