//! XML as a tree, by local names: no document type, no entities but the five and
//! characters by number, no more depth than a statement has.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements within one another; a statement has some fifteen.
const DEEPEST: usize = 64;

/// An element.
#[derive(Debug, Default)]
pub(crate) struct Node {
    /// Its name without prefix.
    pub name: String,
    /// Its attribute `Ccy`, empty where it has none.
    pub currency: String,
    /// Its own text, white space at the ends left out.
    pub text: String,
    /// Its children, in order.
    pub children: Vec<Node>,
    /// Where it begins.
    pub at: usize,
}

impl Node {
    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Every child of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The element at the end of a path of names.
    pub fn find(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }

    /// The text at the end of a path, empty where it is none.
    pub fn text_at(&self, path: &[&str]) -> &str {
        self.find(path).map_or("", |node| node.text.as_str())
    }

    /// Its text, else that of its first descendant which has one: a code stands as text
    /// in old versions and within `Cd` or `Prtry` in new ones.
    pub fn any_text(&self) -> &str {
        if self.text.is_empty() {
            self.children
                .iter()
                .map(Self::any_text)
                .find(|text| !text.is_empty())
                .unwrap_or("")
        } else {
            &self.text
        }
    }
}

/// Why a text is no XML that we read on.
#[derive(Debug)]
pub(crate) struct Broken {
    /// Where.
    pub at: usize,
    /// Why.
    pub detail: String,
    /// Whether nothing of it may be used: what is refused on principle.
    pub refused: bool,
}

/// Reads elements from a text and hands each one that `take` wants to it when it closes;
/// these are not kept in the tree. Returns elements left open, outermost first, where the
/// text ends early or breaks.
pub(crate) fn read(
    text: &str,
    mut take: impl FnMut(&[Node], &mut Node) -> bool,
) -> (Vec<Node>, Option<Broken>) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_comments = false;
    let mut open: Vec<Node> = Vec::new();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        let broken = |detail: String, refused| Broken {
            at,
            detail,
            refused,
        };
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return (open, Some(broken(error.to_string(), false))),
        };
        match event {
            Event::Start(start) => {
                if open.len() >= DEEPEST {
                    let detail = format!("elements within one another more than {DEEPEST} deep");
                    return (open, Some(broken(detail, true)));
                }
                open.push(node(&start, at));
            }
            Event::Empty(start) => close(&mut open, node(&start, at), &mut take),
            Event::End(_) => {
                if let Some(node) = open.pop() {
                    close(&mut open, node, &mut take);
                }
            }
            Event::Text(part) => {
                if let Some(node) = open.last_mut() {
                    node.text.push_str(&part);
                }
            }
            Event::CData(part) => {
                if let Some(node) = open.last_mut() {
                    node.text.push_str(&part);
                }
            }
            Event::GeneralRef(name) => {
                let name = name.to_string();
                match entity(&name) {
                    Some(c) => {
                        if let Some(node) = open.last_mut() {
                            node.text.push(c);
                        }
                    }
                    None => {
                        let detail = format!(
                            "the entity &{}; is none of the five",
                            crate::words::shorten(&name)
                        );
                        return (open, Some(broken(detail, true)));
                    }
                }
            }
            Event::DocType(_) => {
                let detail = "a document type (DTD), which no statement has".to_owned();
                return (open, Some(broken(detail, true)));
            }
            Event::Eof => {
                let early = (!open.is_empty()).then(|| broken("it ends early".to_owned(), false));
                return (open, early);
            }
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

fn close(open: &mut [Node], mut node: Node, take: &mut impl FnMut(&[Node], &mut Node) -> bool) {
    let trimmed = node.text.trim();
    if trimmed.len() != node.text.len() {
        node.text = trimmed.to_owned();
    }
    if !take(open, &mut node)
        && let Some(parent) = open.last_mut()
    {
        parent.children.push(node);
    }
}

fn node(start: &BytesStart<'_>, at: usize) -> Node {
    let name = start.local_name().as_ref().to_owned();
    let currency = start
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == "Ccy")
        .map(|attribute| attribute.value.trim().to_owned())
        .unwrap_or_default();
    Node {
        name,
        currency,
        at,
        ..Node::default()
    }
}

/// One of the five, or a character by its number.
pub(crate) fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}
