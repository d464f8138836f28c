//! Priority fees that are asked about.

use inference_staking_client::rpc::{PriorityFee, AUTO_CAP_MICRO_LAMPORTS};
use inference_staking_rewards::in_units;

use crate::failure::Outcome;
use crate::session::Session;

/// From this price on nobody means it without being asked: ten times what `auto` pays at most.
const DEAR_MICRO_LAMPORTS: u64 = 10 * AUTO_CAP_MICRO_LAMPORTS;
/// Compute units that a transaction can have.
const MOST_UNITS: u128 = 1_400_000;
const SOL_DECIMALS: u8 = 9;

impl Session<'_> {
    /// The price of a compute unit, micro-lamports, if it is one that is asked about.
    pub fn dear_price(&self) -> Option<u64> {
        match self.options.priority_fee {
            PriorityFee::MicroLamports(price @ DEAR_MICRO_LAMPORTS..) => Some(price),
            _ => None,
        }
    }

    /// Asks whether so dear a priority fee is meant, for each of some transactions.
    ///
    /// # Errors
    /// As `confirm`.
    pub fn agree_to_fee(&mut self) -> Outcome<()> {
        self.fee_question().map_or(Ok(()), |question| self.confirm(&question))
    }

    /// The question about it, if there is one.
    pub fn fee_question(&self) -> Option<String> {
        let price = self.dear_price()?;
        let most = u128::from(price).saturating_mul(MOST_UNITS).div_ceil(1_000_000);
        Some(format!(
            "Pay {price} micro-lamports for each compute unit? That is up to {} SOL for each transaction.",
            in_units(most, SOL_DECIMALS),
        ))
    }
}
