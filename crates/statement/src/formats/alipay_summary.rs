//! Alipay merchant business summary (支付宝业务明细汇总): the second member of the bill's
//! zip. It has no rows of ours: a line a store, and a line 合计 that states their totals,
//! which is checked against the stores' lines.
//!
//! | column | becomes |
//! | --- | --- |
//! | 门店编号 … 实收净额（元） | a stated total each, from the line 合计 |
//!
//! Source: <https://opendocs.alipay.com/open/204/106262> (bill download, columns of the
//! business summary).

use super::alipay_detail::{account, remark};
use super::{Format, FormatColumn, Layout, Record, Shape};
use crate::reading::Reading;
use crate::stated::{self, Total};

/// The format.
pub const FORMAT: Format = Format {
    id: "alipay-summary",
    role: None,
    shape: Shape::Table(COLUMNS),
    source: "https://opendocs.alipay.com/open/204/106262",
};

/// The line of totals.
const ALL_STORES: &str = "合计";

const fn must(names: &'static [&'static str]) -> FormatColumn {
    FormatColumn {
        names,
        required: true,
        becomes: &[],
    }
}
const fn may(names: &'static [&'static str]) -> FormatColumn {
    FormatColumn {
        names,
        required: false,
        becomes: &[],
    }
}

const COLUMNS: &[FormatColumn] = &[
    must(&["门店编号"]),
    may(&["门店名称"]),
    must(&["交易订单总笔数"]),
    must(&["退款订单总笔数"]),
    may(&["订单金额（元）", "订单金额(元)", "订单金额"]),
    must(&["商家实收（元）", "商家实收(元)", "商家实收"]),
    may(&["支付宝优惠（元）", "支付宝优惠(元)", "支付宝优惠"]),
    may(&["商家优惠（元）", "商家优惠(元)", "商家优惠"]),
    may(&["卡消费金额（元）", "卡消费金额(元)", "卡消费金额"]),
    may(&["服务费（元）", "服务费(元)", "服务费"]),
    may(&["分润（元）", "分润(元)", "分润"]),
    may(&["实收净额（元）", "实收净额(元)", "实收净额"]),
];

#[derive(Debug)]
pub(crate) struct Summary {
    header: Vec<String>,
    sums: Vec<Total>,
    stores: u64,
}

impl Summary {
    pub fn new(header: &[String]) -> Self {
        Self {
            header: header.to_vec(),
            sums: vec![Total::default(); header.len()],
            stores: 0,
        }
    }
}

impl Layout for Summary {
    fn width(&self) -> usize {
        self.header.len()
    }

    fn before(&mut self, text: &str, reading: &mut Reading) {
        if let Some(remark) = remark(text) {
            account(remark, reading);
        }
    }

    fn bare(&self) -> &'static [u8] {
        b"#"
    }

    fn is_remark(&self, text: &str) -> bool {
        remark(text).is_some()
    }

    fn record(&mut self, record: &Record<'_>, reading: &mut Reading) {
        if record.cell(0) != ALL_STORES {
            self.stores += 1;
            for (at, sum) in self.sums.iter_mut().enumerate() {
                sum.add(record.cell(at));
            }
            return;
        }
        // Where the bill is not kept by store, the totals stand alone.
        for (at, name) in self
            .header
            .iter()
            .enumerate()
            .skip(2)
            .filter(|_| self.stores > 0)
        {
            let value = record.cell(at);
            if !value.is_empty() {
                let sum = self.sums[at];
                reading
                    .stated
                    .push(match sum.whole().filter(|_| name.ends_with("笔数")) {
                        Some(count) => stated::count(name, value, count),
                        None => stated::amount(name, value, sum),
                    });
            }
        }
    }
}
