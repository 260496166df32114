//! The table on standard output, in Markdown, and the file of results.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use super::Rival;

#[derive(Copy, Clone)]
pub(super) enum Unit {
    Nanoseconds,
    Instructions,
}

impl Unit {
    fn name(self) -> &'static str {
        match self {
            Self::Nanoseconds => "ns",
            Self::Instructions => "instr",
        }
    }
}

/// What is known of one row; a rival that can't do it has `None`.
pub(super) struct Measured {
    pub(super) name: &'static str,
    pub(super) limit: f64,
    /// Per element.
    pub(super) values: Vec<Option<f64>>,
    /// To the first rival.
    pub(super) ratios: Vec<Option<f64>>,
    /// The same in the best and in the worst place for a loop.
    pub(super) places: Vec<Option<(f64, f64)>>,
}

impl Measured {
    fn over(&self) -> Option<bool> {
        self.ratios.get(1)?.map(|ratio| ratio > self.limit)
    }
}

pub(super) fn header(rivals: &[Rival], unit: Unit) {
    for fact in facts() {
        println!("{fact}");
    }
    println!();
    let mut columns = format!(
        "| {:<26} | {:>12} |",
        "case",
        format!("{} {}", rivals[0].name, unit.name())
    );
    let mut rule = format!("|{:-<28}|{:->13}:|", "", "");
    for rival in &rivals[1..] {
        let _ = write!(columns, " {:>14} |", rival.name);
        let _ = write!(rule, "{:->15}:|", "");
    }
    if let Unit::Nanoseconds = unit {
        columns.push_str(" limit | verdict |");
        rule.push_str("------:|---------|");
    }
    println!("{columns}\n{rule}");
}

pub(super) fn line(row: &Measured, unit: Unit) {
    let number = |value: f64| match value {
        v if v < 1.0 => format!("{v:.3}"),
        v if v < 100.0 => format!("{v:.2}"),
        v => format!("{v:.0}"),
    };
    let mut line = format!(
        "| {:<26} | {:>12} |",
        row.name,
        row.values[0].map_or("-".into(), number)
    );
    let cells = row.ratios.iter().zip(&row.values).zip(&row.places);
    for ((ratio, value), places) in cells.skip(1) {
        let cell = match (ratio, value, unit) {
            (Some(ratio), _, Unit::Nanoseconds) => {
                let (best, worst) = (*places).unwrap_or((*ratio, *ratio));
                format!("x{ratio:.2} {best:.2}-{worst:.2}")
            }
            (Some(ratio), Some(value), Unit::Instructions) => {
                format!("{} x{ratio:.2}", number(*value))
            }
            _ => "-".into(),
        };
        let _ = write!(line, " {cell:>14} |");
    }
    if let Unit::Nanoseconds = unit {
        let verdict = match row.over() {
            Some(true) => "OVER",
            Some(false) => "ok",
            None => "-",
        };
        let _ = write!(line, " {:>5.2} | {verdict:<7} |", row.limit);
    }
    println!("{line}");
}

/// Names the rows above their limits; whether there are any.
pub(super) fn summary(results: &[Measured]) -> bool {
    let over: Vec<_> = results
        .iter()
        .filter(|row| row.over() == Some(true))
        .map(|row| row.name)
        .collect();
    println!(
        "\n{} rows, {} above the limit{}{}",
        results.len(),
        over.len(),
        if over.is_empty() { "" } else { ": " },
        over.join(", ")
    );
    !over.is_empty()
}

pub(super) fn write_tsv(
    path: &Path,
    rivals: &[Rival],
    results: &[Measured],
) -> std::io::Result<()> {
    let mut text = String::from("case\tlimit");
    for rival in rivals {
        let _ = write!(text, "\t{0}\t{0}_ratio\t{0}_best\t{0}_worst", rival.name);
    }
    text.push('\n');
    for row in results {
        let _ = write!(text, "{}\t{}", row.name, row.limit);
        let cells = row.values.iter().zip(&row.ratios).zip(&row.places);
        let cells = cells.flat_map(|((value, ratio), places)| {
            let (best, worst) = places.unzip();
            [*value, *ratio, best, worst]
        });
        for cell in cells {
            let _ = match cell {
                Some(number) => write!(text, "\t{number:.4}"),
                None => write!(text, "\t"),
            };
        }
        text.push('\n');
    }
    fs::write(path, text)
}

/// What the numbers depend on.
fn facts() -> Vec<String> {
    let after_colon = |line: &str| line.split(':').nth(1).map(|s| s.trim().to_owned());
    let cpu = fs::read_to_string("/proc/cpuinfo").ok();
    let cpu = cpu.and_then(|t| after_colon(t.lines().find(|l| l.starts_with("model name"))?));
    let load = fs::read_to_string("/proc/loadavg").ok();
    let load = load.and_then(|t| t.split(' ').next().map(str::to_owned));
    let rustc = Command::new("rustc").arg("--version").output().ok();
    let rustc = rustc.and_then(|o| String::from_utf8(o.stdout).ok());
    // .../target/<directory of the profile>/deps/<this program>
    let exe = std::env::current_exe().ok();
    let profile = exe.and_then(|p| {
        Some(
            p.ancestors()
                .nth(2)?
                .file_name()?
                .to_string_lossy()
                .into_owned(),
        )
    });
    let unknown = || "unknown".to_owned();
    vec![
        format!(
            "processor: {}, load {}",
            cpu.unwrap_or_else(unknown),
            load.unwrap_or_else(unknown)
        ),
        format!(
            "compiler:  {}",
            rustc.map_or_else(unknown, |v| v.trim().to_owned())
        ),
        format!(
            "profile:   {}, RUSTFLAGS \"{}\"",
            profile.unwrap_or_else(unknown),
            option_env!("RUSTFLAGS").unwrap_or_default()
        ),
        format!("allocator: {}", allocator()),
    ]
}

#[cfg(target_env = "gnu")]
fn allocator() -> String {
    unsafe extern "C" {
        safe fn gnu_get_libc_version() -> *const std::ffi::c_char;
    }
    // SAFETY: glibc answers with a string that is part of it.
    let version = unsafe { std::ffi::CStr::from_ptr(gnu_get_libc_version()) };
    format!("glibc {}", version.to_string_lossy())
}

#[cfg(not(target_env = "gnu"))]
fn allocator() -> String {
    "the system's".to_owned()
}
