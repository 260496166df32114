//! Panics that a test expects: caught without noise, with their words and the place they point at.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// What a caught panic said, and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Caught {
    /// The message; a blown fuse and a payload that is no text have none.
    pub(crate) message: Option<String>,
    /// File and line that the message points at; a blown fuse has none.
    pub(crate) place: Option<(String, u32)>,
}

impl Caught {
    /// The numbers in the message, in order: what does not change when a release of std rewords it.
    pub(crate) fn numbers(&self) -> Vec<u128> {
        let text = self.message.as_deref().unwrap_or("");
        text.split(|c: char| !c.is_ascii_digit())
            .filter_map(|digits| digits.parse().ok())
            .collect()
    }
}

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    static PLACE: RefCell<Option<(String, u32)>> = const { RefCell::new(None) };
}

/// Runs `f`; a panic in it prints nothing and comes back as a value.
///
/// The test promises to look at whatever `f` left behind: that is what panic safety means.
pub(crate) fn catch<R>(f: impl FnOnce() -> R) -> Result<R, Caught> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // std's words for a panic that will abort: nobody is going to catch that.
            let last_words =
                text(info.payload()).is_some_and(|text| text.starts_with("panic in a "));
            if DEPTH.get() == 0 || last_words {
                return loud(info);
            }
            let place = info.location().map(|at| (at.file().to_owned(), at.line()));
            PLACE.with(|slot| *slot.borrow_mut() = place);
        }));
    });
    PLACE.with(|slot| slot.borrow_mut().take());
    DEPTH.set(DEPTH.get() + 1);
    let result = panic::catch_unwind(AssertUnwindSafe(f));
    DEPTH.set(DEPTH.get() - 1);
    result.map_err(|payload| Caught {
        message: text(&*payload),
        place: PLACE.with(|slot| slot.borrow_mut().take()),
    })
}

fn text(payload: &(dyn Any + Send)) -> Option<String> {
    let literal = payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned());
    literal.or_else(|| payload.downcast_ref::<String>().cloned())
}
