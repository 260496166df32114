//! A harness that interleaves rivals and can count instructions: one list of cases for both.
//!
//! A clock on a shared machine drifts by more than the differences that matter here. So each round runs every rival for
//! about a millisecond in each of the places that a loop can be in (see [`meter`]), one right after the other, and yields
//! one ratio a place; the median of the ratios is reported, with the medians of the best and the worst place. Instruction
//! counts are exact, and blind to caches and branch misses: neither measure replaces the other.

mod instr;
mod meter;
mod report;
mod wall;

use std::process::ExitCode;

pub(crate) use meter::{Meter, batch, keep, keep_memory, opaque, opaque_mut, opaque_slice, repeat};

/// The limit of a row that must not be slower than the first rival: 1.00, and 5 % for noise.
pub(crate) const PARITY: f64 = 1.05;

/// One operation of one rival.
#[derive(Copy, Clone)]
pub(crate) struct Case {
    name: &'static str,
    /// Results are told per element; this many are handled by one call.
    elements: u64,
    /// The ratio to the first rival that the second one may not exceed.
    limit: f64,
    run: fn(&mut Meter),
}

impl Case {
    pub(crate) const fn new(
        name: &'static str,
        elements: u64,
        limit: f64,
        run: fn(&mut Meter),
    ) -> Self {
        Self {
            name,
            elements,
            limit,
            run,
        }
    }
}

/// One library's cases.
pub(crate) struct Rival {
    name: &'static str,
    cases: &'static [&'static [Case]],
}

impl Rival {
    pub(crate) const fn new(name: &'static str, cases: &'static [&'static [Case]]) -> Self {
        Self { name, cases }
    }
}

/// One operation of all rivals; some can't do it.
struct Row {
    case: Case,
    runs: Vec<Option<fn(&mut Meter)>>,
}

/// The first rival's list is the full one, the others are joined to it by name.
fn rows(rivals: &[Rival], filters: &[String]) -> Vec<Row> {
    let find = |rival: &Rival, name| {
        let case = rival.cases.iter().copied().flatten();
        case.clone().find(|c| c.name == name).map(|c| c.run)
    };
    let wanted =
        |case: &&Case| filters.is_empty() || filters.iter().any(|f| case.name.contains(f.as_str()));
    let all = rivals[0].cases.iter().copied().flatten();
    all.filter(wanted)
        .map(|&case| Row {
            case,
            runs: rivals.iter().map(|rival| find(rival, case.name)).collect(),
        })
        .collect()
}

const HELP: &str = "\
usage: cargo bench --bench NAME -- [OPTIONS] [SUBSTRING]...

  SUBSTRING      only the cases whose names contain one of these
  --instr        count instructions with valgrind instead of taking times
  --once         run each case once and measure nothing
  --rounds N     interleaved rounds per case [default: 21]
  --tsv FILE     write the results there as well
  --check        exit with 1 if a limit is exceeded
  --help         print this";

#[derive(Default)]
struct Options {
    filters: Vec<String>,
    rounds: usize,
    tsv: Option<std::path::PathBuf>,
    check: bool,
    mode: Mode,
}

#[derive(Copy, Clone, Default, PartialEq)]
enum Mode {
    /// Without `--bench`, which only `cargo bench` passes, this runs as a test.
    #[default]
    Once,
    Wall,
    Instr,
    /// The process inside valgrind, that another one in mode `Instr` has started.
    InstrChild,
    Help,
}

fn options() -> Result<Options, lexopt::Error> {
    use lexopt::prelude::*;

    let mut options = Options {
        rounds: 21,
        ..Options::default()
    };
    let mut mode = None;
    let mut parser = lexopt::Parser::from_env();
    while let Some(arg) = parser.next()? {
        match arg {
            Long("bench") => mode = mode.or(Some(Mode::Wall)),
            Long("test" | "once") => mode = Some(Mode::Once),
            Long("instr") => mode = Some(Mode::Instr),
            Long("instr-child") => mode = Some(Mode::InstrChild),
            Long("help") => mode = Some(Mode::Help),
            Long("rounds") => options.rounds = parser.value()?.parse()?,
            Long("tsv") => options.tsv = Some(parser.value()?.into()),
            Long("check") => options.check = true,
            Value(filter) => options.filters.push(filter.string()?),
            _ => return Err(arg.unexpected()),
        }
    }
    options.mode = mode.unwrap_or_default();
    options.rounds = options.rounds.max(1);
    Ok(options)
}

pub(crate) fn main(rivals: &[Rival]) -> ExitCode {
    let options = match options() {
        Ok(options) => options,
        Err(error) => {
            eprintln!("{error}; --help lists the options");
            return ExitCode::from(2);
        }
    };
    let rows = rows(rivals, &options.filters);
    let results = match options.mode {
        Mode::Help => {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Mode::Once => {
            for row in &rows {
                for run in row.runs.iter().flatten() {
                    run(&mut Meter::new(row.case.elements, 1));
                }
            }
            println!("{} cases ran once each", rows.len());
            return ExitCode::SUCCESS;
        }
        Mode::InstrChild => {
            instr::child(&rows);
            return ExitCode::SUCCESS;
        }
        Mode::Wall => wall::measure(rivals, &rows, options.rounds),
        Mode::Instr => match instr::measure(rivals, &rows, &options.filters) {
            Ok(results) => results,
            Err(reason) => {
                println!("instructions not counted: {reason}");
                return ExitCode::SUCCESS;
            }
        },
    };
    if let Some(path) = &options.tsv
        && let Err(error) = report::write_tsv(path, rivals, &results)
    {
        eprintln!("can't write {}: {error}", path.display());
        return ExitCode::FAILURE;
    }
    let over = report::summary(&results);
    if options.check && over {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
