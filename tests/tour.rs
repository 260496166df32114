//! Runs the built example `tour` as its users do: as a process, with files, pipes and exit codes.
#![cfg(not(miri))] // Miri runs no other processes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use unicode_width::UnicodeWidthStr;

/// No line of text is wider.
const WIDTH: usize = 100;

/// The example, where `cargo test` has put it. It is built here when only this test was asked for.
fn tour() -> &'static Path {
    static TOUR: OnceLock<PathBuf> = OnceLock::new();
    TOUR.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        // [target/][triple/]profile/deps/this-test
        let profile = test.ancestors().nth(2).unwrap();
        let file = format!("tour{}", std::env::consts::EXE_SUFFIX);
        let tour = profile.join("examples").join(file);
        if !is_fresh(&tour) {
            build(profile);
        }
        tour
    })
}

/// Whether the example is newer than each of its sources.
fn is_fresh(tour: &Path) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|data| data.modified());
    let Ok(built) = changed(tour) else {
        return false;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("examples/tour"), root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if changed(&path).unwrap() > built {
                return false;
            }
        }
    }
    true
}

fn build(profile: &Path) {
    let name = profile.file_name().unwrap().to_str().unwrap();
    let mut above = profile.parent().unwrap();
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["build", "--example", "tour", "--profile"])
        .arg(if name == "debug" { "dev" } else { name });
    // Only the target directory itself has this file; else a target's name stands between.
    if !above.join("CACHEDIR.TAG").exists() {
        cargo.arg("--target").arg(above.file_name().unwrap());
        above = above.parent().unwrap();
    }
    let status = cargo.arg("--target-dir").arg(above).status().unwrap();
    assert!(status.success(), "the example does not build");
}

fn command() -> Command {
    let mut command = Command::new(tour());
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
        command.env_remove(variable);
    }
    command
}

fn run(args: &[&str]) -> Output {
    command().args(args).output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// What a successful tour printed; it is plain and fits the page.
fn told(output: &Output) -> &str {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    assert_eq!(stderr(output), "");
    let text = stdout(output);
    for line in text.lines() {
        assert!(line.width() <= WIDTH, "{} columns: {line}", line.width());
        assert!(!line.contains(char::is_control), "{line:?}");
        assert_eq!(line, line.trim_end());
    }
    text
}

/// A failed tour says one line, which begins with its name, and has this exit code.
fn refused(output: &Output, code: i32) -> &str {
    assert_eq!(output.status.code(), Some(code), "{}", stdout(output));
    let line = stderr(output).strip_suffix('\n').unwrap();
    assert!(!line.contains('\n'), "{line}");
    line.strip_prefix("tour: ").unwrap()
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().unwrap().into()
    }

    fn file(&self, name: &str, contents: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::write(&path, contents).unwrap();
        path
    }
}

fn tour_of(contents: impl AsRef<[u8]>) -> String {
    let folder = Folder::new();
    told(&run(&[&folder.file("text", contents)])).into()
}

/// The numbers after `what` in a text.
fn numbers(text: &str, what: &str) -> Vec<usize> {
    text.split(what)
        .skip(1)
        .map(|rest| {
            let digits = |c: &char| c.is_ascii_digit() || *c == ',';
            let number: String = rest
                .chars()
                .take_while(digits)
                .filter(|&c| c != ',')
                .collect();
            number.parse().unwrap()
        })
        .collect()
}

#[test]
fn tells_all_chapters_in_plain_text_to_a_pipe() {
    let output = run(&[]);
    let text = told(&output);
    for title in [
        "1  Vec: three words, and a block that grows",
        "2  A word index in Vecs",
        "3  Box: a list of nodes",
        "4  RefCell: a flag that counts who looks",
        "5  Rc: a graph of words, and a ring that leaks",
        "6  Arc: one text, several threads",
        "7  Arenas: one tree, five ways",
        "8  What it costs, beside std",
        "9  Where to read on",
    ] {
        assert!(text.contains(title), "{title}");
    }
    assert!(text.contains("examples/tour/field.txt"));
}

#[test]
fn every_picture_agrees_with_itself() {
    let text = tour_of("one two three four five six seven eight nine ten");
    let (first, _) = text.split_once("\n2  ").unwrap();
    assert!(first.contains("  stack                           heap\n"));
    assert!(first.contains("  list: Vec<&str>                 no block\n"));
    let mut seen = Vec::new();
    for picture in first.split("▸ ").skip(1) {
        let len = numbers(picture, "len: ")[0];
        // A boxed slice has no capacity to show, and no slot that is unused.
        let cap = numbers(picture, "cap: ").first().copied().unwrap_or(len);
        let live = picture.matches("│ \"").count();
        let unused = picture
            .split('│')
            .filter(|cell| cell.starts_with('░'))
            .count();
        assert_eq!((live, live + unused), (len, cap), "{picture}");
        if cap > 0 {
            let bytes = format!(", {} bytes", cap * size_of::<&str>());
            assert!(picture.contains(&bytes), "{picture}");
        }
        seen.push((len, cap));
    }
    // Empty, three blocks each twice the size of the last, shrunk, moved, boxed.
    assert_eq!(
        seen,
        [(0, 0), (1, 4), (5, 8), (9, 16), (9, 9), (9, 9), (9, 9)]
    );
}

