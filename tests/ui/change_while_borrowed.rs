//! No element is looked at while the vector may move it or drop it.
use drystone::vec;

fn main() {
    let mut v = vec![1, 2, 3];
    let first = &v[0];
    v.push(4);
    println!("{first}");

    for n in &v {
        v.push(*n);
    }

    let mut drain = v.drain(..);
    println!("{}", v.len());
    drain.next();
}
