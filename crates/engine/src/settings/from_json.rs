//! The settings of a report back to settings.

use serde_json::Value;
use tieout_statement::FileProblem;

use super::Settings;

/// JSON says the same as `tieout.toml`, with null for a key that is not there.
pub(super) fn settings(json: &Value) -> Result<Settings, FileProblem> {
    let text = toml::to_string(&without_null(json)).map_err(|error| FileProblem::Invalid {
        line: None,
        detail: format!("not settings: {error}"),
        expected: "the settings of a report".to_owned(),
    })?;
    Settings::parse(&text)
}

fn without_null(json: &Value) -> Value {
    match json {
        Value::Object(map) => map
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key.clone(), without_null(value)))
            .collect(),
        other => match other.as_array() {
            Some(list) => list.iter().map(without_null).collect(),
            None => other.clone(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_a_report_are_the_settings_that_made_it() {
        let text = "[day]\naccounting_date = \"2026-03-02\"\ncut_off = \"23:00\"\n\
                    interest_words = [\"利息\"]\n\
                    [[channel]]\ncode = \"we\\\"chat\"\ntolerance = \"0.05\"\n\
                    key_cleaning = [\"trim\"]\n[[channel]]\ncode = \"icbc\"\n";
        let given = Settings::parse(text).expect("settings");
        assert_eq!(Settings::from_json(&given.to_json()), Ok(given));
        let defaults = Settings::default();
        assert_eq!(Settings::from_json(&defaults.to_json()), Ok(defaults));
    }

    #[test]
    fn other_json_is_refused() {
        for text in ["[1]", "3", "{\"day\": {\"cut_off\": 7}}", "{\"dya\": {}}"] {
            let json = serde_json::from_str(text).expect("JSON");
            assert!(Settings::from_json(&json).is_err(), "{text}");
        }
    }
}
