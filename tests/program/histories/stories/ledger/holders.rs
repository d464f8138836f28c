//! What holders do with their shares: SPEC section 5.

use super::Ledger;

impl Ledger {
    /// What the holder's shares earned since its checkpoint.
    pub fn settle(&mut self, holder: usize) {
        let book = &mut self.holders[holder];
        let pool = &mut self.pools[book.pool];
        let earned = book.shares * (pool.index - book.checkpoint) / super::K;
        book.checkpoint = pool.index;
        book.settled += earned;
        pool.settled_usdc += earned;
    }

    /// Shares for at most `amount`, and what they cost.
    fn buy(&mut self, holder: usize, amount: u128) -> u128 {
        self.settle(holder);
        let book = &mut self.holders[holder];
        let pool = &mut self.pools[book.pool];
        let (bought, cost) = if pool.shares == 0 {
            (amount, amount)
        } else {
            let bought = amount * pool.shares / pool.staked;
            (bought, (bought * pool.staked).div_ceil(pool.shares))
        };
        book.shares += bought;
        pool.shares += bought;
        pool.staked += cost;
        cost
    }

    pub fn stake(&mut self, holder: usize, amount: u64) {
        let cost = self.buy(holder, u128::from(amount));
        self.holders[holder].tokens -= cost;
        let pool = self.holders[holder].pool;
        self.pools[pool].vault += cost;
    }

    /// Shares become a ticket that matures at `matures`.
    pub fn unstake(&mut self, holder: usize, shares: u128, matures: i64) {
        self.settle(holder);
        let book = &mut self.holders[holder];
        let pool = &mut self.pools[book.pool];
        let tokens = shares * pool.staked / pool.shares;
        book.shares -= shares;
        pool.shares -= shares;
        pool.staked -= tokens;
        pool.unstaking += tokens;
        *book.tickets.iter_mut().find(|ticket| ticket.0 == 0).unwrap() = (tokens, matures);
    }

    /// A ticket becomes shares again; what buys no share stays in it.
    pub fn cancel_unstake(&mut self, holder: usize, place: usize) {
        let offered = self.holders[holder].tickets[place].0;
        let cost = self.buy(holder, offered);
        let book = &mut self.holders[holder];
        book.tickets[place].0 -= cost;
        if book.tickets[place].0 == 0 {
            book.tickets[place] = (0, 0);
        }
        self.pools[book.pool].unstaking -= cost;
    }

    pub fn claim_unstake(&mut self, holder: usize, now: i64) {
        let book = &mut self.holders[holder];
        let mut paid = 0;
        for ticket in book.tickets.iter_mut().filter(|ticket| ticket.1 <= now) {
            paid += ticket.0;
            *ticket = (0, 0);
        }
        book.tokens += paid;
        let pool = book.pool;
        self.pay_principal(pool, paid);
    }

    pub fn claim_usdc(&mut self, holder: usize) {
        self.settle(holder);
        let paid = self.take_settled(holder);
        self.holders[holder].usdc += paid;
        self.vaults[1] -= paid;
    }

    /// Takes the holder's settled USDC out of the books.
    pub(super) fn take_settled(&mut self, holder: usize) -> u128 {
        let book = &mut self.holders[holder];
        let pool = &mut self.pools[book.pool];
        let taken = std::mem::take(&mut book.settled);
        pool.settled_usdc -= taken;
        pool.delegator_usdc -= taken;
        taken
    }
}
