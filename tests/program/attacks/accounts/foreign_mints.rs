//! Mint with a transfer fee, hook, permanent delegate: made by the real Token-2022 program.

use anchor_lang::prelude::{pubkey, system_program, AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::{address, instruction as ix};
use inference_staking_localnet::{wallet, Chain, NetworkSetup};
use inference_staking_test_kit::refusal::assert_refused_with_code;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::chain::{bare, TestNetwork};
use crate::world::*;

const TOKEN_2022: Pubkey = pubkey!("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");

/// Bytes of a mint with one extension (165 and the account type, then type and length of the extension, then its data),
/// and the instruction that initializes the extension.
fn extensions(mallory: &Pubkey) -> [(&'static str, u64, Vec<u8>); 4] {
    let key = mallory.as_ref();
    // Both authorities of the fee are none; 100 %, no maximum.
    let fee = [&[26, 0, 0, 0][..], &10_000u16.to_le_bytes(), &u64::MAX.to_le_bytes()].concat();
    let hook = [&[36, 0][..], key, key].concat();
    let delegate = [&[35][..], key].concat();
    [
        ("transfer fee", 166 + 4 + 108, fee),
        ("hook", 166 + 4 + 64, hook),
        ("delegate", 166 + 4 + 32, delegate),
        ("plain", 82, vec![]),
    ]
}

/// Creates the mint with 6 decimals; Mallory mints and freezes.
fn create_mint(network: &mut TestNetwork, mint: &Keypair, space: u64, extension: Vec<u8>) {
    let (payer, mallory) = (network.payer.pubkey(), wallet("mallory").pubkey());
    let lamports = 10_000_000u64;
    let data = [&[0; 4][..], &lamports.to_le_bytes(), &space.to_le_bytes(), TOKEN_2022.as_ref()].concat();
    let accounts = vec![AccountMeta::new(payer, true), AccountMeta::new(mint.pubkey(), true)];
    let create = Instruction { program_id: system_program::ID, accounts, data };
    let on_mint = |data| {
        let accounts = vec![AccountMeta::new(mint.pubkey(), false)];
        Instruction { program_id: TOKEN_2022, accounts, data }
    };
    let initialize = on_mint([&[20, 6][..], mallory.as_ref(), &[1], mallory.as_ref()].concat());
    let extended = (!extension.is_empty()).then(|| on_mint(extension));
    let all: Vec<Instruction> = [Some(create), extended, Some(initialize)].into_iter().flatten().collect();
    network.send(&all, &[mint]).unwrap();
    assert_eq!(network.chain.account(&mint.pubkey()).unwrap().owner, TOKEN_2022);
}

#[test]
fn no_token_2022_mint_becomes_the_stake_token_or_usdc() {
    for (name, space, extension) in extensions(&wallet("mallory").pubkey()) {
        let mut network = bare();
        let mint = wallet(name);
        create_mint(&mut network, &mint, space, extension);
        let honest = network.create_pool_overview_accounts().unwrap();
        let admin = network.program_admin.insecure_clone();
        let as_stake = inference_staking_client::accounts::CreatePoolOverview { stake_mint: mint.pubkey(), ..honest };
        let as_usdc = inference_staking_client::accounts::CreatePoolOverview { usdc_mint: mint.pubkey(), ..honest };
        for accounts in [as_stake, as_usdc] {
            let create = ix::create_pool_overview(accounts, NetworkSetup::default().overview_args());
            assert_refused_with_code(network.send(&[create], &[&admin]), WRONG_OWNER_PROGRAM);
            // Nor with the token program that it belongs to.
            let accounts =
                inference_staking_client::accounts::CreatePoolOverview { token_program: TOKEN_2022, ..accounts };
            let create = ix::create_pool_overview(accounts, NetworkSetup::default().overview_args());
            assert_refused_with_code(network.send(&[create], &[&admin]), WRONG_OWNER_PROGRAM);
        }
        assert!(network.chain.account(&address::pool_overview()).is_none());
        let create = ix::create_pool_overview(honest, NetworkSetup::default().overview_args());
        network.send(&[create], &[&admin]).unwrap();
    }
}

#[test]
fn no_token_2022_mint_gets_into_a_running_pool() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let [(name, space, extension), ..] = extensions(&wallet("mallory").pubkey());
    let mint = wallet(name);
    create_mint(&mut network, &mint, space, extension);
    let wrong = inference_staking_client::StakingError::WrongMint;
    let mut stake = network.stake_accounts(&alice);
    stake.stake_mint = mint.pubkey();
    refuses_instruction(&mut network, wrong, ix::stake(stake, 1), &[&alice.wallet]);
    let mut claim = ix::claim_usdc_earnings_accounts(alice.record, usdc_account(&network, &alice), network.mints.usdc);
    claim.usdc_mint = mint.pubkey();
    refuses_instruction(
        &mut network,
        wrong,
        ix::build(claim, inference_staking_client::args::ClaimUsdcEarnings {}),
        &[&alice.wallet],
    );
    claim.usdc_mint = network.mints.usdc;
    claim.token_program = TOKEN_2022;
    let through_token_2022 = ix::build(claim, inference_staking_client::args::ClaimUsdcEarnings {});
    refuses_with_code(&mut network, WRONG_PROGRAM, &[through_token_2022], &[&alice.wallet]);
    let newcomer = network.funded_wallet("newcomer", 0).unwrap();
    let payer = network.payer.pubkey();
    let accounts = ix::create_operator_pool_accounts(payer, newcomer.pubkey(), mint.pubkey(), None);
    let create = ix::create_operator_pool(accounts, inference_staking_test_kit::actors::pool_args(), u64::MAX);
    refuses_with_code(&mut network, WRONG_OWNER_PROGRAM, &[create], &[&newcomer]);
}
