//! One exclusive view at a time: slices, spare room, drains and peeks.
use drystone::vec;

fn main() {
    let mut v = vec![1, 2, 3];
    let a = v.as_mut_slice();
    let b = v.as_mut_slice();
    a.swap_with_slice(b);

    let (live, spare) = v.split_at_spare_mut();
    v.push(4);
    println!("{} {}", live.len(), spare.len());

    let drain = v.drain(1..);
    v.push(5);
    drop(drain);

    let last = v.peek_mut();
    v.clear();
    drop(last);

    let first = v.extract_if(.., |_| true);
    let second = v.splice(.., [1]);
    drop((first, second));
}
