#![forbid(unsafe_code)]
//! The one door to atomics: the count word of `Arc`, on the machine or in a loom model.
//!
//! This is the only file that asks whether loom is on. It takes both `--cfg loom` and the feature
//! `loom`, so that another crate's models do not switch this one unasked. What the protocol does
//! with the word is in `sync/counts.rs`.
//!
//! Loom sees only its own types: memory that is freed while another thread still counts in it
//! would go unnoticed. [`CountWord::retire`] marks the end of a word. On the machine it is
//! nothing; under loom it claims exclusive access, so that a count that is not ordered before it
//! fails the model, and it ends the record of the allocation, so that a block that is never freed
//! fails the model as well. In the same way [`CountWord::touch`] and [`CountWord::seize`] tell loom
//! that the value beside the word is read, or is written, moved or dropped: of values that are made
//! of other things than loom's cells it would not see it.

pub(crate) use self::imp::CountWord;

#[cfg(not(all(loom, feature = "loom")))]
mod imp {
    use core::sync::atomic::Ordering;

    #[cfg(target_has_atomic = "64")]
    use core::sync::atomic::AtomicU64;
    #[cfg(not(target_has_atomic = "64"))]
    use portable_atomic::AtomicU64;

    /// 64 bits that several threads count in.
    #[repr(transparent)]
    pub(crate) struct CountWord(AtomicU64);

    impl CountWord {
        #[inline]
        pub(crate) const fn new(word: u64) -> Self {
            Self(AtomicU64::new(word))
        }

        #[inline]
        pub(crate) fn load(&self, order: Ordering) -> u64 {
            self.0.load(order)
        }

        #[inline]
        pub(crate) fn fetch_add(&self, n: u64, order: Ordering) -> u64 {
            self.0.fetch_add(n, order)
        }

        #[inline]
        pub(crate) fn fetch_sub(&self, n: u64, order: Ordering) -> u64 {
            self.0.fetch_sub(n, order)
        }

        /// Replaces `old` by `new`, or tells what is there; may fail although `old` is there.
        #[inline]
        pub(crate) fn replace(
            &self,
            old: u64,
            new: u64,
            success: Ordering,
            failure: Ordering,
        ) -> Result<u64, u64> {
            self.0.compare_exchange_weak(old, new, success, failure)
        }

        /// Begins the word anew, for who has it to itself.
        #[inline(always)]
        pub(crate) fn restart(&mut self, word: u64) {
            *self.0.get_mut() = word;
        }

        /// A look at the value beside the word.
        #[inline(always)]
        pub(crate) fn touch(&self) {}

        /// A change of the value beside the word, or its end.
        #[inline(always)]
        pub(crate) fn seize(&self) {}

        /// The last thing that happens to a word.
        #[inline(always)]
        pub(crate) fn retire(&mut self) {}
    }
}

#[cfg(all(loom, feature = "loom"))]
mod imp {
    use core::sync::atomic::Ordering;

    use loom::alloc::Track;
    use loom::cell::UnsafeCell;
    use loom::sync::atomic::AtomicU64;

    /// 64 bits that several threads of a model count in, and the record of their block.
    pub(crate) struct CountWord {
        word: AtomicU64,
        value: UnsafeCell<()>,
        block: Option<Track<()>>,
    }

    impl CountWord {
        #[track_caller]
        pub(crate) fn new(word: u64) -> Self {
            Self {
                word: AtomicU64::new(word),
                value: UnsafeCell::new(()),
                block: Some(Track::new(())),
            }
        }

        #[track_caller]
        pub(crate) fn load(&self, order: Ordering) -> u64 {
            self.word.load(order)
        }

        #[track_caller]
        pub(crate) fn fetch_add(&self, n: u64, order: Ordering) -> u64 {
            self.word.fetch_add(n, order)
        }

        #[track_caller]
        pub(crate) fn fetch_sub(&self, n: u64, order: Ordering) -> u64 {
            self.word.fetch_sub(n, order)
        }

        #[track_caller]
        pub(crate) fn replace(
            &self,
            old: u64,
            new: u64,
            success: Ordering,
            failure: Ordering,
        ) -> Result<u64, u64> {
            // Loom explores no spurious failures, so nothing is lost by the strong one.
            self.word.compare_exchange(old, new, success, failure)
        }

        #[track_caller]
        pub(crate) fn restart(&mut self, word: u64) {
            self.word.with_mut(|_| ());
            // What was released before is not seen through the new value.
            self.word.store(word, Ordering::Relaxed);
        }

        #[track_caller]
        pub(crate) fn touch(&self) {
            self.value.with(|_| ());
        }

        #[track_caller]
        pub(crate) fn seize(&self) {
            self.value.with_mut(|_| ());
        }

        #[track_caller]
        pub(crate) fn retire(&mut self) {
            self.seize();
            self.word.with_mut(|_| ());
            self.block = None;
        }
    }
}
