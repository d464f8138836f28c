use anchor_lang::prelude::*;
use anchor_spl::token;

/// Bytes of a token account that hold its mint.
const MINT: core::ops::Range<usize> = 0..32;
/// Bytes of a token account that hold its owner.
const OWNER: core::ops::Range<usize> = 32..64;
/// Bytes of a token account that hold its amount.
const AMOUNT: core::ops::Range<usize> = 64..72;
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
        read_bytes(account, |data| {
            let is_frozen = *data.get(STATE_OFFSET)? == FROZEN;
            let (mint, rest) = data.split_first_chunk()?;
            let (owner, rest) = rest.split_first_chunk()?;
            Some(Self {
                mint: Pubkey::new_from_array(*mint),
                owner: Pubkey::new_from_array(*owner),
                amount: u64::from_le_bytes(*rest.first_chunk()?),
                is_frozen,
            })
        })
    }

    /// Base units in a token account; 0 if it is none.
    pub fn amount_of(account: &AccountInfo) -> u64 {
        let amount = read_bytes(account, |data| Some(u64::from_le_bytes(*data.get(AMOUNT)?.first_chunk()?)));
        amount.unwrap_or(0)
    }

    /// Whether it is a token account of this mint.
    pub fn is_of_mint(account: &AccountInfo, mint: &Pubkey) -> bool {
        read_bytes(account, |data| Some(data.get(MINT)? == mint.as_ref())).unwrap_or(false)
    }

    /// Whether it is a token account that this key may spend from.
    pub fn is_of(account: &AccountInfo, owner: &Pubkey) -> bool {
        read_bytes(account, |data| Some(data.get(OWNER)? == owner.as_ref())).unwrap_or(false)
    }
}

/// What `take` makes of the bytes of an initialized token account; `None` if it is none.
#[inline(always)]
fn read_bytes<T>(account: &AccountInfo, take: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
    if *account.owner != token::ID {
        return None;
    }
    let data = account.try_borrow_data().ok()?;
    let is_token_account = data.len() == TOKEN_ACCOUNT_BYTES && *data.get(STATE_OFFSET)? != 0;
    is_token_account.then(|| take(&data)).flatten()
}
