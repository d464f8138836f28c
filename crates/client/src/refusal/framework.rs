//! Errors of Anchor, which checks an instruction's accounts before the program's own rules.

use anchor_lang::error::ErrorCode;

use super::words::Words;

macro_rules! table {
    ($($name:ident: $message:literal),+ $(,)?) => {
        const TABLE: &[(ErrorCode, &str, &str)] = &[$((ErrorCode::$name, stringify!($name), $message)),+];
    };
}

table!(
    InstructionMissing: "the instruction has no data: build it with this client",
    InstructionFallbackNotFound: "the program does not know the instruction: use the client of the program's version",
    InstructionDidNotDeserialize: "the program cannot read the instruction's arguments: use the client of the program's version",
    ConstraintMut: "an account is passed read-only but is written: build the instruction with this client",
    ConstraintHasOne: "an account does not belong to the other accounts of the instruction: pass the one that is stored on chain",
    ConstraintSigner: "an account has to sign: sign with its key",
    ConstraintRaw: "an account does not fit the instruction: pass the one that is stored on chain",
    ConstraintOwner: "an account belongs to another program: check its address and the network",
    ConstraintRentExempt: "an account has too little SOL for its rent: fund it",
    ConstraintSeeds: "an account is not at the address that its seeds give: check the keys it is made of",
    ConstraintAssociated: "an account is not the owner's associated token account: create and pass that one",
    ConstraintAddress: "an account is not the one that the program uses: pass the one that is stored on chain",
    ConstraintTokenMint: "a token account is of another mint: pass one of the right mint",
    ConstraintTokenOwner: "a token account belongs to another owner: pass one of the right owner",
    ConstraintTokenTokenProgram: "a token account belongs to another token program: only classic SPL Token accounts are taken",
    ConstraintMintTokenProgram: "a mint belongs to another token program: only classic SPL Token mints are taken",
    ConstraintSpace: "an account has another size: is it an account of this program's version?",
    ConstraintAccountIsNone: "an optional account is needed here: pass it",
    ConstraintDuplicateMutableAccount: "an account is passed twice but is written: pass different accounts",
    AccountDiscriminatorNotFound: "an account is no account of the program: check its address and the network",
    AccountDiscriminatorMismatch: "an account is of another type: check its address",
    AccountDidNotDeserialize: "an account cannot be read: check its address and the program's version",
    AccountNotEnoughKeys: "accounts are missing: build the instruction with this client",
    AccountNotMutable: "an account is passed read-only but is written: build the instruction with this client",
    AccountOwnedByWrongProgram:
        "an account does not exist yet, or belongs to another program: create it first, or check its address and the network",
    InvalidProgramId: "a program is not the one that is expected: pass the classic token program and the system program",
    AccountNotSigner: "an account has to sign: sign with its key",
    AccountNotSystemOwned: "an account is no wallet: pass a wallet",
    AccountNotInitialized: "an account does not exist yet: create it first, or check its address and the network",
    AccountNotProgramData: "an account is not the program's data: was the program deployed as upgradeable?",
    AccountNotAssociatedTokenAccount: "an account is not the owner's associated token account: create and pass that one",
    DeclaredProgramIdMismatch: "the program was built for another id: deploy it under the id that it declares",
);

/// What the framework's error `code` means. Numbers that cannot be reached with accounts of this client share one text.
pub(super) fn words(code: u32) -> Option<Words> {
    let known = TABLE.iter().find(|(error, _, _)| u32::from(*error) == code);
    let (name, message) = known.map_or(
        (
            "AnchorError",
            "the framework refused the instruction: see the logs, and use the client of the program's version",
        ),
        |(_, name, message)| (*name, *message),
    );
    Some(Words { code, name, message })
}
