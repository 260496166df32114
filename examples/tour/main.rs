#![deny(unsafe_code)]
//! A tour of `drystone` on a real file: a word index is built with the crate's own `Vec` and `Box`,
//! a `RefCell` is borrowed, a syntax tree grows in arenas, and at each turn a picture shows what stands
//! on the stack and what on the heap.
//!
//! ```sh
//! cargo run --release --example tour                        # a text that comes with the crate
//! cargo run --release --example tour -- FILE --svg OUT.svg
//! ```
//!
//! `chapters` tells the story, `picture` and `page` say what there is to see, `layout`, `text` and
//! `svg` how it looks. Only `count`, the allocators that keep books, has `unsafe` in it.

#![cfg_attr(feature = "nightly", feature(allocator_api))]

mod chapters;
#[expect(unsafe_code, reason = "to be an allocator is an unsafe promise")]
mod count;
mod layout;
mod page;
mod picture;
mod progress;
mod shelves;
mod svg;
mod text;
mod tree;
mod words;

use std::fmt::Display;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chapters::Input;
use count::CountedGlobal;
use page::Page;
use progress::Progress;

#[global_allocator]
static GLOBAL: CountedGlobal = CountedGlobal;

/// The text of the tour when no other is given, and what it is called.
const FIELD: &str = include_str!("field.txt");
const FIELD_NAME: &str = "examples/tour/field.txt";

const HELP: &str = "\
Builds a word index of a text with drystone's Vec and Box, and draws what happens in memory.

Usage: cargo run --release --example tour -- [OPTIONS] [FILE]

Arguments:
  [FILE]  A text in UTF-8; without it, an essay on dry-stone walls that comes with the crate

Options:
      --svg <OUT.svg>  Write the pictures to an SVG file, too
  -h, --help           Print this help
  -V, --version        Print the version

Colours are left out where standard output is not a terminal, or where NO_COLOR is set.
The exit code is 0, or 1 when a file can't be read or written, or 2 for wrong arguments.
";

/// What the command line asks for.
enum Request {
    Help,
    Version,
    Tour(Tour),
}

#[derive(Default)]
struct Tour {
    file: Option<PathBuf>,
    svg: Option<PathBuf>,
}

fn main() -> ExitCode {
    let request = match parse(lexopt::Parser::from_env()) {
        Ok(request) => request,
        Err(error) => {
            complain(format_args!("{error} (try --help)"));
            return ExitCode::from(2);
        }
    };
    let mut out = Output::new();
    let result = match request {
        Request::Help => out.write(HELP),
        Request::Version => out.write(concat!("tour (drystone ", env!("CARGO_PKG_VERSION"), ")\n")),
        Request::Tour(tour) => tour.run(&mut out),
    };
    match result.and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(error);
            ExitCode::FAILURE
        }
    }
}

/// One line on stderr; where even that fails, the exit code is all that is left to say.
fn complain(message: impl Display) {
    let _ = writeln!(anstream::stderr(), "tour: {message}");
}

fn parse(mut args: lexopt::Parser) -> Result<Request, lexopt::Error> {
    use lexopt::prelude::*;
    let mut tour = Tour::default();
    // Even where help is asked for, the rest must be right.
    let mut aside = None;
    while let Some(arg) = args.next()? {
        match arg {
            Short('h') | Long("help") => aside = Some(Request::Help),
            Short('V') | Long("version") => aside = Some(Request::Version),
            Long("svg") => tour.svg = Some(args.value()?.into()),
            Value(file) if tour.file.is_none() => tour.file = Some(file.into()),
            _ => return Err(arg.unexpected()),
        }
    }
    Ok(aside.unwrap_or(Request::Tour(tour)))
}

impl Tour {
    fn run(&self, out: &mut Output) -> Result<(), String> {
        let (name, text) = match &self.file {
            Some(file) => (format!("{file:?}"), read(file)?),
            None => (FIELD_NAME.into(), FIELD.into()),
        };
        out.write(&intro(&name, text.len()))?;
        // Words that differ only in case are one word of the index.
        let text = text.to_lowercase();
        let progress = Progress::new();
        let input = Input {
            text: &text,
            progress: &progress,
        };
        let mut told = drystone::vec::Vec::new();
        for (number, chapter) in (1..).zip(chapters::ALL) {
            let mut page = Page::default();
            (chapter.run)(&input, &mut page);
            progress.clear();
            out.write(&text::heading(number, chapter.title))?;
            out.write(&text::page(&page))?;
            told.push((chapter.title, page));
        }
        out.write(&outro())?;
        match &self.svg {
            Some(file) => std::fs::write(file, svg::document(&told))
                .map_err(|error| format!("can't write {file:?}: {error}")),
            None => Ok(()),
        }
    }
}

/// The text of a file, or one line about what is wrong with it.
fn read(file: &Path) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|error| format!("can't read {file:?}: {error}"))?;
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let byte = error.as_bytes()[good];
        format!("{file:?} is not UTF-8: invalid byte {byte:#04x} at offset {good}")
    })
}

fn intro(name: &str, bytes: usize) -> String {
    let mut out = String::new();
    for line in [
        format!(
            "We build a word index of {name} ({}),",
            page::plural(bytes, "byte")
        ),
        "with Vec and Box as this crate lays them by hand, and look at memory on the way.".into(),
        "Every address, length and capacity is read from the live value when its picture is drawn."
            .into(),
    ] {
        text::paragraph(&mut out, &line);
    }
    out
}

fn outro() -> String {
    let mut out = text::heading(chapters::ALL.len() + 1, "Where to read on");
    out.push_str(
        "
  SAFETY.md        what these types promise, invariant by invariant, and which tests attack it
  src/vec/mod.rs   Vec, from its three words up; src/raw/buf.rs is the block below it
  src/arena/       mod.rs has a table of which arena when, with what each costs
  examples/tour/   this tour; count.rs is an allocator in 200 lines
  cargo test       the attacks themselves
",
    );
    out
}

/// Standard output, until whoever reads it has had enough.
struct Output {
    stream: anstream::AutoStream<std::io::Stdout>,
    closed: bool,
}

impl Output {
    fn new() -> Self {
        Self {
            stream: anstream::stdout(),
            closed: false,
        }
    }

    fn write(&mut self, text: &str) -> Result<(), String> {
        self.unless_closed(|stream| stream.write_all(text.as_bytes()))
    }

    fn flush(&mut self) -> Result<(), String> {
        self.unless_closed(Write::flush)
    }

    /// A pipe that was closed (`tour | head`) is no error, and does not keep the SVG from being
    /// written.
    fn unless_closed(
        &mut self,
        write: impl FnOnce(&mut anstream::AutoStream<std::io::Stdout>) -> std::io::Result<()>,
    ) -> Result<(), String> {
        if self.closed {
            return Ok(());
        }
        match write(&mut self.stream) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            result => result.map_err(|error| format!("can't write to standard output: {error}")),
        }
    }
}
