#![forbid(unsafe_code)]
//! Values with several owners: a list that two share, a graph of words with its counts, and a ring
//! that leaks until its links are `Weak`.

use std::cell::RefCell;
use std::collections::HashMap;

use drystone::rc::{Rc, Weak};
use drystone::vec;
use drystone::vec::Vec;

use super::{Input, quoted};
use crate::count::CountedGlobal;
use crate::page::{Page, Table, plural, thousands};
use crate::picture::{Home, Kind, Picture, Row, TileId, address, hex};
use crate::words::words;

/// A graph of more words would show nothing new.
const LONGEST: usize = 1_000;

/// So many of its words are drawn, and so many links of each.
const DRAWN: usize = 3;

pub(super) fn run(input: &Input<'_>, page: &mut Page) {
    page.say(
        "An Rc is one of several owners: a pointer to a block in which two counts stand before the \
         value, strong for the owners and weak for those who only look on. The last owner drops the \
         value. First the list of an article on memory, whose second node has two owners.",
    );
    shared_list(page);
    graph_of_owners(input.text, page);
    graph_of_weaks(input.text, page);
    sizes(page);
}

struct Node {
    value: i32,
    next: Option<Rc<Node>>,
}

fn shared_list(page: &mut Page) {
    let node3 = Rc::new(Node {
        value: 3,
        next: None,
    });
    let node2 = Rc::new(Node {
        value: 2,
        next: Some(Rc::clone(&node3)),
    });
    let node1 = Node {
        value: 1,
        next: Some(Rc::clone(&node2)),
    };
    let count = Rc::strong_count(&node2);
    let mut picture = Picture::new(format!("Rc::strong_count(&node2) is {count}"));
    let third = tile(&mut picture, "Node", &node3, vec![Row::field("value: 3")]);
    let value = Row::field(format!("value: {}", node2.value));
    let next = Row::pointer("next: node3", third);
    let second = tile(&mut picture, "Node", &node2, vec![value, next]);
    let value = Row::field(format!("value: {}", node1.value));
    let rows = vec![value, Row::pointer("next: node2", second)];
    picture.variable("node1: Node", &node1, rows);
    picture.variable("node2: Rc<Node>", &node2, vec![Row::pointer("ptr", second)]);
    picture.variable("node3: Rc<Node>", &node3, vec![Row::pointer("ptr", third)]);
    page.draw(picture);
    assert!(node1.next.is_some() && node2.next.is_some() && node3.next.is_none());
}

/// A word, and those that follow it somewhere in the text.
struct Word<'t> {
    text: &'t str,
    next: RefCell<Vec<Link<'t>>>,
}

enum Link<'t> {
    Owner(Rc<Word<'t>>),
    Onlooker(Weak<Word<'t>>),
}

impl<'t> Link<'t> {
    fn target(&self) -> Option<Rc<Word<'t>>> {
        match self {
            Self::Owner(word) => Some(Rc::clone(word)),
            Self::Onlooker(word) => word.upgrade(),
        }
    }
}

/// The words of the text, each linked to those that follow it; the first follows the last.
fn graph<'t>(text: &'t str, link: fn(&Rc<Word<'t>>) -> Link<'t>) -> Vec<Rc<Word<'t>>> {
    let mut all: Vec<Rc<Word<'t>>> = Vec::new();
    let mut known = HashMap::new();
    let mut path: Vec<usize> = Vec::new();
    for (text, _) in words(text).take(LONGEST) {
        path.push(*known.entry(text).or_insert_with(|| {
            let next = RefCell::default();
            all.push(Rc::new(Word { text, next }));
            all.len() - 1
        }));
    }
    let followers = path.iter().cycle().skip(1);
    for (&from, &to) in path.iter().zip(followers) {
        let (from, to) = (&all[from], &all[to]);
        let mut next = from.next.borrow_mut();
        let same = |link: &Link<'_>| link.target().is_some_and(|word| word.text == to.text);
        if !next.iter().any(same) {
            next.push(link(to));
        }
    }
    all
}

