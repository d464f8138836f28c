//! Steps of a history as proptest draws and shrinks them: what kind, and numbers that choose its details.

use proptest::prelude::*;

/// What a step is about. What exactly it does depends on the world it finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is an instruction or said in `choosing`")]
pub enum About {
    Stake,
    Keep,
    Activate,
    Unstake,
    ClaimUnstake,
    ClaimUsdc,
    NextEpochState,
    AccrueNext,
    AccrueBatch,
    AccrueSkipped,
    Bypass,
    PassHours,
    PassDays,
    CancelUnstake,
    CreateRecord,
    CloseRecord,
    Lock,
    ExtendLock,
    BeginUnlock,
    CancelUnlock,
    CreatePool,
    UpdatePool,
    PoolAdmin,
    RotateRecord,
    WithdrawCommission,
    ClosePool,
    Sweep,
    Collect,
    SweepSurplus,
    RewardSurplus,
    PoolHalt,
    Slash,
    Revoke,
    Reclaim,
    WrongEpochState,
    Donate,
    Parameters,
    NetworkHalts,
    LowerSchedule,
    Authorities,
    ProgramAdmin,
    EmptyEpochs,
    SkipAndRaise,
    ManyEmptyEpochs,
    Query,
    Tamper,
    EverybodyLeaves,
}

/// How often each comes.
const WEIGHTS: [(u32, About); 47] = [
    (14, About::Stake),
    (20, About::Keep),
    (6, About::Activate),
    (12, About::Unstake),
    (10, About::ClaimUnstake),
    (7, About::ClaimUsdc),
    (24, About::NextEpochState),
    (18, About::AccrueNext),
    (9, About::AccrueBatch),
    (5, About::AccrueSkipped),
    (5, About::Bypass),
    (8, About::PassHours),
    (10, About::PassDays),
    (6, About::CancelUnstake),
    (6, About::CreateRecord),
    (3, About::CloseRecord),
    (5, About::Lock),
    (2, About::ExtendLock),
    (4, About::BeginUnlock),
    (2, About::CancelUnlock),
    (5, About::CreatePool),
    (5, About::UpdatePool),
    (4, About::PoolAdmin),
    (4, About::RotateRecord),
    (4, About::WithdrawCommission),
    (2, About::ClosePool),
    (2, About::Sweep),
    (5, About::Collect),
    (3, About::SweepSurplus),
    (2, About::RewardSurplus),
    (6, About::PoolHalt),
    (6, About::Slash),
    (3, About::Revoke),
    (2, About::Reclaim),
    (4, About::WrongEpochState),
    (4, About::Donate),
    (4, About::Parameters),
    (4, About::NetworkHalts),
    (2, About::LowerSchedule),
    (2, About::Authorities),
    (2, About::ProgramAdmin),
    (2, About::EmptyEpochs),
    (2, About::SkipAndRaise),
    (1, About::ManyEmptyEpochs),
    (4, About::Query),
    (10, About::Tamper),
    (4, About::EverybodyLeaves),
];

/// An amount in relation to what would be natural.
#[derive(Clone, Copy, Debug)]
pub enum Amount {
    /// This many 65,536ths.
    Part(u16),
    /// All of it.
    All,
    /// One more than all.
    OneMore,
    /// None.
    Zero,
    /// A few base units.
    Few(u8),
    /// The largest `u64`.
    Largest,
}

impl Amount {
    /// In base units, where `natural` would be all there is.
    pub fn of(self, natural: u64) -> u64 {
        match self {
            Self::Part(part) => u64::try_from((u128::from(natural) * u128::from(part)) >> 16).unwrap(),
            Self::All => natural,
            Self::OneMore => natural.saturating_add(1),
            Self::Zero => 0,
            Self::Few(few) => u64::from(few),
            Self::Largest => u64::MAX,
        }
    }
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// What kind.
    pub about: About,
    /// Chooses pools, records and wallets.
    pub who: u16,
    /// Chooses the other one.
    pub whom: u16,
    /// Chooses variants.
    pub how: u16,
    /// How much.
    pub amount: Amount,
    /// 0 to 99; from 90 on something is wrong on purpose.
    pub honesty: u8,
}

impl Step {
    /// Whether something about the step is wrong on purpose.
    pub fn is_hostile(&self) -> bool {
        self.honesty >= 90
    }

    /// Whether variant `n` in `of` is chosen.
    pub fn variant(&self, n: u16, of: u16) -> bool {
        self.how % of == n
    }
}

fn about() -> impl Strategy<Value = About> {
    let total: u32 = WEIGHTS.iter().map(|(weight, _)| weight).sum();
    (0..total).prop_map(|mut drawn| {
        let mut found = About::Stake;
        for (weight, about) in WEIGHTS {
            if drawn < weight {
                found = about;
                break;
            }
            drawn -= weight;
        }
        found
    })
}

/// Any of them.
pub fn amount() -> impl Strategy<Value = Amount> {
    prop_oneof![
        10 => any::<u16>().prop_map(Amount::Part),
        6 => Just(Amount::All),
        1 => Just(Amount::OneMore),
        1 => Just(Amount::Zero),
        3 => (1..100u8).prop_map(Amount::Few),
        1 => Just(Amount::Largest),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    (about(), any::<u16>(), any::<u16>(), any::<u16>(), amount(), 0..100u8)
        .prop_map(|(about, who, whom, how, amount, honesty)| Step { about, who, whom, how, amount, honesty })
}

/// Up to `longest` steps.
pub fn steps(longest: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 1..longest)
}
