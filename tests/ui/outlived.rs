//! References, iterators and guards end before what they come from.
use drystone::{boxed::Box, vec};

fn main() {
    let element: &i32;
    {
        let v = vec![1];
        element = &v[0];
    }
    println!("{element}");

    let mut v = vec![1];
    let last: &mut i32 = {
        let mut guard = v.peek_mut().unwrap();
        &mut *guard
    };
    *last = 2;

    let value: &i32;
    {
        let b = Box::new(1);
        value = &b;
    }
    println!("{value}");

    // The macro keeps lifetimes as they are.
    let _forever: drystone::vec::Vec<&'static i32> = {
        let n = 1;
        vec![&n]
    };
}
