//! Markup in which every text is escaped.

use tieout_statement::original::visible;

use crate::words::Language;

/// How a column stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Align {
    /// Words.
    Start,
    /// Numbers.
    End,
    /// Hashes, names of files: fixed width, broken anywhere.
    Code,
}

impl Align {
    const fn class(self) -> &'static str {
        match self {
            Self::Start => "",
            Self::End => " class=\"n\"",
            Self::Code => " class=\"c\"",
        }
    }
}

/// A page on its way.
pub(super) struct Html {
    out: String,
    pub language: Language,
}

impl Html {
    pub const fn new(language: Language) -> Self {
        Self {
            out: String::new(),
            language,
        }
    }

    pub const fn pick(&self, english: &'static str, chinese: &'static str) -> &'static str {
        self.language.pick(english, chinese)
    }

    /// Markup of ours.
    pub fn markup(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// A text of anybody's: nothing in it is markup, and nothing in it is hidden.
    pub fn text(&mut self, text: &str) {
        for c in visible(text).chars() {
            match c {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\'' => self.out.push_str("&#39;"),
                c => self.out.push(c),
            }
        }
    }

    /// A text in an element without attributes, or with those of `tag`.
    pub fn element(&mut self, tag: &str, text: &str) {
        let name = tag.split(' ').next().unwrap_or(tag);
        self.markup(&format!("<{tag}>"));
        self.text(text);
        self.markup(&format!("</{name}>"));
    }

    /// A table; a row whose first cell is empty belongs to the one above it.
    pub fn table(&mut self, heads: &[(&str, Align)], rows: &[Vec<String>]) {
        self.markup("<table>\n<thead><tr>");
        for (head, align) in heads {
            self.element(&format!("th scope=\"col\"{}", align.class()), head);
        }
        self.markup("</tr></thead>\n<tbody>\n");
        for row in rows {
            self.markup("<tr>");
            for (cell, (_, align)) in row.iter().zip(heads) {
                self.element(&format!("td{}", align.class()), cell);
            }
            self.markup("</tr>\n");
        }
        self.markup("</tbody>\n</table>\n");
    }

    pub fn finish(self) -> String {
        self.out
    }
}
