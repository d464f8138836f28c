//! Runs instructions and keeps what each cost.

use anyhow::{ensure, Result};
use inference_staking_localnet::network::{upgrade_authority, START_TIME};
use inference_staking_localnet::{EmbeddedChain, Executed, Network, NetworkSetup, Refused};
use inference_staking_test_kit::TestNetwork;
use solana_signer::Signer;

use crate::case::Case;
use crate::profile::{Profile, Tracer};
use crate::writes::Writes;

/// What was measured, and how.
pub struct Bench {
    cases: Vec<Case>,
    writes: Writes,
    tracer: Option<Tracer>,
}

impl Bench {
    /// Measures units alone.
    pub fn untraced() -> Self {
        Self { cases: Vec::new(), writes: Writes::default(), tracer: None }
    }

    /// Also takes every measured instruction apart.
    pub fn traced() -> Self {
        Self { cases: Vec::new(), writes: Writes::default(), tracer: Some(Tracer::default()) }
    }

    /// What was measured, in the order of measuring.
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// What the measured instructions wrote.
    pub fn writes(&self) -> &Writes {
        &self.writes
    }

    /// A network to measure on.
    pub fn start(&self, setup: &NetworkSetup) -> TestNetwork {
        TestNetwork(setup.start_on(self.chain()).unwrap())
    }

    /// Mints and wallets only.
    pub fn bare(&self) -> TestNetwork {
        TestNetwork(Network::bare(self.chain()).unwrap())
    }

    fn chain(&self) -> EmbeddedChain {
        let start = || EmbeddedChain::start(&upgrade_authority().pubkey(), START_TIME).unwrap();
        match &self.tracer {
            Some(tracer) => tracer.install(start).unwrap(),
            None => start(),
        }
    }

    /// Keeps what the instruction cost that was executed last, alone in its transaction.
    ///
    /// # Panics
    /// If it was refused.
    #[track_caller]
    pub fn record(&mut self, name: &str, executed: Result<Executed, Refused>) {
        let executed = executed.unwrap_or_else(|refused| panic!("{name}: {refused}"));
        self.writes.note(&executed);
        self.record_units(name, executed.compute_units, &executed.logs);
    }

    /// The same for a transaction that was not sent through a network.
    pub fn record_units(&mut self, name: &str, units: u64, logs: &[String]) {
        let profile = self.tracer.as_ref().map(|tracer| Profile::of(&tracer.last(), logs, units));
        self.cases.push(Case { name: name.to_owned(), units, profile });
    }

    /// Keeps a number that was worked out from another case.
    pub fn record_share(&mut self, name: &str, units: u64) {
        self.cases.push(Case { name: name.to_owned(), units, profile: None });
    }

    /// The units of a case that was measured.
    pub fn units(&self, name: &str) -> u64 {
        self.cases.iter().find(|case| case.name == name).map_or(0, |case| case.units)
    }

    /// No instruction was left out, and no name stands twice.
    ///
    /// # Errors
    /// The names.
    pub fn require_complete<'a>(&self, instructions: impl Iterator<Item = &'a String>) -> Result<()> {
        let is_of = |case: &Case, name: &str| {
            case.name.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',']))
        };
        let missing: Vec<_> = instructions.filter(|name| !self.cases.iter().any(|case| is_of(case, name))).collect();
        ensure!(
            missing.is_empty(),
            "instructions that no case measures: {missing:?}; add them to tests/benches/src/cases"
        );
        let mut names: Vec<_> = self.cases.iter().map(|case| &case.name).collect();
        names.sort();
        let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        ensure!(twice.is_empty(), "two cases have the same name: {twice:?}");
        Ok(())
    }
}
