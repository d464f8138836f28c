use anchor_lang::prelude::*;

use crate::events::ClosedPoolUsdcDustSwept;
use crate::instructions::admin_payout::AdminUsdcPayout;
use crate::state::*;

impl AdminUsdcPayout<'_> {
    /// Handles `sweep_closed_pool_usdc_dust`. Accounts and checks: `AdminUsdcPayout`.
    pub(crate) fn sweep_dust(&mut self) -> Result<()> {
        let payout = self.payout();
        let booked = {
            let now = Clock::get()?.unix_timestamp;
            let mut overview = self.pool_overview.write()?;
            let mut pool = self.operator_pool.write()?;
            self.validate(&overview, &pool, now)?;
            let amount = pool.take_usdc_dust(&overview, now)?;
            payout.book(&mut overview, &mut pool, amount)?
        };
        payout.pay(&booked)?;
        emit!(ClosedPoolUsdcDustSwept {
            operator_pool: self.operator_pool.key(),
            admin: self.admin.key(),
            destination: self.destination.key(),
            amount: booked.amount,
            usdc_liability: booked.liability,
            epoch: booked.epoch,
            pool: booked.pool,
        });
        Ok(())
    }
}
