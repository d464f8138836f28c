//! Access to the state in an account's data, without the checks that Anchor has made already.

use core::cell::{Ref, RefMut};

use anchor_lang::prelude::*;
use anchor_lang::{Owner, ZeroCopy};

use super::layout::Versioned;
use crate::error::{Refusal, StakingError};

const DISCRIMINATOR_BYTES: usize = 8;

/// Access to the state of an account. Anchor checked owner and discriminator when it took the account in; its own `load`
/// would check them again each time.
pub trait Stored<T> {
    /// The state, to read.
    ///
    /// # Errors
    /// If the account is borrowed for writing, or too short.
    fn read(&self) -> Result<Ref<'_, T>>;

    /// The state, to write. The runtime refuses the transaction if the account is not writable.
    ///
    /// # Errors
    /// If the account is borrowed, too short, or of a version that this program does not know.
    fn write(&self) -> Result<RefMut<'_, T>>;
}

impl<T: ZeroCopy + Owner + Versioned> Stored<T> for AccountLoader<'_, T> {
    #[inline(always)]
    fn read(&self) -> Result<Ref<'_, T>> {
        read_state(self.as_ref())
    }

    #[inline(always)]
    fn write(&self) -> Result<RefMut<'_, T>> {
        write_state(self.as_ref())
    }
}

/// The state of an account that is known to be a `T`, by its stored key or because this instruction created it.
///
/// # Errors
/// If the account is borrowed for writing, or too short.
#[inline(always)]
pub fn read_state<'a, T: ZeroCopy>(account: &'a AccountInfo) -> Result<Ref<'a, T>> {
    match account.try_borrow_data() {
        Ok(data) => Ref::filter_map(data, |data| {
            let state = data.get(DISCRIMINATOR_BYTES..DISCRIMINATOR_BYTES.checked_add(size_of::<T>())?)?;
            bytemuck::try_from_bytes(state).ok()
        })
        .map_err(|_| unusable(ProgramError::AccountDataTooSmall)),
        Err(error) => Err(unusable(error)),
    }
}

/// The same to write.
///
/// # Errors
/// If the account is borrowed, too short, or of a version that this program does not know.
#[inline(always)]
pub fn write_state<'a, T: ZeroCopy + Versioned>(account: &'a AccountInfo) -> Result<RefMut<'a, T>> {
    match account.try_borrow_mut_data() {
        Ok(data) => writable(data),
        Err(error) => Err(unusable(error)),
    }
}

/// The state of an account of which nothing is known yet, to write, if it is a `T`.
///
/// # Errors
/// Those of Anchor's `AccountLoader`, if the account is of another program or of another type; if it is borrowed; if it is of
/// a version that this program does not know.
#[inline(always)]
pub fn write_typed<'a, T: ZeroCopy + Owner + Versioned>(account: &'a AccountInfo) -> Result<RefMut<'a, T>> {
    if *account.owner != T::owner() {
        return Err(of_another_type(ErrorCode::AccountOwnedByWrongProgram));
    }
    match account.try_borrow_mut_data() {
        Ok(data) => RefMut::filter_map(data, |data| {
            let bytes = data.get_mut(..DISCRIMINATOR_BYTES.checked_add(size_of::<T>())?)?;
            let (discriminator, state) = bytes.split_first_chunk_mut::<DISCRIMINATOR_BYTES>()?;
            // Eight bytes at once: slices would be compared byte by byte.
            let is_of_type = Some(&*discriminator) == T::DISCRIMINATOR.first_chunk();
            if is_of_type {
                known(state)
            } else {
                None
            }
        })
        .map_err(|data| match data.starts_with(T::DISCRIMINATOR) {
            true => not_written(data.len(), size_of::<T>()),
            false => of_another_type(ErrorCode::AccountDiscriminatorMismatch),
        }),
        Err(error) => Err(unusable(error)),
    }
}

/// Marks a new account with its type and hands out its state, which is all zero.
///
/// # Errors
/// If the account is borrowed, or too short.
pub fn new_state<'a, T: ZeroCopy + Versioned>(account: &'a AccountInfo) -> Result<RefMut<'a, T>> {
    let mut data = account.try_borrow_mut_data()?;
    match data.get_mut(..DISCRIMINATOR_BYTES) {
        Some(start) => start.copy_from_slice(T::DISCRIMINATOR),
        None => return Err(unusable(ProgramError::AccountDataTooSmall)),
    }
    writable(data)
}

#[inline(always)]
fn writable<'a, T: ZeroCopy + Versioned>(data: RefMut<'a, &mut [u8]>) -> Result<RefMut<'a, T>> {
    RefMut::filter_map(data, |data| {
        known(data.get_mut(DISCRIMINATOR_BYTES..DISCRIMINATOR_BYTES.checked_add(size_of::<T>())?)?)
    })
    .map_err(|data| not_written(data.len(), size_of::<T>()))
}

/// A state that this program may write. A later version may count what this program knows nothing of: whoever wrote it without
/// counting would make it wrong for ever. To read it does no harm, for no version moves a field (SPEC 3).
#[inline(always)]
fn known<T: ZeroCopy + Versioned>(state: &mut [u8]) -> Option<&mut T> {
    bytemuck::try_from_bytes_mut::<T>(state).ok().filter(|state| state.version() <= T::VERSION)
}

/// Why data of the right type is no state that this program may write.
#[cold]
#[inline(never)]
fn not_written(bytes: usize, state_bytes: usize) -> Error {
    if bytes.saturating_sub(DISCRIMINATOR_BYTES) < state_bytes {
        return unusable(ProgramError::AccountDataTooSmall);
    }
    Refusal(StakingError::AccountOfLaterVersion).into()
}

#[cold]
#[inline(never)]
fn of_another_type(error: ErrorCode) -> Error {
    error.into()
}

#[cold]
#[inline(never)]
fn unusable(error: ProgramError) -> Error {
    error.into()
}
