//! Instructions, counted by valgrind's callgrind in a second process that runs the same machine code.
//!
//! Every case runs with n and with 2n calls; the difference is n calls without what surrounds them. The measured function
//! switches the counting on and off, [`end_of_part`] makes valgrind write a file with the count so far and begin anew.

use std::path::Path;
use std::process::Command;

use super::meter::Meter;
use super::report::{self, Measured, Unit};
use super::{Rival, Row};

fn calls(row: &Row) -> u64 {
    (20_000 / row.case.elements).clamp(1, 1000)
}

#[inline(never)]
fn end_of_part() {
    std::hint::black_box(());
}

pub(super) fn child(rows: &[Row]) {
    for row in rows {
        let n = calls(row);
        for run in row.runs.iter().flatten() {
            // The first part is thrown away: it fills the allocator's caches.
            for calls in [n, n, 2 * n] {
                run(&mut Meter::new(row.case.elements, calls).in_one_batch());
                end_of_part();
            }
        }
    }
}

pub(super) fn measure(
    rivals: &[Rival],
    rows: &[Row],
    filters: &[String],
) -> Result<Vec<Measured>, String> {
    let dir = std::env::temp_dir().join(format!("drystone-bench-{}", std::process::id()));
    std::fs::create_dir(&dir).map_err(|e| format!("can't make {}: {e}", dir.display()))?;
    let parts = count(&dir, filters);
    // What can't be removed is left to the system's cleaning of its temporary files.
    let _ = std::fs::remove_dir_all(&dir);
    let mut parts = parts?.into_iter();

    report::header(rivals, Unit::Instructions);
    let mut results = Vec::new();
    for row in rows {
        let mut value = |_| {
            let [_, once, twice] = [parts.next()?, parts.next()?, parts.next()?];
            Some((twice - once) as f64 / (calls(row) * row.case.elements) as f64)
        };
        let values: Vec<Option<f64>> = row.runs.iter().map(|r| r.and_then(&mut value)).collect();
        let ratio = |value: &Option<f64>| Some((*value)? / values[0]?);
        results.push(Measured {
            name: row.case.name,
            // Fewer instructions are no promise, and more no fault: times decide.
            limit: f64::INFINITY,
            ratios: values.iter().map(ratio).collect(),
            places: vec![None; values.len()],
            values,
        });
        report::line(&results[results.len() - 1], Unit::Instructions);
    }
    Ok(results)
}

/// Runs this program under valgrind, and reads the count of each part.
fn count(dir: &Path, filters: &[String]) -> Result<Vec<i64>, String> {
    let exe = std::env::current_exe().map_err(|e| e.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--collect-atstart=no"])
        .args(["--dump-line=no", "--compress-strings=no"])
        .arg("--toggle-collect=*harness::meter::measured*")
        .arg("--dump-after=*harness::instr::end_of_part*")
        .arg(format!("--callgrind-out-file={}", dir.join("part").display()))
        .arg(exe)
        .arg("--instr-child")
        .args(filters)
        // callgrind counts each step of `rep movsb`; a copy by vectors is what costs about as much as it counts.
        .env(
            "GLIBC_TUNABLES",
            "glibc.cpu.x86_rep_movsb_threshold=0x7fffffff:glibc.cpu.x86_rep_stosb_threshold=0x7fffffff",
        )
        .output()
        .map_err(|e| format!("can't run valgrind: {e}"))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(format!("valgrind failed: {}", stderr.trim_end()));
    }
    let part = |i: usize| std::fs::read_to_string(dir.join(format!("part.{i}"))).ok();
    let total = |text: String| {
        let line = text.lines().find_map(|l| l.strip_prefix("totals: "));
        line.and_then(|l| l.trim().parse().ok()).unwrap_or(0)
    };
    let parts: Vec<i64> = (1..).map_while(part).map(total).collect();
    if parts.iter().all(|&count| count == 0) {
        return Err(
            "valgrind has counted nothing; is the measured function's name known to it?".into(),
        );
    }
    Ok(parts)
}
