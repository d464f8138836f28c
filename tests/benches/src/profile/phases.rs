//! The phases of an instruction.

use std::collections::BTreeMap;

use super::logs;
use super::probe::Broken;
use super::runtime_call::{cost, cut, Cut, ADDRESS_TRY, SEARCH};
use super::trace::{Call, Invocation};

/// Where the units of one instruction went.
pub struct Profile {
    /// In the order in which they begin.
    pub phases: Vec<Phase>,
    /// How often each runtime call was made, and its units.
    pub calls: BTreeMap<String, (u64, u64)>,
    /// Measured units less those of all phases: what runtime calls cost beyond the known prices.
    pub unexplained: i64,
}

/// A part of the instruction's work.
pub struct Phase {
    /// What it does.
    pub name: &'static str,
    /// Instructions of our program, one unit each.
    pub instructions: u64,
    /// Units of calls into the runtime and of called programs.
    pub runtime: u64,
}

impl Profile {
    /// Takes the program's execution in a transaction of `total` units apart.
    pub fn of(invocation: &Invocation, logs: &[String], total: u64) -> Self {
        let mut profile = Self { phases: Vec::new(), calls: BTreeMap::new(), unexplained: 0 };
        let mut logged = logs::read(logs);
        let entry = Entry::of(invocation);
        let (mut before, mut done) = (None, 0);
        for (place, part) in invocation.parts.iter().enumerate() {
            let after = invocation.parts[place..].iter().find_map(|part| cut(part.call.as_ref()?));
            let later = name(before, after, entry.is_known());
            for (name, instructions) in entry.split(done, part.instructions, later) {
                profile.add(name, instructions, 0);
            }
            done += part.instructions;
            let Some(call) = &part.call else { continue };
            let (units, called) = cost(call, &mut logged);
            profile.count(call, units);
            profile.add(cut(call).map_or(entry.name_at(done, later), name_of_cut), 0, units);
            if called > 0 {
                profile.add("programs called", 0, called);
            }
            before = cut(call).or(before);
        }
        let explained: u64 = profile.phases.iter().map(|phase| phase.instructions + phase.runtime).sum();
        profile.explain_searches(total.saturating_sub(explained));
        let explained: u64 = profile.phases.iter().map(|phase| phase.instructions + phase.runtime).sum();
        profile.unexplained = i64::try_from(total).unwrap_or(i64::MAX) - i64::try_from(explained).unwrap_or(i64::MAX);
        profile
    }

    /// How many tries a search for an address took is not in the trace, only what each costs.
    fn explain_searches(&mut self, rest: u64) {
        if self.calls.contains_key(SEARCH) && rest >= ADDRESS_TRY {
            self.add("further tries for addresses", 0, rest / ADDRESS_TRY * ADDRESS_TRY);
        }
    }

    fn add(&mut self, name: &'static str, instructions: u64, runtime: u64) {
        match self.phases.iter_mut().find(|phase| phase.name == name) {
            Some(phase) => {
                phase.instructions += instructions;
                phase.runtime += runtime;
            }
            None => self.phases.push(Phase { name, instructions, runtime }),
        }
    }

    fn count(&mut self, call: &Call, units: u64) {
        let entry = self.calls.entry(call.name.clone()).or_default();
        entry.0 += 1;
        entry.1 += units;
    }
}

/// Instructions until the work before the handler is done, as far as probes told.
struct Entry {
    ends: Vec<(&'static str, u64)>,
}

impl Entry {
    fn of(invocation: &Invocation) -> Self {
        let named = [
            ("entry, dispatch", Broken::Discriminator),
            ("arguments", Broken::Arguments),
            ("accounts", Broken::LastAccount),
        ];
        let ends = named.into_iter().filter_map(|(name, broken)| Some((name, invocation.done(broken)?))).collect();
        Self { ends }
    }

    fn is_known(&self) -> bool {
        !self.ends.is_empty()
    }

    /// What the instruction at a place of the execution belongs to, or `later`.
    fn name_at(&self, place: u64, later: &'static str) -> &'static str {
        self.ends.iter().find(|(_, end)| place <= *end).map_or(later, |(name, _)| name)
    }

    /// Splits instructions that begin after `done` at the ends.
    fn split(&self, done: u64, instructions: u64, later: &'static str) -> Vec<(&'static str, u64)> {
        let mut rest = (done, done + instructions);
        let mut split = Vec::new();
        for (name, end) in &self.ends {
            let until = rest.1.min(*end).max(rest.0);
            if until > rest.0 {
                split.push((*name, until - rest.0));
            }
            rest.0 = until;
        }
        split.push((later, rest.1 - rest.0));
        split.retain(|(_, instructions)| *instructions > 0);
        split
    }
}

/// The work between two cuts.
fn name(before: Option<Cut>, after: Option<Cut>, is_entry_known: bool) -> &'static str {
    match (before, after) {
        (None, Some(Cut::Clock)) if is_entry_known => "accounts loaded",
        (None, _) if is_entry_known => "accounts loaded, checks, state",
        (None, Some(Cut::Clock)) => "entry, accounts, arguments",
        (None, _) => "entry, accounts, arguments, checks, state",
        (_, None) => "exit",
        (_, Some(Cut::Clock)) => "checks",
        (Some(Cut::Hash), Some(Cut::Hash)) => name_of_cut(Cut::Hash),
        (_, Some(Cut::Hash)) => "checks, leaf",
        (Some(Cut::Invoke), Some(Cut::Invoke)) => name_of_cut(Cut::Invoke),
        (_, Some(Cut::Invoke)) => "checks, state, first transfer prepared",
        (Some(Cut::Invoke), Some(Cut::Event)) => "checks afterwards, event prepared",
        (_, Some(Cut::Event)) => "checks, state, event prepared",
    }
}

/// What the call at a cut is for.
fn name_of_cut(cut: Cut) -> &'static str {
    match cut {
        Cut::Clock => "clock",
        Cut::Hash => "proof",
        Cut::Invoke => "cross-program invocations",
        Cut::Event => "event",
    }
}
