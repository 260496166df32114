//! A unique owner's value is written while its `Weak`s wait, so its type is that of the `Weak`s, also in its lifetimes.
use drystone::sync::{Arc, UniqueArc, Weak};

fn unique<'a>(u: UniqueArc<&'static str>) -> UniqueArc<&'a str> {
    u
}

fn main() {
    let mut first = UniqueArc::new("static");
    let weak: Weak<&'static str> = UniqueArc::downgrade(&first);
    let shared: Arc<&str>;
    {
        let text = String::from("short");
        *first = &text;
        shared = UniqueArc::into_arc(first);
    }
    println!("{}", weak.upgrade().unwrap());
    drop(shared);
}
