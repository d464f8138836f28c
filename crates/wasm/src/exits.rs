//! How stake and USDC leave (SPEC 4, SPEC 5, SPEC 9).

use inference_staking::error::Checked;
use inference_staking::state::UnstakeRequest;

use crate::memory::{ask, refusal, Memory};

/// `unstake`; `joins` is the place of a ticket, or negative. Gives the tokens and the place of their ticket.
#[no_mangle]
pub extern "C" fn unstake(shares: u64, activating: u64, joins: i32, now: i64) -> u32 {
    refusal(|memory| {
        memory.pool.require_operator_not_halted(&memory.address)?;
        let is_operator = memory.is_operators();
        let delay = memory.overview.unstake_delay(is_operator);
        let joins = (joins >= 0).then(|| u8::try_from(joins).unwrap_or(u8::MAX));
        let request = UnstakeRequest { shares, activating, joins };
        let unstaking = memory.pool.unstake(&mut memory.record, &request, now, delay)?;
        if is_operator {
            let minimum = memory.overview.min_operator_token_stake;
            memory.pool.require_minimum_left(shares, memory.record.shares, minimum)?;
        }
        memory.end()?;
        memory.give([unstaking.tokens, u64::from(unstaking.place)]);
        Ok(())
    })
}

/// Whether the record may be paid anything now.
#[no_mangle]
pub extern "C" fn require_payouts_open(now: i64) -> u32 {
    refusal(|memory| require_open(memory, now))
}

/// Whether anybody may be paid anything now.
#[no_mangle]
pub extern "C" fn require_withdrawals_open(now: i64) -> u32 {
    refusal(|memory| memory.overview.require_withdrawals_open(now))
}

/// `claim_unstake`. Gives the tokens of all matured tickets.
#[no_mangle]
pub extern "C" fn claim_unstake(now: i64) -> u32 {
    refusal(|memory| {
        require_open(memory, now)?;
        let amount = memory.record.take_matured(now)?;
        memory.pool.take_unstaked(amount)?;
        memory.end()?;
        memory.give([amount]);
        Ok(())
    })
}

/// `claim_usdc_earnings`. Gives the USDC.
#[no_mangle]
pub extern "C" fn claim_usdc_earnings(now: i64) -> u32 {
    refusal(|memory| {
        require_open(memory, now)?;
        let amount = memory.pool.claim_usdc(&mut memory.record)?;
        memory.overview.lower_usdc_liability(amount)?;
        memory.end()?;
        memory.give([amount]);
        Ok(())
    })
}

/// Whether the pool's rewards have to be collected before so many tokens leave its vault.
#[no_mangle]
pub extern "C" fn must_collect_before(amount: u64) -> u32 {
    ask(|memory| u32::from(memory.pool.must_collect_before(amount)))
}

fn require_open(memory: &Memory, now: i64) -> Checked<()> {
    memory.pool.require_operator_not_halted(&memory.address)?;
    memory.overview.require_withdrawals_open(now)
}
