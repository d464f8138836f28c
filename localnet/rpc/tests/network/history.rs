//! What was played on the embedded chain before the network was served.

use anchor_spl::token::ID as TOKEN_PROGRAM;
use inference_staking_client::address::owner_token_account;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{tokens, wallet, Chain};
use inference_staking_localnet_rpc::{LocalNetwork, LocalNetworkOptions};
use serde_json::{json, Value};
use solana_rpc_client_api::request::RpcRequest;
use solana_signer::Signer;
use solana_transaction::Transaction;

/// More than are loaded at a time.
const OWNERS: u64 = 450;
/// Of the slashing treasury and of the registration fee, and the reward vault.
const OTHER_STAKE_ACCOUNTS: usize = 3;
/// Of the slashing treasury, and the USDC vault.
const OTHER_USDC_ACCOUNTS: usize = 2;

#[test]
fn a_history_of_many_accounts_is_served_and_found_by_its_indexes() {
    let options = LocalNetworkOptions { wallets: 0, ..LocalNetworkOptions::default() };
    let network = LocalNetwork::start_after(options, |network| {
        let (payer, authority) = (network.payer.insecure_clone(), network.mint_authority.insecure_clone());
        let mint = network.mints.stake;
        for number in 1..=OWNERS {
            let owner = wallet(&format!("owner {number}")).pubkey();
            let create = tokens::create_associated(&payer.pubkey(), &owner, &mint);
            let to = owner_token_account(&owner, &mint);
            let mint_to = tokens::mint_to(&mint, &to, &authority.pubkey(), number * ONE);
            let (blockhash, signer) = (network.chain.fresh_blockhash(), Some(payer.pubkey()));
            let signers = [&payer, &authority];
            let transaction =
                Transaction::new_signed_with_payer(&[create, mint_to], signer.as_ref(), &signers, blockhash);
            network.chain.execute(transaction)?;
        }
        Ok(())
    })
    .unwrap();
    let rpc = network.rpc_client();

    for number in [1, 200, 201, OWNERS] {
        let owner = wallet(&format!("owner {number}")).pubkey();
        let balance = rpc.get_token_account_balance(&owner_token_account(&owner, &network.mints.stake)).unwrap();
        assert_eq!(balance.amount, (number * ONE).to_string());
    }
    let accounts_of = |mint: String| -> usize {
        let filters = json!([{ "dataSize": 165 }, { "memcmp": { "offset": 0, "bytes": mint } }]);
        let request = json!([TOKEN_PROGRAM.to_string(), { "encoding": "base64", "filters": filters }]);
        let found: Vec<Value> = rpc.send(RpcRequest::GetProgramAccounts, request).unwrap();
        found.len()
    };
    let stake_accounts = usize::try_from(OWNERS).unwrap() + OTHER_STAKE_ACCOUNTS;
    assert_eq!(accounts_of(network.mints.stake.to_string()), stake_accounts);
    assert_eq!(accounts_of(network.mints.usdc.to_string()), OTHER_USDC_ACCOUNTS);
    let largest = rpc.get_token_largest_accounts(&network.mints.stake).unwrap();
    assert_eq!(largest[0].amount.amount, (OWNERS * ONE).to_string());
}
