#![forbid(unsafe_code)]
//! One syntax tree five ways: each node in a box of its own, with one owner or counted ones, and all
//! nodes in an arena, linked by references or by keys.

use std::hint::black_box;
use std::time::{Duration, Instant};

use drystone::arena::{Bump, Key, SlotMap, TypedArena, new_key_type};
use drystone::boxed::Box;
use drystone::rc::Rc;
use drystone::vec;
use drystone::vec::Vec;

use super::{Input, quoted};
use crate::count::CountedGlobal;
use crate::page::{Page, Table, plural, thousands};
use crate::picture::{Home, Kind, Picture, Row, TileId, address, hex};
use crate::tree::{LEVELS, LONGEST, Node, WORD, grow, letters, outline, way};

/// So many nodes are drawn of a tree whose nodes lie anywhere, and so many of one in an arena.
const BOXES: usize = 3;
const SIDE_BY_SIDE: usize = 6;

/// Turns of the comparison: at least so many; more while there is time, up to the most.
const LEAST: usize = if cfg!(debug_assertions) { 1 } else { 5 };
const TIME: Duration = Duration::from_millis(300);
const MOST: usize = 101;

/// The bytes of a block that no allocator takes for a small one.
const LARGE: usize = 1 << 16;

/// The one owner of a node.
struct Own<'t>(Box<Node<'t, Own<'t>>>);

/// One of several owners.
struct Share<'t>(Rc<Node<'t, Share<'t>>>);

/// A node in an arena, which owns it.
#[derive(Clone, Copy)]
struct Ref<'a>(&'a Node<'a, Ref<'a>>);

new_key_type! {
    /// A node's place in a map, good for one value only.
    struct NodeKey;
}

/// Node after node: left to itself, the drop of a node would drop `next` first, a call within a call
/// for each sibling.
impl Drop for Own<'_> {
    fn drop(&mut self) {
        let mut rest = self.0.next.take();
        while let Some(mut node) = rest {
            rest = node.0.next.take();
        }
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        let take = |node: &mut Self| Rc::get_mut(&mut node.0).and_then(|node| node.next.take());
        let mut rest = take(self);
        while let Some(mut node) = rest {
            rest = take(&mut node);
        }
    }
}

/// The life of a tree, timed: to build it, to walk it, to free it.
type Life = fn(&[(usize, &str)], Option<&mut Page>) -> Watch;

const LIVES: [(&str, Life); 5] = [
    ("Box", in_boxes),
    ("Rc", in_rcs),
    ("TypedArena", in_typed_arena),
    ("Bump", in_bump),
    ("SlotMap", in_slot_map),
];

pub(super) fn run(input: &Input<'_>, page: &mut Page) {
    let nodes = outline(input.text);
    let words = nodes.iter().filter(|&&(depth, _)| depth == WORD).count();
    let [document, paragraph, sentence, word] = LEVELS;
    page.say(format!(
        "The text is a {document} of {paragraph}s, those are made of {sentence}s, and those of \
         {word}s. A node of this tree links to its first child and to its next sibling. Here it is \
         built five times, the last node first: {}, with {}{}.",
        plural(nodes.len(), "node"),
        plural(words, word),
        if words == LONGEST { " and no more" } else { "" },
    ));
    for (_, life) in LIVES {
        life(&nodes, Some(page));
    }
    let mut table = Table::new(["", "allocations", "bytes", "build", "walk", "free"]);
    let turns = turns(input, &nodes);
    for (kind, (name, life)) in LIVES.into_iter().enumerate() {
        let (_, counts) = CountedGlobal::counting(|| life(&nodes, None));
        let time = |lap: usize| {
            let mut times: Vec<f64> = turns.iter().map(|turn| turn[kind].laps[lap]).collect();
            times.sort_unstable_by(f64::total_cmp);
            thousands(times[times.len() / 2].round() as usize)
        };
        let calls = thousands(counts.allocated + counts.grown);
        table.row([
            name.into(),
            calls,
            thousands(counts.peak),
            time(0),
            time(1),
            time(2),
        ]);
        assert_eq!(counts.live, 0, "all of it is freed");
    }
    page.table(table);
    page.say(
        "Bytes are what was asked for, at the most at once, unused room included. Times are in \
         microseconds, medians of turns that all five took in order. What a node of its own costs is \
         mostly the allocator's way to it, twice: when it is made, and when it is freed. An arena \
         goes that way once a chunk, and nothing in it need be looked at to free it.",
    );
}

