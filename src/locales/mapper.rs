//! Texts of the column mapper.

use tieout_statement::Column;
use tieout_statement::profile::{Amounts, Separator, Target};

use super::{Locale, Words, keys};

keys! {
    /// The column mapper.
    MapKey {
        MapColumns: "Map columns…", "映射列…";
        Title: "Map columns", "映射列";
        Lead: "Say once what each column gives. Every file with the same header is read so from then on; the profile is kept with the settings and exported with them.", "只需说明一次每列的含义。此后表头相同的文件都按此读取；映射配置随设置保存和导出。";
        Is: "The rows are", "行的类型";
        HeaderLine: "Header on line", "表头所在行";
        Encoding: "Encoding", "编码";
        Separator: "Cells end at", "分隔符";
        ByItself: "as found", "自动识别";
        Columns: "What each column gives", "每列的含义";
        Column: "Column", "列";
        Values: "First values", "前几个值";
        Gives: "Gives", "含义";
        Nothing: "nothing", "不使用";
        Constants: "The same in every row", "每行相同的值";
        ConstantsSub: "For what no column gives.", "没有列给出的内容。";
        HowRead: "How amounts and dates are read", "金额与日期的读法";
        AmountsAre: "Amounts", "金额";
        Decimal: "Decimal mark", "小数点";
        Point: "1,234.56", "1,234.56";
        Comma: "1.234,56", "1.234,56";
        MinorUnits: "Whole minor units: 12345 is 123.45", "以分为单位：12345 即 123.45";
        DateOrder: "Dates", "日期";
        DayFirst: "Day first", "日在前";
        MonthFirst: "Month first", "月在前";
        WordsOf: "What its words mean", "用词的含义";
        Word: "Word", "用词";
        Means: "Means", "含义";
        NotAnOrder: "no order: counted and left out", "不是订单：计数后排除";
        NotYet: "not said: these rows are refused", "未说明：这些行将被拒收";
        Positive: "positive amount", "正数金额";
        Negative: "negative amount", "负数金额";
        Result: "What comes of it", "读取结果";
        Credits: "In", "收入";
        Debits: "Out", "支出";
        Name: "Name of the profile", "配置名称";
        Save: "Save and read the file", "保存并读取";
        Saved: "Profile saved; the file is read again", "配置已保存，文件重新读取";
        NoTable: "There is no table in this file.", "该文件中没有表格。";
        FirstPart: "Of the first 16 MB; the whole file is read when you save.", "仅为前 16 MB；保存后读取整个文件。";
        Profiles: "Profiles of mapped files", "列映射配置";
        ProfilesSub: "A file whose header is one of these is read by it.", "表头与其一相同的文件按该配置读取。";
        NoProfiles: "None yet: map the columns of a file on the files’ screen.", "尚无：可在文件页映射某个文件的列。";
        Remove: "Remove", "删除";
        HowFileRead: "How it is read…", "读取方式…";
        SaidLead: "What the file does not say itself. A change is kept with the settings, and the file is read again.", "文件本身没有说明的内容。修改随设置保存，文件随即重新读取。";
        SaidYear: "Year of dates that name none", "未写年份的日期";
        SaidCurrency: "Currency of rows that name none", "未写明币种的行";
    }
}

impl Words for Target {
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Column(column) => column.word(locale),
            Self::Credit => locale.pick("money in", "收入金额"),
            Self::Debit => locale.pick("money out", "支出金额"),
            Self::Time => locale.pick("time of day", "时刻"),
        }
    }
}

impl Words for Separator {
    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Comma => locale.pick("comma ,", "逗号 ,"),
            Self::Semicolon => locale.pick("semicolon ;", "分号 ;"),
            Self::Tab => locale.pick("tab", "制表符"),
            Self::Pipe => locale.pick("bar |", "竖线 |"),
        }
    }
}

/// How amounts tell which way they go; `balances`: they are balances.
#[must_use]
pub const fn amounts(amounts: Amounts, balances: bool, locale: Locale) -> &'static str {
    match (amounts, balances) {
        (Amounts::Signed, false) => locale.pick("signed: positive is in", "带符号：正数为收入"),
        (Amounts::Turned, false) => locale.pick("signed: positive is out", "带符号：正数为支出"),
        (Amounts::Signed, true) => locale.pick("debit positive", "借方为正"),
        (Amounts::Turned, true) => locale.pick("credit positive", "贷方为正"),
        (Amounts::Columns, _) => locale.pick("in and out in two columns", "收入、支出各一列"),
        (Amounts::Worded, _) => locale.pick("unsigned: a word tells", "无符号：由用词说明"),
    }
}

/// That fields are missing.
#[must_use]
pub fn missing(targets: &[Target], locale: Locale) -> String {
    let names: Vec<&str> = targets.iter().map(|target| target.word(locale)).collect();
    match locale {
        Locale::En => format!("Still needed: {}.", names.join(", ")),
        Locale::Zh => format!("还缺：{}。", names.join("、")),
    }
}

/// That a date can be read both ways.
#[must_use]
pub fn open_date(text: &str, locale: Locale) -> String {
    match locale {
        Locale::En => format!("{text} can be read both ways: which stands first?"),
        Locale::Zh => format!("{text} 有两种读法：日和月哪个在前？"),
    }
}

/// How many rows were read and refused.
#[must_use]
pub fn counts(read: u64, refused: u64, locale: Locale) -> String {
    use super::numbers::count;
    match (locale, refused) {
        (Locale::En, 0) => format!("{} rows read, none refused", count(read)),
        (Locale::En, _) => format!("{} rows read, {} refused", count(read), count(refused)),
        (Locale::Zh, 0) => format!("读取 {} 行，无拒收", count(read)),
        (Locale::Zh, _) => format!("读取 {} 行，拒收 {} 行", count(read), count(refused)),
    }
}

/// A refused row in a line of text.
#[must_use]
pub fn refused(line: u32, column: Option<&str>, why: &str, locale: Locale) -> String {
    let column = column.map_or_else(String::new, |column| format!(" · {column}"));
    match locale {
        Locale::En => format!("Line {line}{column}: {why}"),
        Locale::Zh => format!("第 {line} 行{column}：{why}"),
    }
}

/// The label of the select of a column.
#[must_use]
pub fn gives(column: &str, locale: Locale) -> String {
    match locale {
        Locale::En => format!("{column} gives"),
        Locale::Zh => format!("{column} 的含义"),
    }
}

/// What a profile is, in a line below its name.
#[must_use]
pub fn profile_line(role: tieout_statement::Role, header: &[String], locale: Locale) -> String {
    format!("{} · {}", role.word(locale), header.join(" | "))
}

/// Whether a field is a closed list of words: its own words in both languages.
#[must_use]
pub fn closed_words(target: Target, locale: Locale) -> Vec<(&'static str, &'static str)> {
    use tieout_statement::{Kind, Side, Status};
    match target {
        Target::Column(Column::Kind) => Kind::ALL
            .iter()
            .map(|word| (word.text(), word.word(locale)))
            .collect(),
        Target::Column(Column::Status) => Status::ALL
            .iter()
            .map(|word| (word.text(), word.word(locale)))
            .collect(),
        Target::Column(Column::Side) => Side::ALL
            .iter()
            .map(|word| (word.text(), word.word(locale)))
            .collect(),
        _ => Vec::new(),
    }
}
