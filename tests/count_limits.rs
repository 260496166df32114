//! The process ends when a count of an `Rc` would pass `i32::MAX`, since leaked clones could else wrap it.
//!
//! Each operation that counts is tried in a child of this program, with the count set through the documented header. In optimised builds
//! two more children really count that far, once for each count, which takes seconds; a debug build has no time for it and says so.

use std::hint::black_box;
use std::mem::forget;
use std::process::{Command, ExitCode};

use drystone::rc::{Rc, UniqueRc, Weak};

const LIMIT: u32 = i32::MAX as u32;

/// An owner whose counts are at the limit, but for what has been given out.
fn full(strong: u32, weak: u32) -> Rc<u64> {
    let rc = Rc::new(7_u64);
    // SAFETY: the header stands before the value, and a `u64` leaves no room between them.
    let counts = unsafe { Rc::as_ptr(&rc).cast::<[u32; 2]>().sub(1).cast_mut() };
    // SAFETY: the block is alive, and nobody looks at the counts meanwhile.
    unsafe { counts.write([strong, weak]) };
    rc
}

type Operation = fn();

/// Each counts one owner more than there may be.
const FATAL: &[(&str, Operation)] = &[
    ("clone", || forget(full(LIMIT, 1).clone())),
    ("increment_strong_count", || {
        // SAFETY: from an owner.
        unsafe { Rc::increment_strong_count(Rc::as_ptr(&full(LIMIT, 1))) };
    }),
    ("upgrade", || {
        let rc = full(LIMIT - 1, 1);
        let weak = Rc::downgrade(&rc);
        forget(rc.clone());
        forget(weak.upgrade());
    }),
    ("downgrade", || forget(Rc::downgrade(&full(1, LIMIT)))),
    ("Weak::clone", || {
        let rc = full(1, LIMIT - 1);
        let weak = Rc::downgrade(&rc);
        forget(weak.clone());
    }),
    ("UniqueRc::downgrade", || {
        let unique = UniqueRc::new(7_u64);
        // SAFETY: as in `full`.
        let counts = unsafe { UniqueRc::as_ptr(&unique).cast::<u32>().sub(1).cast_mut() };
        // SAFETY: as in `full`; the second count is the weak one.
        unsafe { counts.write(LIMIT) };
        forget(UniqueRc::downgrade(&unique));
    }),
];

/// Each counts from one up to the limit and past it.
const COUNTING: &[(&str, Operation)] = &[
    ("counting strong owners", || {
        let rc = Rc::new(7_u64);
        for _ in 0..u32::MAX {
            forget(black_box(&rc).clone());
        }
    }),
    ("counting weak pointers", || {
        let weak: Weak<u64> = Rc::downgrade(&Rc::new(7_u64));
        for _ in 0..u32::MAX {
            forget(black_box(&weak).clone());
        }
    }),
];

/// The child: the operation with this name. It must not come back.
fn die(name: &str) -> ExitCode {
    let all = FATAL.iter().chain(COUNTING);
    let (_, operation) = all
        .into_iter()
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
    for (name, _) in FATAL {
        dies(name);
    }
    println!("{} operations ended the process at the limit", FATAL.len());
    if cfg!(debug_assertions) {
        println!("skipped: counting to 2^31 takes seconds, and is done in optimised builds only");
    } else {
        for (name, _) in COUNTING {
            dies(name);
        }
        println!("{} children counted past i32::MAX", COUNTING.len());
    }
    ExitCode::SUCCESS
}
