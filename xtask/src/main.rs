//! Commands for those who work on drystone.

#![forbid(unsafe_code)]

mod bites;
mod teeth;

use std::process::ExitCode;

use lexopt::Arg::{Long, Short, Value};

const HELP: &str = "\
cargo run -p xtask -- COMMAND

  teeth [PATTERN...]   breaks the protocol of Arc, one mistake at a time, and asks which loom model
                       notices: all mistakes, or those whose name contains one of the patterns
  teeth --list         the mistakes, without running anything
  help                 this text
";

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Whether all was well.
fn run() -> anyhow::Result<bool> {
    let mut args = lexopt::Parser::from_env();
    let command = match args.next()? {
        Some(Value(command)) => command,
        None | Some(Short('h') | Long("help")) => "help".into(),
        Some(other) => return Err(other.unexpected().into()),
    };
    let (mut list, mut patterns) = (false, Vec::new());
    while let Some(arg) = args.next()? {
        match arg {
            Long("list") => list = true,
            Value(pattern) => patterns.push(pattern.to_string_lossy().into_owned()),
            other => return Err(other.unexpected().into()),
        }
    }
    match command.to_str() {
        Some("help") => {
            print!("{HELP}");
            Ok(true)
        }
        Some("teeth") => {
            let chosen = bites::chosen(&patterns);
            anyhow::ensure!(
                !chosen.is_empty(),
                "no mistake has a name like {patterns:?}"
            );
            if list {
                chosen.iter().for_each(|bite| println!("{}", bite.name));
                return Ok(true);
            }
            teeth::run(&chosen)
        }
        _ => anyhow::bail!("no command {command:?}; `cargo run -p xtask -- help` lists them"),
    }
}
