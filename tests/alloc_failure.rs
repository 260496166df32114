//! The global allocator fails: at every call, for every method that allocates; and no call is made that is not needed.
//!
//! Methods that return the failure are tried here, one failing call after another. The others end the process through the allocation
//! error hook, so this program starts itself again for each of them and looks at how the child died. That needs a global allocator of its
//! own and no other threads: no test harness.

use std::alloc::{GlobalAlloc, Layout, System};
use std::process::{Command, ExitCode};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use drystone::alloc::TryReserveErrorKind;
use drystone::arena::SlotMap;
#[cfg(feature = "std")]
use drystone::arena::{DefaultKey, SparseSecondaryMap};
use drystone::rc::Rc;
use drystone::sync::Arc;
use drystone::vec::Vec;

/// How many calls go well before one fails; there is no end to them at first.
static LEFT: AtomicUsize = AtomicUsize::new(usize::MAX);

/// How many bytes are allocated.
static LIVE: AtomicUsize = AtomicUsize::new(0);

struct Failing;

impl Failing {
    /// Whether this call fails. After the failing one, calls go well again: the process has to report it.
    fn fails(&self) -> bool {
        match LEFT.load(Relaxed) {
            usize::MAX => false,
            0 => {
                LEFT.store(usize::MAX, Relaxed);
                true
            }
            left => {
                LEFT.store(left - 1, Relaxed);
                false
            }
        }
    }
}

// SAFETY: all blocks are the system's; a null pointer is the answer for no memory.
unsafe impl GlobalAlloc for Failing {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if self.fails() {
            return std::ptr::null_mut();
        }
        LIVE.fetch_add(layout.size(), Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(ptr, layout) }
    }

    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if self.fails() {
            return std::ptr::null_mut();
        }
        LIVE.fetch_add(new_size, Relaxed);
        LIVE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(ptr, layout, new_size) }
    }
}

#[global_allocator]
static GLOBAL: Failing = Failing;

fn strings(count: usize) -> Vec<String> {
    let mut v = Vec::with_capacity(count);
    v.extend((0..count).map(|i| i.to_string()));
    v
}

/// Runs `f` with its call number `call` failing; whether that call came.
fn failing<R>(call: usize, f: impl FnOnce() -> R) -> (R, bool) {
    LEFT.store(call, Relaxed);
    let result = f();
    (result, LEFT.swap(usize::MAX, Relaxed) == usize::MAX)
}

type Fallible = fn(&mut Vec<String>) -> Result<(), drystone::alloc::TryReserveError>;

const FALLIBLE: &[(&str, Fallible)] = &[
    ("try_reserve", |v| v.try_reserve(9)),
    ("try_reserve_exact", |v| v.try_reserve_exact(9)),
    ("try_shrink_to_fit", |v| {
        v.truncate(2);
        v.try_shrink_to_fit()
    }),
    ("try_shrink_to", |v| {
        v.truncate(1);
        v.try_shrink_to(2)
    }),
    ("try_with_capacity", |v| {
        *v = Vec::try_with_capacity(9)?;
        Ok(())
    }),
];

/// An error is returned, it names what was asked for, and the vector is as it was.
fn returned() -> usize {
    let mut refused = 0;
    for (name, op) in FALLIBLE {
        for len in [1, 4] {
            for call in 0.. {
                let mut v = strings(len);
                let cap = v.capacity();
                let (result, came) = failing(call, || op(&mut v));
                if !came {
                    assert!(result.is_ok(), "{name} failed by itself");
                    break;
                }
                // A vector of one can't be shrunk, and asks for nothing.
                let error = result.expect_err(name);
                let TryReserveErrorKind::AllocError { layout } = error.kind() else {
                    panic!("{name}: {error}");
                };
                assert!(layout.size() > 0, "{name}");
                assert_eq!(v.capacity(), cap, "{name}");
                assert!(
                    v.iter().zip(0..).all(|(s, i)| *s == i.to_string()),
                    "{name}"
                );
                v.push("usable".to_owned());
                refused += 1;
            }
        }
    }
    refused
}

/// Collects into a counted slice with as few blocks as there can be: the call after that would fail, which ends the process.
fn collected<S: FromIterator<u8>>() {
    let (_, came) = failing(1, || S::from_iter(0..3));
    assert!(!came, "an exact number goes into the block itself");
    let (_, came) = failing(2, || S::from_iter((0..3).filter(|n| *n < 9)));
    assert!(!came, "no block is taken for the least that may come");
}

