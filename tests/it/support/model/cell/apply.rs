// Compiled once per library: the parent module says which cells these are, and how what stable std lacks is had.

use std::fmt::Write;
use std::mem;
use std::ops::{Deref, DerefMut};

use super::{Cell, LazyCell, OnceCell, Ref, RefCell, RefMut};
use super::{get_mut_or_init, get_mut_or_try_init, get_or_try_init, lazy_into_inner};
use super::{leak, leak_mut, try_insert, try_map, try_map_mut};
use crate::support::catch::catch;
use crate::support::model::cell::op::{Answer, Op};
use crate::support::model::cell::{Case, History, Step};
use crate::support::probe::Elem;
use crate::support::world::{Kind, World, blow, tick};

type Pair<T> = [T; 2];
type Lazy<T> = LazyCell<T, Box<dyn FnOnce() -> T>>;

/// A guard that is held.
enum Held<'b, T> {
    Whole(Ref<'b, Pair<T>>),
    Part(Ref<'b, T>),
    WholeMut(RefMut<'b, Pair<T>>),
    PartMut(RefMut<'b, T>),
}

/// The cells that nobody holds a guard of.
struct Loose<T> {
    cells: [Cell<T>; 2],
    copies: [Cell<[u8; 2]>; 2],
    once: OnceCell<T>,
    lazy: Lazy<T>,
}

pub(crate) fn run<T: Elem + Default>(case: &Case<'_>) -> History {
    let mut world = World::new();
    let make = T::make;
    let refs = world.run(|| [[1, 2], [3, 4]].map(|pair| RefCell::new(pair.map(make))));
    let mut loose = world.run(|| Loose {
        cells: [5, 6].map(|value| Cell::new(make(value))),
        copies: [[7, 8], [9, 10]].map(Cell::new),
        once: OnceCell::new(),
        lazy: lazy(11, Answer::Yes),
    });
    let mut held = Vec::new();
    let mut reached = false;
    let mut steps = Vec::new();
    for (n, op) in case.ops.iter().enumerate() {
        world.take_dropped();
        let mut seen = String::new();
        if let Some((at, fuse)) = case.fuse
            && at == n
        {
            world.arm(fuse);
        }
        let result = world.run(|| catch(|| apply(&refs, &mut held, &mut loose, op, &mut seen)));
        reached |= world.disarm();
        let dropped = world.take_dropped();
        steps.push(Step::new(seen, result.err(), dropped));
    }
    // In the end everything can be had and dropped, whatever was forgotten and whatever panicked.
    let mut seen = String::new();
    world.run(|| drop(held));
    world.run(|| {
        for cell in refs {
            show(&mut seen, &cell.into_inner()[..]);
        }
        let Loose {
            cells, once, lazy, ..
        } = loose;
        drop(lazy);
        for cell in cells {
            give(&mut seen, cell.into_inner());
        }
        once.into_inner()
            .inspect(|value| show(&mut seen, std::slice::from_ref(value)));
    });
    steps.push(Step::new(seen, None, world.take_dropped()));
    world.check();
    History {
        steps,
        reached,
        lost: world.live(),
    }
}

fn show<T: Elem>(seen: &mut String, values: &[T]) {
    for value in values {
        write!(seen, "{} ", value.value()).expect("a string takes all");
    }
}

fn give<T: Elem>(seen: &mut String, value: T) {
    show(seen, &[value]);
}

fn maybe<T: Elem>(seen: &mut String, value: Option<&T>) {
    match value {
        Some(value) => show(seen, std::slice::from_ref(value)),
        None => seen.push_str("none "),
    }
}

/// What a user's closure does before it answers.
fn call(answer: Answer) -> bool {
    tick(Kind::Call);
    match answer {
        Answer::Yes => true,
        Answer::No => false,
        Answer::Panic => blow(),
    }
}

fn lazy<T: Elem>(value: u8, answer: Answer) -> Lazy<T> {
    // What the function owns goes when it was called or is dropped.
    let kept = T::make(value);
    LazyCell::new(Box::new(move || {
        call(answer);
        T::make(kept.value().wrapping_add(1))
    }))
}

fn apply<'b, T: Elem + Default>(
    refs: &'b [RefCell<Pair<T>>; 2],
    held: &mut Vec<Held<'b, T>>,
    loose: &mut Loose<T>,
    op: &Op,
    seen: &mut String,
) {
    let cell = |n: u8| &refs[usize::from(n % 2)];
    let pair = |n: u8| [T::make(n), T::make(n.wrapping_add(1))];
    let took = |held: &mut Vec<Held<'b, T>>, n: u8| {
        let n = usize::from(n);
        (n < held.len()).then(|| held.remove(n))
    };
    match *op {
        Op::Borrow(n) => held.push(Held::Whole(cell(n).borrow())),
        Op::TryBorrow(n) => match cell(n).try_borrow() {
            Ok(guard) => held.push(Held::Whole(guard)),
            Err(_) => seen.push_str("refused"),
        },
        Op::BorrowMut(n) => held.push(Held::WholeMut(cell(n).borrow_mut())),
        Op::TryBorrowMut(n) => match cell(n).try_borrow_mut() {
            Ok(guard) => held.push(Held::WholeMut(guard)),
            Err(_) => seen.push_str("refused"),
        },
        // SAFETY: the reference is used at once.
        Op::Unguarded(n) => match unsafe { cell(n).try_borrow_unguarded() } {
            Ok(value) => show(seen, value),
            Err(_) => seen.push_str("refused"),
        },
        Op::Replace(n, value) => show(seen, &cell(n).replace(pair(value))),
        Op::ReplaceWith(n, value, answer) => show(
            seen,
            &cell(n).replace_with(|old| {
                old[0].set(value);
                call(answer);
                pair(value)
            }),
        ),
        Op::Swap(a, b) => cell(a).swap(cell(b)),
        Op::Take(n) => show(seen, &cell(n).take()),
        Op::Clone(n) => show(seen, &cell(n).clone().into_inner()),
        Op::CloneFrom(n) => {
            let mut clone = RefCell::new(pair(0));
            clone.clone_from(cell(n));
            show(seen, &clone.into_inner());
        }
        Op::Compare(a, b) => {
            let (a, b) = (cell(a), cell(b));
            let all = (
                a == b,
                a.cmp(b),
                a.partial_cmp(b),
                a < b,
                a <= b,
                a > b,
                a >= b,
            );
            write!(seen, "{all:?}").expect("a string takes all");
        }
        Op::Debug(n) => write!(seen, "{:?}", cell(n)).expect("a string takes all"),

        Op::Drop(n) => drop(took(held, n)),
        Op::Forget(n) => mem::forget(took(held, n)),
        Op::Leak(n) => match took(held, n) {
            Some(Held::Whole(guard)) => show(seen, &leak(guard)[..]),
            Some(Held::Part(guard)) => maybe(seen, Some(leak(guard))),
            Some(Held::WholeMut(guard)) => leak_mut(guard)[0].set(n),
            Some(Held::PartMut(guard)) => leak_mut(guard).set(n),
            None => {}
        },
        Op::CloneGuard(n) => {
            let clone = match held.get(usize::from(n)) {
                Some(Held::Whole(guard)) => Held::Whole(Ref::clone(guard)),
                Some(Held::Part(guard)) => Held::Part(Ref::clone(guard)),
                _ => return,
            };
            held.push(clone);
        }
        Op::Map(n, answer) => {
            let mapped = match took(held, n) {
                Some(Held::Whole(guard)) => {
                    Held::Part(Ref::map(guard, |pair| &pair[usize::from(call(answer))]))
                }
                Some(Held::WholeMut(guard)) => Held::PartMut(RefMut::map(guard, |pair| {
                    pair[1].set(n);
                    &mut pair[usize::from(call(answer))]
                })),
                Some(part) => part,
                None => return,
            };
            held.push(mapped);
        }
        Op::FilterMap(n, answer) => {
            let mapped = match took(held, n) {
                Some(Held::Whole(guard)) => {
                    match Ref::filter_map(guard, |pair| call(answer).then_some(&pair[0])) {
                        Ok(part) => Held::Part(part),
                        Err(whole) => Held::Whole(whole),
                    }
                }
                Some(Held::WholeMut(guard)) => {
                    match RefMut::filter_map(guard, |pair| call(answer).then_some(&mut pair[0])) {
                        Ok(part) => Held::PartMut(part),
                        Err(whole) => Held::WholeMut(whole),
                    }
                }
                Some(part) => part,
                None => return,
            };
            held.push(mapped);
        }
        Op::TryMap(n, answer) => {
            let mapped = match took(held, n) {
                Some(Held::Whole(guard)) => {
                    match try_map(
                        guard,
                        |pair| if call(answer) { Ok(&pair[1]) } else { Err(n) },
                    ) {
                        Ok(part) => Held::Part(part),
                        Err((whole, error)) => {
                            assert_eq!(error, n);
                            Held::Whole(whole)
                        }
                    }
                }
                Some(Held::WholeMut(guard)) => {
                    let choose = |pair: &mut Pair<T>| -> Result<*mut T, u8> {
                        if call(answer) {
                            Ok(&raw mut pair[1])
                        } else {
                            Err(n)
                        }
                    };
                    // SAFETY: the pointer is to a part of what is borrowed.
                    match try_map_mut(guard, |pair| choose(pair).map(|p| unsafe { &mut *p })) {
                        Ok(part) => Held::PartMut(part),
                        Err((whole, error)) => {
                            assert_eq!(error, n);
                            Held::WholeMut(whole)
                        }
                    }
                }
                Some(part) => part,
                None => return,
            };
            held.push(mapped);
        }
        Op::MapSplit(n, answer) => match took(held, n) {
            Some(Held::Whole(guard)) => {
                let (a, b) = Ref::map_split(guard, |[a, b]| {
                    call(answer);
                    (a, b)
                });
                held.extend([Held::Part(a), Held::Part(b)]);
            }
            Some(Held::WholeMut(guard)) => {
                let (a, b) = RefMut::map_split(guard, |[a, b]| {
                    call(answer);
                    (a, b)
                });
                held.extend([Held::PartMut(a), Held::PartMut(b)]);
            }
            Some(part) => held.push(part),
            None => {}
        },
        Op::SwapGuards(a, b) => {
            let (a, b) = (usize::from(a.min(b)), usize::from(a.max(b)));
            if a < b && b < held.len() {
                let (front, back) = held.split_at_mut(b);
                match (&mut front[a], &mut back[0]) {
                    (Held::Whole(a), Held::Whole(b)) => mem::swap(a, b),
                    (Held::Part(a), Held::Part(b)) => mem::swap(a, b),
                    (Held::WholeMut(a), Held::WholeMut(b)) => mem::swap(a, b),
                    (Held::PartMut(a), Held::PartMut(b)) => mem::swap(a, b),
                    (a, b) => mem::swap(a, b),
                }
            }
        }
        Op::Write(n, value) => match held.get_mut(usize::from(n)) {
            Some(Held::WholeMut(guard)) => *guard.deref_mut() = pair(value),
            Some(Held::PartMut(guard)) => *guard.deref_mut() = T::make(value),
            _ => {}
        },
        Op::Show(n) => match held.get(usize::from(n)) {
            Some(Held::Whole(guard)) => write!(seen, "{guard:?}").expect("a string takes all"),
            Some(Held::Part(guard)) => show(seen, std::slice::from_ref(guard.deref())),
            Some(Held::WholeMut(guard)) => write!(seen, "{guard:?}").expect("a string takes all"),
            Some(Held::PartMut(guard)) => show(seen, std::slice::from_ref(guard.deref())),
            None => {}
        },

        Op::CellSet(n, value) => loose.cells[usize::from(n % 2)].set(T::make(value)),
        Op::CellReplace(n, value) => {
            give(
                seen,
                loose.cells[usize::from(n % 2)].replace(T::make(value)),
            );
        }
        Op::CellSwap(a, b) => {
            loose.cells[usize::from(a % 2)].swap(&loose.cells[usize::from(b % 2)]);
        }
        Op::CellTake(n) => give(seen, loose.cells[usize::from(n % 2)].take()),
        Op::CellGetMut(n, value) => loose.cells[usize::from(n % 2)].get_mut().set(value),
        Op::CopyUpdate(n, value, answer) => loose.copies[usize::from(n % 2)].update(|[a, b]| {
            call(answer);
            [b.wrapping_add(value), a]
        }),
        Op::CopySlices(n, value) => {
            let array = &loose.copies[usize::from(n % 2)];
            let slice: &Cell<[u8]> = array;
            let [a, b] = slice.as_slice_of_cells() else {
                unreachable!("a pair has two")
            };
            a.swap(b);
            a.set(b.get().wrapping_add(value));
            write!(seen, "{:?}", array.get()).expect("a string takes all");
        }
        Op::CopyCompare(a, b) => {
            let [a, b] = [a, b].map(|n| &loose.copies[usize::from(n % 2)]);
            let all = (
                a == b,
                a.cmp(b),
                a.partial_cmp(b),
                a < b,
                a <= b,
                a > b,
                a >= b,
            );
            write!(seen, "{all:?} {a:?} {:?}", b.clone()).expect("a string takes all");
        }

        Op::OnceGet => maybe(seen, loose.once.get()),
        Op::OnceGetMut(value) => {
            if let Some(old) = loose.once.get_mut() {
                old.set(value);
            }
        }
        Op::OnceSet(value) => {
            if let Err(back) = loose.once.set(T::make(value)) {
                give(seen, back);
            }
        }
        Op::OnceTryInsert(value) => match try_insert(&loose.once, T::make(value)) {
            Ok(new) => maybe(seen, Some(new)),
            Err((old, back)) => {
                maybe(seen, Some(old));
                give(seen, back);
            }
        },
        Op::OnceInit(value, answer) => {
            let init = || {
                call(answer);
                T::make(value)
            };
            maybe(seen, Some(loose.once.get_or_init(init)));
        }
        Op::OnceTryInit(value, answer) => {
            let init = || {
                if call(answer) {
                    Ok(T::make(value))
                } else {
                    Err(value)
                }
            };
            match get_or_try_init(&loose.once, init) {
                Ok(value) => maybe(seen, Some(value)),
                Err(error) => write!(seen, "error {error}").expect("a string takes all"),
            }
        }
        Op::OnceReenter(value) => {
            let once = &loose.once;
            let init = || {
                drop(once.set(T::make(value)));
                T::make(value.wrapping_add(1))
            };
            maybe(seen, Some(once.get_or_init(init)));
        }
        Op::OnceMutInit(value, answer) => {
            let init = || {
                call(answer);
                T::make(value)
            };
            get_mut_or_init(&mut loose.once, init).set(value);
        }
        Op::OnceMutTryInit(value, answer) => {
            let init = || {
                if call(answer) {
                    Ok(T::make(value))
                } else {
                    Err(value)
                }
            };
            match get_mut_or_try_init(&mut loose.once, init) {
                Ok(slot) => slot.set(value),
                Err(error) => write!(seen, "error {error}").expect("a string takes all"),
            }
        }
        Op::OnceTake => {
            let taken = loose.once.take();
            maybe(seen, taken.as_ref());
        }
        Op::OnceClone => {
            let clone = loose.once.clone();
            write!(seen, "{:?} {}", clone, clone == loose.once).expect("a string takes all");
        }
        Op::OnceDebug => write!(seen, "{:?}", loose.once).expect("a string takes all"),

        Op::LazyNew(value, answer) => loose.lazy = lazy(value, answer),
        Op::LazyForce => {
            let lazy = &loose.lazy;
            maybe(seen, Some(LazyCell::force(lazy)));
            maybe(seen, Some(&**lazy));
        }
        Op::LazyForceMut(value) => LazyCell::force_mut(&mut loose.lazy).set(value),
        Op::LazyGet => maybe(seen, LazyCell::get(&loose.lazy)),
        Op::LazyGetMut(value) => {
            if let Some(old) = LazyCell::get_mut(&mut loose.lazy) {
                old.set(value);
            }
        }
        Op::LazyIntoInner => {
            let old = mem::replace(&mut loose.lazy, lazy(0, Answer::Yes));
            if LazyCell::get(&old).is_some() {
                lazy_into_inner(old, |value| maybe(seen, Some(value)));
            }
        }
        Op::LazyDebug => write!(seen, "{:?}", loose.lazy).expect("a string takes all"),
    }
}
