//! Bytes to rows: what a statement file is, what it holds, and what could not be read.
//!
//! Nothing here knows of matching. A reader pulls bytes and pushes [`Rows`];
//! a row that cannot be read becomes a [`RejectedRow`] with its line, column and
//! [`Reason`], never a lost row.

pub mod archive;
pub mod calendar;
mod documents;
pub mod encoding;
pub mod formats;
mod grid;
pub mod intake;
mod layout;
pub mod money;
pub mod original;
pub mod problem;
pub mod profile;
pub mod reader;
mod reading;
mod record;
pub mod rows;
pub mod settings;
pub mod sniff;
mod stated;
mod table;
pub mod tabular;
pub mod transfer;
pub mod vocabulary;
pub mod words;

pub use calendar::{Date, LocalTime};
pub use encoding::Encoding;
pub use intake::{CurrencyTotal, FileReport, StatedTotal};
pub use money::{Currency, MinorUnits};
pub use problem::{Assumption, FileProblem, Reason, RejectedRow};
pub use profile::Profile;
pub use reader::{Content, FileReader, Intake};
pub use rows::{Cell, Column, Role, Rows};
pub use settings::{FormatSettings, ReadSettings};
pub use sniff::{Container, Sniffed, sniff};
pub use vocabulary::{Family, Kind, Side, Status};
