//! A few threads that do everything to a few values at random, for as long as the time box lasts.

use std::sync::Mutex;
use std::time::Instant;

use drystone::sync::{Arc, UniqueArc, Weak};

use super::{Tally, Whole, time_box};
use crate::support::scale::scale;

/// What a thread holds, and what the threads hand each other.
#[derive(Default)]
struct Bag {
    owners: Vec<Arc<Whole>>,
    weaks: Vec<Weak<Whole>>,
}

/// A small generator (xorshift), so that a thread's steps are told by its number.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 32) as usize % sides
    }

    /// Takes any one out.
    fn take<T>(&mut self, from: &mut Vec<T>) -> Option<T> {
        (!from.is_empty()).then(|| {
            let at = self.roll(from.len());
            from.swap_remove(at)
        })
    }

    fn look<'a, T>(&mut self, at: &'a [T]) -> Option<&'a T> {
        (!at.is_empty()).then(|| &at[self.roll(at.len())])
    }
}

static TALLY: Tally = Tally::new();

fn step(bag: &mut Bag, table: &Mutex<Bag>, dice: &mut Dice) {
    match dice.roll(16) {
        0 => bag.owners.push(Arc::new(Whole::new(1, &TALLY))),
        1 => {
            let mut unique = UniqueArc::new(Whole::new(1, &TALLY));
            bag.weaks.push(UniqueArc::downgrade(&unique));
            unique.set(2);
            bag.owners.push(UniqueArc::into_arc(unique));
        }
        2 | 3 => bag.owners.extend(dice.look(&bag.owners).cloned()),
        4 => bag.weaks.extend(dice.look(&bag.weaks).cloned()),
        5 => bag.weaks.extend(dice.look(&bag.owners).map(Arc::downgrade)),
        6 | 7 => {
            let upgraded = dice.look(&bag.weaks).and_then(Weak::upgrade);
            bag.owners.extend(upgraded);
        }
        8 | 9 => drop(dice.take(&mut bag.owners)),
        10 => drop(dice.take(&mut bag.weaks)),
        11 => {
            if let Some(mut owner) = dice.take(&mut bag.owners) {
                if let Some(value) = Arc::get_mut(&mut owner) {
                    let number = value.get();
                    value.set(number + 1);
                }
                bag.owners.push(owner);
            }
        }
        12 => {
            if let Some(mut owner) = dice.take(&mut bag.owners) {
                let value = Arc::make_mut(&mut owner);
                let number = value.get();
                value.set(number + 1);
                bag.owners.push(owner);
            }
        }
        13 => match dice.take(&mut bag.owners).map(Arc::try_unwrap) {
            Some(Ok(value)) => drop(value),
            Some(Err(owner)) => drop(Arc::into_inner(owner)),
            None => {}
        },
        14 => {
            // What another thread has left on the table, for what this one leaves there.
            let mut table = table.lock().expect("no thread panics with it");
            std::mem::swap(&mut table.owners, &mut bag.owners);
            std::mem::swap(&mut table.weaks, &mut bag.weaks);
        }
        _ => {
            let mut table = table.lock().expect("no thread panics with it");
            table.owners.extend(dice.look(&bag.owners).cloned());
            table.weaks.extend(dice.look(&bag.weaks).cloned());
        }
    }
    for owner in &bag.owners {
        let _ = owner.get();
    }
    // Enough to meet each other, and few enough to become the last one now and then.
    bag.owners.truncate(6);
    bag.weaks.truncate(6);
}

#[test]
fn a_crowd_that_does_everything() {
    let table = Mutex::new(Bag::default());
    let (start, least, threads) = (Instant::now(), scale(1_000, 60), 4);
    let total: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (1..=threads)
            .map(|number| {
                let table = &table;
                scope.spawn(move || {
                    let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ number);
                    let (mut bag, mut done) = (Bag::default(), 0);
                    while done < least || (!cfg!(miri) && start.elapsed() < 2 * time_box()) {
                        step(&mut bag, table, &mut dice);
                        done += 1;
                    }
                    done
                })
            })
            .collect();
        let done = threads.into_iter().map(|t| t.join().expect("no panic"));
        done.sum()
    });
    drop(table);
    assert_eq!(TALLY.alive(), 0, "values are left after {total} steps");
    println!("{total} steps of {threads} threads");
}
