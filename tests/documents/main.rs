//! Documents that are made from the code are what the code makes; `UPDATE_GOLDEN=1` writes
//! them anew.

mod formats;
