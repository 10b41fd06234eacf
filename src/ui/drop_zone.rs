//! Files and folders dropped anywhere in the window, with their paths.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry};

/// A file and its path below what was dropped or chosen.
pub type PathAndFile = (String, File);

/// Follows drags over the window; gives the dropped files to `on_files`. The signal is true
/// while files hover.
pub fn use_window_drop(on_files: impl Fn(Vec<PathAndFile>) + Clone + 'static) -> Signal<bool> {
    let over = RwSignal::new(false);
    let has_files = |event: &web_sys::DragEvent| {
        event
            .data_transfer()
            .is_some_and(|data| data.types().includes(&JsValue::from("Files"), 0))
    };
    let enter = window_event_listener(ev::dragover, move |event| {
        if has_files(&event) {
            event.prevent_default();
            if !over.get_untracked() {
                over.set(true);
            }
        }
    });
    let leave = window_event_listener(ev::dragleave, move |event| {
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    let drop = window_event_listener(ev::drop, move |event| {
        let Some(data) = event.data_transfer().filter(|_| has_files(&event)) else {
            return;
        };
        event.prevent_default();
        over.set(false);
        // Entries must be taken before the event ends; they are walked after it.
        let entries = entries(&data);
        let on_files = on_files.clone();
        leptos::task::spawn_local(async move {
            let mut found = Vec::new();
            for entry in entries {
                walk(entry, &mut found).await;
            }
            if !found.is_empty() {
                on_files(found);
            }
        });
    });
    on_cleanup(move || {
        enter.remove();
        leave.remove();
        drop.remove();
    });
    over.into()
}

enum Dropped {
    Entry(FileSystemEntry),
    File(File),
}

fn entries(data: &DataTransfer) -> Vec<Dropped> {
    let items = data.items();
    (0..items.length())
        .filter_map(|n| items.get(n))
        .filter(|item| item.kind() == "file")
        .filter_map(|item| match item.webkit_get_as_entry() {
            Ok(Some(entry)) => Some(Dropped::Entry(entry)),
            _ => item.get_as_file().ok().flatten().map(Dropped::File),
        })
        .collect()
}

async fn walk(dropped: Dropped, found: &mut Vec<PathAndFile>) {
    let mut open = match dropped {
        Dropped::File(file) => {
            found.push((file.name(), file));
            return;
        }
        Dropped::Entry(entry) => vec![entry],
    };
    while let Some(entry) = open.pop() {
        let path = entry.full_path().trim_start_matches('/').to_owned();
        if entry.is_file() {
            if let Some(file) = file_of(entry.unchecked_into()).await {
                found.push((path, file));
            }
        } else if entry.is_directory() {
            open.extend(children_of(entry.unchecked_into()).await);
        }
    }
}

async fn file_of(entry: FileSystemFileEntry) -> Option<File> {
    let promise = js_sys::Promise::new(&mut |resolve, reject| {
        entry.file_with_callback_and_callback(&resolve, &reject);
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

async fn children_of(directory: FileSystemDirectoryEntry) -> Vec<FileSystemEntry> {
    let reader = directory.create_reader();
    let mut children = Vec::new();
    // A reader gives a part at a time, and an empty one at the end.
    loop {
        let promise = js_sys::Promise::new(&mut |resolve, reject| {
            if reader
                .read_entries_with_callback_and_callback(&resolve, &reject)
                .is_err()
            {
                // A rejection has no answer to look at.
                let _ = reject.call0(&JsValue::NULL);
            }
        });
        let Ok(part) = JsFuture::from(promise).await else {
            return children;
        };
        let part: js_sys::Array = part.unchecked_into();
        if part.length() == 0 {
            return children;
        }
        children.extend(part.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

/// The files of an input, with their paths below the chosen folder.
#[must_use]
pub fn chosen_files(input: &web_sys::HtmlInputElement) -> Vec<PathAndFile> {
    let Some(list) = input.files() else {
        return Vec::new();
    };
    let path_of = |file: &File| {
        js_sys::Reflect::get(file, &"webkitRelativePath".into())
            .ok()
            .and_then(|path| path.as_string())
            .filter(|path| !path.is_empty())
            .unwrap_or_else(|| file.name())
    };
    let files = (0..list.length()).filter_map(|n| list.get(n));
    let files = files.map(|file| (path_of(&file), file)).collect();
    // So that choosing the same file again is a change again.
    input.set_value("");
    files
}
