use anchor_lang::prelude::*;

use crate::events::{log, CommissionWithdrawn};
use crate::instructions::admin_payout::AdminUsdcPayout;
use crate::state::*;

impl AdminUsdcPayout<'_> {
    /// Handles `withdraw_operator_usdc_commission`. Accounts and checks: `AdminUsdcPayout`.
    pub(crate) fn withdraw_commission(&mut self) -> Result<()> {
        let payout = self.payout();
        let booked = {
            let now = Clock::get()?.unix_timestamp;
            let mut overview = self.pool_overview.write()?;
            let mut pool = self.operator_pool.write()?;
            self.validate(&overview, &pool, now)?;
            let amount = pool.take_usdc_commission()?;
            payout.book(&mut overview, &mut pool, amount)?
        };
        payout.pay(&booked)?;
        log(&CommissionWithdrawn {
            operator_pool: self.operator_pool.key(),
            admin: self.admin.key(),
            destination: self.destination.key(),
            mint: self.usdc_mint.key(),
            amount: booked.amount,
            liability: booked.liability,
            epoch: booked.epoch,
            pool: booked.pool,
        })?;
        Ok(())
    }
}
