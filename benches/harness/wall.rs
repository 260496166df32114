//! Times, as ratios of rivals that run in turns.

use std::time::{Duration, Instant};

use super::meter::Meter;
use super::report::{self, Measured, Unit};
use super::{Rival, Row};

/// How long one rival runs before it is the next one's turn.
const TURN: Duration = Duration::from_millis(1);
/// The same with the making of inputs, which some cases spend most of their time on.
const TURN_WITH_SETUP: Duration = Duration::from_millis(4);

pub(super) fn measure(rivals: &[Rival], rows: &[Row], rounds: usize) -> Vec<Measured> {
    let clock = Meter::clock();
    report::header(rivals, Unit::Nanoseconds);
    let measure_row = |row| {
        let result = measure_row(row, rounds, clock);
        report::line(&result, Unit::Nanoseconds);
        result
    };
    rows.iter().map(measure_row).collect()
}

fn measure_row(row: &Row, rounds: usize, clock: Duration) -> Measured {
    let elements = row.case.elements;
    let run = |run: fn(&mut Meter), calls| {
        let mut meter = Meter::new(elements, calls).less_clock(clock);
        run(&mut meter);
        meter.elapsed
    };
    let calls: Vec<u64> = row
        .runs
        .iter()
        .map(|r| r.map_or(0, |r| calls_per_turn(|calls| run(r, calls))))
        .collect();

    let mut times = vec![Vec::with_capacity(rounds); row.runs.len()];
    for round in 0..rounds {
        for turn in 0..row.runs.len() {
            // Nobody always runs after the same neighbour's leftovers in the caches.
            let rival = (round + turn) % row.runs.len();
            if let Some(r) = row.runs[rival] {
                let time = run(r, calls[rival]).as_secs_f64() * 1e9;
                times[rival].push(time / (calls[rival] * elements) as f64);
            }
        }
    }

    let ratio = |mine: &Vec<f64>| {
        let mut ratios: Vec<f64> = mine.iter().zip(&times[0]).map(|(m, s)| m / s).collect();
        ratios.sort_by(f64::total_cmp);
        ratios.get(rounds / 2).copied()
    };
    Measured {
        name: row.case.name,
        limit: row.case.limit,
        values: times
            .iter()
            .map(|t| t.iter().copied().min_by(f64::total_cmp))
            .collect(),
        ratios: times.iter().map(ratio).collect(),
    }
}

fn calls_per_turn(run: impl Fn(u64) -> Duration) -> u64 {
    let mut calls = 1;
    loop {
        let start = Instant::now();
        let measured = run(calls);
        let share = (measured.as_secs_f64() / TURN.as_secs_f64())
            .max(start.elapsed().as_secs_f64() / TURN_WITH_SETUP.as_secs_f64());
        if share >= 0.5 {
            return ((calls as f64 / share) as u64).max(1);
        }
        calls *= 2;
    }
}
