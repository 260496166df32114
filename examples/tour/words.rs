#![forbid(unsafe_code)]
//! Words and where they stand: slices of the text, not copies.

/// The words of a text, each with its line, counted from 1.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (&str, usize)> {
    text.lines()
        .zip(1..)
        .flat_map(|(line, number)| words_of(line).map(move |word| (word, number)))
}

/// The words of a line: letters and digits, and apostrophes between them.
pub(crate) fn words_of(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’'))
        .map(|word| word.trim_matches(['\'', '’']))
        .filter(|word| !word.is_empty())
}
