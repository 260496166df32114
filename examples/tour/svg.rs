#![forbid(unsafe_code)]
//! All pictures of a tour in one SVG file, on the same grid as in text; it follows the reader's
//! light or dark theme.

use svg::Document;
use svg::node::element::{
    Definitions, Description, Group, Line, Marker, Path, Pattern, Rectangle, Style, Text, Title,
};

use crate::layout::{Layout, Placed, Wire};
use crate::page::{Page, Part};
use crate::picture::{Home, Kind, Picture};
use crate::text::{WIDTH, paragraph};

/// A character of the grid, in user units; most monospaced fonts are 0.6 of their size wide.
const FONT: f64 = 14.0;
const CHAR: f64 = 8.4;
const LINE: f64 = 19.0;

/// Around everything, in user units.
const MARGIN: f64 = 24.0;

/// Between two pictures, in lines.
const BETWEEN: f64 = 2.0;

const STYLE: &str = "
text { font: 14px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: #1f2328; }
.title { font-weight: bold; }
.chapter { font-size: 20px; font-weight: bold; fill: #0b5e73; }
.dim { fill: #5b6470; }
.paper { fill: #ffffff; }
.box { fill: #f6f8fa; stroke: #57606a; }
.live { fill: #dcf5e3; stroke: #57606a; }
.free { fill: url(#unused); stroke: #57606a; }
.gone { fill: none; stroke: #8c959f; stroke-dasharray: 4 4; }
.hatch { stroke: #c2c9d1; }
.wire { fill: none; stroke: #b04a00; stroke-width: 1.6; }
.head { fill: #b04a00; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .chapter { fill: #7fd4e8; }
  .dim { fill: #9aa4af; }
  .paper { fill: #0d1117; }
  .box { fill: #161b22; stroke: #8b949e; }
  .live { fill: #12371f; stroke: #8b949e; }
  .free { stroke: #8b949e; }
  .hatch { stroke: #3d444d; }
  .wire { stroke: #f0a04b; }
  .head { fill: #f0a04b; }
}
";

/// The pictures of all chapters, one below the other.
pub(crate) fn document<'p>(chapters: impl IntoIterator<Item = &'p (&'static str, Page)>) -> String {
    let mut body = Group::new();
    // In lines from the top.
    let mut y = 0.0;
    for (title, page) in chapters {
        let mut pictures = page.parts.iter().filter_map(Part::picture).peekable();
        if pictures.peek().is_none() {
            continue;
        }
        body = body.add(words(0.0, y, title, "chapter"));
        y += BETWEEN;
        for picture in pictures {
            let (drawn, height) = draw(picture);
            body = body.add(drawn.set("transform", format!("translate(0 {:.1})", y * LINE)));
            y += height + BETWEEN;
        }
    }
    let width = WIDTH as f64 * CHAR + 2.0 * MARGIN;
    let height = y * LINE + 2.0 * MARGIN;
    let paper = Rectangle::new()
        .set("class", "paper")
        .set("width", width)
        .set("height", height);
    let svg = Document::new()
        .set("viewBox", (0, 0, width, height))
        .set("width", width)
        .set("height", height)
        .set("role", "img")
        .add(Title::new("A tour of drystone"))
        .add(Description::new().add(svg::node::Text::new(
            "Memory pictures: variables on the stack to the left, blocks on the heap to the right.",
        )))
        .add(Style::new(STYLE))
        .add(definitions())
        .add(paper)
        .add(body.set("transform", format!("translate({MARGIN} {MARGIN})")));
    format!("{svg}\n")
}

/// The head of an arrow, and the hatching of unused slots.
fn definitions() -> Definitions {
    let head = Marker::new()
        .set("id", "head")
        .set("viewBox", "0 0 10 10")
        .set("refX", 9)
        .set("refY", 5)
        .set("markerWidth", 7)
        .set("markerHeight", 7)
        .set("orient", "auto")
        .add(
            Path::new()
                .set("class", "head")
                .set("d", "M0,0 L10,5 L0,10 Z"),
        );
    let hatch = Pattern::new()
        .set("id", "unused")
        .set("width", 7)
        .set("height", 7)
        .set("patternUnits", "userSpaceOnUse")
        .set("patternTransform", "rotate(45)")
        .add(Line::new().set("class", "hatch").set("y2", 7));
    Definitions::new().add(head).add(hatch)
}

/// Text at a place of the grid.
fn words(x: f64, y: f64, text: &str, class: &str) -> Text {
    // The baseline is a third of the letters' height below the middle of the line.
    Text::new(text)
        .set("class", class)
        .set("x", format!("{:.1}", x * CHAR))
        .set("y", format!("{:.1}", (y + 0.5) * LINE + FONT / 3.0))
}

/// A picture and its caption, and how many lines both take.
fn draw(picture: &Picture) -> (Group, f64) {
    let mut group = Group::new();
    let mut caption = String::new();
    paragraph(&mut caption, &picture.caption);
    let mut lines = 0.0;
    for line in caption.lines() {
        group = group.add(words(0.0, lines, line, "title"));
        lines += 1.0;
    }
    lines += 0.5;
    let layout = Layout::new(picture);
    let mut drawing = Group::new().set("transform", format!("translate(0 {:.1})", lines * LINE));
    for label in &layout.labels {
        drawing = drawing.add(words(label.x as f64, label.y as f64, label.text, "dim"));
    }
    for placed in &layout.boxes {
        drawing = tile(drawing, placed);
    }
    for path in &layout.wires {
        drawing = drawing.add(wire(path));
    }
    (group.add(drawing), lines + layout.height as f64)
}

fn tile(mut group: Group, placed: &Placed<'_>) -> Group {
    let (x, y) = (placed.x as f64, placed.y as f64);
    group = group
        .add(words(x, y, &placed.tile.title, "title"))
        .add(words(x, y + 1.0, &placed.tile.place, "dim"));
    if !placed.grid {
        let class = match (placed.tile.home, placed.tile.rows.first()) {
            (_, Some(row)) if row.cells.iter().all(|cell| cell.kind == Kind::Gone) => "gone",
            (Home::Heap, Some(row)) if row.cells.iter().all(|cell| cell.kind == Kind::Live) => {
                "live"
            }
            _ => "box",
        };
        group = group.add(frame(
            x,
            placed.top() as f64,
            placed.width() as f64 - 1.0,
            (placed.bottom() - placed.top()) as f64,
            class,
        ));
    }
    for (r, row) in placed.tile.rows.iter().enumerate() {
        let y = placed.row_y(r) as f64;
        for (c, cell) in row.cells.iter().enumerate() {
            let x = placed.cell_x(c) as f64;
            if placed.grid {
                let class = match cell.kind {
                    Kind::Live => "live",
                    Kind::Free => "free",
                    Kind::Gone => "gone",
                    Kind::Field | Kind::More => "box",
                };
                group = group.add(frame(x, y - 1.0, placed.cell as f64 + 1.0, 2.0, class));
            }
            let class = match cell.kind {
                Kind::Field | Kind::Live => "word",
                Kind::Free | Kind::Gone | Kind::More => "dim",
            };
            if !cell.text.is_empty() {
                group = group.add(words(x + 2.0, y, &cell.text, class));
            }
        }
    }
    group
}

/// A rectangle whose edges run through the middle of grid characters, as lines of text do.
fn frame(x: f64, y: f64, width: f64, height: f64, class: &str) -> Rectangle {
    Rectangle::new()
        .set("class", class)
        .set("x", format!("{:.1}", (x + 0.5) * CHAR))
        .set("y", format!("{:.1}", (y + 0.5) * LINE))
        .set("width", format!("{:.1}", width * CHAR))
        .set("height", format!("{:.1}", height * LINE))
        .set("rx", 3)
}

fn wire(wire: &Wire) -> Path {
    let middle = |n: usize| (n as f64 + 0.5) * LINE;
    let x = wire.from.0 as f64 * CHAR;
    let lane = (wire.lane as f64 + 0.5) * CHAR;
    // The head ends where the box begins.
    let to = (wire.to.0 as f64 + 1.4) * CHAR;
    let (from_y, to_y) = (middle(wire.from.1), middle(wire.to.1));
    let path = if wire.from.1 == wire.to.1 {
        format!("M{x:.1},{from_y:.1} H{to:.1}")
    } else {
        format!("M{x:.1},{from_y:.1} H{lane:.1} V{to_y:.1} H{to:.1}")
    };
    Path::new()
        .set("class", "wire")
        .set("d", path)
        .set("marker-end", "url(#head)")
}
