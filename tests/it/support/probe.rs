//! Elements for tests: [`Probe`] and [`Token`] are counted, can panic, and know when they are used after their end.

use std::cmp::Ordering;
use std::fmt::Debug;
use std::hash::{Hash, Hasher};

use super::world::{
    Kind, blow_if, fault, probe_born, probe_dies, probe_lives, probe_meets, tick, token_born,
    token_dies, token_lives,
};

/// Raises the alignment of whatever holds an array of none of them.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
pub(crate) struct Align64;

/// [`Align64`], at the size of a page.
#[derive(Debug, Clone, Copy)]
#[repr(align(4096))]
pub(crate) struct Align4096;

/// What the models ask of an element.
pub(crate) trait Elem: Clone + Ord + Hash + Debug + 'static {
    /// Whether an element owns memory, so that a leaked one leaks memory.
    const OWNS_MEMORY: bool = false;

    /// Whether the ledger knows of each element.
    const COUNTED: bool = false;

    fn make(value: u8) -> Self;

    /// What it was made from; 0 for a type without room for that.
    fn value(&self) -> u8;

    fn set(&mut self, value: u8) {
        *self = Self::make(value);
    }
}

impl Elem for u8 {
    fn make(value: u8) -> Self {
        value
    }

    fn value(&self) -> u8 {
        *self
    }
}

impl Elem for u64 {
    fn make(value: u8) -> Self {
        u64::from(value) << 32
    }

    fn value(&self) -> u8 {
        (self >> 32) as u8
    }
}

impl Elem for String {
    const OWNS_MEMORY: bool = true;

    fn make(value: u8) -> Self {
        value.to_string()
    }

    fn value(&self) -> u8 {
        match self.as_str() {
            // `Default` made it.
            "" => 0,
            text => text.parse().expect("a string that `make` made"),
        }
    }
}

/// A counted element. `A` sets its alignment: see [`Align64`].
///
/// Every use checks that the element is alive and that its bytes are those of an element.
#[derive(Debug)]
pub(crate) struct Probe<A = ()> {
    id: u32,
    /// The complement of `id`, so that bytes of something else are told from an element.
    seal: u32,
    value: u8,
    _align: [A; 0],
}

impl<A> Probe<A> {
    pub(crate) fn new(value: u8) -> Self {
        let id = probe_born();
        Self {
            id,
            seal: !id,
            value,
            _align: [],
        }
    }

    /// What is known of an element that something is done to.
    fn check(&self, doing: &str, alive: bool) {
        if self.seal != !self.id {
            fault(format!("{doing}: these bytes are no element"));
        } else if !alive {
            fault(format!("{doing}: element {} is dead", self.id));
        }
        if !is_aligned(self) {
            fault(format!("{doing}: element {} is misaligned", self.id));
        }
    }

    /// A use that can panic.
    fn meet(&self, doing: &str, kind: Kind) {
        let (alive, blows) = probe_meets(self.id, kind);
        self.check(doing, alive);
        blow_if(blows);
    }

    /// A use that can't.
    fn touch(&self, doing: &str) {
        self.check(doing, probe_lives(self.id));
    }
}

fn is_aligned<T>(element: &T) -> bool {
    std::ptr::from_ref(element)
        .addr()
        .is_multiple_of(align_of::<T>())
}

impl<A> Drop for Probe<A> {
    fn drop(&mut self) {
        let (alive, blows) = probe_dies(self.id, self.value);
        self.check("drop", alive);
        // Last, so that a drop that panics has dropped: that is how std counts it.
        blow_if(blows);
    }
}

impl<A> Clone for Probe<A> {
    fn clone(&self) -> Self {
        self.meet("clone", Kind::Clone);
        Self::new(self.value)
    }
}

impl<A> PartialEq for Probe<A> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<A> Eq for Probe<A> {}

impl<A> PartialOrd for Probe<A> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<A> Ord for Probe<A> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.touch("compare");
        self.meet("compare", Kind::Compare);
        self.value.cmp(&other.value)
    }
}

impl<A> Hash for Probe<A> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.meet("hash", Kind::Hash);
        self.value.hash(state);
    }
}

impl<A> Default for Probe<A> {
    fn default() -> Self {
        tick(Kind::Call);
        Self::new(0)
    }
}

impl<A: Debug + 'static> Elem for Probe<A> {
    const COUNTED: bool = true;

    fn make(value: u8) -> Self {
        Self::new(value)
    }

    fn value(&self) -> u8 {
        self.touch("read");
        self.value
    }

    fn set(&mut self, value: u8) {
        self.touch("write");
        self.value = value;
    }
}

/// A counted element without size. `A` sets its alignment: see [`Align64`].
///
/// It can't tell which one it is; the ledger knows how many there are.
#[derive(Debug)]
pub(crate) struct Token<A = ()> {
    _align: [A; 0],
}

impl<A> Token<A> {
    pub(crate) fn new() -> Self {
        token_born();
        Self { _align: [] }
    }

    fn check(&self, doing: &str) {
        if !token_lives() {
            fault(format!("{doing}: a token, and none is alive"));
        }
        if !is_aligned(self) {
            fault(format!("{doing}: a token is misaligned"));
        }
    }
}

impl<A> Drop for Token<A> {
    fn drop(&mut self) {
        self.check("drop");
        token_dies();
        tick(Kind::Drop);
    }
}

impl<A> Clone for Token<A> {
    fn clone(&self) -> Self {
        self.check("clone");
        tick(Kind::Clone);
        Self::new()
    }
}

impl<A> PartialEq for Token<A> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<A> Eq for Token<A> {}

impl<A> PartialOrd for Token<A> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<A> Ord for Token<A> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.check("compare");
        other.check("compare");
        tick(Kind::Compare);
        Ordering::Equal
    }
}

impl<A> Hash for Token<A> {
    fn hash<H: Hasher>(&self, _: &mut H) {
        self.check("hash");
        tick(Kind::Hash);
    }
}

impl<A> Default for Token<A> {
    fn default() -> Self {
        tick(Kind::Call);
        Self::new()
    }
}

impl<A: Debug + 'static> Elem for Token<A> {
    const COUNTED: bool = true;

    fn make(_: u8) -> Self {
        Self::new()
    }

    fn value(&self) -> u8 {
        self.check("read");
        0
    }

    fn set(&mut self, _: u8) {
        self.check("write");
    }
}
