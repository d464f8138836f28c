use std::io::{Error, ErrorKind, Read, Write};

use anchor_lang::prelude::*;

/// What an instruction's data can hold at most.
const MAX_NODES: usize = 10_240 / 32;

/// Hashes that prove leaves, in the order in which they are used. In an instruction's data a `Vec<[u8; 32]>` like any
/// other; borsh would read it hash by hash, which costs a tenth of an accrual.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof(pub Vec<[u8; 32]>);

impl AnchorSerialize for Proof {
    fn serialize<W: Write>(&self, writer: &mut W) -> std::io::Result<()> {
        self.0.serialize(writer)
    }
}

impl AnchorDeserialize for Proof {
    fn deserialize_reader<R: Read>(reader: &mut R) -> std::io::Result<Self> {
        let nodes = u32::deserialize_reader(reader)?;
        let nodes = usize::try_from(nodes).ok().filter(|nodes| *nodes <= MAX_NODES);
        let nodes = nodes.ok_or(Error::from(ErrorKind::InvalidData))?;
        let mut proof = Vec::with_capacity(nodes);
        for _ in 0..nodes {
            let mut hash = [0; 32];
            reader.read_exact(&mut hash)?;
            proof.push(hash);
        }
        Ok(Self(proof))
    }
}

#[cfg(feature = "idl-build")]
impl anchor_lang::IdlBuild for Proof {
    fn create_type() -> Option<anchor_lang::idl::types::IdlTypeDef> {
        use anchor_lang::idl::types::{IdlArrayLen, IdlSerialization, IdlType, IdlTypeDef, IdlTypeDefTy};
        let hash = IdlType::Array(Box::new(IdlType::U8), IdlArrayLen::Value(32));
        Some(IdlTypeDef {
            name: Self::get_full_path(),
            docs: Vec::new(),
            serialization: IdlSerialization::Borsh,
            repr: None,
            generics: Vec::new(),
            ty: IdlTypeDefTy::Type { alias: IdlType::Vec(Box::new(hash)) },
        })
    }
}
