//! Plants each mistake in a copy of the project, and runs the loom models on it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use indicatif::{ProgressBar, ProgressStyle};
use walkdir::WalkDir;

use crate::bites::Bite;

/// What the models said.
enum Verdict {
    /// The first model that failed.
    Caught(String),
    Survived,
    /// The source does not compile: a mistake that says nothing about the models.
    Broken(String),
}

/// Runs all of `bites`, prints the table, and returns whether each was caught.
pub(crate) fn run(bites: &[&Bite]) -> anyhow::Result<bool> {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask has no parent")?;
    let copy = project.join("target/teeth");
    copy_project(project, &copy)?;

    let bar = ProgressBar::new(bites.len() as u64 + 1).with_style(ProgressStyle::with_template(
        "{pos}/{len} {wide_msg} {elapsed}",
    )?);
    let say = |text: String| {
        // Without a terminal there is no bar, and each step is a line.
        if bar.is_hidden() {
            println!("{text}");
        } else {
            bar.set_message(text);
        }
    };

    say("no mistake: every model has to pass".to_owned());
    let started = Instant::now();
    match models(&copy, "")? {
        Verdict::Survived => {}
        Verdict::Caught(model) => anyhow::bail!("the model {model} fails without any mistake"),
        Verdict::Broken(why) => anyhow::bail!("the models do not compile:\n{why}"),
    }
    let mut rows = vec![row("no mistake", "-", "PASSED", started.elapsed())];
    bar.inc(1);

    let mut all_caught = true;
    for bite in bites {
        say(bite.name.to_owned());
        let started = Instant::now();
        let verdict = try_one(project, &copy, bite)?;
        let (model, word) = match verdict {
            Verdict::Caught(model) => (model, "CAUGHT"),
            Verdict::Survived => ("-".to_owned(), "SURVIVED"),
            Verdict::Broken(why) => {
                eprintln!("{}: {why}", bite.name);
                ("does not compile".to_owned(), "BROKEN")
            }
        };
        all_caught &= word == "CAUGHT";
        rows.push(row(bite.name, &model, word, started.elapsed()));
        bar.inc(1);
    }
    bar.finish_and_clear();
    print_table(&rows);
    Ok(all_caught)
}

fn try_one(project: &Path, copy: &Path, bite: &Bite) -> anyhow::Result<Verdict> {
    let path = copy.join(bite.file);
    let whole = fs::read_to_string(project.join(bite.file))
        .with_context(|| format!("can't read {}", bite.file))?;
    let mut changed = whole.clone();
    for (from, to) in bite.edits {
        let times = changed.matches(from).count();
        ensure!(
            times == 1,
            "\"{}\" does not apply: {} has {times} times `{from}`; adapt xtask/src/bites.rs",
            bite.name,
            bite.file,
        );
        changed = changed.replace(from, to);
    }
    fs::write(&path, changed)?;
    let mut verdict = models(copy, bite.first)?;
    if matches!(verdict, Verdict::Survived) {
        verdict = models(copy, "")?;
    }
    fs::write(&path, whole)?;
    Ok(verdict)
}

/// Runs the models whose names contain `filter`, up to the first that fails.
fn models(copy: &Path, filter: &str) -> anyhow::Result<Verdict> {
    let cargo = |last: &[&str]| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["test", "--quiet", "--profile", "loom", "--features", "loom", "--test", "loom"])
            .args(last)
            .current_dir(copy)
            .env("RUSTFLAGS", "--cfg loom")
            .env("CARGO_TARGET_DIR", copy.join("target"));
        cargo
    };
    let built = cargo(&["--no-run"]).output().context("can't run cargo")?;
    if !built.status.success() {
        return Ok(Verdict::Broken(String::from_utf8_lossy(&built.stderr).into_owned()));
    }
    let mut tests = cargo(&["--", "--test-threads=1", "--format=pretty", filter])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("can't run cargo")?;
    let output = tests.stdout.take().context("cargo has no output")?;
    let (mut running, mut failed, mut passed) = (None, None, 0);
    for line in BufReader::new(output).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        let Some((name, result)) = line.strip_prefix("test ").and_then(|l| l.split_once(" ... "))
        else {
            continue;
        };
        if result.ends_with("FAILED") {
            failed = Some(name.to_owned());
            break;
        }
        if result.ends_with("ok") {
            passed += 1;
        } else {
            // A model that aborts leaves its line unfinished.
            running = Some(name.to_owned());
        }
    }
    if failed.is_some() {
        tests.kill().ok();
    }
    let status = tests.wait()?;
    match failed.or(running) {
        Some(model) => Ok(Verdict::Caught(model)),
        None => {
            ensure!(status.success() && passed > 0, "no model like `{filter}` was run");
            Ok(Verdict::Survived)
        }
    }
}

/// Copies what is needed to build and run the models.
fn copy_project(from: &Path, to: &Path) -> anyhow::Result<()> {
    for part in ["Cargo.toml", "Cargo.lock", "README.md", "SAFETY.md", "src", "tests", "benches", "examples", "xtask"] {
        for entry in WalkDir::new(from.join(part)) {
            let entry = entry?;
            let target: PathBuf = to.join(entry.path().strip_prefix(from)?);
            if entry.file_type().is_dir() {
                fs::create_dir_all(&target)?;
            } else if fs::read(&target).ok() != Some(fs::read(entry.path())?) {
                // An unchanged file keeps its time, so that cargo builds it once.
                fs::create_dir_all(target.parent().context("a file has a folder")?)?;
                fs::copy(entry.path(), &target)?;
            }
        }
    }
    Ok(())
}

fn row(what: &str, model: &str, verdict: &str, time: Duration) -> [String; 4] {
    [what.to_owned(), model.to_owned(), verdict.to_owned(), format!("{:.0} s", time.as_secs_f64())]
}

fn print_table(rows: &[[String; 4]]) {
    let head = ["what", "model that caught it", "", "time"].map(str::to_owned);
    let width = |column: usize| {
        let cells = rows.iter().chain([&head]).map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let widths = [0, 1, 2, 3].map(width);
    for row in [&head].into_iter().chain(rows) {
        let [what, model, verdict, time] = row;
        println!(
            "{what:w0$} | {model:w1$} | {verdict:w2$} | {time:>w3$}",
            w0 = widths[0],
            w1 = widths[1],
            w2 = widths[2],
            w3 = widths[3],
        );
    }
}
