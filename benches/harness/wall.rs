//! Times, as ratios of rivals that run in turns.

use std::ops::Range;
use std::time::{Duration, Instant};

use super::meter::{Meter, PLACES};
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
    let run = |run: fn(&mut Meter), calls, place| {
        let mut meter = Meter::new(elements, calls).at(place).less_clock(clock);
        run(&mut meter);
        meter.elapsed
    };
    let calls: Vec<u64> = row
        .runs
        .iter()
        .map(|r| r.map_or(0, |r| calls_per_turn(|calls| run(r, calls, 0))))
        .collect();

    // For each rival, for each place, one time per round.
    let mut times = vec![[const { Vec::new() }; PLACES]; row.runs.len()];
    let everywhere = |round| (0..PLACES).map(move |place| (round, place));
    for (round, place) in (0..rounds).flat_map(everywhere) {
        for turn in 0..row.runs.len() {
            // Nobody always runs after the same neighbour and what it left in the caches: the first
            // one changes, and so does the direction.
            let turns = row.runs.len();
            let turn = if round % 2 == 0 {
                turn
            } else {
                turns - 1 - turn
            };
            let rival = (round / 2 + turn) % turns;
            if let Some(r) = row.runs[rival] {
                let time = run(r, calls[rival], place).as_secs_f64() * 1e9;
                times[rival][place].push(time / (calls[rival] * elements) as f64);
            }
        }
    }

    let ratios = |mine: &[Vec<f64>; PLACES], places: Range<usize>| {
        let mine = mine[places.clone()].iter().flatten();
        let firsts = times[0][places].iter().flatten();
        median(mine.zip(firsts).map(|(m, s)| m / s).collect())
    };
    let range = |mine| {
        let places = (0..PLACES).map(|place| ratios(mine, place..place + 1));
        let places: Vec<f64> = places.collect::<Option<_>>()?;
        let best = places.iter().copied().min_by(f64::total_cmp)?;
        let worst = places.iter().copied().max_by(f64::total_cmp)?;
        Some((best, worst))
    };
    Measured {
        name: row.case.name,
        limit: row.case.limit,
        values: times
            .iter()
            .map(|t| t.iter().flatten().copied().min_by(f64::total_cmp))
            .collect(),
        ratios: times.iter().map(|t| ratios(t, 0..PLACES)).collect(),
        places: times.iter().map(range).collect(),
    }
}

fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied()
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