fn links(all: &[Rc<Word<'_>>]) -> usize {
    all.iter().map(|word| word.next.borrow().len()).sum()
}

/// How many of these words are still there.
fn alive(weaks: &[Weak<Word<'_>>]) -> usize {
    weaks.iter().filter(|weak| weak.strong_count() > 0).count()
}

fn graph_of_owners(text: &str, page: &mut Page) {
    page.say(
        "Now each word of the text becomes a node that owns the words which follow it. To close \
         the ring, the first word follows the last.",
    );
    #[cfg(feature = "trace-leaks")]
    let mark = drystone::trace::Mark::new();
    let all = graph(text, |word| Link::Owner(Rc::clone(word)));
    if all.is_empty() {
        page.say("The text has no words, so there is nothing to link.");
        return;
    }
    let (nodes, links) = (all.len(), links(&all));
    draw(
        page,
        format!(
            "{} and {} that own: each owner is counted",
            plural(nodes, "word"),
            plural(links, "link")
        ),
        &all,
    );
    let weaks: Vec<_> = all.iter().map(Rc::downgrade).collect();
    drop(all);
    page.say(format!(
        "The variable is dropped, and {} of {} are alive: each is owned by the word before it, all \
         around the ring. No pointer leads there any more. That is a leak, and no unsafe code was \
         needed for it.",
        thousands(alive(&weaks)),
        plural(nodes, "word"),
    ));
    assert_eq!(alive(&weaks), nodes);
    #[cfg(feature = "trace-leaks")]
    tell_trace(page, &mark.report());
    #[cfg(not(feature = "trace-leaks"))]
    page.say(
        "With --features trace-leaks, drystone::trace::report() lists each of them here, with its \
         counts and the line that made the owner which is left. Without, a block has not a byte for \
         that.",
    );
    // Only because the tour has kept a Weak of each can it still untie the ring.
    for word in weaks.iter().filter_map(Weak::upgrade) {
        word.next.take();
    }
    assert_eq!(alive(&weaks), 0);
}

/// The beginning of a report.
#[cfg(feature = "trace-leaks")]
fn tell_trace(page: &mut Page, report: &drystone::trace::Report) {
    page.say(format!(
        "drystone::trace tells of {}. The first of them:",
        plural(report.blocks().len(), "block")
    ));
    let mut table = Table::new(["", ""]);
    for block in report.blocks().iter().take(DRAWN) {
        let at = |at: &std::panic::Location<'_>| {
            let file = at.file().rsplit(['/', '\\']).next().unwrap_or_default();
            format!("{file}:{}", at.line())
        };
        let counts = (block.strong_count(), block.weak_count());
        table.row([
            format!("strong {}, weak {}", counts.0, counts.1),
            format!("created at {}", at(block.created())),
        ]);
        for site in block.sites() {
            let owners = plural(site.owners(), "owner");
            table.row([
                format!("  {owners}"),
                format!("made at {}", at(site.location())),
            ]);
        }
    }
    page.table(table);
}

fn graph_of_weaks(text: &str, page: &mut Page) {
    let all = graph(text, |word| Link::Onlooker(Rc::downgrade(word)));
    if all.is_empty() {
        return;
    }
    let caption = format!(
        "The same {}, each a Weak: the variable alone owns",
        plural(links(&all), "link")
    );
    draw(page, caption, &all);
    let weaks: Vec<_> = all.iter().map(Rc::downgrade).collect();
    drop(all);
    page.say(format!(
        "The variable is dropped, and {} of {} are alive. A Weak keeps the block, not the value; \
         with the value went the last links, and with them the blocks.",
        thousands(alive(&weaks)),
        plural(weaks.len(), "word"),
    ));
    assert_eq!(alive(&weaks), 0);
}

/// The first words that can be reached from the first, each with its counts.
fn draw(page: &mut Page, caption: String, all: &[Rc<Word<'_>>]) {
    let mut picture = Picture::new(caption);
    let drawn: Vec<&Rc<Word<'_>>> = all.iter().take(DRAWN).collect();
    let mut pointed = [false; DRAWN];
    // The tiles are numbered as the words are.
    for (n, word) in drawn.iter().enumerate() {
        let mut rows = vec![Row::one(Kind::Live, quoted(word.text))];
        let next = word.next.borrow();
        for to in next.iter().take(DRAWN).filter_map(Link::target) {
            let at = drawn.iter().position(|other| Rc::ptr_eq(other, &to));
            rows.push(match at {
                // One arrow to each block; a pointer that leads back has none.
                Some(at) if at > n && !pointed[at] => {
                    pointed[at] = true;
                    Row::pointer("next", TileId(at))
                }
                _ => Row::field(format!("next: {}", quoted(to.text))),
            });
        }
        if next.len() > DRAWN {
            let more = next.len() - DRAWN;
            rows.push(Row::one(Kind::More, format!("{} more", thousands(more))));
        }
        tile(&mut picture, "Word", word, rows);
    }
    let rows = vec![Row::pointer("0", TileId(0))];
    picture.tile(
        Home::Stack,
        "all: Vec<Rc<Word>>",
        "its block not drawn",
        rows,
    );
    page.draw(picture);
}

/// A block: its counts, then its value.
fn tile<T>(picture: &mut Picture, name: &str, rc: &Rc<T>, mut rows: Vec<Row>) -> TileId {
    rows.insert(0, Row::field(format!("strong: {}", Rc::strong_count(rc))));
    rows.insert(1, Row::field(format!("weak: {}", Rc::weak_count(rc))));
    let title = format!("{name}, {}", plural(size_of::<T>(), "byte"));
    picture.tile(Home::Heap, title, hex(address(&**rc)), rows)
}

fn sizes(page: &mut Page) {
    let mut table = Table::new(["bytes of a block", "drystone", "std"]);
    let (_, ours) = CountedGlobal::counting(|| Rc::new(1_u64));
    let (_, theirs) = CountedGlobal::counting(|| std::rc::Rc::new(1_u64));
    let (ours, theirs) = (thousands(ours.bytes), thousands(theirs.bytes));
    table.row(["Rc<u64>".into(), ours, theirs]);
    page.table(table);
}