fn turns(input: &Input<'_>, nodes: &[(usize, &str)]) -> Vec<[Watch; LIVES.len()]> {
    let start = Instant::now();
    let mut turns: Vec<[Watch; LIVES.len()]> = Vec::new();
    while turns.len() < LEAST || (start.elapsed() < TIME && turns.len() < MOST) {
        input.progress.at("growing trees", turns.len(), LEAST);
        let turn = LIVES.map(|(_, life)| {
            settle();
            life(nodes, None)
        });
        assert!(turn.iter().all(|watch| watch.letters == turn[0].letters));
        turns.push(turn);
    }
    turns
}

/// Asks for one large block: some allocators put off the joining of small freed blocks until then,
/// and the next tree should not pay for the last one's.
fn settle() {
    drop(black_box(Vec::<u8>::with_capacity(LARGE)));
}

/// Times, in microseconds, and what was found, so that the walk is no idle one.
struct Watch {
    since: Instant,
    laps: [f64; 3],
    done: usize,
    letters: usize,
}

impl Watch {
    fn start() -> Self {
        Self {
            since: Instant::now(),
            laps: [0.0; 3],
            done: 0,
            letters: 0,
        }
    }

    /// One thing is done, the next begins.
    fn lap(&mut self) {
        self.laps[self.done] = self.since.elapsed().as_secs_f64() * 1e6;
        self.done += 1;
        self.since = Instant::now();
    }

