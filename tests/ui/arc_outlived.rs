//! What a counted pointer lends ends before the pointer does, and what its value borrows outlives it.
use std::any::Any;

use drystone::sync::{Arc, UniqueArc};

struct Look<'a>(&'a String);

impl Drop for Look<'_> {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

fn main() {
    let value: &i32;
    {
        let arc = Arc::new(1);
        value = &arc;
    }
    println!("{value}");

    let changed: &mut i32;
    {
        let mut arc = Arc::new(1);
        changed = Arc::get_mut(&mut arc).unwrap();
    }
    *changed = 2;

    let made: &mut str;
    {
        let mut arc: Arc<str> = Arc::from("dry");
        made = Arc::make_mut(&mut arc);
    }
    made.make_ascii_uppercase();

    // No type is erased together with a borrow.
    let erased: Arc<dyn Any + Send + Sync>;
    {
        let text = String::from("short");
        let boxed: Box<dyn Any + Send + Sync> = Box::new(&text);
        erased = Arc::from(boxed);
    }
    drop(erased);

    // The drop check: the value looks at the text when it is dropped.
    let (arc, unique);
    let text = String::from("short");
    arc = Arc::new(Look(&text));
    let other = String::from("shorter");
    unique = UniqueArc::new(Look(&other));
}
