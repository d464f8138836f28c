//! Account data written out by hand: zeros but for what stands at a literal offset.

use anchor_lang::prelude::Pubkey;

/// First 8 bytes of `sha256("namespace:Name")`.
pub fn discriminator(namespace: &str, name: &str) -> [u8; 8] {
    let hash = solana_sha256_hasher::hashv(&[namespace.as_bytes(), b":", name.as_bytes()]).to_bytes();
    hash[..8].try_into().unwrap()
}

/// The data that an account must have.
pub struct AccountBytes(Vec<u8>);

impl AccountBytes {
    /// `size` zeros.
    pub fn zeros(size: usize) -> Self {
        Self(vec![0; size])
    }

    /// `size` bytes that start with the discriminator of the account type `name`.
    pub fn of_type(name: &str, size: usize) -> Self {
        Self::zeros(size).put(0, &discriminator("account", name))
    }

    /// With these bytes at an offset that holds zeros.
    ///
    /// # Panics
    /// If something stands there.
    pub fn put(mut self, offset: usize, bytes: &[u8]) -> Self {
        let place = &mut self.0[offset..offset + bytes.len()];
        assert!(place.iter().all(|byte| *byte == 0), "offset {offset} is written twice");
        place.copy_from_slice(bytes);
        self
    }

    /// With this key at an offset.
    pub fn key(self, offset: usize, key: &Pubkey) -> Self {
        self.put(offset, key.as_ref())
    }

    /// With this number, little-endian, at an offset.
    pub fn u64(self, offset: usize, number: u64) -> Self {
        self.put(offset, &number.to_le_bytes())
    }

    /// With this number, little-endian, at an offset.
    pub fn u16(self, offset: usize, number: u16) -> Self {
        self.put(offset, &number.to_le_bytes())
    }

    /// With this byte at an offset.
    pub fn u8(self, offset: usize, number: u8) -> Self {
        self.put(offset, &[number])
    }

    /// The data is exactly this.
    ///
    /// # Panics
    /// If it is not; says where.
    #[track_caller]
    pub fn assert_are(&self, data: &[u8]) {
        assert_eq!(data.len(), self.0.len(), "bytes of the account");
        let different: Vec<usize> = (0..data.len()).filter(|offset| data[*offset] != self.0[*offset]).collect();
        assert!(different.is_empty(), "the account differs at the offsets {different:?}");
    }
}

/// An initialized classic token account: nothing in it, no delegate, no close authority.
pub fn empty_token_account(mint: &Pubkey, authority: &Pubkey) -> AccountBytes {
    const INITIALIZED: u8 = 1;
    AccountBytes::zeros(165).key(0, mint).key(32, authority).u8(108, INITIALIZED)
}
