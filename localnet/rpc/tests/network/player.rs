//! Somebody who sends transactions over the network's JSON-RPC and waits for them.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction::{self as ix, Mints, RecordOf};
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::text::zero_padded;
use inference_staking_client::{account, address, state};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet_rpc::{LocalNetwork, LocalNetworkOptions};
use solana_keypair::Keypair;
use solana_rpc_client::rpc_client::RpcClient;
use solana_signer::Signer;
use solana_transaction::Transaction;

/// Above the minimum that the default setup wants of operators.
pub const OPERATOR_STAKE: u64 = 2_000 * ONE;

/// A network of the default options.
pub fn network() -> LocalNetwork {
    LocalNetwork::start(LocalNetworkOptions::default()).unwrap()
}

/// Sends, and waits until it is confirmed.
pub fn send(rpc: &RpcClient, instructions: &[Instruction], signers: &[&Keypair]) {
    rpc.send_and_confirm_transaction(&signed(rpc, instructions, signers)).unwrap();
}

/// A transaction with the latest blockhash; the first signer pays.
pub fn signed(rpc: &RpcClient, instructions: &[Instruction], signers: &[&Keypair]) -> Transaction {
    let blockhash = rpc.get_latest_blockhash().unwrap();
    Transaction::new_signed_with_payer(instructions, Some(&signers[0].pubkey()), signers, blockhash)
}

/// The wallet creates a pool and stakes the operator's part.
pub fn pool_with_stake(rpc: &RpcClient, operator: &Keypair, mints: &Mints) -> RecordOf {
    let owner = operator.pubkey();
    let record = RecordOf { operator_pool: address::operator_pool(&owner), owner };
    send(rpc, &[create_pool(owner, mints), stake(record, OPERATOR_STAKE, mints)], &[operator]);
    record
}

fn create_pool(owner: Pubkey, mints: &Mints) -> Instruction {
    let args = CreateOperatorPoolArgs {
        name: zero_padded("a pool").unwrap(),
        metadata_uri: zero_padded("").unwrap(),
        reward_commission_bps: 0,
        usdc_commission_bps: 0,
        auto_stake: false,
        delegation_allowed: true,
    };
    ix::create_operator_pool(ix::create_operator_pool_accounts(owner, owner, mints.stake, None), args, u64::MAX)
}

/// Stakes into the owner's own pool.
pub fn stake(record: RecordOf, amount: u64, mints: &Mints) -> Instruction {
    let source = address::owner_token_account(&record.owner, &mints.stake);
    ix::stake(ix::stake_accounts(record, source, mints.stake), amount)
}

pub fn staking_record(rpc: &RpcClient, of: RecordOf) -> state::StakingRecord {
    account::decode(&rpc.get_account_data(&of.address()).unwrap()).unwrap()
}

pub fn tokens_of(rpc: &RpcClient, owner: &Pubkey, mint: &Pubkey) -> u64 {
    let at = address::owner_token_account(owner, mint);
    rpc.get_token_account_balance(&at).unwrap().amount.parse().unwrap()
}
