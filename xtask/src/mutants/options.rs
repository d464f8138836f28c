//! What a run of mutants is asked for.

use clap::{value_parser, Args, ValueEnum};

/// A run that was cut off goes on where it stood when it is started again on the same sources.
#[derive(Args)]
pub struct Options {
    /// What is changed.
    #[arg(long, value_enum, default_value_t = Part::Crates)]
    pub part: Part,
    /// Only mutants with this in their name (file:line: change); may be given more than once. Not for `crates`.
    #[arg(long)]
    pub matching: Vec<String>,
    /// At most so many, spread evenly over the list. Not for `crates`.
    #[arg(long)]
    pub limit: Option<usize>,
    /// Print the mutants and stop. Not for `crates`.
    #[arg(long)]
    pub list: bool,
    /// Mutants tried at once, each in its own copy of the checkout.
    #[arg(long, default_value_t = 1, value_parser = value_parser!(u8).range(1..))]
    pub jobs: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// crates/math, crates/merkle and what the state has for clients alone, by their own tests.
    Crates,
    /// The program's state methods, by the tests of the built program.
    State,
    /// The program's instructions, by the same tests.
    Instructions,
}
