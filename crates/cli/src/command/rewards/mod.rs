//! `rewards …`: from measurements to paid pools.

mod accrue;
mod build;
mod compute;
mod fund;
mod keeping;
mod next_epoch;
mod payable;
mod proof_source;
mod publish;
mod serve;
mod tables;
mod totals;
mod verify;
mod writing;

use clap::Subcommand;

use crate::failure::Outcome;
use crate::session::Session;

pub use proof_source::ProofSource;
pub use publish::Publish;
pub use writing::writing;

/// What can be done with rewards.
#[derive(Debug, Subcommand)]
pub enum RewardsCommand {
    /// Split the epoch's rewards by score: metrics CSV (pool,score,usdc_revenue) to rewards CSV (pool,reward,usdc)
    Compute(compute::Compute),
    /// Build the tree file of a rewards CSV, or several for several roots, with a leaf of zeros for every pool that may accrue
    /// and has no row
    Build(build::Build),
    /// Check tree files and the reward record on chain, in words; anyone can
    ///
    /// Before the epoch has its record, they are held against what it will need. Ends with exit code 1 if the chain does not agree,
    /// with 2 if a file is no whole tree.
    Verify(verify::Verify),
    /// Transfer stake tokens and USDC to the global vaults: both must cover an epoch before it is published
    Fund(fund::Fund),
    /// Commit what the finalizing epoch pays: the roots of its tree files, or nothing. Reward authority
    Publish(Publish),
    /// Accrue all pools that are behind, and then make ripe stake shares, in batches; can be killed and started again at any
    /// moment
    ///
    /// Ends with exit code 1 if a pool could not pass an epoch, or stake that can become shares did not; the result says which
    /// and why. With 3 if nobody can tell whether a transaction was executed: whoever starts it again finds out.
    Accrue(accrue::Accrue),
    /// Address lookup tables, with which accruals of all pools take half as many transactions
    #[command(subcommand)]
    Tables(tables::Tables),
    /// Serve the tree files of a folder and their proofs over HTTP
    Serve(serve::Serve),
}

impl RewardsCommand {
    /// Whether it only reads the chain.
    pub fn sends_nothing(&self) -> bool {
        match self {
            Self::Compute(_) | Self::Build(_) | Self::Verify(_) | Self::Serve(_) => true,
            Self::Tables(command) => command.sends_nothing(),
            Self::Fund(_) | Self::Publish(_) | Self::Accrue(_) => false,
        }
    }

    /// Whether it goes on until it is ended.
    pub fn watches(&self) -> bool {
        matches!(self, Self::Serve(_)) || matches!(self, Self::Accrue(accrue) if accrue.watch)
    }

    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        match self {
            Self::Compute(command) => command.run(session).await,
            Self::Build(command) => command.run(session).await,
            Self::Verify(command) => command.run(session).await,
            Self::Fund(command) => command.run(session).await,
            Self::Publish(command) => command.run(session).await,
            Self::Accrue(command) => command.run(session).await,
            Self::Tables(command) => command.run(session).await,
            Self::Serve(command) => command.run(session).await,
        }
    }
}
