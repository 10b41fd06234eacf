//! The tables of a report, a file a subject.

pub mod balances;
pub mod carry_over;
pub mod exceptions;
pub mod fees;
pub mod files;
pub mod finance;
pub mod identities;
pub mod journal;
pub mod position;
pub mod reconciliations;
pub mod reserve;
pub mod settlement;
pub mod summary;
pub mod trail;

use crate::table::Table;

/// Every table, in the order of the workbook's sheets.
pub const ALL: &[Table] = &[
    summary::SUMMARY,
    reconciliations::OUTCOMES,
    exceptions::EXCEPTIONS,
    exceptions::AGEING,
    journal::JOURNAL,
    balances::TRIAL_BALANCE,
    balances::BALANCES,
    identities::IDENTITIES,
    settlement::SETTLEMENT,
    finance::FINANCE,
    reserve::RESERVE,
    position::POSITION,
    fees::FEES,
    carry_over::CARRY_OVER,
    reconciliations::CONTROL_TOTALS,
    files::FILES,
    trail::DECISIONS,
    trail::TRAIL,
];
