//! Only the language's own box can be moved out of by `*`; `Box::into_inner` is the way here.
use drystone::boxed::Box;

fn main() {
    let b = Box::new(String::from("text"));
    let text: String = *b;
    println!("{text}");
}
