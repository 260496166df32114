//! Behind an exclusive borrow a vector takes values of its own type, not shorter-lived ones.
use drystone::vec::{PeekMut, Vec};

fn push<'a>(v: &mut Vec<&'a str>, text: &'a str) {
    v.push(text);
}

fn main() {
    let mut v: Vec<&'static str> = Vec::new();
    {
        let text = String::from("short");
        push(&mut v, &text);
    }
    println!("{v:?}");
}

fn peek<'a, 's>(guard: PeekMut<'a, &'static str>, text: &'s str) -> PeekMut<'a, &'s str>
where
    's: 'a,
{
    let _ = text;
    guard
}

fn borrow<'a, 's>(v: &'a mut Vec<&'static str>) -> &'a mut Vec<&'s str> {
    v
}
