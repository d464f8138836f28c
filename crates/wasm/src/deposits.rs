//! Deposits, and how they become shares (SPEC 5, SPEC 6.9).

use inference_staking::error::Checked;

use crate::memory::{refusal, Memory};

/// Whether the pool takes deposits, as `cancel_unstake` asks.
#[no_mangle]
pub extern "C" fn require_deposits_open() -> u32 {
    refusal(|memory| memory.pool.require_deposits_open(&memory.overview))
}

/// Whether the pool takes deposits of this record.
#[no_mangle]
pub extern "C" fn require_stake_open() -> u32 {
    refusal(|memory| require_open(memory))
}

/// `stake`. Gives the shares that the operator's own deposit becomes at once.
#[no_mangle]
pub extern "C" fn stake(amount: u64) -> u32 {
    refusal(|memory| {
        require_open(memory)?;
        memory.pool.stake(&memory.overview, &mut memory.record, amount)?;
        let shares = memory.pool.activate_at_once(&memory.overview, &mut memory.record, &memory.address)?;
        memory.end()?;
        memory.give([shares]);
        Ok(())
    })
}

/// `activate_stake`. Gives the shares and what they cost.
#[no_mangle]
pub extern "C" fn activate_stake() -> u32 {
    refusal(|memory| {
        let is_beside = !memory.pool.is_closed() && !memory.is_operators();
        let operator_record = is_beside.then_some(&memory.operator_record);
        let activated = memory.pool.activate(&memory.overview, &mut memory.record, operator_record)?;
        memory.end()?;
        memory.give([activated.shares, activated.cost]);
        Ok(())
    })
}

/// `cancel_unstake`. Gives the tokens of the ticket.
#[no_mangle]
pub extern "C" fn cancel_unstake(ticket: u32) -> u32 {
    refusal(|memory| {
        memory.pool.require_deposits_open(&memory.overview)?;
        // No record has so many that a number of another kind could mean one.
        let place = u8::try_from(ticket).unwrap_or(u8::MAX);
        let amount = memory.pool.cancel_unstake(&memory.overview, &mut memory.record, place)?;
        memory.end()?;
        memory.give([amount]);
        Ok(())
    })
}

fn require_open(memory: &Memory) -> Checked<()> {
    memory.pool.require_deposits_open(&memory.overview)?;
    memory.pool.require_delegation_allowed(&memory.address)
}
