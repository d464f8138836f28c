use anchor_lang::prelude::*;
use anchor_spl::token;

/// Byte of a token account that says whether it is initialized (1) or frozen (2).
const STATE_OFFSET: usize = 108;
/// Bytes of a token account of the classic program.
pub const TOKEN_ACCOUNT_BYTES: usize = 165;

/// What the program's rules need of a classic token account. Reads three fields instead of decoding all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenHolding {
    /// Mint of the account.
    pub mint: Pubkey,
    /// Who may spend from it.
    pub owner: Pubkey,
    /// Base units in it.
    pub amount: u64,
}

impl AccountDeserialize for TokenHolding {
    fn try_deserialize_unchecked(data: &mut &[u8]) -> Result<Self> {
        parse(data).ok_or(ErrorCode::AccountDidNotDeserialize.into())
    }
}

fn parse(data: &[u8]) -> Option<TokenHolding> {
    let is_token_account = data.len() == TOKEN_ACCOUNT_BYTES && *data.get(STATE_OFFSET)? != 0;
    let (mint, rest) = data.split_first_chunk()?;
    let (owner, rest) = rest.split_first_chunk()?;
    let amount = u64::from_le_bytes(*rest.first_chunk()?);
    is_token_account.then_some(TokenHolding {
        mint: Pubkey::new_from_array(*mint),
        owner: Pubkey::new_from_array(*owner),
        amount,
    })
}

impl AccountSerialize for TokenHolding {}

impl Owner for TokenHolding {
    fn owner() -> Pubkey {
        token::ID
    }
}

#[cfg(feature = "idl-build")]
impl IdlBuild for TokenHolding {}

#[cfg(feature = "idl-build")]
impl Discriminator for TokenHolding {
    const DISCRIMINATOR: &'static [u8] = &[];
}
