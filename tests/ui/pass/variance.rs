//! What only holds values may be taken for a holder of shorter-lived ones.
use drystone::boxed::Box;
use drystone::cell::{Ref, RefCell, RefMut};
use drystone::sync::{Arc, Weak};
use drystone::vec::{Drain, IntoIter, Vec};

fn vec<'a>(v: Vec<&'static str>) -> Vec<&'a str> {
    v
}

fn iter<'a>(iter: IntoIter<&'static str>) -> IntoIter<&'a str> {
    iter
}

fn drain<'a, 's>(drain: Drain<'a, &'static str>) -> Drain<'a, &'s str> {
    drain
}

fn shorter<'a, 'b: 'a>(drain: Drain<'b, u8>) -> Drain<'a, u8> {
    drain
}

fn boxed<'a>(b: Box<&'static str>) -> Box<&'a str> {
    b
}

fn reader<'a, 's>(guard: Ref<'a, &'static str>) -> Ref<'a, &'s str>
where
    's: 'a,
{
    guard
}

fn sooner<'a, 'b: 'a>(guard: RefMut<'b, u8>) -> RefMut<'a, u8> {
    guard
}

fn counted<'a>(arc: Arc<&'static str>) -> Arc<&'a str> {
    arc
}

fn weak<'a>(weak: Weak<&'static str>) -> Weak<&'a str> {
    weak
}

fn shared<'a, 's>(v: &'a Vec<&'static str>) -> &'a Vec<&'s str> {
    v
}

fn main() {
    let local = String::from("local");
    let mut v = vec(drystone::vec!["static"]);
    v.push(&local);
    assert_eq!(shared(&drystone::vec!["static"]).len(), 1);
    assert_eq!(drain(drystone::vec!["static"].drain(..)).len(), 1);
    assert_eq!(shorter(drystone::vec![1].drain(..)).len(), 1);
    assert_eq!(iter(drystone::vec!["static"].into_iter()).len(), 1);
    assert_eq!(*boxed(Box::new("static")), "static");
    let arc = Arc::new("static");
    assert_eq!(weak(Arc::downgrade(&arc)).upgrade(), Some(counted(arc)));
    assert_eq!(*reader(RefCell::new("static").borrow()), "static");
    assert_eq!(*sooner(RefCell::new(1).borrow_mut()), 1);
    assert_eq!(iter(drystone::vec!["static"].into_iter()).chain(v).count(), 3);
}
