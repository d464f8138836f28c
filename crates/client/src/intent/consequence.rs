//! What somebody has to know before they sign.

use anchor_lang::prelude::Pubkey;
use inference_staking::state::{LockTerms, OperatorPool, StakingRecord, LOCKED, UNLOCKED};

/// Something that a plan does and that cannot be taken back, costs something, or takes power away. Amounts are base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consequence {
    /// The network begins, as one for real money or as a test network for ever.
    CreatesNetwork {
        /// Whether it is a test network.
        is_test_network: bool,
    },
    /// Creating the pool costs a registration fee in stake tokens.
    PaysRegistrationFee {
        /// Stake tokens.
        fee: u64,
    },
    /// A wallet creates one pool.
    CreatesPool {
        /// The pool.
        operator_pool: Pubkey,
    },
    /// The pool's terms change, which its delegators chose it for.
    ChangesPool {
        /// The pool.
        operator_pool: Pubkey,
    },
    /// Somebody may take the pool over.
    OffersPool {
        /// The pool.
        operator_pool: Pubkey,
        /// Who may.
        new_admin: Pubkey,
    },
    /// The pool gets a new admin.
    TakesPool {
        /// The pool.
        operator_pool: Pubkey,
        /// The new admin.
        admin: Pubkey,
    },
    /// Another record is the one that can be slashed.
    ChangesOperatorRecord {
        /// The pool.
        operator_pool: Pubkey,
        /// Owner of the new record.
        owner: Pubkey,
    },
    /// The pool is closed for good.
    ClosesPool {
        /// The pool.
        operator_pool: Pubkey,
    },
    /// The staking record goes.
    ClosesRecord {
        /// The record.
        record: Pubkey,
        /// Its pool.
        operator_pool: Pubkey,
    },
    /// Nothing can enter the pool, nothing in it becomes shares, and its operator cannot leave.
    HaltsPool {
        /// The pool.
        operator_pool: Pubkey,
    },
    /// The pool goes on; a slash needs the whole delay again.
    ResumesPool {
        /// The pool.
        operator_pool: Pubkey,
    },
    /// Parameters of the network, or destinations of slashes, change at once.
    ChangesParameters,
    /// Nobody can stake, and nothing becomes shares.
    HaltsStaking,
    /// No pool can accrue.
    HaltsAccrual,
    /// Nobody can withdraw, until the halt ends by itself.
    HaltsWithdrawals,
    /// Everybody can stake again, and stake becomes shares again.
    ResumesStaking,
    /// Pools can accrue again.
    ResumesAccrual,
    /// Everybody can withdraw again; the next halt has to wait.
    ResumesWithdrawals,
    /// Keys that are left out of a list lose their power.
    ReplacesAuthorities,
    /// Somebody may take over as program admin.
    OffersProgram {
        /// Who may.
        new_admin: Pubkey,
    },
    /// The program gets a new admin.
    TakesProgram {
        /// The new admin.
        admin: Pubkey,
    },
    /// The schedule issues less and can never be raised again.
    LowersEmission,
    /// The operator loses stake.
    Slashes {
        /// The pool.
        operator_pool: Pubkey,
        /// Shares that are burnt.
        shares: u64,
        /// Stake tokens that they are worth, rounded down.
        worth: u64,
        /// Activating stake tokens.
        activating: u64,
        /// Stake tokens out of tickets.
        unstaking: u64,
        /// What is confiscated besides: stake tokens of the commission owed, USDC of the commission owed and of the operator's record.
        confiscated: Option<(u64, u64)>,
    },
    /// The epoch is over, and nothing becomes shares of a pool until the pool has passed it.
    MarksEpoch {
        /// The epoch.
        epoch: u64,
    },
    /// The pool goes on without what the epoch pays it, for as long as nobody brings its leaf.
    SkipsEpoch {
        /// The pool.
        operator_pool: Pubkey,
        /// The epoch.
        epoch: u64,
    },
    /// The epoch is finalizing again, and pays nothing until it is published anew.
    RevokesRecord {
        /// The epoch.
        epoch: u64,
        /// Stake tokens that its record pays.
        rewards: u64,
        /// USDC that its record pays.
        usdc: u64,
    },
    /// Shares can be unstaked only as fast as a release frees them, once it has begun.
    LocksStake {
        /// The pool.
        operator_pool: Pubkey,
        /// Seconds that the release will take, or that it takes longer.
        seconds: u64,
        /// Whether there is a lock already, which becomes longer.
        extends: bool,
    },
    /// What is staked joins a lock as soon as it becomes shares.
    JoinsLock {
        /// The pool.
        operator_pool: Pubkey,
        /// Seconds that a release takes.
        seconds: u64,
        /// Whether a commission rose since the lock was made, so that all of it may be freed at once as long as the raise stands.
        is_free_to_go: bool,
    },
    /// The lock holds under commissions that are higher than those it was made under: its shares can no more be freed at once.
    AcceptsRaise {
        /// The pool.
        operator_pool: Pubkey,
        /// The commissions that the lock was made under.
        locked: LockTerms,
        /// Those of today.
        today: LockTerms,
    },
    /// A ticket that others join waits as long as the last of them.
    JoinsTicket {
        /// Stake tokens that are in it already.
        amount: u64,
        /// From when they could be claimed, Unix seconds.
        claimable_from: i64,
    },
    /// The record has no rank any more.
    BeginsUnlock {
        /// The pool.
        operator_pool: Pubkey,
    },
    /// A commission rose since the shares were locked: all of them are free at once.
    FreesLock {
        /// The pool.
        operator_pool: Pubkey,
    },
    /// What a release has freed is locked again.
    CancelsUnlock {
        /// The pool.
        operator_pool: Pubkey,
    },
    /// The cooldown that a ticket has waited is lost.
    CancelsTicket {
        /// Stake tokens in it.
        amount: u64,
        /// From when they could be claimed, Unix seconds.
        claimable_from: i64,
    },
    /// A token account is paid that was named, and not the one that belongs to who is paid.
    PaysTokens {
        /// The pool that is paid out of.
        operator_pool: Pubkey,
        /// Stake tokens.
        amount: u64,
        /// The token account.
        destination: Pubkey,
        /// Whose it is.
        owner: Pubkey,
    },
    /// The same of USDC.
    PaysUsdc {
        /// The pool that is paid out of.
        operator_pool: Pubkey,
        /// USDC.
        amount: u64,
        /// The token account.
        destination: Pubkey,
        /// Whose it is.
        owner: Pubkey,
    },
    /// The global reward vault pays what it holds for nobody.
    WithdrawsSurplus {
        /// Stake tokens.
        amount: u64,
        /// The token account that is paid.
        destination: Pubkey,
        /// Whose it is.
        owner: Pubkey,
    },
    /// Once the challenge period is over, what the epoch pays stands for ever.
    PublishesEpoch {
        /// The epoch.
        epoch: u64,
        /// Roots.
        roots: usize,
        /// Stake tokens of all leaves.
        rewards: u64,
        /// USDC of all leaves.
        usdc: u64,
    },
    /// The epoch pays nobody, and what the schedule issues in it is never issued.
    PublishesNothing {
        /// The epoch.
        epoch: u64,
        /// Stake tokens that the schedule issues in it.
        emission: u64,
    },
    /// What is in the global vaults can only leave as rewards.
    FundsVaults {
        /// Stake tokens.
        tokens: u64,
        /// USDC.
        usdc: u64,
    },
}