#[test]
fn a_move_leaves_the_block_where_it_is() {
    let text = tour_of("one two three four five");
    let block = |caption: &str| {
        let (_, rest) = text.split_once(caption).unwrap();
        let (_, rest) = rest.split_once("5 slots of 16 bytes\n").unwrap();
        rest.lines()
            .next()
            .unwrap()
            .split_whitespace()
            .nth(3)
            .unwrap()
            .to_string()
    };
    let addresses = ["shrink_to_fit(): 3", "let heir", "into_boxed"].map(block);
    assert!(addresses[0].starts_with("0x"));
    assert_eq!(addresses[0], addresses[1]);
    assert_eq!(addresses[1], addresses[2]);
}

#[test]
fn indexes_words_whatever_their_case_and_line_ends() {
    let text =
        tour_of("Stone on stone.\r\n\r\nA STONE wall's stone, a wall\n\nstone\nbéton wall\n");
    let (_, table) = text.split_once("first on line\n").unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .take(4)
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(rows[0], ["stone", "3", "1"]);
    assert_eq!(rows[1], ["wall", "2", "3"]);
    assert_eq!(rows[2], ["béton", "1", "6"]);
    assert_eq!(rows[3], ["wall's", "1", "3"]);
    assert!(text.contains("no byte is in use"));
}

#[test]
fn asks_for_no_more_than_std() {
    let output = run(&[]);
    let (_, table) = told(&output).split_once("8  What it costs").unwrap();
    let rows = |name: &str| -> Vec<Vec<&str>> {
        let lines = table
            .lines()
            .filter(|line| line.trim_start().starts_with(name));
        lines
            .map(|line| line.trim_start()[name.len()..].split_whitespace().collect())
            .collect()
    };
    for name in [
        "calls of the allocator",
        "bytes asked for",
        "bytes in use at the most",
    ] {
        let rows = rows(name);
        assert_eq!(rows.len(), 2, "{name}");
        for row in rows {
            assert_ne!(row[0], "0", "{name}");
            assert_eq!(row[0], row[1], "{name}");
        }
    }
    for row in rows("bytes in use at the end") {
        assert_eq!(row[..2], ["0", "0"]);
    }
    assert_eq!(rows("time, in microseconds").len(), 2);
}

/// The flag of 0, 1 and 3 readers and of a writer, as the captions say, and both places of a refused borrow.
#[test]
fn shows_the_flag_of_a_ref_cell_and_who_is_in_the_way() {
    for text in [tour_of("one three fourteen"), tour_of("")] {
        let (_, chapter) = text.split_once("4  RefCell: a flag").unwrap();
        let (chapter, _) = chapter.split_once("5  Rc: a graph").unwrap();
        let drawn: Vec<&str> = chapter
            .split("│ flag: ")
            .skip(1)
            .map(|rest| rest.split(' ').next().unwrap())
            .collect();
        assert_eq!(drawn, ["0", "1", "3", "-1"]);
        let place = |what: &str| {
            let (_, rest) = chapter.split_once(what).unwrap();
            let (file, line) = rest
                .lines()
                .next()
                .unwrap()
                .trim()
                .rsplit_once(':')
                .unwrap();
            assert!(file.ends_with("cells.rs"), "{file}");
            line.parse::<u32>().unwrap()
        };
        assert_eq!(place("borrowed at") + 1, place("asked for at"));
        assert!(chapter.contains("RefCell already borrowed"));
    }
}

/// Counts as the captions say: the shared node, the ring that stays, and the one of `Weak`s that goes.
#[test]
fn counts_the_owners_in_a_graph_and_shows_the_leak() {
    let text = tour_of("one two one three");
    let (_, chapter) = text.split_once("5  Rc: a graph").unwrap();
    let (chapter, _) = chapter.split_once("6  Arc: one text").unwrap();
    let (list, graphs) = chapter.split_once("Now each word").unwrap();
    assert!(list.contains("Rc::strong_count(&node2) is 2"));
    let mut strong = numbers(list, "│ strong: ");
    strong.sort_unstable();
    assert_eq!(strong, [2, 2]);
    let prose = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (owners, weaks) = graphs.split_once("each a Weak").unwrap();
    // One is owned by the variable, by two and by three; two and three by the variable and by one.
    let mut strong = numbers(owners, "│ strong: ");
    strong.sort_unstable();
    assert_eq!(strong, [2, 2, 3]);
    assert!(owners.contains("3 words and 4 links that own"));
    assert!(prose(owners).contains("dropped, and 3 of 3 words are alive"));
    assert!(prose(owners).contains("trace"));
    assert_eq!(numbers(weaks, "│ strong: "), [1, 1, 1]);
    let mut weak = numbers(weaks, "│ weak: ");
    weak.sort_unstable();
    assert_eq!(weak, [1, 1, 2]);
    assert!(prose(weaks).contains("dropped, and 0 of 3 words are alive"));
}

