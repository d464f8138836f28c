//! The operations, each a thing that compilers lower to a call or to several instructions on sBPF.
//!
//! Every one takes two `u128`; the signed ones read them as `i128`.

/// What to compute. The opcode is the position in [`Operation::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as what `apply` does for each")]
pub enum Operation {
    WrappingMul,
    CheckedMul,
    Div,
    Rem,
    SignedWrappingMul,
    SignedCheckedMul,
    SignedDiv,
    SignedRem,
    CheckedAdd,
    SignedCheckedSub,
    ShiftLeft,
    ShiftRight,
    SignedShiftRight,
    WideProduct,
    SixArguments,
    SevenArguments,
}

impl Operation {
    /// Each once, in the order of the opcodes.
    pub const ALL: [Self; 16] = [
        Self::WrappingMul,
        Self::CheckedMul,
        Self::Div,
        Self::Rem,
        Self::SignedWrappingMul,
        Self::SignedCheckedMul,
        Self::SignedDiv,
        Self::SignedRem,
        Self::CheckedAdd,
        Self::SignedCheckedSub,
        Self::ShiftLeft,
        Self::ShiftRight,
        Self::SignedShiftRight,
        Self::WideProduct,
        Self::SixArguments,
        Self::SevenArguments,
    ];

    /// The operation of an opcode, if there is one.
    pub fn from_opcode(opcode: u8) -> Option<Self> {
        Self::ALL.get(usize::from(opcode)).copied()
    }

    /// The result, or nothing where the operation has none: a zero divisor, an overflow.
    pub fn apply(self, a: u128, b: u128) -> Option<u128> {
        let (signed_a, signed_b) = (a.cast_signed(), b.cast_signed());
        let (a_high, b_high) = (high(a), high(b));
        let (a_low, b_low) = (low(a), low(b));
        // A shift's count is the low seven bits of the second operand.
        let count = u32::from(b.to_le_bytes()[0]);
        match self {
            Self::WrappingMul => Some(a.wrapping_mul(b)),
            Self::CheckedMul => a.checked_mul(b),
            Self::Div => a.checked_div(b),
            Self::Rem => a.checked_rem(b),
            Self::SignedWrappingMul => unsigned(Some(signed_a.wrapping_mul(signed_b))),
            Self::SignedCheckedMul => unsigned(signed_a.checked_mul(signed_b)),
            Self::SignedDiv => unsigned(signed_a.checked_div(signed_b)),
            Self::SignedRem => unsigned(signed_a.checked_rem(signed_b)),
            Self::CheckedAdd => a.checked_add(b),
            Self::SignedCheckedSub => unsigned(signed_a.checked_sub(signed_b)),
            Self::ShiftLeft => Some(a.wrapping_shl(count)),
            Self::ShiftRight => Some(a.wrapping_shr(count)),
            Self::SignedShiftRight => unsigned(Some(signed_a.wrapping_shr(count))),
            Self::WideProduct => Some(u128::from(a_low).wrapping_mul(u128::from(b_low))),
            Self::SixArguments => {
                Some(u128::from(six_arguments(a_low, a_high, b_low, b_high, a_low ^ b_high, a_high ^ b_low)))
            }
            Self::SevenArguments => Some(seven_arguments(a_low, a, a_high, b_low, b, b_high, a_low ^ b_low)),
        }
    }
}

/// Six words: one more than sBPF has registers for, so the last goes over the stack.
#[inline(never)]
pub fn six_arguments(a: u64, b: u64, c: u64, d: u64, e: u64, f: u64) -> u64 {
    // Factors of their own make every argument's place count.
    a.wrapping_mul(3)
        .wrapping_add(b.wrapping_mul(5))
        .wrapping_add(c.wrapping_mul(7))
        .wrapping_add(d.wrapping_mul(11))
        .wrapping_add(e.wrapping_mul(13))
        .wrapping_add(f.wrapping_mul(17))
}

/// Seven arguments, two of them wide: nine words, four of which go over the stack.
#[inline(never)]
pub fn seven_arguments(a: u64, b: u128, c: u64, d: u64, e: u128, f: u64, g: u64) -> u128 {
    b.wrapping_mul(5)
        .wrapping_add(e.wrapping_mul(13))
        .wrapping_add(u128::from(a).wrapping_mul(3))
        .wrapping_add(u128::from(c).wrapping_mul(7))
        .wrapping_add(u128::from(d).wrapping_mul(11))
        .wrapping_add(u128::from(f).wrapping_mul(17))
        .wrapping_add(u128::from(g).wrapping_mul(19))
}

fn unsigned(value: Option<i128>) -> Option<u128> {
    value.map(i128::cast_unsigned)
}

#[allow(clippy::cast_possible_truncation, reason = "the low half is what is asked for")]
fn low(value: u128) -> u64 {
    value as u64
}

fn high(value: u128) -> u64 {
    low(value >> 64)
}
