//! What holds for all vectors, whatever std does: laws for quickcheck.

use drystone::vec::Vec;
use quickcheck::Testable;

use crate::draw;
use crate::support::scale::scale;

type Bytes = std::vec::Vec<u8>;

fn check(law: impl Testable) {
    draw::laws(scale(500, 2), law);
}

#[test]
fn split_and_append_are_inverse() {
    fn law(data: Bytes, at: usize) -> bool {
        let mut v = Vec::from(data.clone());
        let mut tail = v.split_off(at % (data.len() + 1));
        v.append(&mut tail);
        tail.is_empty() && *v == *data
    }
    check(law as fn(Bytes, usize) -> bool);
}

#[test]
fn drain_takes_what_it_yields() {
    fn law(data: Bytes, a: usize, b: usize) -> bool {
        let (a, b) = (a % (data.len() + 1), b % (data.len() + 1));
        let (start, end) = (a.min(b), a.max(b));
        let mut v = Vec::from(data.clone());
        let drained: Bytes = v.drain(start..end).collect();
        let rest = [&data[..start], &data[end..]].concat();
        drained == data[start..end] && *v == *rest
    }
    check(law as fn(Bytes, usize, usize) -> bool);
}

#[test]
fn splice_gives_back_what_a_second_one_puts_back() {
    fn law(data: Bytes, new: Bytes, a: usize, b: usize) -> bool {
        let (a, b) = (a % (data.len() + 1), b % (data.len() + 1));
        let (start, end) = (a.min(b), a.max(b));
        let mut v = Vec::from(data.clone());
        let old: Bytes = v.splice(start..end, new.iter().copied()).collect();
        let spliced = *v == *[&data[..start], &new, &data[end..]].concat();
        drop(v.splice(start..start + new.len(), old));
        spliced && *v == *data
    }
    check(law as fn(Bytes, Bytes, usize, usize) -> bool);
}

#[test]
fn retain_and_extract_if_part_a_vector() {
    fn law(data: Bytes, bit: u8) -> bool {
        let chosen = |x: &u8| x >> (bit % 8) & 1 == 1;
        let (mut kept, mut left) = (Vec::from(data.clone()), Vec::from(data.clone()));
        kept.retain(chosen);
        let taken: Bytes = left.extract_if(.., |x| chosen(x)).collect();
        let (yes, no): (Bytes, Bytes) = data.iter().partition(|x| chosen(x));
        *kept == *yes && taken == yes && *left == *no
    }
    check(law as fn(Bytes, u8) -> bool);
}

#[test]
fn dedup_twice_is_dedup_once() {
    fn law(data: Bytes, modulus: u8) -> bool {
        let mut v = Vec::from(data);
        v.dedup_by_key(|x| *x % modulus.max(1));
        let once = v.clone();
        v.dedup_by_key(|x| *x % modulus.max(1));
        v == once
            && v.windows(2)
                .all(|pair| pair[0] % modulus.max(1) != pair[1] % modulus.max(1))
    }
    check(law as fn(Bytes, u8) -> bool);
}

#[test]
fn insert_and_remove_are_inverse() {
    fn law(data: Bytes, at: usize, x: u8) -> bool {
        let at = at % (data.len() + 1);
        let mut v = Vec::from(data.clone());
        v.insert(at, x);
        v.len() == data.len() + 1 && v[at] == x && v.remove(at) == x && *v == *data
    }
    check(law as fn(Bytes, usize, u8) -> bool);
}

#[test]
fn an_iterator_from_both_ends_meets_every_element_once() {
    fn law(data: Bytes, steps: std::vec::Vec<bool>) -> bool {
        let mut iter = Vec::from(data.clone()).into_iter();
        let (mut front, mut back) = (Bytes::new(), Bytes::new());
        for from_front in steps {
            if from_front {
                front.extend(iter.next());
            } else {
                back.extend(iter.next_back());
            }
        }
        front.extend(iter);
        back.reverse();
        front.extend(back);
        front == data
    }
    check(law as fn(Bytes, std::vec::Vec<bool>) -> bool);
}

#[test]
fn every_way_in_makes_the_same_vector() {
    fn law(data: std::vec::Vec<String>, room: u8) -> bool {
        let whole = Vec::from(data.clone());
        let mut pushed = Vec::with_capacity(usize::from(room));
        data.iter().cloned().for_each(|s| pushed.push(s));
        let collected: Vec<String> = data.iter().cloned().collect();
        let mut extended = Vec::with_capacity(usize::from(room));
        extended.extend_from_slice(&data);
        let made = Vec::from_fn(data.len(), |i| data[i].clone());
        let sliced = Vec::from(data.as_slice());
        [
            &pushed,
            &collected,
            &extended,
            &made,
            &sliced,
            &whole.clone(),
        ]
        .into_iter()
        .all(|v| *v == whole && v.len() == data.len())
    }
    check(law as fn(std::vec::Vec<String>, u8) -> bool);
}

#[test]
fn every_way_out_gives_the_same_elements() {
    fn law(data: std::vec::Vec<String>) -> bool {
        let v = Vec::from(data.clone());
        let boxed = Vec::from(v.clone().into_boxed_slice());
        let std: std::vec::Vec<String> = v.clone().into();
        let leaked: std::vec::Vec<String> = v.clone().into_iter().collect();
        *boxed == *data && std == data && leaked == data && *v == *data
    }
    check(law as fn(std::vec::Vec<String>) -> bool);
}

#[test]
fn order_hash_and_debug_are_those_of_the_slice() {
    use std::hash::{BuildHasher, RandomState};
    fn law(a: Bytes, b: Bytes) -> bool {
        let (x, y) = (Vec::from(a.clone()), Vec::from(b.clone()));
        let state = RandomState::new();
        x.cmp(&y) == a.cmp(&b)
            && x.partial_cmp(&y) == a.partial_cmp(&b)
            && (x == y) == (a == b)
            && state.hash_one(&x) == state.hash_one(a.as_slice())
            && format!("{x:?} {y:#?}") == format!("{a:?} {b:#?}")
    }
    check(law as fn(Bytes, Bytes) -> bool);
}
