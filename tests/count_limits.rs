//! The process ends when a count of an `Rc` or an `Arc` would pass `i32::MAX`, since leaked clones could else wrap it.
//!
//! Each operation that counts is tried in a child of this program, with the count set through the documented header. In optimised builds
//! more children really count that far, once for each count, which takes seconds; a debug build has no time for it and says so.

use std::mem::forget;
use std::process::{Command, ExitCode};

const LIMIT: u32 = i32::MAX as u32;

/// Where a block begins before a value aligned to 8, as documented.
const HEADER: usize = if cfg!(feature = "trace-leaks") { 16 } else { 8 };

type Operation = fn();

/// The operations of one family of counted pointers; `$write` writes both counts to the header.
macro_rules! family {
    ($name:ident, $pointers:path, $Counted:ident, $Unique:ident, $write:expr) => {
        mod $name {
            use std::hint::black_box;
            use std::mem::forget;

            use $pointers::{Weak, $Counted, $Unique};

            use super::{HEADER, LIMIT, Operation};

            /// Writes the counts of the block that `value` is in.
            ///
            /// # Safety
            ///
            /// The block is alive, and nobody looks at its counts meanwhile.
            unsafe fn set(value: *const u64, strong: u32, weak: u32) {
                // SAFETY: the header stands before the value, and a `u64` leaves no room between them.
                let header = unsafe { value.byte_sub(HEADER).cast_mut() };
                let write: unsafe fn(*mut u64, u32, u32) = $write;
                // SAFETY: as above, and the caller's promise.
                unsafe { write(header, strong, weak) };
            }

            /// An owner whose counts are at the limit, but for what has been given out.
            fn full(strong: u32, weak: u32) -> $Counted<u64> {
                let owner = $Counted::new(7_u64);
                // SAFETY: the block is alive, and this is its only pointer.
                unsafe { set($Counted::as_ptr(&owner), strong, weak) };
                owner
            }

            /// Each counts one owner more than there may be.
            pub(super) const FATAL: &[(&str, Operation)] = &[
                (concat!(stringify!($Counted), " clone"), || {
                    forget(full(LIMIT, 1).clone());
                }),
                (
                    concat!(stringify!($Counted), " increment_strong_count"),
                    || {
                        // SAFETY: from an owner.
                        unsafe {
                            $Counted::increment_strong_count($Counted::as_ptr(&full(LIMIT, 1)))
                        };
                    },
                ),
                (concat!(stringify!($Counted), " upgrade"), || {
                    let owner = full(LIMIT - 1, 1);
                    let weak = $Counted::downgrade(&owner);
                    forget(owner.clone());
                    forget(weak.upgrade());
                }),
                (concat!(stringify!($Counted), " downgrade"), || {
                    forget($Counted::downgrade(&full(1, LIMIT)));
                }),
                (concat!(stringify!($Counted), " Weak::clone"), || {
                    let owner = full(1, LIMIT - 1);
                    let weak = $Counted::downgrade(&owner);
                    forget(weak.clone());
                }),
                (concat!(stringify!($Unique), " downgrade"), || {
                    let unique = $Unique::new(7_u64);
                    // SAFETY: as in `full`.
                    unsafe { set($Unique::as_ptr(&unique), 0, LIMIT) };
                    forget($Unique::downgrade(&unique));
                }),
            ];

            /// Each counts from one up to the limit and past it.
            pub(super) const COUNTING: &[(&str, Operation)] = &[
                (concat!("counting owners by ", stringify!($Counted)), || {
                    let owner = $Counted::new(7_u64);
                    for _ in 0..u32::MAX {
                        forget(black_box(&owner).clone());
                    }
                }),
                (concat!("counting Weaks by ", stringify!($Counted)), || {
                    let weak: Weak<u64> = $Counted::downgrade(&$Counted::new(7_u64));
                    for _ in 0..u32::MAX {
                        forget(black_box(&weak).clone());
                    }
                }),
            ];
        }
    };
}

family!(rc, drystone::rc, Rc, UniqueRc, |header, strong, weak| {
    // SAFETY: the caller's promise; two counts, the strong one first.
    unsafe { header.cast::<[u32; 2]>().write([strong, weak]) };
});

