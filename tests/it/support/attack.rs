//! Small programs over owning pointers, each run as it is, then with every panic point, then with an allocator that unwinds
//! at every call, and with one that refuses at every call where that is an error and not the end of the process.
//!
//! After each run every element has been dropped once and every block is back.

use drystone::alloc::AllocError;

use super::catch::catch;
use super::heap::{Handle, Heap, Manner, Trouble};
use super::scale::scale;
use super::world::{Kind, World, for_every_panic_point};

/// Every kind of user code that an owning pointer can meet.
const KINDS: [Kind; 4] = [Kind::Clone, Kind::Drop, Kind::Call, Kind::Handle];

/// Whether the program gives an error of its own when the allocator refuses.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    Returned,
    Fatal,
}
pub(crate) type Outcome = Result<(), AllocError>;

pub(crate) type Program = fn(&Handle) -> Outcome;

/// Whether the allocator's trouble at this point is tried: at each in an ordinary run, at one of six under Miri, where the program's name
/// tells which, so that the programs together still meet all kinds of points.
fn tried(name: &str, at: usize) -> bool {
    const ALL: usize = 12;
    let share = scale(ALL, 2).min(ALL);
    (at + name.len()) * share % ALL < share
}

/// Runs one program in every way there is. Returns how many ways that were.
pub(crate) fn attack(name: &str, refusal: Refusal, program: Program) -> usize {
    let mut runs = 0;
    // An interpreter sees the faults by itself: one manner is enough for it.
    for manner in Manner::ALL.into_iter().take(scale(4, 1)) {
        let plain = run(|| name.to_owned(), manner, program, |_, _| ());
        assert!(!plain.reached);
        runs += 1;

        runs += for_every_panic_point(&KINDS, |fuse| {
            let name = || format!("{name}, {fuse:?}");
            run(name, manner, program, |world, _| world.arm(fuse)).reached
        });

        let troubles = match refusal {
            Refusal::Returned => &[Trouble::Unwind, Trouble::Refuse][..],
            Refusal::Fatal => &[Trouble::Unwind],
        };
        for &trouble in troubles {
            for at in (0..plain.calls).filter(|at| tried(name, *at)) {
                let name = || format!("{name}, {trouble:?} at {at}");
                let end = run(name, manner, program, |_, heap| heap.arm(trouble, at));
                // A `deallocate` can't be refused.
                assert!(end.reached || trouble == Trouble::Refuse, "{}", name());
                runs += 1;
            }
        }
    }
    runs
}

/// How a run ended.
struct End {
    /// How many calls the allocator got.
    calls: usize,
    /// Whether the trouble came that was armed.
    reached: bool,
}

/// Runs a program with the trouble that `arm` makes, and checks what it leaves behind: nothing.
fn run(
    name: impl Fn() -> String,
    manner: Manner,
    program: Program,
    arm: impl FnOnce(&mut World, &Heap),
) -> End {
    let handle = Handle::new(Heap::new(manner));
    let mut world = World::new();
    arm(&mut world, handle.heap());
    let result = world.run(|| catch(|| program(&handle)));
    let reached = world.disarm() | handle.heap().disarm();
    let calm = matches!(result, Ok(Ok(())));
    assert_eq!(calm, !reached, "{}: {result:?}", name());
    assert_eq!(world.live(), 0, "{}: elements leaked", name());
    world.finish();
    assert_eq!(
        handle.heap().live(),
        handle.heap().lost(),
        "{}: blocks leaked",
        name()
    );
    handle.heap().finish();
    End {
        calls: handle.heap().calls(),
        reached,
    }
}
