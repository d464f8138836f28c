//! The program's IDL: names, documentation, arguments and accounts of its instructions.

use serde_json::Value;

use super::value::{items, without_unit, Bytes};
use crate::view::Decimals;

/// As it is committed; a check keeps it fresh.
pub(super) const IDL: &str = include_str!("../../../../idl/inference_staking.json");

/// The program's IDL.
pub(super) struct Idl(Value);

/// An instruction that was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) name: String,
    pub(super) does: String,
    /// Names and values.
    pub(super) arguments: Vec<(String, String)>,
    pub(super) accounts: Vec<String>,
}

impl Idl {
    pub(super) fn of_program() -> Option<Self> {
        serde_json::from_str(IDL).ok().map(Self)
    }

    /// The instruction of the program that these bytes are; `None` if they are none.
    pub(super) fn instruction(&self, data: &[u8], decimals: Option<Decimals>) -> Option<Known> {
        let (discriminator, arguments) = data.split_at_checked(8)?;
        let instruction = items(&self.0, "instructions").iter().find(|instruction| {
            let bytes = items(instruction, "discriminator").iter().filter_map(Value::as_u64);
            bytes.eq(discriminator.iter().map(|byte| u64::from(*byte)))
        })?;
        let mut bytes = Bytes::new(arguments, items(&self.0, "types"), decimals);
        let mut read = Vec::new();
        for argument in items(instruction, "args") {
            let name = text(argument, "name");
            read.extend(bytes.read(&name, &argument["type"])?.rows(without_unit(&name)));
        }
        let docs = items(instruction, "docs").iter().filter_map(Value::as_str);
        Some(Known {
            name: text(instruction, "name"),
            does: docs.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" "),
            arguments: read,
            accounts: items(instruction, "accounts").iter().map(|account| text(account, "name")).collect(),
        })
    }
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use anchor_lang::prelude::Pubkey;
    use inference_staking_client::args;
    use inference_staking_client::instruction::{self as ix, RecordOf};

    use super::*;

    const DECIMALS: Option<Decimals> = Some(Decimals { stake: 2, usdc: 3 });

    fn known(instruction: &anchor_lang::solana_program::instruction::Instruction) -> Known {
        Idl::of_program().unwrap().instruction(&instruction.data, DECIMALS).unwrap()
    }

    fn arguments(known: &Known) -> Vec<(&str, &str)> {
        known.arguments.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    #[test]
    fn numbers_options_and_flags_are_read() {
        let record =
            RecordOf { operator_pool: Pubkey::new_from_array([1; 32]), owner: Pubkey::new_from_array([2; 32]) };
        let unstake =
            known(&ix::unstake_of(record, args::Unstake { shares: 7, activating: u64::MAX, ticket: Some(3) }));
        assert_eq!(unstake.name, "unstake");
        let expected = [
            ("shares", "0.07 shares (7 base units)"),
            ("activating", "184467440737095516.15 tokens (18446744073709551615 base units)"),
            ("ticket", "3"),
        ];
        assert_eq!(arguments(&unstake), expected);
        let alone = known(&ix::unstake_of(record, args::Unstake { shares: 7, activating: 0, ticket: None }));
        assert_eq!(alone.arguments[2].1, "none");
        assert!(unstake.accounts.contains(&"staking_record".to_owned()), "{unstake:?}");
        assert!(unstake.does.starts_with("Turns shares, activating tokens or both into a ticket"), "{unstake:?}");
    }

    #[test]
    fn fields_are_read_each_by_itself_and_names_as_text() {
        let args = inference_staking_client::instructions::UpdateOperatorPoolArgs {
            name: Some(inference_staking_client::text::zero_padded("Uni \"x\"").unwrap()),
            reward_commission_bps: Some(499),
            auto_stake: Some(true),
            ..Default::default()
        };
        let pool = Pubkey::new_from_array([1; 32]);
        let update = known(&ix::update_operator_pool(Pubkey::new_from_array([2; 32]), pool, args));
        let mut read = arguments(&update);
        read.sort_unstable();
        assert_eq!(read, [("auto_stake", "yes"), ("name", "Uni \"x\""), ("reward_commission", "4.99%")]);
    }

    #[test]
    fn bytes_that_are_no_instruction_or_break_off_are_none() {
        let idl = Idl::of_program().unwrap();
        assert_eq!(idl.instruction(&[0; 8], None), None);
        assert_eq!(idl.instruction(&[], None), None);
        let record =
            RecordOf { operator_pool: Pubkey::new_from_array([1; 32]), owner: Pubkey::new_from_array([2; 32]) };
        let data = ix::unstake_of(record, args::Unstake { shares: 7, activating: 0, ticket: Some(3) }).data;
        assert_eq!(idl.instruction(&data[..data.len() - 1], None), None);
    }
}
