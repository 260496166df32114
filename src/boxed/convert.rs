#![forbid(unsafe_code)]
//! Slices and text into boxes and back.
//!
//! Text that std owns (`String`, `OsString`, `PathBuf`, `CString`) changes hands through std's box,
//! without a copy but for what the growable type had allocated too much.

use alloc_crate::borrow::Cow;
use alloc_crate::boxed::Box as StdBox;
use alloc_crate::string::String;

use allocator_api2::alloc::Allocator;

use super::Box;

impl<T: Clone> From<&[T]> for Box<[T]> {
    /// Clones the elements into a box.
    #[inline]
    #[track_caller]
    fn from(slice: &[T]) -> Self {
        Self::clone_from_ref(slice)
    }
}

impl<T: Clone> From<&mut [T]> for Box<[T]> {
    /// Clones the elements into a box.
    #[inline]
    #[track_caller]
    fn from(slice: &mut [T]) -> Self {
        Self::clone_from_ref(slice)
    }
}

impl From<&str> for Box<str> {
    /// Copies the text into a box.
    #[inline]
    #[track_caller]
    fn from(text: &str) -> Self {
        Self::clone_from_ref(text)
    }
}

impl From<&mut str> for Box<str> {
    /// Copies the text into a box.
    #[inline]
    #[track_caller]
    fn from(text: &mut str) -> Self {
        Self::clone_from_ref(text)
    }
}

impl From<Cow<'_, str>> for Box<str> {
    /// Copies borrowed text; takes over owned text.
    #[inline]
    #[track_caller]
    fn from(text: Cow<'_, str>) -> Self {
        match text {
            Cow::Borrowed(text) => text.into(),
            Cow::Owned(text) => text.into(),
        }
    }
}

impl From<String> for Box<str> {
    /// Takes over the text, and gives back what the string had allocated too much.
    #[inline]
    fn from(text: String) -> Self {
        text.into_boxed_str().into()
    }
}

impl From<Box<str>> for String {
    /// Takes over the text. O(1).
    #[inline]
    fn from(text: Box<str>) -> Self {
        Box::into_std(text).into_string()
    }
}

impl<T> From<StdBox<T>> for Box<T> {
    /// Takes over value and block. O(1); [`Box::from_std`] does it for every `T`.
    #[inline]
    fn from(b: StdBox<T>) -> Self {
        Self::from_std(b)
    }
}

impl<T> From<StdBox<[T]>> for Box<[T]> {
    /// Takes over elements and block. O(1).
    #[inline]
    fn from(b: StdBox<[T]>) -> Self {
        Self::from_std(b)
    }
}

impl From<StdBox<str>> for Box<str> {
    /// Takes over text and block. O(1).
    #[inline]
    fn from(b: StdBox<str>) -> Self {
        Self::from_std(b)
    }
}

impl FromIterator<char> for Box<str> {
    fn from_iter<I: IntoIterator<Item = char>>(iter: I) -> Self {
        String::from_iter(iter).into()
    }
}

impl<'a> FromIterator<&'a char> for Box<str> {
    fn from_iter<I: IntoIterator<Item = &'a char>>(iter: I) -> Self {
        String::from_iter(iter).into()
    }
}

impl<'a> FromIterator<&'a str> for Box<str> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(iter: I) -> Self {
        String::from_iter(iter).into()
    }
}

impl FromIterator<String> for Box<str> {
    fn from_iter<I: IntoIterator<Item = String>>(iter: I) -> Self {
        String::from_iter(iter).into()
    }
}

impl<A: Allocator> FromIterator<Box<str, A>> for Box<str> {
    fn from_iter<I: IntoIterator<Item = Box<str, A>>>(iter: I) -> Self {
        String::from_iter(iter).into()
    }
}

impl<'a> FromIterator<Cow<'a, str>> for Box<str> {
    fn from_iter<I: IntoIterator<Item = Cow<'a, str>>>(iter: I) -> Self {
        String::from_iter(iter).into()
    }
}

impl<A: Allocator> FromIterator<Box<str, A>> for String {
    fn from_iter<I: IntoIterator<Item = Box<str, A>>>(iter: I) -> Self {
        let mut text = Self::new();
        text.extend(iter);
        text
    }
}

impl<A: Allocator> Extend<Box<str, A>> for String {
    fn extend<I: IntoIterator<Item = Box<str, A>>>(&mut self, iter: I) {
        iter.into_iter().for_each(|text| self.push_str(&text));
    }
}

impl<T: ?Sized> From<Box<T>> for alloc_crate::rc::Rc<T> {
    /// Moves the value into a counted block. O(size of the value).
    #[track_caller]
    fn from(b: Box<T>) -> Self {
        Box::into_std(b).into()
    }
}

#[cfg(target_has_atomic = "ptr")]
impl<T: ?Sized> From<Box<T>> for alloc_crate::sync::Arc<T> {
    /// Moves the value into a counted block. O(size of the value).
    #[track_caller]
    fn from(b: Box<T>) -> Self {
        Box::into_std(b).into()
    }
}
