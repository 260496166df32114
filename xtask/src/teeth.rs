//! Plants each mistake in a copy of the project, and runs the loom models on it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
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
    let project = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("xtask has no parent")?;
    // Beside the build of xtask itself, wherever that was asked to be.
    let built = std::env::current_exe()?;
    let copy = built
        .ancestors()
        .nth(2)
        .context("xtask was not built by cargo")?
        .join("teeth");
    copy_project(project, &copy)?;

    let style = ProgressStyle::with_template("{pos}/{len} {wide_msg} {elapsed}")?;
    let bar = ProgressBar::new(bites.len() as u64 + 1).with_style(style);
    let say = |text: &str| {
        // Without a terminal there is no bar, and each step is a line.
        if bar.is_hidden() {
            println!("{text}");
        } else {
            bar.set_message(text.to_owned());
        }
    };

    say("no mistake: every model has to pass");
    let started = Instant::now();
    match models(&copy, "")? {
        Verdict::Survived => {}
        Verdict::Caught(model) => bail!("the model {model} fails without any mistake"),
        Verdict::Broken(why) => bail!("the models do not compile:\n{why}"),
    }
    let mut rows = vec![row("no mistake", "-", "PASSED", started.elapsed())];
    bar.inc(1);

    let mut all_caught = true;
    for bite in bites {
        say(bite.name);
        let started = Instant::now();
        let (model, verdict) = match try_one(project, &copy, bite)? {
            Verdict::Caught(model) => (model, "CAUGHT"),
            Verdict::Survived => ("-".to_owned(), "SURVIVED"),
            Verdict::Broken(why) => {
                eprintln!("{}: {why}", bite.name);
                ("does not compile".to_owned(), "BROKEN")
            }
        };
        all_caught &= verdict == "CAUGHT";
        rows.push(row(bite.name, &model, verdict, started.elapsed()));
        bar.inc(1);
    }
    bar.finish_and_clear();
    print_table(&rows);
    Ok(all_caught)
}

fn try_one(project: &Path, copy: &Path, bite: &Bite) -> anyhow::Result<Verdict> {
    let file = bite.file;
    let whole =
        fs::read_to_string(project.join(file)).with_context(|| format!("can't read {file}"))?;
    fs::write(copy.join(file), bite.planted(&whole)?)?;
    let mut verdict = models(copy, bite.first)?;
    if matches!(verdict, Verdict::Survived) {
        verdict = models(copy, "")?;
    }
    fs::write(copy.join(file), whole)?;
    Ok(verdict)
}

/// Runs the models whose names contain `filter`, up to the first that fails.
fn models(copy: &Path, filter: &str) -> anyhow::Result<Verdict> {
    let cargo = |last: &[&str]| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["test", "--quiet", "--profile", "loom", "--features", "loom"])
            .args(["--test", "loom"])
            .args(last)
            .current_dir(copy)
            .env("RUSTFLAGS", "--cfg loom")
            .env("CARGO_TARGET_DIR", copy.join("target"))
            // A mistake may multiply the orders there are: no model is asked for longer than that.
            .env("LOOM_MAX_DURATION", "60");
        cargo
    };
    let built = cargo(&["--no-run"]).output().context("can't run cargo")?;
    if !built.status.success() {
        let why = String::from_utf8_lossy(&built.stderr).into_owned();
        return Ok(Verdict::Broken(why));
    }
    let mut tests = cargo(&["--", "--test-threads=1", "--format=pretty", filter])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("can't run cargo")?;
    let output = tests.stdout.take().context("cargo has no output")?;
    let (mut unfinished, mut failed, mut passed) = (None, None, 0);
    for line in BufReader::new(output).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        let Some((name, result)) = line
            .strip_prefix("test ")
            .and_then(|line| line.split_once(" ... "))
        else {
            continue;
        };
        match result {
            "ok" => passed += 1,
            "FAILED" => failed = failed.or(Some(name.to_owned())),
            // A model that aborts leaves its line unfinished.
            _ => unfinished = Some(name.to_owned()),
        }
    }
    let status = tests.wait()?;
    match failed.or(unfinished) {
        Some(model) => Ok(Verdict::Caught(model)),
        None => {
            ensure!(
                status.success() && passed > 0,
                "no model like `{filter}` was run"
            );
            Ok(Verdict::Survived)
        }
    }
}

/// Copies what is needed to build and run the models.
fn copy_project(from: &Path, to: &Path) -> anyhow::Result<()> {
    let manifest = models_only(&fs::read_to_string(from.join("Cargo.toml"))?);
    fs::create_dir_all(to)?;
    write_if_changed(&to.join("Cargo.toml"), manifest.as_bytes())?;
    // Cargo takes from it what the smaller manifest needs.
    fs::copy(from.join("Cargo.lock"), to.join("Cargo.lock"))?;
    for part in ["README.md", "SAFETY.md", "src", "tests/loom"] {
        for entry in WalkDir::new(from.join(part)) {
            let entry = entry?;
            let target = to.join(entry.path().strip_prefix(from)?);
            if entry.file_type().is_dir() {
                fs::create_dir_all(&target)?;
            } else {
                write_if_changed(&target, &fs::read(entry.path())?)?;
            }
        }
    }
    Ok(())
}

/// The manifest without what the models do not need and would have to be built.
fn models_only(manifest: &str) -> String {
    let not_needed = ["[dev-dependencies]", "[[bench]]", "[[test]]"];
    let mut skipping = false;
    let needed = manifest.lines().filter(|line| {
        if line.starts_with('[') {
            skipping = not_needed.contains(line);
        }
        !skipping && !line.starts_with("members")
    });
    needed.map(|line| format!("{line}\n")).collect()
}

/// An unchanged file keeps its time, so that cargo builds it once.
fn write_if_changed(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if fs::read(path).ok().as_deref() != Some(bytes) {
        fs::write(path, bytes).with_context(|| format!("can't write {}", path.display()))?;
    }
    Ok(())
}

fn row(what: &str, model: &str, verdict: &str, time: Duration) -> [String; 4] {
    let time = format!("{:.0} s", time.as_secs_f64());
    [what.to_owned(), model.to_owned(), verdict.to_owned(), time]
}

fn print_table(rows: &[[String; 4]]) {
    let head = ["what", "model that caught it", "", "time"].map(str::to_owned);
    let width = |column: usize| {
        let cells = rows
            .iter()
            .chain([&head])
            .map(|row| row[column].chars().count());
        cells.max().unwrap_or(0)
    };
    let [w0, w1, w2, w3] = [0, 1, 2, 3].map(width);
    for [what, model, verdict, time] in [&head].into_iter().chain(rows) {
        println!("{what:w0$} | {model:w1$} | {verdict:w2$} | {time:>w3$}");
    }
}