/// Five pictures of the same nodes: their tiles are connected, their neighbours a node's size apart, and
/// the table has what the nodes need.
#[test]
fn grows_one_tree_five_ways() {
    let text = tour_of("One two. Three!\r\n\r\nFour five six\n\n?! -\n");
    let (_, chapter) = text.split_once("7  Arenas: one tree").unwrap();
    let (chapter, _) = chapter.split_once("8  What it costs").unwrap();
    let prose = chapter.split_whitespace().collect::<Vec<_>>().join(" ");
    // A document of two paragraphs, of two sentences and one, of six words.
    assert!(prose.contains("12 nodes, with 6 words."), "{prose}");
    let pictures: Vec<&str> = chapter.split("▸ ").skip(1).collect();
    for (picture, name) in pictures
        .iter()
        .zip(["Box", "Rc", "TypedArena", "Bump", "SlotMap"])
    {
        assert!(picture.starts_with(name), "{picture}");
        for node in ["document", "paragraph", "sentence"] {
            assert_eq!(picture.matches(node).count(), 1, "{picture}");
        }
    }
    assert_eq!(numbers(pictures[1], "strong: "), [1, 1, 1]);
    let size = 2 * size_of::<&str>();
    for picture in &pictures[2..4] {
        let at: Vec<usize> = picture
            .split("│ …")
            .skip(1)
            .map(|line| usize::from_str_radix(&line[..5], 16).unwrap())
            .collect();
        assert_eq!(at.len(), 5, "{picture}");
        // The digits that are shown begin again after 2^20 bytes.
        let apart = |pair: &[usize]| pair[1].wrapping_sub(pair[0]) & 0xf_ffff;
        assert!(at.windows(2).all(|pair| apart(pair) == size), "{picture}");
        assert!(
            picture.contains(&format!("document   first: …{:05x}", at[3])),
            "{picture}"
        );
    }
    let slots = numbers(pictures[4], "│ slot ");
    assert_eq!(slots, [7, 8, 9, 10, 11]);
    assert!(pictures[4].contains("slot 11  document   first: slot 10"));
    let row = |name: &str| -> Vec<usize> {
        let row = chapter
            .lines()
            .rev()
            .find(|line| line.trim_start().starts_with(name));
        let numbers = row.unwrap().split_whitespace().skip(1);
        numbers
            .map(|number| number.replace(',', "").parse().unwrap())
            .collect()
    };
    let nodes = 12;
    assert_eq!(row("Box ")[..2], [nodes, nodes * size]);
    // With that feature an Rc is larger, and so is its block.
    if !cfg!(feature = "trace-leaks") {
        assert_eq!(row("Rc ")[..2], [nodes, nodes * (size + 8)]);
    }
    for arena in ["TypedArena ", "Bump ", "SlotMap "] {
        assert!(row(arena)[0] < nodes, "{chapter}");
    }
}

#[test]
fn takes_texts_of_any_size() {
    for (text, nodes) in [
        ("", "0 nodes"),
        (" \n\n - \u{feff}\n", "0 nodes"),
        ("a", "1 node"),
        ("a b", "2 nodes"),
        ("one\ntwo three", "3 nodes"),
        ("石垣 を 積む 石垣石垣石垣石垣石垣石垣石垣 を", "5 nodes"),
        (&"incomprehensibilities ".repeat(99), "99 nodes"),
    ] {
        let told = tour_of(text);
        assert!(told.contains(&format!("{nodes} in a list")), "{told}");
    }
}

#[test]
fn takes_a_huge_text() {
    let megabytes = if cfg!(debug_assertions) { 1 } else { 10 };
    // Nearly all words differ: many entries, and a list as long as it gets.
    let mut text = String::new();
    let mut n = 0_u32;
    while text.len() < megabytes << 20 {
        n += 1;
        let end = if n % 9 == 0 { '\n' } else { ' ' };
        text.push_str(&format!("{:08x}{end}", n.wrapping_mul(0x9e37_79b9)));
    }
    let told = tour_of(text);
    assert!(told.contains("▸ 100,000 nodes in a list"), "{told}");
}

