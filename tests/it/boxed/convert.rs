//! Conversions of slices and texts, each against std's.

use std::borrow::Cow;
use std::ffi::{CStr, CString};

use drystone::boxed::Box;
use drystone::vec::Vec;

#[test]
fn slices() {
    let mut array = [1, 2, 3];
    let expected = &[1, 2, 3][..];
    assert_eq!(*Box::<[i32]>::from(&array[..]), *expected);
    assert_eq!(*Box::<[i32]>::from(&mut array[..]), *expected);
    assert_eq!(*Box::<[i32]>::from(array), *expected);
    assert_eq!(*Box::<[i32]>::from(Cow::Borrowed(&array[..])), *expected);
    assert_eq!(
        *Box::<[i32]>::from(Cow::<[i32]>::Owned(array.to_vec())),
        *expected
    );
    assert_eq!(*Box::<[i32]>::from(drystone::vec![1, 2, 3]), *expected);
    assert_eq!(*array.into_iter().collect::<Box<[i32]>>(), *expected);
    assert_eq!(Vec::from(Box::<[i32]>::from(array)), *expected);
    assert!(Box::<[i32]>::default().is_empty());
    assert_eq!(*Box::into_boxed_slice(Box::new(7)), [7]);
}

#[test]
fn spare_capacity_is_given_back() {
    let mut vec = Vec::with_capacity(100);
    vec.extend(["a", "b"].map(String::from));
    let slice: Box<[String]> = vec.into();
    assert_eq!(slice.len(), 2);
    assert_eq!(slice.into_vec().capacity(), 2);
    let none: Box<[String]> = Vec::with_capacity(100).into();
    assert!(none.is_empty());
    let all: Box<[u8]> = (0..100).filter(|n| n % 3 == 0).collect();
    assert_eq!(all.into_vec().capacity(), 34);
}

#[test]
fn arrays() {
    let slice: Box<[String]> = ["a", "b"].map(String::from).into();
    let slice = <Box<[String; 3]>>::try_from(slice).expect_err("two are not three");
    let array = <Box<[String; 2]>>::try_from(slice).expect("two are two");
    assert_eq!(*array, ["a", "b"]);
    let vec = drystone::vec![String::from("a")];
    let vec = <Box<[String; 0]>>::try_from(vec).expect_err("one is not none");
    assert_eq!(
        *<Box<[String; 1]>>::try_from(vec).expect("one is one"),
        ["a"]
    );
    let none: Box<[String; 0]> = Box::<[String]>::default()
        .into_array()
        .expect("none is none");
    assert!(none.is_empty());
}

#[test]
fn iteration() {
    let mut slice: Box<[String]> = ["a", "b", "c"].map(String::from).into();
    for text in &mut slice {
        text.push('!');
    }
    let joined: String = (&slice).into_iter().map(String::as_str).collect();
    assert_eq!(joined, "a!b!c!");
    let mut back = slice.into_iter().rev();
    assert_eq!(back.next().as_deref(), Some("c!"));
    assert_eq!(back.len(), 2);
}

#[test]
fn text() {
    let mut owned = String::with_capacity(100);
    owned.push_str("dry");
    assert_eq!(&*Box::<str>::from("dry"), "dry");
    assert_eq!(&*Box::<str>::from(owned.as_mut_str()), "dry");
    assert_eq!(&*Box::<str>::from(Cow::Borrowed("dry")), "dry");
    assert_eq!(&*Box::<str>::from(Cow::<str>::Owned(owned.clone())), "dry");
    assert_eq!(&*Box::<str>::from(owned), "dry");
    assert_eq!(
        &*Box::<str>::from(std::boxed::Box::<str>::from("dry")),
        "dry"
    );
    assert_eq!(&*Box::<str>::default(), "");
    let b = Box::<str>::from("dry");
    let mut clone = b.clone();
    assert_eq!(clone, b);
    clone.make_ascii_uppercase();
    assert_eq!(&*clone, "DRY");
    clone.clone_from(&b);
    assert_eq!(*Box::<[u8]>::from(clone), *b"dry");
    assert_eq!(String::from(b), "dry");
}

#[test]
fn text_from_iterators() {
    let boxes = || ["d", "ry"].map(Box::<str>::from);
    assert_eq!(&*"dry".chars().collect::<Box<str>>(), "dry");
    assert_eq!(&*['d', 'r', 'y'].iter().collect::<Box<str>>(), "dry");
    assert_eq!(&*["d", "ry"].into_iter().collect::<Box<str>>(), "dry");
    assert_eq!(
        &*["d", "ry"]
            .map(String::from)
            .into_iter()
            .collect::<Box<str>>(),
        "dry"
    );
    assert_eq!(
        &*["d", "ry"].map(Cow::from).into_iter().collect::<Box<str>>(),
        "dry"
    );
    assert_eq!(&*boxes().into_iter().collect::<Box<str>>(), "dry");
    assert_eq!(boxes().into_iter().collect::<String>(), "dry");
    let mut text = String::from("very ");
    text.extend(boxes());
    assert_eq!(text, "very dry");
}

#[test]
fn c_strings() {
    let text = c"dry";
    let mut owned = text.to_owned().into_boxed_c_str();
    assert_eq!(&*Box::<CStr>::from(text), text);
    assert_eq!(&*Box::<CStr>::from(&mut *owned), text);
    assert_eq!(&*Box::<CStr>::from(owned), text);
    assert_eq!(&*Box::<CStr>::from(text.to_owned()), text);
    assert_eq!(&*Box::<CStr>::from(Cow::Borrowed(text)), text);
    assert_eq!(
        &*Box::<CStr>::from(Cow::<CStr>::Owned(text.to_owned())),
        text
    );
    let b = Box::<CStr>::from(text);
    assert_eq!(CString::from(b.clone()), text.to_owned());
    assert_eq!(b, text.into());
    assert_eq!(&*Box::<CStr>::default(), c"");
}

#[cfg(feature = "std")]
#[test]
fn os_strings_and_paths() {
    use std::ffi::{OsStr, OsString};
    use std::path::{Path, PathBuf};

    let text = OsStr::new("dry");
    let mut owned = text.to_owned().into_boxed_os_str();
    assert_eq!(&*Box::<OsStr>::from(text), text);
    assert_eq!(&*Box::<OsStr>::from(&mut *owned), text);
    assert_eq!(&*Box::<OsStr>::from(owned), text);
    assert_eq!(&*Box::<OsStr>::from(text.to_owned()), text);
    assert_eq!(&*Box::<OsStr>::from(Cow::Borrowed(text)), text);
    assert_eq!(
        &*Box::<OsStr>::from(Cow::<OsStr>::Owned(text.to_owned())),
        text
    );
    assert_eq!(OsString::from(Box::<OsStr>::from(text).clone()), text);
    assert_eq!(&*Box::<OsStr>::default(), OsStr::new(""));

    let path = Path::new("dry/stone");
    let mut owned = path.to_owned().into_boxed_path();
    assert_eq!(&*Box::<Path>::from(path), path);
    assert_eq!(&*Box::<Path>::from(&mut *owned), path);
    assert_eq!(&*Box::<Path>::from(owned), path);
    assert_eq!(&*Box::<Path>::from(path.to_owned()), path);
    assert_eq!(&*Box::<Path>::from(Cow::Borrowed(path)), path);
    assert_eq!(
        &*Box::<Path>::from(Cow::<Path>::Owned(path.to_owned())),
        path
    );
    assert_eq!(PathBuf::from(Box::<Path>::from(path).clone()), path);
}
