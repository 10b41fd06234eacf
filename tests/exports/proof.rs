//! The proof sheet: complete, closed, and safe whatever a file or a decision says.

use tieout_engine::report::Report;
use tieout_engine::trail;
use tieout_export::{Language, Options, proof};

use crate::days::{golden, random};

fn sheet(report: &Report, language: Language) -> String {
    let bytes = proof::make(report, Options { language }).expect("a report of ours");
    String::from_utf8(bytes).expect("UTF-8")
}

/// Its markup without styles.
fn body(sheet: &str) -> &str {
    sheet.split_once("<body>").expect("a body").1
}

#[test]
fn it_holds_hashes_outcomes_identities_decisions_and_the_chain_head() {
    for (_, report) in random(0..20) {
        for language in [Language::English, Language::Chinese] {
            let sheet = sheet(&report, language);
            let hashes = report.files.iter().map(|file| &file.sha256);
            for text in hashes.chain([&report.trail.head, &report.trail.digest]) {
                assert!(sheet.contains(text.as_str()), "{text}");
            }
            for total in report.reconciliations.iter().flat_map(|of| &of.outcomes) {
                assert!(sheet.contains(&format!(">{}<", total.left_amount)));
            }
            for of in &report.identities {
                assert!(sheet.contains(&format!(">{}<", of.difference)));
            }
            let names = sheet.matches("李四 &lt;a&amp;b&gt;").count();
            assert_eq!(names, report.decisions.len());
        }
    }
}

#[test]
fn every_element_is_closed_and_none_is_of_anybody_elses() {
    let known = [
        "main", "header", "div", "h1", "h2", "h3", "p", "table", "thead", "tbody", "tr", "th",
        "td", "dl", "dt", "dd", "code", "section",
    ];
    for (seed, report) in random(0..40) {
        let sheet = sheet(&report, Language::Chinese);
        let mut open = Vec::new();
        let (markup, _) = body(&sheet).split_once("</body>").expect("its end");
        for part in markup.split('<').skip(1) {
            let (tag, _) = part.split_once('>').expect("a whole tag");
            match tag.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{seed}"),
                None => {
                    let name = tag.split(' ').next().expect("a name");
                    assert!(known.contains(&name), "{seed}: {tag}");
                    open.push(name);
                }
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}

#[test]
fn it_names_nothing_outside_itself_and_runs_nothing() {
    let mut report = golden().remove(0);
    report.files[0].name =
        "\"><script src=//x></script><img src=x onerror=alert(1)>.csv".to_owned();
    report.exceptions[0].case = "\u{202e}".to_owned();
    trail::seal(&mut report);
    for language in [Language::English, Language::Chinese] {
        let sheet = sheet(&report, language);
        let lower = sheet.to_lowercase();
        for word in [
            "<script",
            "<img",
            "<link",
            "<iframe",
            "url(",
            "@import",
            "javascript:",
            "http:",
            "https:",
            "\u{202e}",
        ] {
            assert!(!lower.contains(word), "{word}");
        }
        assert!(sheet.contains("&lt;script src=//x&gt;"));
    }
}

#[test]
fn it_speaks_the_language_asked_for() {
    let report = &golden()[0];
    let (english, chinese) = (
        sheet(report, Language::English),
        sheet(report, Language::Chinese),
    );
    assert!(english.contains("<html lang=\"en\"") && english.contains("<h2>Control totals</h2>"));
    assert!(chinese.contains("<html lang=\"zh-CN\"") && chinese.contains("<h2>控制总数</h2>"));
    assert!(chinese.contains("待清算—充值收款") && english.contains("Pending clearing, money in"));
    let cjk = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let words = body(&english).replace("平账", "");
    let settings = ["利息", "结息", "手续费", "账户管理费"];
    let words = settings
        .iter()
        .fold(words, |text, word| text.replace(word, ""));
    assert!(!words.contains(cjk), "English without a Chinese word");
}
