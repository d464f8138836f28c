//! A place among an instruction's accounts: what it makes of accounts that are not its own.

use anchor_lang::error::ErrorCode;
use inference_staking_client::StakingError;

use super::answer::Answer;

/// How an account is bent or replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bend {
    /// Its signature is not asked for.
    Unsigned,
    /// It is not writable.
    ReadOnly,
    /// See the fields of [`Place`].
    Another,
    /// The same.
    OtherType,
    /// The same.
    LookAlike,
}

/// What comes of accounts in a place. `None` where there is no such account: of a wallet there is no other type.
#[derive(Clone, Copy)]
pub struct Place {
    /// In the IDL.
    pub name: &'static str,
    /// Another account that is what it claims to be: another pool, another wallet that signs, a token account of the same
    /// mint and owner.
    pub another: Option<Answer>,
    /// An account of another type of the same program, or of another mint.
    pub other_type: Option<Answer>,
    /// The same content in an account of another program, or one that is only much like it.
    pub look_alike: Option<Answer>,
}

/// A wallet; another one signs if this one did.
pub const fn wallet(name: &'static str, another: Answer) -> Place {
    Place { name, another: Some(another), other_type: None, look_alike: None }
}

/// An account of the program, known by its type.
pub const fn state(name: &'static str, another: Answer) -> Place {
    Place { another: Some(another), ..singleton(name) }
}

/// The same, of which no instruction makes another.
pub const fn singleton(name: &'static str) -> Place {
    Place {
        name,
        another: None,
        other_type: Some(Answer::Anchor(ErrorCode::AccountDiscriminatorMismatch)),
        look_alike: Some(Answer::Anchor(ErrorCode::AccountOwnedByWrongProgram)),
    }
}

/// An account whose key is stored: no other is taken, whatever it is.
pub const fn stored(name: &'static str, rule: StakingError) -> Place {
    let refused = Some(Answer::Rule(rule));
    Place { name, another: refused, other_type: refused, look_alike: refused }
}

/// A token account of the right mint, whichever.
pub const fn any_token_account(name: &'static str, rule: StakingError) -> Place {
    Place { another: Some(Answer::Taken), ..stored(name, rule) }
}

/// A mint that Anchor reads.
pub const fn read_mint(name: &'static str, rule: StakingError) -> Place {
    Place {
        name,
        another: Some(Answer::Rule(rule)),
        other_type: Some(Answer::BuiltIn("InvalidAccountData")),
        look_alike: Some(Answer::Anchor(ErrorCode::AccountOwnedByWrongProgram)),
    }
}

/// An address that seeds lead to.
pub const fn derived(name: &'static str) -> Place {
    wallet(name, Answer::Anchor(ErrorCode::ConstraintSeeds))
}

/// A program.
pub const fn program(name: &'static str) -> Place {
    let refused = Some(Answer::Anchor(ErrorCode::InvalidProgramId));
    Place { name, another: refused, other_type: None, look_alike: refused }
}
