//! What a report becomes for others: every export says what the report says, and the
//! programs that it is for accept it. Where such a program is not installed, the test says
//! that it was skipped.

mod books;
mod days;
mod ledgers;
mod programs;
mod proof;
mod tables;
mod workbook;
