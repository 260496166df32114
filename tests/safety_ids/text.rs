//! Source files, with their code told apart from their comments.

use std::fs;
use std::path::Path;

/// A file: its path from the crate's root, with `/` between the parts, and its lines.
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) lines: Vec<Line>,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            lines: split(text),
        }
    }
}

/// A line of Rust, its code apart from its comment. String and character literals are emptied in `code`.
#[derive(Default, Debug, PartialEq)]
pub(crate) struct Line {
    pub(crate) code: String,
    pub(crate) comment: String,
}

/// Reads one line after the other, keeping in mind what is open at the end of each.
pub(crate) fn split(text: &str) -> Vec<Line> {
    enum State {
        Code,
        LineComment,
        BlockComment(u32),
        /// A string literal, with the number of `#` that close it when it is raw.
        Str(Option<usize>),
    }
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\n');
    let mut lines = vec![Line::default()];
    let mut state = State::Code;
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        i += 1;
        if c == '\n' {
            if matches!(state, State::LineComment) {
                state = State::Code;
            }
            lines.push(Line::default());
            continue;
        }
        let line = lines.last_mut().expect("there is a first line");
        match &mut state {
            State::LineComment => line.comment.push(c),
            State::BlockComment(depth) => match (c, at(i)) {
                ('/', '*') => (*depth, i) = (*depth + 1, i + 1),
                ('*', '/') => {
                    (*depth, i) = (*depth - 1, i + 1);
                    if *depth == 0 {
                        state = State::Code;
                    }
                }
                _ => line.comment.push(c),
            },
            State::Str(None) if c == '\\' => i += usize::from(at(i) != '\n'),
            State::Str(hashes) if c == '"' => {
                let needed = hashes.unwrap_or(0);
                if (0..needed).all(|n| at(i + n) == '#') {
                    i += needed;
                    line.code.push('"');
                    state = State::Code;
                }
            }
            State::Str(_) => {}
            State::Code => {
                let word_before = line
                    .code
                    .ends_with(|b: char| b.is_alphanumeric() || b == '_');
                match (c, at(i)) {
                    ('/', '/') => (state, i) = (State::LineComment, i + 1),
                    ('/', '*') => (state, i) = (State::BlockComment(1), i + 1),
                    ('"', _) => {
                        line.code.push('"');
                        state = State::Str(None);
                    }
                    ('r', '"' | '#') if !word_before || line.code.ends_with('b') => {
                        let hashes = (0..).take_while(|n| at(i + n) == '#').count();
                        if at(i + hashes) == '"' {
                            i += hashes + 1;
                            line.code.push('"');
                            state = State::Str(Some(hashes));
                        } else {
                            line.code.push(c);
                        }
                    }
                    // A character, not a lifetime: the second quote is one or an escape away.
                    ('\'', '\\') => {
                        i += 2;
                        while i < chars.len() && at(i) != '\'' && at(i) != '\n' {
                            i += 1;
                        }
                        i += 1;
                    }
                    ('\'', _) if at(i + 1) == '\'' => i += 2,
                    _ => line.code.push(c),
                }
            }
        }
    }
    lines
}

/// Whether `text` contains `word` with no letter, digit or `_` beside it.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(part) && !text[at + word.len()..].starts_with(part))
}

/// All Rust files under `dir`, in order of their paths.
pub(crate) fn read(dir: &str) -> Vec<Source> {
    fn walk(dir: &Path, root: &Path, found: &mut Vec<Source>) {
        let entries = fs::read_dir(dir).unwrap_or_else(|e| panic!("{}: {e}", dir.display()));
        for entry in entries {
            let path = entry.expect("the folder is readable").path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let name = path
                    .strip_prefix(root)
                    .expect("it was found below the root");
                let name: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                found.push(Source::new(&name.join("/"), &text));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join(dir), root, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}
