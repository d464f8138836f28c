use std::io::{Error, ErrorKind, Read, Write};

use anchor_lang::prelude::*;

const NODE_BYTES: usize = 32;

/// Hashes that prove leaves, in the order in which they are used. In an instruction's data a `Vec<[u8; 32]>` like any other,
/// but always the last argument: all bytes that follow are read at once. Borsh would read them hash by hash, which costs a
/// tenth of an accrual.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof(Vec<u8>);

impl Proof {
    /// The hashes.
    pub fn nodes(&self) -> &[[u8; NODE_BYTES]] {
        self.0.as_chunks().0
    }
}

impl From<Vec<[u8; NODE_BYTES]>> for Proof {
    fn from(nodes: Vec<[u8; NODE_BYTES]>) -> Self {
        Self(nodes.into_flattened())
    }
}

impl AnchorSerialize for Proof {
    fn serialize<W: Write>(&self, writer: &mut W) -> std::io::Result<()> {
        self.nodes().serialize(writer)
    }
}

impl AnchorDeserialize for Proof {
    fn deserialize_reader<R: Read>(reader: &mut R) -> std::io::Result<Self> {
        let nodes = u32::deserialize_reader(reader)?;
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        let length = usize::try_from(nodes).ok().and_then(|nodes| nodes.checked_mul(NODE_BYTES));
        let length = length.filter(|length| *length <= bytes.len()).ok_or(Error::from(ErrorKind::InvalidData))?;
        bytes.truncate(length);
        Ok(Self(bytes))
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

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use super::*;

    const NODES: [[u8; 32]; 3] = [[1; 32], [2; 32], [3; 32]];

    #[test]
    fn a_proof_is_written_and_read_as_a_list_of_hashes() {
        let as_list = borsh::to_vec(&NODES.to_vec()).unwrap();
        let proof = Proof::from(NODES.to_vec());
        assert_eq!(borsh::to_vec(&proof).unwrap(), as_list);
        let read = Proof::try_from_slice(&as_list).unwrap();
        assert_eq!((read.nodes(), &read), (&NODES[..], &proof));
        assert_eq!(Proof::try_from_slice(&[0; 4]).unwrap(), Proof::default());
    }

    #[test]
    fn a_proof_has_as_many_hashes_as_it_says() {
        let mut bytes = borsh::to_vec(&NODES.to_vec()).unwrap();
        bytes[0] = 2;
        assert_eq!(Proof::deserialize(&mut &bytes[..]).unwrap().nodes(), &NODES[..2]);
        for says in [4, 255] {
            bytes[0] = says;
            Proof::deserialize(&mut &bytes[..]).unwrap_err();
        }
        bytes[..4].fill(255);
        Proof::deserialize(&mut &bytes[..]).unwrap_err();
        bytes[..4].copy_from_slice(&3u32.to_le_bytes());
        bytes.pop();
        Proof::deserialize(&mut &bytes[..]).unwrap_err();
    }
}
