//! Answers that follow their question and the result.

use leptos::prelude::*;

use super::Workspace;
use crate::worker::books::{BooksAnswer, BooksQuestion};

/// The answer to a question about the books, asked again whenever it or the result changes;
/// `None` until it came, and where there is no question. An answer that comes too late is
/// dropped.
pub fn asked<T: Clone + Send + Sync + 'static>(
    workspace: Workspace,
    question: impl Fn() -> Option<BooksQuestion> + Send + Sync + 'static,
    pick: fn(BooksAnswer) -> Option<T>,
) -> Signal<Option<T>> {
    let question = Memo::new(move |_| question());
    let answer = RwSignal::new(None);
    let asked = StoredValue::new(0_u64);
    Effect::new(move || {
        workspace.generation.track();
        let there_is = workspace.summary.with(Option::is_some);
        asked.update_value(|n| *n += 1);
        let ask = asked.get_value();
        let Some(question) = question.get().filter(|_| there_is) else {
            answer.set(None);
            return;
        };
        leptos::task::spawn_local(async move {
            let told = workspace.books(question).await.and_then(pick);
            if asked.try_get_value() == Some(ask) {
                answer.set(told);
            }
        });
    });
    answer.into()
}
