//! Nothing that a scope's arena has given out leaves the scope, except what `try_keep` returns.
use drystone::arena::Bump;
use drystone::boxed::Box;
use drystone::vec::Vec;

fn a_reference(bump: &Bump) {
    let escaped = bump.scope(|inner| inner.alloc(1));
    *escaped = 2;
}

fn a_reference_by_assignment(bump: &Bump) {
    let mut escaped: Option<&u8> = None;
    bump.scope(|inner| escaped = Some(inner.alloc(1)));
    println!("{escaped:?}");
}

fn the_arena_itself(bump: &Bump) {
    let mut escaped: Option<&Bump> = None;
    bump.scope(|inner| escaped = Some(inner));
    escaped.unwrap().alloc(1);
}

fn a_collection(bump: &Bump) {
    let v: Vec<u8, &Bump> = bump.scope(|inner| {
        let mut v = Vec::new_in(inner);
        v.push(1);
        v
    });
    drop(v);
}

fn an_element_of_an_outer_vector(bump: &Bump) {
    let mut outer = Vec::new_in(bump);
    bump.scope(|inner| outer.push(Box::new_in(1, inner)));
}

fn an_error(bump: &Bump) {
    let failed = bump.try_keep(|inner| Err::<&mut u8, _>(inner.alloc(1)));
    println!("{failed:?}");
}

fn something_kept_that_refers_to_something_else(bump: &Bump) {
    let kept = bump.try_keep(|inner| {
        let x: &u8 = inner.alloc(1);
        Ok::<_, ()>(inner.alloc(x))
    });
    println!("{kept:?}");
}

fn a_reset_inside(bump: &Bump) {
    bump.scope(|inner| {
        inner.alloc(1);
        inner.reset();
    });
}

fn main() {
    let bump = Bump::new();
    a_reference(&bump);
    a_reference_by_assignment(&bump);
    the_arena_itself(&bump);
    a_collection(&bump);
    an_element_of_an_outer_vector(&bump);
    an_error(&bump);
    something_kept_that_refers_to_something_else(&bump);
    a_reset_inside(&bump);
}
