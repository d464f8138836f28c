//! The commands.

mod activate;
mod admin;
mod admin_changes;
mod cancel_unstake;
mod claim;
mod complete;
mod decode;
mod emission_settings;
mod epoch;
mod epoch_accrue;
mod file_address;
mod halt;
mod history;
mod holdings;
mod init;
mod init_file;
mod lock;
mod migrate;
mod move_stake;
mod own_pool;
mod parameter_settings;
mod pool;
mod pool_admin;
mod pool_list;
mod pool_update;
mod portfolio;
mod record;
mod rewards;
mod simulate;
mod slash;
mod solvency;
mod stake;
mod status;
mod token_account;
mod unstake;
mod worth;

use clap::builder::Styles;
use clap::{CommandFactory, Parser, Subcommand};

use crate::failure::Outcome;
use crate::options::Options;
use crate::session::Session;

/// Stake with the operators of an inference network, run a pool, or run the network.
///
/// URL, keypair and commitment come from Solana's own configuration file. Amounts are in tokens (1.5), rates in percent
/// (12.5%) or basis points (1250bps), times with their unit (7d, 36h).
///
/// Exit codes: 0 done, 1 refused or failed, 2 bad input (nothing was written or sent), 3 a transaction was sent and nobody can tell
/// whether it was executed.
#[derive(Debug, Parser)]
#[command(name = "inference-staking", version, arg_required_else_help = true, styles = Styles::plain())]
pub struct Cli {
    #[command(flatten)]
    pub options: Options,
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    Init(Box<init::Init>),
    Migrate(migrate::Migrate),
    /// Operators: pools and what their admins do
    #[command(subcommand)]
    Pool(pool::PoolCommand),
    /// Staking records: one for each owner and pool
    #[command(subcommand)]
    Record(record::RecordCommand),
    Stake(stake::Stake),
    Activate(activate::Activate),
    Unstake(unstake::Unstake),
    CancelUnstake(cancel_unstake::CancelUnstake),
    Move(move_stake::Move),
    Portfolio(portfolio::Portfolio),
    History(history::History),
    /// Take what is owed: matured unstakes, USDC, commission, or all at once
    #[command(subcommand)]
    Claim(claim::ClaimCommand),
    Lock(lock::LockStake),
    Extend(lock::ExtendLock),
    Unlock(lock::BeginUnlock),
    CancelUnlock(lock::CancelUnlock),
    Rank(lock::Rank),
    /// Program admin: parameters, authorities, emission schedule
    #[command(subcommand)]
    Admin(admin::AdminCommand),
    /// Halt and resume: one pool, or staking, accrual or withdrawals of all
    #[command(subcommand)]
    Halt(halt::HaltCommand),
    Slash(slash::Slash),
    /// Epochs: mark, revoke, show, reclaim, bypass, accrue
    #[command(subcommand)]
    Epoch(epoch::EpochCommand),
    Status(status::Status),
    /// Rewards of an epoch: compute, build, verify, fund, publish, accrue, serve
    #[command(subcommand)]
    Rewards(rewards::RewardsCommand),
    Simulate(Box<simulate::Simulate>),
    Decode(decode::Decode),
    Submit(decode::Submit),
    Completions(complete::Completions),
    Man(complete::Man),
}

impl Command {
    /// Whether it only shows or writes something here, and so has no transaction to simulate or to print.
    pub fn sends_nothing(&self) -> bool {
        use epoch::EpochCommand;
        use pool::PoolCommand;
        use record::RecordCommand;
        match self {
            Self::Portfolio(_)
            | Self::History(_)
            | Self::Rank(_)
            | Self::Status(_)
            | Self::Simulate(_)
            | Self::Decode(_)
            | Self::Completions(_)
            | Self::Man(_) => true,
            Self::Init(command) => command.sends_nothing(),
            Self::Migrate(command) => command.check,
            Self::Pool(command) => matches!(command, PoolCommand::Show(_) | PoolCommand::List(_)),
            Self::Record(command) => matches!(command, RecordCommand::Show(_) | RecordCommand::List(_)),
            Self::Admin(command) => command.sends_nothing(),
            Self::Epoch(command) => matches!(command, EpochCommand::Show(_)),
            Self::Rewards(command) => command.sends_nothing(),
            _ => false,
        }
    }

    /// Whether it goes on until it is ended.
    pub fn watches(&self) -> bool {
        matches!(self, Self::Rewards(command) if command.watches())
    }

    /// Does it.
    ///
    /// # Errors
    /// Whatever keeps it from being done.
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        match self {
            Self::Init(command) => command.run(session).await,
            Self::Migrate(command) => command.run(session).await,
            Self::Pool(command) => command.run(session).await,
            Self::Record(command) => command.run(session).await,
            Self::Stake(command) => command.run(session).await,
            Self::Activate(command) => command.run(session).await,
            Self::Unstake(command) => command.run(session).await,
            Self::CancelUnstake(command) => command.run(session).await,
            Self::Move(command) => command.run(session).await,
            Self::Portfolio(command) => command.run(session).await,
            Self::History(command) => command.run(session).await,
            Self::Claim(command) => command.run(session).await,
            Self::Lock(command) => command.run(session).await,
            Self::Extend(command) => command.run(session).await,
            Self::Unlock(command) => command.run(session).await,
            Self::CancelUnlock(command) => command.run(session).await,
            Self::Rank(command) => command.run(session).await,
            Self::Admin(command) => command.run(session).await,
            Self::Halt(command) => command.run(session).await,
            Self::Slash(command) => command.run(session).await,
            Self::Epoch(command) => command.run(session).await,
            Self::Status(command) => command.run(session).await,
            Self::Rewards(command) => command.run(session).await,
            Self::Simulate(command) => command.run(session).await,
            Self::Decode(command) => command.run(session).await,
            Self::Submit(command) => command.run(session).await,
            Self::Completions(command) => command.run(session, Cli::command()),
            Self::Man(command) => command.run(session, Cli::command()),
        }
    }
}
