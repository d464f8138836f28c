//! The wallets of a local network's roles.

use inference_staking_localnet::network::upgrade_authority;
use inference_staking_localnet::wallet;
use solana_keypair::Keypair;

/// One wallet for each role, each with SOL.
#[derive(Debug)]
pub struct Roles {
    /// Has SOL, and pays when nobody else should.
    pub payer: Keypair,
    /// Upgrade authority of the program, and its first admin.
    pub program_admin: Keypair,
    /// A reward distribution authority.
    pub reward_authority: Keypair,
    /// A halt authority.
    pub halt_authority: Keypair,
    /// A slashing authority.
    pub slashing_authority: Keypair,
    /// Mints tokens and USDC.
    pub mint_authority: Keypair,
    /// Owns the slashing destinations.
    pub slashing_treasury: Keypair,
    /// Receives the registration fees.
    pub registration_fee: Keypair,
}

impl Default for Roles {
    fn default() -> Self {
        Self {
            payer: wallet("payer"),
            program_admin: upgrade_authority(),
            reward_authority: wallet("reward authority"),
            halt_authority: wallet("halt authority"),
            slashing_authority: wallet("slashing authority"),
            mint_authority: wallet("mint authority"),
            slashing_treasury: wallet("slashing treasury"),
            registration_fee: wallet("registration fee"),
        }
    }
}

impl Roles {
    /// Each role with its name as a file name would have it.
    pub fn named(&self) -> [(&'static str, &Keypair); 8] {
        [
            ("payer", &self.payer),
            ("program-admin", &self.program_admin),
            ("reward-authority", &self.reward_authority),
            ("halt-authority", &self.halt_authority),
            ("slashing-authority", &self.slashing_authority),
            ("mint-authority", &self.mint_authority),
            ("slashing-treasury", &self.slashing_treasury),
            ("registration-fee", &self.registration_fee),
        ]
    }
}
