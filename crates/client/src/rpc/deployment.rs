//! Whether the staking program is where this process looks for it.

use anchor_lang::error::ErrorCode;
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::Discriminator;

use super::connection::Connection;
use super::failure::{ReadError, RpcFailure};
use super::send_error::SendError;
use crate::address::{program_data, program_id};
use crate::args;

/// Why the program at the address is not the one that this client talks to.
#[derive(Debug, thiserror::Error)]
pub enum WrongProgram {
    /// Nothing is there.
    #[error("there is no program at {0} on this network")]
    Missing(Pubkey),
    /// What is there cannot be called.
    #[error("the account {0} is no program")]
    NoProgram(Pubkey),
    /// It was built for another id, and refuses everything.
    #[error(
        "the program at {0} was built for another id and refuses every instruction: write {0} into its `declare_id!` (`anchor keys \
         sync`), build it, and deploy it there as an upgrade"
    )]
    BuiltForAnotherId(Pubkey),
    /// It is another program, or another version, without an instruction that this one has.
    #[error("the program at {0} is not the staking program: it does not know its instructions")]
    Other(Pubkey),
    /// Nobody can tell.
    #[error(transparent)]
    Rpc(#[from] RpcFailure),
    /// Nobody can tell, because the question could not be simulated.
    #[error("it cannot be told whether the program at {program} is the staking program: {error}")]
    Unknown {
        /// The program.
        program: Pubkey,
        /// Why not.
        error: Box<SendError>,
    },
}

/// Where ProgramData names the upgrade authority, behind its kind and the slot: 1 and the key, or 0 if the program is final.
const UPGRADE_AUTHORITY: std::ops::Range<usize> = 12..45;

impl Connection {
    /// Looks for a program at the address; which one it is only `require_staking_program` can tell.
    ///
    /// # Errors
    /// `Missing`, `NoProgram`, `Rpc`.
    pub async fn require_a_program(&self) -> Result<(), WrongProgram> {
        let program = program_id();
        match self.raw(&program).await {
            Ok(Some(account)) if account.executable => Ok(()),
            Ok(Some(_)) => Err(WrongProgram::NoProgram(program)),
            Ok(None) => Err(WrongProgram::Missing(program)),
            Err(ReadError::Rpc(failure)) => Err(failure.into()),
            Err(_) => Err(WrongProgram::NoProgram(program)),
        }
    }

    /// Who may upgrade the program, and so may create the singleton; `None` if nobody may.
    ///
    /// # Errors
    /// If its ProgramData cannot be read.
    pub async fn upgrade_authority(&self) -> Result<Option<Pubkey>, ReadError> {
        let (what, address) = ("program data", program_data());
        let raw = self.raw(&address).await?.ok_or(ReadError::NotFound { what, address })?;
        Ok(raw.data.get(UPGRADE_AUTHORITY).and_then(upgrade_authority))
    }

    /// Asks the program whether it is the staking program, before its accounts can tell: calls, in a simulation that `payer` would
    /// pay, an instruction that no other has, without the accounts that this one would then miss.
    ///
    /// # Errors
    /// As `WrongProgram` says.
    pub async fn require_staking_program(&self, payer: &Pubkey) -> Result<(), WrongProgram> {
        self.require_a_program().await?;
        let program = program_id();
        let data = args::QueryStakingRecord::DISCRIMINATOR.to_vec();
        let question = Instruction { program_id: program, accounts: Vec::new(), data };
        match self.simulate(&[question], payer).await {
            Err(SendError::Framework { words, .. }) if words.code == u32::from(ErrorCode::AccountNotEnoughKeys) => {
                Ok(())
            }
            Err(SendError::Framework { words, .. })
                if words.code == u32::from(ErrorCode::DeclaredProgramIdMismatch) =>
            {
                Err(WrongProgram::BuiltForAnotherId(program))
            }
            Err(SendError::Rpc(failure)) => Err(failure.into()),
            // The transaction itself was refused, mostly because the payer has no SOL.
            Err(error @ SendError::Other { instruction: None, .. }) => {
                Err(WrongProgram::Unknown { program, error: Box::new(error) })
            }
            Ok(_) | Err(_) => Err(WrongProgram::Other(program)),
        }
    }
}

fn upgrade_authority(bytes: &[u8]) -> Option<Pubkey> {
    bytes.strip_prefix(&[1])?.try_into().ok().map(Pubkey::new_from_array)
}