family!(
    arc,
    drystone::sync,
    Arc,
    UniqueArc,
    |header, strong, weak| {
        // SAFETY: the caller's promise; one word, the strong count in its upper half.
        unsafe { header.write(u64::from(strong) << 32 | u64::from(weak)) };
    }
);

/// Many threads are inside of `clone` when the limit is passed: none of them comes back.
fn crowd() {
    use drystone::sync::Arc;

    let owner = Arc::new(7_u64);
    // SAFETY: the header begins there; no thread is there yet.
    let header = unsafe { Arc::as_ptr(&owner).byte_sub(HEADER).cast_mut() };
    // SAFETY: as above.
    unsafe { header.write(u64::from(LIMIT - 1000) << 32 | 1) };
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..1000 {
                    forget(owner.clone());
                }
            });
        }
    });
}

/// An `Rc` in a cell is cloned where it is, which no code that can reach the cell may see: a panic's hook could.
#[cfg(feature = "std")]
fn in_a_cell() {
    use drystone::{cell::Cell, rc::Rc};

    let owner = Rc::new(7_u64);
    // SAFETY: the header begins there, and nobody looks at it meanwhile.
    let header = unsafe { Rc::as_ptr(&owner).byte_sub(HEADER).cast_mut() };
    // SAFETY: as above.
    unsafe { header.cast::<[u32; 2]>().write([LIMIT, 1]) };
    forget(Cell::new(Some(owner)).get_cloned());
}

fn fatal() -> Vec<(&'static str, Operation)> {
    let one_by_one = rc::FATAL.iter().chain(arc::FATAL).copied();
    let others: &[(&str, Operation)] = &[
        ("Arc clone in a crowd", crowd),
        #[cfg(feature = "std")]
        ("Cell::get_cloned of an Rc", in_a_cell),
    ];
    one_by_one.chain(others.iter().copied()).collect()
}

fn counting() -> Vec<(&'static str, Operation)> {
    rc::COUNTING.iter().chain(arc::COUNTING).copied().collect()
}

/// What the child's panic hook says.
const HOOK: &str = "code of a user runs";

/// The child: the operation with this name. It must not come back.
fn die(name: &str) -> ExitCode {
    std::panic::set_hook(Box::new(|info| eprintln!("{HOOK}: {info}")));
    let (_, operation) = fatal()
        .into_iter()
        .chain(counting())
        .find(|(known, _)| *known == name)
        .expect("a known operation");
    operation();
    println!("{name} came back");
    ExitCode::SUCCESS
}

fn dies(name: &str) {
    let this = std::env::current_exe().expect("a test knows its file");
    let child = Command::new(&this)
        .args(["--die", name])
        .output()
        .expect("a child process");
    let words = String::from_utf8_lossy(&child.stderr);
    assert!(!child.status.success(), "{name} came back: {words}");
    assert!(
        words.contains("reference count overflow"),
        "{name} died otherwise: {words}"
    );
    // Without std there is no other way to end.
    assert!(
        !cfg!(feature = "std") || !words.contains(HOOK),
        "{name}: {words}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        // Not a panic, which somebody could catch.
        assert_eq!(child.status.signal(), Some(6), "{name}: {words}");
    }
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    if let [_, flag, name] = args.as_slice()
        && flag == "--die"
    {
        return die(name);
    }
    if args.iter().any(|arg| arg == "--list") {
        return ExitCode::SUCCESS;
    }
    if cfg!(miri) {
        println!("no child processes under Miri");
        return ExitCode::SUCCESS;
    }
    let fatal = fatal();
    for (name, _) in &fatal {
        dies(name);
    }
    println!("{} operations ended the process at the limit", fatal.len());
    if cfg!(debug_assertions) {
        println!("skipped: counting to 2^31 takes seconds, and is done in optimised builds only");
    } else {
        let counting = counting();
        for (name, _) in &counting {
            dies(name);
        }
        println!("{} children counted past i32::MAX", counting.len());
    }
    ExitCode::SUCCESS
}
