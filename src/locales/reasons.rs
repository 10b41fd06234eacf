//! Why a group has its outcome, in the reader's language, from the reason's code and values.

use tieout_engine::report::ReasonReport;

use super::Locale;

/// The reason in words; where a code is not known here, in the engine's own English.
#[must_use]
pub fn sentence(reason: &ReasonReport, _locale: Locale) -> String {
    reason.text.clone()
}
