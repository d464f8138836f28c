//! Assertions of refusals.

use inference_staking_client::{address, StakingError};
use inference_staking_localnet::{Chain, Executed, Refused};
use solana_account::Account;

use crate::TestNetwork;

/// No test has more epochs with records.
const MOST_RECORDS: u64 = 210;

/// The program refused with exactly this error of its own.
///
/// # Panics
/// If it did not.
#[track_caller]
pub fn assert_refused(result: Result<Executed, Refused>, expected: StakingError) {
    match result {
        Ok(_) => panic!("the program should have refused with {}", expected.name()),
        Err(refused) => assert!(refused.is(expected), "expected {}, got {refused}", expected.name()),
    }
}

/// Something else than a rule of the program refused, with this custom error number (of Anchor, the token or system program).
///
/// # Panics
/// If it did not.
#[track_caller]
pub fn assert_refused_with_code(result: Result<Executed, Refused>, code: u32) {
    match result {
        Ok(_) => panic!("the transaction should have been refused with {code}"),
        Err(refused) => assert_eq!(refused.custom_code(), Some(code), "{refused}"),
    }
}

/// Anchor refused the instruction's data as no arguments, and nothing panicked on the way.
///
/// # Panics
/// If it did not.
#[track_caller]
pub fn assert_refused_as_unreadable(result: Result<Executed, Refused>) {
    let unreadable = u32::from(anchor_lang::error::ErrorCode::InstructionDidNotDeserialize);
    let refused = result.expect_err("the transaction should have been refused as unreadable");
    assert_eq!(refused.custom_code(), Some(unreadable), "{refused}");
    assert!(!refused.logs.iter().any(|line| line.contains("panicked")), "{refused}");
}

/// The program refuses the attempt with this error, and no account of the network is another one afterwards.
///
/// # Panics
/// If it did not, or one is.
#[track_caller]
pub fn refuses<C: Chain>(
    network: &mut TestNetwork<C>,
    expected: StakingError,
    attempt: impl FnOnce(&mut TestNetwork<C>) -> Result<Executed, Refused>,
) {
    let before = all_accounts(network);
    let result = attempt(network);
    assert_refused(result, expected);
    assert!(all_accounts(network) == before, "a refused instruction changed an account");
}

/// All accounts that hold state or money of the network: singleton, vaults, pools, records, the token accounts of their
/// owners, and the reward records up to the one that could be next.
pub fn all_accounts<C: Chain>(network: &mut TestNetwork<C>) -> Vec<Option<Account>> {
    let (mints, epoch) = (network.mints, network.overview().map_or(0, |overview| overview.completed_reward_epoch));
    let mut keys = vec![address::pool_overview(), address::reward_vault(), address::usdc_vault()];
    keys.extend((1..=epoch.saturating_add(2).min(MOST_RECORDS)).map(address::reward_record));
    keys.extend(network.pools.iter().flat_map(|pool| [*pool, address::pool_vault(pool)]));
    keys.extend(&network.records);
    for record in network.records.clone() {
        let Ok(record) = network.record(&record) else { continue };
        keys.extend([mints.stake, mints.usdc].map(|mint| address::owner_token_account(&record.owner, &mint)));
    }
    keys.iter().map(|key| network.chain.account(key)).collect()
}
