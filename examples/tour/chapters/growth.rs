#![forbid(unsafe_code)]
//! One `Vec` from its birth to its last form: empty, growing, shrunk, moved, boxed.

use drystone::boxed::Box;
use drystone::vec::Vec;

use super::{Input, moved, quoted};
use crate::page::{Page, plural};
use crate::picture::{Picture, address};
use crate::words::words;

/// Enough words to fill a block of four and one of eight, and to begin a third.
const WORDS: usize = 9;

pub(super) fn run(input: &Input<'_>, page: &mut Page) {
    page.say(
        "A Vec is three words on the stack: where its block is, how many slots hold a value, and \
         how many there are. We push the first words of the text, one after another. Each slot is \
         a &str, a pointer into the text and a length; for short, we write the word that it \
         points to.",
    );
    let mut list: Vec<&str> = Vec::new();
    page.draw(
        Picture::new("Vec::new(): no block yet, and the allocator was not called").vec(
            "list: Vec<&str>",
            &list,
            |word| quoted(word),
        ),
    );
    grow(&mut list, input.text, page);
    if list.is_empty() {
        page.say("The text has no words, so the list stays as it is.");
        return;
    }
    shrink(&mut list, page);
    let old = address(&list);
    let list = hand_over(list, old, page);
    into_boxed_slice(list, page);
}

/// Draws the list whenever a push has changed its block.
fn grow<'t>(list: &mut Vec<&'t str>, text: &'t str, page: &mut Page) {
    for (word, _) in words(text).take(WORDS) {
        let (cap, block) = (list.capacity(), list.as_ptr().addr());
        list.push(word);
        if list.capacity() == cap {
            continue;
        }
        let caption = if cap == 0 {
            format!("push({}): the first block", quoted(word))
        } else {
            format!(
                "push({}): the {} were taken, so the block was made larger, and it {}",
                quoted(word),
                plural(cap, "slot"),
                moved(block, list.as_ptr().addr()),
            )
        };
        page.draw(Picture::new(caption).vec("list: Vec<&str>", list, |word| quoted(word)));
    }
}

fn shrink(list: &mut Vec<&str>, page: &mut Page) {
    let block = list.as_ptr().addr();
    let spare = list.capacity() - list.len();
    list.shrink_to_fit();
    let caption = format!(
        "shrink_to_fit(): {} given back, and the block {}",
        plural(spare, "unused slot"),
        moved(block, list.as_ptr().addr()),
    );
    page.draw(Picture::new(caption).vec("list: Vec<&str>", list, |word| quoted(word)));
}

/// Moves the list to another variable: its three words are copied, its block is not touched.
fn hand_over<'t>(list: Vec<&'t str>, old: usize, page: &mut Page) -> Vec<&'t str> {
    let (block, size) = (list.as_ptr(), size_of_val(&list));
    // In a container of its own, the value has an address that no optimiser can choose to be the
    // old one.
    let heir = [list];
    let [list] = &heir;
    assert_eq!(list.as_ptr(), block, "a move does not touch the block");
    page.draw(
        Picture::new("let heir = list: three words were copied, and the block was not touched")
            .gone("list: Vec<&str>", old, size)
            .vec("heir: Vec<&str>", list, |word| quoted(word)),
    );
    let [list] = heir;
    list
}

fn into_boxed_slice(list: Vec<&str>, page: &mut Page) {
    let block = list.as_ptr().addr();
    let slice: Box<[&str]> = list.into_boxed_slice();
    let caption = format!(
        "into_boxed_slice(): no capacity to remember, so two words; the block {}",
        moved(block, slice.as_ptr().addr()),
    );
    let picture = Picture::new(caption);
    page.draw(picture.boxed_slice("slice: Box<[&str]>", &slice, |word: &&str| quoted(word)));
}
