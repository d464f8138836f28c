use anchor_lang::prelude::*;
use anchor_spl::token;

/// Byte of a token account that says whether it is initialized (1) or frozen (2).
const STATE_OFFSET: usize = 108;
const FROZEN: u8 = 2;
/// Bytes of a token account of the classic program.
pub const TOKEN_ACCOUNT_BYTES: usize = 165;

/// What the program's rules need of a classic token account: four fields, read without decoding the rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHolding {
    /// Mint of the account.
    pub mint: Pubkey,
    /// Who may spend from it.
    pub owner: Pubkey,
    /// Base units in it.
    pub amount: u64,
    /// Whether the mint's freeze authority has frozen it: nothing goes in or out.
    pub is_frozen: bool,
}

impl TokenHolding {
    /// Reads an account; `None` unless it is an initialized token account of the classic program.
    pub fn read(account: &AccountInfo) -> Option<Self> {
        if *account.owner != token::ID {
            return None;
        }
        let data = account.try_borrow_data().ok()?;
        let state = *data.get(STATE_OFFSET)?;
        let is_token_account = data.len() == TOKEN_ACCOUNT_BYTES && state != 0;
        let (mint, rest) = data.split_first_chunk()?;
        let (owner, rest) = rest.split_first_chunk()?;
        let holding = Self {
            mint: Pubkey::new_from_array(*mint),
            owner: Pubkey::new_from_array(*owner),
            amount: u64::from_le_bytes(*rest.first_chunk()?),
            is_frozen: state == FROZEN,
        };
        is_token_account.then_some(holding)
    }

    /// Base units in a token account; 0 if it is none.
    pub fn amount_of(account: &AccountInfo) -> u64 {
        Self::read(account).map_or(0, |holding| holding.amount)
    }
}