    /// The tree is built: walks it, shows it to the page if there is one, and is ready for its end.
    fn walk<'n, 't, L>(
        &mut self,
        root: &'n Node<'t, L>,
        follow: impl Fn(&'n L) -> &'n Node<'t, L>,
        page: Option<&mut Page>,
        draw: impl FnOnce(&[(&str, &'n Node<'t, L>)]) -> Picture,
    ) {
        self.lap();
        self.letters = letters(root, &follow);
        self.lap();
        if let Some(page) = page {
            let way: Vec<_> = way(root, &follow).take(SIDE_BY_SIDE).collect();
            page.draw(draw(&way));
        }
        self.since = Instant::now();
    }
}

fn in_boxes(outline: &[(usize, &str)], page: Option<&mut Page>) -> Watch {
    let mut watch = Watch::start();
    let root = grow(outline, |node| Own(Box::new(node)));
    watch.walk(
        &root.0,
        |own| &own.0,
        page,
        |way| {
            let mut picture = Picture::new("Box: a block for each node, and one owner");
            let first = blocks(&mut picture, way, |_| vec![]);
            picture.variable("root: Box<Node>", &root, vec![Row::pointer("ptr", first)]);
            picture
        },
    );
    drop(root);
    watch.lap();
    watch
}

fn in_rcs(outline: &[(usize, &str)], page: Option<&mut Page>) -> Watch {
    let mut watch = Watch::start();
    let root = grow(outline, |node| Share(Rc::new(node)));
    watch.walk(
        &root.0,
        |share| &share.0,
        page,
        |way| {
            let mut picture = Picture::new("Rc: the same, and two counts before each node");
            let mut owner = Some(&root);
            let first = blocks(&mut picture, way, |node| {
                let counts = owner.map_or((0, 0), |Share(rc)| {
                    (Rc::strong_count(rc), Rc::weak_count(rc))
                });
                owner = node.first.as_ref();
                vec![
                    Row::field(format!("strong: {}", counts.0)),
                    Row::field(format!("weak: {}", counts.1)),
                ]
            });
            picture.variable("root: Rc<Node>", &root, vec![Row::pointer("ptr", first)]);
            picture
        },
    );
    drop(root);
    watch.lap();
    watch
}

fn in_typed_arena(outline: &[(usize, &str)], page: Option<&mut Page>) -> Watch {
    let mut watch = Watch::start();
    {
        let arena = TypedArena::new();
        let root = grow(outline, |node| Ref(arena.alloc(node)));
        watch.walk(
            root.0,
            |link| link.0,
            page,
            |way| {
                let caption = "TypedArena: nodes side by side, references instead of owners";
                let mut picture = Picture::new(caption);
                let first = chunk(&mut picture, way);
                picture.variable("root: &Node", &root, vec![Row::pointer("ptr", first)]);
                let len = Row::field(format!("len: {}", thousands(arena.len())));
                picture.variable("arena: TypedArena<Node>", &arena, vec![len]);
                picture
            },
        );
    }
    watch.lap();
    watch
}

fn in_bump(outline: &[(usize, &str)], page: Option<&mut Page>) -> Watch {
    let mut watch = Watch::start();
    {
        let bump: Bump = Bump::new();
        let root = grow(outline, |node| Ref(bump.alloc(node)));
        watch.walk(
            root.0,
            |link| link.0,
            page,
            |way| {
                let caption = "Bump: the same, and values of other types could stand between them";
                let mut picture = Picture::new(caption);
                let first = chunk(&mut picture, way);
                picture.variable("root: &Node", &root, vec![Row::pointer("ptr", first)]);
                let bytes = Row::field(format!("used: {}", thousands(bump.used_bytes())));
                picture.variable("bump: Bump", &bump, vec![bytes]);
                picture
            },
        );
    }
    watch.lap();
    watch
}

fn in_slot_map(outline: &[(usize, &str)], page: Option<&mut Page>) -> Watch {
    let mut watch = Watch::start();
    let mut map = SlotMap::with_key();
    let root: NodeKey = grow(outline, |node| map.insert(node));
    watch.walk(
        &map[root],
        |&key| &map[key],
        page,
        |way| {
            let mut picture = Picture::new("SlotMap: slots of a map, and keys instead of pointers");
            let slot = |key: NodeKey| thousands(key.data().index() as usize);
            let mut key = Some(root);
            let mut rows: Vec<Row> = Vec::new();
            for &(level, node) in way {
                let this = key.map_or_else(String::new, slot);
                rows.push(row(format!("slot {this}"), level, node, |&to| {
                    format!("slot {}", slot(to))
                }));
                key = node.first.or(node.next);
            }
            rows.reverse();
            let first = side_by_side(&mut picture, way, rows);
            let data = root.data();
            let rows = vec![
                Row::field(format!("index: {}", thousands(data.index() as usize))),
                Row::field(format!("generation: {}", data.generation())),
            ];
            picture.variable("root: NodeKey", &root, rows);
            let rows = vec![
                Row::pointer("slots", first),
                Row::field(format!("len: {}", thousands(map.len()))),
            ];
            picture.variable("map: SlotMap<NodeKey, Node>", &map, rows);
            picture
        },
    );
    drop(map);
    watch.lap();
    watch
}

/// The first nodes on the way down, each in a tile of its own; `head` has the rows above a node's.
fn blocks<'n, 't, L>(
    picture: &mut Picture,
    way: &[(&str, &'n Node<'t, L>)],
    mut head: impl FnMut(&'n Node<'t, L>) -> Vec<Row>,
) -> TileId {
    let drawn = way.len().min(BOXES);
    // The tiles are numbered from the root down.
    for (n, &(level, node)) in way.iter().take(drawn).enumerate() {
        let mut rows = head(node);
        rows.push(Row::one(Kind::Live, name(level, node)));
        rows.push(match node.first {
            Some(_) if n + 1 < drawn => Row::pointer("first", TileId(n + 1)),
            Some(_) => Row::one(Kind::More, "first: not drawn"),
            None => Row::field("first: None"),
        });
        rows.push(match node.next {
            Some(_) => Row::one(Kind::More, "next: not drawn"),
            None => Row::field("next: None"),
        });
        let title = format!("Node, {}", plural(size_of_val(node), "byte"));
        picture.tile(Home::Heap, title, hex(address(node)), rows);
    }
    TileId(0)
}

/// The first nodes on the way down, in one tile, as they lie in memory.
fn chunk(picture: &mut Picture, way: &[(&str, &Node<'_, Ref<'_>>)]) -> TileId {
    let mut way: Vec<_> = way.iter().copied().collect();
    way.sort_unstable_by_key(|&(_, node)| address(node));
    // The last digits of an address are enough to tell neighbours apart.
    let at = |node: &Node<'_, Ref<'_>>| format!("…{:05x}", address(node) & 0xf_ffff);
    let rows = way
        .iter()
        .map(|&(level, node)| row(at(node), level, node, |to| at(to.0)))
        .collect();
    side_by_side(picture, &way, rows)
}

fn side_by_side<L>(picture: &mut Picture, way: &[(&str, &Node<'_, L>)], rows: Vec<Row>) -> TileId {
    let start = way.iter().map(|&(_, node)| address(node)).min();
    let size = plural(size_of::<Node<'_, L>>(), "byte");
    let title = format!("{} of {size}", plural(way.len(), "node"));
    picture.tile(
        Home::Heap,
        title,
        format!("from {}", hex(start.unwrap_or(0))),
        rows,
    )
}

/// A node in one line: where it is, what it is, and where its links lead.
fn row<L>(at: String, level: &str, node: &Node<'_, L>, to: impl Fn(&L) -> String) -> Row {
    let mut text = format!("{at}  {}", name(level, node));
    for (what, link) in [("first", &node.first), ("next", &node.next)] {
        if let Some(link) = link {
            text.push_str(&format!("   {what}: {}", to(link)));
        }
    }
    Row::one(Kind::Live, text)
}

/// A word, or what holds words.
fn name<L>(level: &str, node: &Node<'_, L>) -> String {
    if level == LEVELS[WORD] {
        quoted(node.text)
    } else {
        level.into()
    }
}