#[test]
fn colours_what_is_no_pipe() {
    // A terminal can't be had everywhere; this variable stands for one.
    let forced = command().env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(stdout(&forced).contains("\u{1b}["));
    let refused = command().env("NO_COLOR", "1").output().unwrap();
    assert!(!stdout(&refused).contains('\u{1b}'));
}

#[test]
fn draws_the_same_pictures_as_svg() {
    let folder = Folder::new();
    let svg = folder.path("out.svg");
    let output = run(&["--svg", &svg]);
    let text = told(&output);
    let svg = fs::read_to_string(svg).unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let root = document.root_element();
    assert!(root.has_tag_name(("http://www.w3.org/2000/svg", "svg")));
    let words: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")))
        .filter_map(|node| node.text().map(str::trim))
        .collect();
    assert!(words.contains(&"list: Vec<&str>"));
    // Each caption, address, length and capacity of the text's pictures is in the SVG, too.
    let pictures = text.matches("▸ ").count();
    assert!(pictures >= 11, "{pictures}");
    assert_eq!(
        words.iter().filter(|text| **text == "stack").count(),
        pictures
    );
    for line in text.lines() {
        if let Some(caption) = line.strip_prefix("▸ ") {
            assert!(words.contains(&caption), "{caption}");
        }
    }
    for what in ["len: ", "cap: "] {
        let drawn = words.iter().filter(|word| word.starts_with(what)).count();
        assert_eq!(drawn, numbers(text, what).len(), "{what}");
    }
    assert!(root.attribute("viewBox").unwrap().starts_with("0 0 "));
    for node in document.descendants() {
        for reference in ["marker-end", "href"] {
            if let Some(value) = node.attribute(reference) {
                assert_eq!(value, "url(#head)");
            }
        }
    }
}

#[test]
fn help_and_version_go_to_stdout() {
    for flag in ["--help", "-h"] {
        let output = run(&[flag]);
        let help = told(&output);
        assert!(help.contains("Usage:") && help.contains("--svg"), "{help}");
    }
    for flag in ["--version", "-V"] {
        let version = concat!("tour (drystone ", env!("CARGO_PKG_VERSION"), ")\n");
        assert_eq!(told(&run(&[flag])), version);
    }
}

#[test]
fn wrong_arguments_exit_with_2() {
    for (args, named) in [
        (&["--colour"][..], "--colour"),
        (&["-x"], "-x"),
        (&["one", "two"], "two"),
        (&["--svg"], "--svg"),
        (&["--help=please"], "--help"),
    ] {
        let output = run(args);
        let line = refused(&output, 2);
        assert!(line.contains(named) && line.contains("--help"), "{line}");
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn names_a_file_that_cannot_be_read() {
    let folder = Folder::new();
    let missing = folder.path("missing\n.txt");
    let output = run(&[&missing]);
    let line = refused(&output, 1);
    assert!(
        line.starts_with("can't read ") && line.contains(r"missing\n.txt"),
        "{line}"
    );

    let output = run(&[folder.0.path().to_str().unwrap()]);
    let line = refused(&output, 1);
    assert!(line.contains(folder.0.path().to_str().unwrap()), "{line}");
}

#[cfg(unix)]
#[test]
fn names_a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let secret = folder.file("secret.txt", "stone");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&secret).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let output = run(&[&secret]);
    let line = refused(&output, 1);
    assert!(
        line.contains("secret.txt") && line.contains("denied"),
        "{line}"
    );
}

#[test]
fn tells_where_a_file_is_not_utf8() {
    let folder = Folder::new();
    for (bytes, offset) in [
        (&b"\xff"[..], "0xff at offset 0"),
        (b"dry\xe2\x82", "0xe2 at offset 3"),
        (b"wall \xc3\xa9 \xc0\x80", "0xc0 at offset 8"),
    ] {
        let output = run(&[&folder.file("latin.txt", bytes)]);
        let line = refused(&output, 1);
        assert!(line.contains("latin.txt\" is not UTF-8"), "{line}");
        assert!(line.ends_with(offset), "{line}");
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn names_an_svg_that_cannot_be_written() {
    let folder = Folder::new();
    let output = run(&["--svg", &folder.path("missing/out.svg")]);
    let line = refused(&output, 1);
    assert!(
        line.starts_with("can't write ") && line.contains("out.svg"),
        "{line}"
    );
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::new();
    let svg = folder.path("out.svg");
    let mut child = command()
        .args(["--svg", &svg])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(stderr(&output), "");
    assert!(fs::read_to_string(svg).unwrap().ends_with("</svg>\n"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = command().stdout(full).output().unwrap();
    let line = refused(&output, 1);
    assert!(line.starts_with("can't write to standard output"), "{line}");
}
