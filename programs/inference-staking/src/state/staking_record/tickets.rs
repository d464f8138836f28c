//! The unstakes of a record that are in cooldown (SPEC 9).

use super::account::StakingRecord;
use super::ticket::Ticket;
use crate::error::{require, Checked, StakingError};

impl StakingRecord {
    /// Opens a ticket in a free place and returns the place.
    ///
    /// # Errors
    /// `NoFreeTicket`.
    pub fn open_ticket(&mut self, ticket: Ticket) -> Checked<u8> {
        let places = self.tickets.iter_mut().zip(0u8..);
        let (free, place) = places.into_iter().find(|(t, _)| t.amount == 0).ok_or(StakingError::NoFreeTicket)?;
        *free = ticket;
        Ok(place)
    }

    /// Joins tokens to the open ticket at `place`, whose time is then the later of the two; returns the place.
    ///
    /// # Errors
    /// `NoTicketToJoin` if the place is free: whoever meant a ticket that was paid meanwhile is told so.
    #[inline(never)]
    pub fn join_ticket(&mut self, place: u8, joining: &Ticket) -> Checked<u8> {
        let open = self.tickets.get_mut(usize::from(place)).filter(|ticket| ticket.amount > 0);
        let open = open.ok_or(StakingError::NoTicketToJoin)?;
        open.amount = open.amount.checked_add(joining.amount).ok_or(StakingError::MathOverflow)?;
        open.claimable_from = open.claimable_from.max(joining.claimable_from);
        Ok(place)
    }

    /// Clears the ticket at `place` and returns its tokens.
    ///
    /// # Errors
    /// `NoSuchTicket` if the place is free.
    pub(in crate::state) fn take_ticket(&mut self, place: u8) -> Checked<u64> {
        let open = self.tickets.get_mut(usize::from(place)).filter(|ticket| ticket.amount > 0);
        Ok(core::mem::take(open.ok_or(StakingError::NoSuchTicket)?).amount)
    }

    /// Clears all tickets that can be claimed at `now` and returns their sum.
    ///
    /// # Errors
    /// `NothingToClaim` if none has matured.
    pub fn take_matured(&mut self, now: i64) -> Checked<u64> {
        let matured = self.matured(now)?;
        require!(matured > 0, StakingError::NothingToClaim);
        let tickets = self.tickets.iter_mut().filter(|ticket| ticket.is_matured(now));
        tickets.for_each(|ticket| *ticket = Ticket::default());
        Ok(matured)
    }

    /// Tokens in tickets that can be claimed at `now`.
    ///
    /// # Errors
    /// `MathOverflow` never happens: they are part of the pool's total.
    pub fn matured(&self, now: i64) -> Checked<u64> {
        let matured = self.tickets.iter().filter(|ticket| ticket.is_matured(now));
        let sum = matured.map(|ticket| ticket.amount).try_fold(0u64, u64::checked_add);
        Ok(sum.ok_or(StakingError::MathOverflow)?)
    }

    /// Tokens in all tickets.
    ///
    /// # Errors
    /// `MathOverflow` never happens: they are part of the pool's total.
    pub fn unstaking(&self) -> Checked<u64> {
        let sum = self.tickets.iter().try_fold(0u64, |sum, ticket| sum.checked_add(ticket.amount));
        Ok(sum.ok_or(StakingError::MathOverflow)?)
    }

    /// Takes `amount` out of the tickets, the one that matures last first.
    ///
    /// # Errors
    /// `NotEnoughUnstaking`.
    pub(in crate::state) fn take_from_tickets(&mut self, mut amount: u64) -> Checked<()> {
        while amount > 0 {
            let last = self.tickets.iter_mut().filter(|ticket| ticket.amount > 0).max_by_key(|t| t.claimable_from);
            let ticket = last.ok_or(StakingError::NotEnoughUnstaking)?;
            let taken = ticket.amount.min(amount);
            amount = amount.saturating_sub(taken);
            ticket.amount = ticket.amount.saturating_sub(taken);
            if ticket.amount == 0 {
                *ticket = Ticket::default();
            }
        }
        Ok(())
    }
}
