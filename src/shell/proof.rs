//! The claim that nothing leaves, in words: what forbids it, how to see it oneself, and
//! what is not promised.

use leptos::prelude::*;

use crate::locales::{Lang, ShellKey};
use crate::shell::ShellState;
use crate::ui::dialog::Dialog;

/// The dialog behind every lock.
#[component]
pub fn ProofDialog() -> impl IntoView {
    let lang = Lang::current();
    let open = ShellState::current().proof;
    view! {
        <Dialog
            open=open
            class="paper tall"
            label=lang.signal(ShellKey::ProofTitle)
            close=lang.signal(ShellKey::Close)
        >
            <p>{lang.t(ShellKey::ProofClaim)}</p>
            <h3>{lang.t(ShellKey::ProofForbidden)}</h3>
            <ul>
                <li>{lang.t(ShellKey::ProofPolicy)}</li>
                <li>{lang.t(ShellKey::ProofTrusted)}</li>
                <li>{lang.t(ShellKey::ProofGuard)}</li>
                <li>{lang.t(ShellKey::ProofTest)}</li>
            </ul>
            <h3>{lang.t(ShellKey::ProofVerify)}</h3>
            <ol>
                <li>{lang.t(ShellKey::ProofVerifyTools)}</li>
                <li>{lang.t(ShellKey::ProofVerifyCable)}</li>
                <li>{lang.t(ShellKey::ProofVerifyProxy)}</li>
            </ol>
            <h3>{lang.t(ShellKey::ProofLimits)}</h3>
            <p>{lang.t(ShellKey::ProofLimitsText)}</p>
        </Dialog>
    }
}