impl Consequence {
    /// What it means for a deposit that the record is locked (SPEC 10): as shares it is locked too.
    pub(super) fn of_deposit(pool: &OperatorPool, record: &StakingRecord) -> Option<Self> {
        let StakingRecord { operator_pool, lock_duration: seconds, .. } = *record;
        let is_free_to_go = is_free_to_go(record, pool.lock_terms());
        (record.lock_state == LOCKED).then_some(Self::JoinsLock { operator_pool, seconds, is_free_to_go })
    }

    /// What it means to hold a lock under today's commissions: if one of them rose, who agrees to it may not leave at once any more.
    pub(super) fn of_agreement(record: &StakingRecord, today: LockTerms) -> Option<Self> {
        let locked = LockTerms {
            reward_commission_bps: record.lock_reward_commission_bps,
            usdc_commission_bps: record.lock_usdc_commission_bps,
        };
        let accepts = Self::AcceptsRaise { operator_pool: record.operator_pool, locked, today };
        is_free_to_go(record, today).then_some(accepts)
    }

    /// What it means to unlock: a release begins, unless all is free at once.
    pub(super) fn of_unlock(record: &StakingRecord, today: LockTerms) -> Self {
        let operator_pool = record.operator_pool;
        match is_free_to_go(record, today) {
            true => Self::FreesLock { operator_pool },
            false => Self::BeginsUnlock { operator_pool },
        }
    }
}

/// Whether an unlock would free all shares at once, by the program's own rule.
fn is_free_to_go(record: &StakingRecord, today: LockTerms) -> bool {
    let mut unlocked = *record;
    unlocked.begin_unlock(today, 0).is_ok() && unlocked.lock_state == UNLOCKED
}
