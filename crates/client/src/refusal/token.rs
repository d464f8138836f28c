//! Errors of the classic SPL Token program.

use super::words::Words;

const TABLE: [(&str, &str); 20] = [
    ("NotRentExempt", "a token account has too little SOL for its rent: fund it"),
    ("InsufficientFunds", "the token account holds too little: use a smaller amount, or fund it first"),
    ("InvalidMint", "an account is no token mint: check its address"),
    ("MintMismatch", "the token account is of another mint: pass one of the right mint"),
    ("OwnerMismatch", "the signer may not spend from the token account: sign with its owner"),
    ("FixedSupply", "the mint's supply is fixed: nothing can be minted"),
    ("AlreadyInUse", "the account is in use already: pass a new one"),
    ("InvalidNumberOfProvidedSigners", "a multisig got the wrong number of signers: sign with the right ones"),
    ("InvalidNumberOfRequiredSigners", "a multisig asks for an impossible number of signers: create another one"),
    ("UninitializedState", "the token account does not exist yet: create it first"),
    ("NativeNotSupported", "wrapped SOL cannot be used here: pass an account of the right mint"),
    ("NonNativeHasBalance", "the token account still holds tokens: empty it first"),
    ("InvalidInstruction", "the token program does not know the instruction: is it the classic one?"),
    (
        "InvalidState",
        "the account is in a state that does not allow this: check that it exists and is of the right kind",
    ),
    ("Overflow", "the amount is too large: use a smaller one"),
    ("AuthorityTypeNotSupported", "the account has no such authority: name another one"),
    ("MintCannotFreeze", "the mint cannot freeze accounts: it has no freeze authority"),
    ("AccountFrozen", "the token account is frozen: ask the mint's freeze authority to thaw it"),
    ("MintDecimalsMismatch", "the mint has other decimals: pass the mint stored in the pool overview"),
    ("NonNativeNotSupported", "only wrapped SOL can be used here: pass such an account"),
];

/// What the token program's error `code` means.
pub(super) fn words(code: u32) -> Option<Words> {
    let (name, message) = TABLE.get(usize::try_from(code).ok()?)?;
    Some(Words { code, name, message })
}
