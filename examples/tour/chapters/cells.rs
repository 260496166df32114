#![forbid(unsafe_code)]
//! A `RefCell` behind a shared reference: its flag as readers and writers come and go, and a borrow
//! that is refused.

use std::panic::Location;

use drystone::cell::{BorrowState, RefCell};
use drystone::vec;
use drystone::vec::Vec;

use super::{Input, quoted};
use crate::page::{Page, Table, plural, thousands};
use crate::picture::{Picture, Row, WIDE, slots};
use crate::words::words;

/// So many messages are looked at.
const MESSAGES: usize = 4;

/// Whoever sends has a shared reference: that is all the trait gives.
trait Messenger {
    fn send(&self, message: &str);
}

/// Sends nothing, but remembers what it should have sent: something has to change behind `&self`.
#[derive(Default)]
struct MockMessenger {
    sent: RefCell<Vec<String>>,
}

impl Messenger for MockMessenger {
    fn send(&self, message: &str) {
        self.sent.borrow_mut().push(message.into());
    }
}

/// Reports each word that is longer than all before it.
fn report_long_words(text: &str, messenger: &impl Messenger) {
    let mut longest = 0;
    let mut left = MESSAGES;
    for (word, _) in words(text) {
        if left > 0 && word.chars().count() > longest {
            longest = word.chars().count();
            left -= 1;
            messenger.send(word);
        }
    }
}

pub(super) fn run(input: &Input<'_>, page: &mut Page) {
    page.say(
        "A messenger is told of each word that is longer than all before it. It has only &self, and \
         the mock that stands in for it in a test wants to remember what it was told. So its list is \
         in a RefCell: a flag beside the list counts who looks at it, while the program runs.",
    );
    let messenger = MockMessenger::default();
    report_long_words(input.text, &messenger);
    let sent = &messenger.sent;
    // The flag is read before the list is looked at, which takes a reader of its own.
    draw(
        page,
        "Nobody borrows: the flag is 0",
        sent,
        flag(sent),
        &sent.borrow(),
    );

    {
        let a = sent.borrow();
        draw(
            page,
            "One reader, by borrow(): the flag is 1",
            sent,
            flag(sent),
            &a,
        );
        let (b, c) = (sent.borrow(), sent.borrow());
        assert_eq!(a.len() + b.len(), 2 * c.len());
        draw(page, "Three readers: the flag is 3", sent, flag(sent), &c);
    }
    {
        let mut writer = sent.borrow_mut();
        writer.push("the end".into());
        draw(
            page,
            "A writer, by borrow_mut(): the flag is -1",
            sent,
            flag(sent),
            &writer,
        );
    }
    refuse(page, sent);
    sizes(page);
}

/// A reader is there when a writer comes.
fn refuse(page: &mut Page, sent: &RefCell<Vec<String>>) {
    let (reader, held) = (sent.borrow(), Location::caller());
    let (refused, asked) = (sent.try_borrow_mut().err(), Location::caller());
    let error = refused.expect("there is a reader");
    page.say(format!(
        "Now a reader holds the list ({}), and a writer asks for it. borrow_mut() would panic at the \
         place of the asking; try_borrow_mut() answers with an error instead.",
        plural(reader.len(), "message"),
    ));
    let mut table = Table::new(["", ""]);
    let at = |place: &Location<'_>| format!("{}:{}", place.file(), place.line());
    table.row(["borrowed at".into(), at(held)]);
    table.row(["asked for at".into(), at(asked)]);
    table.row(["the flag".into(), flag(sent).to_string()]);
    page.table(table);
    page.say(format!("The error in its own words: \"{error}\"."));
    page.say(if cfg!(feature = "borrow-sites") {
        "It knows the place of the other borrow, because the feature borrow-sites is on: the cell \
         notes where its live guards were born."
    } else {
        "The tour has noted both places itself. With --features borrow-sites the cell does: then the \
         error, and the message of a panic, name a live borrow that is in the way. Without, the cell \
         has not a byte for that."
    });
}

fn sizes(page: &mut Page) {
    let mut table = Table::new(["size in bytes", "drystone", "std"]);
    let mut row = |name: &str, ours: usize, theirs: usize| {
        table.row([name.into(), thousands(ours), thousands(theirs)]);
    };
    use std::cell::RefCell as Std;
    row(
        "RefCell<u8>",
        size_of::<RefCell<u8>>(),
        size_of::<Std<u8>>(),
    );
    row(
        "RefCell<u32>",
        size_of::<RefCell<u32>>(),
        size_of::<Std<u32>>(),
    );
    row(
        "RefCell<u64>",
        size_of::<RefCell<u64>>(),
        size_of::<Std<u64>>(),
    );
    page.table(table);
}

/// The flag as it stands in memory: readers above zero, a writer below.
fn flag(cell: &RefCell<Vec<String>>) -> i64 {
    match cell.borrow_state() {
        BorrowState::Unused => 0,
        BorrowState::Shared(readers) => i64::from(readers),
        BorrowState::Exclusive(parts) => -i64::from(parts),
    }
}

/// The cell, with its flag and the list in it.
fn draw(
    page: &mut Page,
    caption: &str,
    cell: &RefCell<Vec<String>>,
    flag: i64,
    list: &Vec<String>,
) {
    let mut picture = Picture::new(caption);
    let rows = slots(list, list.capacity(), WIDE, |message| quoted(message));
    let block = picture.block(list.as_ptr(), list.capacity(), rows);
    let mut fields = vec![
        Row::field(format!("flag: {flag}")),
        Row::field(format!("len: {}", thousands(list.len()))),
        Row::field(format!("cap: {}", thousands(list.capacity()))),
    ];
    fields.insert(
        1,
        match block {
            Some(block) => Row::pointer("ptr", block),
            None => Row::field("ptr: (dangling)"),
        },
    );
    picture.variable("sent: RefCell<Vec<String>>", cell, fields);
    page.draw(picture);
}
