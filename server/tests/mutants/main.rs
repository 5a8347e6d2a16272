//! Lines that keep a promise, each turned off in a copy of the sources, and the test that must fail then.
//!
//! The list cannot rot: every line of it stands exactly once in its file, and every test that it names is there. To turn them all
//! off, one after another (each builds the server once; `ONECLICK3D_MUTANT=NAME` takes one):
//! `cargo test --release -p server --test mutants -- --ignored --nocapture`.

mod list;
mod service;
mod workshop;

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use list::{Mutant, mutants};
use workshop::{Ended, Workshop, repository};

#[test]
fn every_line_stands_once_in_its_file_and_every_test_is_there() {
    let mut names = BTreeSet::new();
    let mut rotten = Vec::new();
    for mutant in mutants() {
        let Mutant { name, file, line, mutated, test } = mutant;
        assert!(names.insert(name), "two mutants are called {name}");
        assert_ne!(line, mutated, "{name} changes nothing");
        let times = read(&repository().join(file)).matches(line).count();
        if times != 1 {
            rotten.push(format!("{name}: it must stand once in {file}, and stands {times} times: {line}"));
        }
        let function = test.name.rsplit("::").next().unwrap_or(test.name);
        if !read(&test.file()).contains(&format!("fn {function}(")) {
            rotten.push(format!("{name}: no {function} in {}", test.file().display()));
        }
    }
    assert!(rotten.is_empty(), "{}", rotten.join("\n"));
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
#[ignore = "builds the server once for every line"]
fn every_mutant_is_killed() {
    let chosen = env::var("ONECLICK3D_MUTANT").ok();
    let mutants: Vec<_> = mutants().filter(|mutant| chosen.as_deref().is_none_or(|name| mutant.name == name)).collect();
    assert!(!mutants.is_empty(), "there is no mutant {chosen:?}");
    let workshop = Workshop::open();
    let tests: BTreeSet<_> = mutants.iter().map(|mutant| mutant.test).collect();
    for test in tests {
        let ended = workshop.run(test);
        assert!(matches!(ended, Ended::Passed), "without any mutation {} {}: {ended:?}", test.target, test.name);
    }
    let mut survivors = Vec::new();
    for mutant in mutants {
        let verdict = match workshop.with(mutant, || workshop.run(mutant.test)) {
            Ended::Failed | Ended::Hung => "killed".to_owned(),
            Ended::Passed => "SURVIVED".to_owned(),
            Ended::NotBuilt(why) => format!("NOT BUILT: {why}\n"),
        };
        let line = format!("{verdict:<9} {:<52} {} {}", mutant.name, mutant.test.target, mutant.test.name);
        println!("{line}");
        if verdict != "killed" {
            survivors.push(line);
        }
    }
    assert!(survivors.is_empty(), "not killed:\n{}", survivors.join("\n"));
}
