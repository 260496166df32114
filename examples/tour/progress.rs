#![forbid(unsafe_code)]
//! A progress bar on stderr, for work that takes more than a second.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shorter work goes unannounced.
const PATIENCE: Duration = Duration::from_secs(1);

pub(crate) struct Progress {
    bar: ProgressBar,
    since: Instant,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::hidden();
        if let Ok(style) = ProgressStyle::with_template("{msg:24} {wide_bar} {percent:>3} %") {
            bar.set_style(style);
        }
        Self {
            bar,
            since: Instant::now(),
        }
    }

    /// So much of the work called `what` is done. Where stderr is not a terminal, the bar stays
    /// away.
    pub(crate) fn at(&self, what: &'static str, done: usize, all: usize) {
        if self.since.elapsed() < PATIENCE {
            return;
        }
        if self.bar.is_hidden() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_message(what);
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
        self.bar.tick();
    }

    /// Clears the line, before anything else is printed.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
        self.bar.reset();
        self.bar.set_draw_target(ProgressDrawTarget::hidden());
    }
}
