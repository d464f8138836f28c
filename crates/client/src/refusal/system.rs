//! Errors of the system program.

use super::words::Words;

const TABLE: [(&str, &str); 9] = [
    (
        "AccountAlreadyInUse",
        "an account that was to be created exists already: look at what it is before you try again",
    ),
    ("ResultWithNegativeLamports", "the payer has too little SOL for the rent of a new account: fund it first"),
    ("InvalidProgramId", "an account cannot be given to this program: check the program's id"),
    ("InvalidAccountDataLength", "an account cannot have this size: is the program of this client's version?"),
    ("MaxSeedLengthExceeded", "a seed is too long: use at most 32 bytes"),
    ("AddressWithSeedMismatch", "an address does not follow from its seed: check base and seed"),
    ("NonceNoRecentBlockhashes", "a nonce cannot be advanced now: try again"),
    ("NonceBlockhashNotExpired", "the nonce was advanced in this block already: try again"),
    ("NonceUnexpectedBlockhashValue", "the nonce is another one by now: sign with the one stored on chain"),
];

/// What the system program's error `code` means.
pub(super) fn words(code: u32) -> Option<Words> {
    let (name, message) = TABLE.get(usize::try_from(code).ok()?)?;
    Some(Words { code, name, message })
}