/// A slot map that gets no room for its slots keeps none for what it would have known of them.
fn given_back() {
    for call in 0.. {
        let mut map = SlotMap::with_capacity(10);
        map.insert(1_u64);
        let before = LIVE.load(Relaxed);
        let (result, came) = failing(call, || map.try_reserve(100_000));
        if !came {
            assert!(result.is_ok() && call == 2, "two calls: {call}");
            break;
        }
        assert!(result.is_err());
        assert_eq!(LIVE.load(Relaxed), before, "call {call}");
    }
}

/// A sparse map that gets no room keeps its values, whichever of its two tables was refused.
#[cfg(feature = "std")]
fn sparse() {
    for call in 0.. {
        let key = SlotMap::new().insert(());
        let mut map = SparseSecondaryMap::<DefaultKey, u64>::new();
        map.insert(key, 7);
        let (result, came) = failing(call, || map.try_reserve(1_000));
        assert_eq!(map.get(key), Some(&7), "call {call}");
        if !came {
            assert!(result.is_ok() && call == 2, "two calls: {call}");
            break;
        }
        let Err(error) = result else {
            panic!("call {call} was refused")
        };
        assert!(matches!(
            error.kind(),
            TryReserveErrorKind::AllocError { .. }
        ));
        assert!(map.capacity() < 1_000);
    }
}

type Fatal = fn(Vec<String>);

/// Each asks for memory in its first call to the allocator.
const FATAL: &[(&str, Fatal)] = &[
    ("push", |mut v| v.push(String::new())),
    ("insert", |mut v| v.insert(0, String::new())),
    ("reserve", |mut v| v.reserve(1)),
    ("reserve_exact", |mut v| v.reserve_exact(1)),
    ("extend", |mut v| v.extend([String::new()])),
    ("extend_from_slice", |mut v| {
        v.extend_from_slice(&[String::new()])
    }),
    ("extend_from_within", |mut v| v.extend_from_within(..)),
    ("append", |mut v| Vec::new().append(&mut v)),
    ("resize", |mut v| v.resize(9, String::new())),
    ("resize_with", |mut v| v.resize_with(9, String::new)),
    ("splice", |mut v| drop(v.splice(1..1, [String::new()]))),
    ("split_off", |mut v| drop(v.split_off(1))),
    ("clone", |v| drop(v.clone())),
    ("with_capacity", |_| drop(Vec::<u8>::with_capacity(1))),
    ("from_fn", |_| drop(Vec::from_fn(2, |i| i))),
    ("collect", |_| drop((0..3).collect::<Vec<i32>>())),
    ("vec!", |_| drop(drystone::vec![0_u8; 7])),
    ("from an array", |_| drop(Vec::from([1_u8, 2]))),
    ("shrink_to_fit", |mut v| {
        v.truncate(1);
        v.shrink_to_fit();
    }),
    ("into_boxed_slice", |mut v| {
        v.truncate(1);
        drop(v.into_boxed_slice());
    }),
    ("map_in_place", |v| drop(v.map_in_place(|s| (s, 0_u8)))),
];

/// The child: the operation with this name, its first allocation failing. It must not come back.
fn die(name: &str) -> ExitCode {
    let (_, op) = FATAL
        .iter()
        .find(|(known, _)| *known == name)
        .expect("a known operation");
    let v = strings(4);
    LEFT.store(0, Relaxed);
    op(v);
    println!("{name} came back");
    ExitCode::SUCCESS
}

/// The allocation error hook is called, with the size in its words, and the process ends there.
fn fatal() -> usize {
    let this = std::env::current_exe().expect("a test knows its file");
    for (name, _) in FATAL {
        let child = Command::new(&this)
            .args(["--die", name])
            .output()
            .expect("a child process");
        let words = String::from_utf8_lossy(&child.stderr);
        assert!(!child.status.success(), "{name} came back: {words}");
        assert!(words.contains("memory allocation of"), "{name}: {words}");
        assert!(words.contains("bytes failed"), "{name}: {words}");
    }
    FATAL.len()
}

fn main() -> ExitCode {
    let args: std::vec::Vec<String> = std::env::args().collect();
    if let [_, flag, name] = args.as_slice()
        && flag == "--die"
    {
        return die(name);
    }
    if args.iter().any(|arg| arg == "--list") {
        return ExitCode::SUCCESS;
    }
    let returned = returned();
    println!("{returned} failing calls were returned as errors");
    assert!(returned >= 8, "too few to mean anything");
    given_back();
    #[cfg(feature = "std")]
    sparse();
    // The list of live owners takes memory too.
    if cfg!(not(feature = "trace-leaks")) {
        collected::<Rc<[u8]>>();
        collected::<Arc<[u8]>>();
    }
    if cfg!(miri) {
        println!("no child processes under Miri");
    } else {
        println!("{} operations called the allocation error hook", fatal());
    }
    ExitCode::SUCCESS
}
