#![forbid(unsafe_code)]
//! Threads that count the text's words, each with an owner of its own: what an `Arc` shares, what its
//! header tells, and who frees the block.

use std::sync::mpsc;
use std::thread;

use drystone::sync::{Arc, Weak};
use drystone::vec;
use drystone::vec::Vec;

use super::{Input, shortened};
use crate::page::{Page, plural, thousands};
use crate::picture::{Home, Kind, Picture, Row, hex};
use crate::words::words_of;

/// So many threads count.
const THREADS: usize = 3;

pub(super) fn run(input: &Input<'_>, page: &mut Page) {
    page.say(format!(
        "An Arc is one word, too, and its block begins with one more: two counts of 32 bits, of the \
         owners and of those that only remember, changed by one instruction for both. {THREADS} threads \
         are given an owner of the text each and count the words of every {THREADS}rd line; the text \
         is not copied.",
    ));
    let text: Arc<str> = Arc::from(input.text);
    let weak = Arc::downgrade(&text);
    let copies: Vec<Arc<str>> = (0..THREADS).map(|_| Arc::clone(&text)).collect();
    page.draw(picture(
        "before the threads begin: one block, an owner for each of them".into(),
        &text,
        &weak,
    ));
    let (results, counted) = mpsc::channel();
    let mut threads = vec![];
    for (number, text) in copies.into_iter().enumerate() {
        let results = results.clone();
        threads.push(thread::spawn(move || {
            let lines = text.lines().skip(number).step_by(THREADS);
            let words: usize = lines.map(|line| words_of(line).count()).sum();
            results.send((number, words)).expect("the tour listens");
        }));
    }
    drop(results);
    let mut words: Vec<usize> = vec![0; THREADS];
    for (number, count) in counted {
        words[number] = count;
    }
    for thread in threads {
        thread.join().expect("a thread that counts does not panic");
    }
    let each: Vec<String> = words.iter().map(|&count| thousands(count)).collect();
    page.say(format!(
        "They counted {}: {} words. Each dropped its owner when it was done, in no order that anybody \
         arranged; the block stayed for the one that is left here.",
        each.join(" + "),
        thousands(words.iter().sum::<usize>()),
    ));
    page.draw(picture(
        "when they are done: one owner is left".into(),
        &text,
        &weak,
    ));
    drop(text);
    assert!(weak.upgrade().is_none());
    page.say(
        "With the last owner the text is gone. The Weak can tell: upgrade() answers None from now on, \
         in every thread, and the block is freed with it.",
    );
}

/// The block as it is now, and who points to it.
fn picture(caption: String, text: &Arc<str>, weak: &Weak<str>) -> Picture {
    let mut picture = Picture::new(caption);
    let first = text.split_whitespace().next().unwrap_or_default();
    let rows = vec![
        Row::field(format!("strong: {}", Arc::strong_count(text))),
        Row::field(format!("weak: {} + 1", Arc::weak_count(text))),
        Row::one(
            Kind::Live,
            format!("\"{}…\", {}", shortened(first), plural(text.len(), "byte")),
        ),
    ];
    let value = Arc::as_ptr(text).addr();
    let block = picture.tile(
        Home::Heap,
        "block of the text; it stands at",
        hex(value),
        rows,
    );
    picture.variable("text: Arc<str>", text, vec![Row::pointer("ptr", block)]);
    picture.variable("weak: Weak<str>", weak, vec![Row::pointer("ptr", block)]);
    picture
}
