//! The fixed texts of shell and screens.

use super::keys;

keys! {
    /// The frame around every screen.
    ShellKey {
        Intake: "Intake", "导入";
        Overview: "Overview", "总览";
        Worklist: "Worklist", "差错处理";
        Books: "Books", "账务";
        Reports: "Reports", "报表";
        Settings: "Settings", "设置";
        Screens: "Screens", "页面";
        SkipToContent: "Skip to content", "跳到正文";
        OnThisDevice: "On this device only", "仅在本机";
        FindOrDo: "Find or do", "查找或执行";
        SwitchLanguage: "Switch to Chinese", "切换为英文";
        Theme: "Theme", "外观";
        ThemeSystem: "As the system", "跟随系统";
        ThemeLight: "Light", "浅色";
        ThemeDark: "Dark", "深色";
        NoDayYet: "No day yet", "尚无数据";
        DropHere: "Drop to add to the day", "松手即加入当日";
        Close: "Close", "关闭";
        Back: "Back to the list", "返回列表";
        Cancel: "Cancel", "取消";
        Keys: "Keyboard", "键盘";
        KeyMove: "move", "移动";
        KeyOpen: "open", "打开";
        KeySelect: "select", "选择";
        KeyAccept: "Accept; confirm as the second", "接受；复核确认";
        KeyTreatment: "Another treatment", "更改处理";
        KeyDefer: "Leave for later", "暂缓";
        KeyNote: "Write a note", "写备注";
        KeyUndo: "Undo, redo", "撤销、重做";
        KeySelectRange: "select a range", "连选";
        KeySearch: "search", "搜索";
        KeyClose: "close", "关闭";
        KeyAll: "all keys", "全部按键";
        KeyPalette: "find or do", "查找或执行";
        KeyFirstLast: "first, last", "首条、末条";
        KeyPage: "a page", "翻页";
        PageBack: "Previous page", "上一页";
        PageOn: "Next page", "下一页";
        GoTo: "Go to", "前往";
        PaletteHint: "Search commands and orders", "搜索命令和订单";
        PaletteRows: "Orders and rows", "订单与记录";
        PaletteDo: "Do", "执行";
        PaletteNone: "Nothing found. Try a part of an order number or a command.", "没有找到。可输入订单号的一部分或命令。";
        Results: "Results", "结果";
        ShowOnly: "Show only", "只看";
        CopyFailed: "The browser did not allow copying.", "浏览器不允许复制。";
        Copied: "Copied", "已复制";
        ProofTitle: "How it is proved that nothing leaves", "如何证明数据不外传";
        ProofClaim: "Your files are read by this page on this device. No byte of them is sent anywhere, and after it has loaded the page makes no request at all.", "文件只在本机由本页面读取，不会向任何地方发送任何字节；页面加载完成后不再发出任何请求。";
        ProofForbidden: "What is forbidden, and by what", "禁止了什么，靠什么禁止";
        ProofPolicy: "The page’s own security policy, enforced by the browser, allows no connection, no foreign script, image, font, frame, form or worker.", "页面自带的安全策略由浏览器强制执行：不允许任何连接，不允许外来脚本、图片、字体、框架、表单或 Worker。";
        ProofTrusted: "Trusted Types let no text become code or markup that the page was not built with.", "Trusted Types 不允许任何文本变成构建时没有的代码或标记。";
        ProofGuard: "A short guard script, run before all others, takes away what a policy does not cover: WebRTC, WebTransport, sockets, pop-ups, and every navigation away from the page.", "一段最先运行的守护脚本去掉策略管不到的途径：WebRTC、WebTransport、套接字、弹窗，以及任何离开本页的跳转。";
        ProofTest: "An automated test tries every known way out, from page and worker, against listening TCP and UDP ports; nothing may arrive. With the defences taken out, the same test must leak.", "自动化测试从页面和 Worker 尝试每一种已知的外传途径，并在 TCP 与 UDP 端口上监听，必须一无所获；去掉防护后，同一测试必须泄漏。";
        ProofVerify: "See for yourself in five minutes", "五分钟自己验证";
        ProofVerifyTools: "Open the developer tools’ Network tab, drop a day, and watch that no line appears.", "打开开发者工具的“网络”面板，拖入一天的文件，看它始终为空。";
        ProofVerifyCable: "Load the page, pull the cable or switch the radio off, and work on: everything still works.", "加载页面后拔掉网线或关闭无线，继续操作：一切照常。";
        ProofVerifyProxy: "Set a logging proxy in the browser and look for any request after loading.", "给浏览器设置一个记录日志的代理，查看加载之后有无请求。";
        ProofLimits: "What this does not promise", "不承诺什么";
        ProofLimitsText: "It guards against mistakes and careless dependencies, not against a copy that someone has changed: compare the published SHA-256. No page can stop browser extensions, the browser’s own sync and translation, or what you copy out yourself.", "它防的是失误和不慎的依赖，防不了被人改过的副本：请核对公布的 SHA-256。浏览器扩展、浏览器自带的同步与翻译，以及您自己的复制，任何页面都无法阻止。";
        WhatHappened: "Something inside stopped", "内部出错，已停止";
        FailedNext: "The files are still here. Reconcile again; if it stops again, take out the file named and tell us what is written here.", "文件仍在。请重新对账；若再次停止，请移除所指文件，并把这里的文字告诉我们。";
        ReconcileAgain: "Reconcile again", "重新对账";
        CancelledTitle: "Stopped", "已停止";
        CancelledText: "What was read is still here.", "已读取的内容仍在。";
    }
}

keys! {
    /// Landing and intake.
    IntakeKey {
        Headline1: "Drop a day’s files.", "拖入一天的文件";
        Headline2: "See what ties out.", "看账平不平";
        Lead: "Channel statements, payment and posting flows, bank statements, in any mix. Tieout finds what does not agree, how much and why.", "通道对账文件、支付与入账流水、银行流水，任意组合。哪里不平、差多少、为什么，一次说清。";
        ChooseFiles: "Choose files", "选择文件";
        ChooseFolder: "Choose a folder", "选择文件夹";
        SampleDay: "Try the sample day", "试用示例日";
        Formats: "CSV, XLSX, camt, MT940, OFX, ZIP; bills of WeChat Pay, Alipay, Stripe and more", "CSV、XLSX、camt、MT940、OFX、ZIP；微信、支付宝、Stripe 等账单";
        Encodings: "UTF-8, UTF-16, GB18030 and older encodings", "UTF-8、UTF-16、GB18030 及旧编码";
        KnownByColumns: "Known by their columns, not their names", "按列识别，不看文件名";
        NothingLeaves: "Nothing you drop leaves this device.", "文件不会离开本机。";
        HowProved: "How that is proved", "如何证明";
        File: "File", "文件";
        RecognisedAs: "Recognised as", "识别为";
        Encoding: "Encoding", "编码";
        Rows: "Rows", "行数";
        Amount: "Amount", "金额";
        Dates: "Dates", "日期";
        ProgressWord: "Progress", "进度";
        State: "State", "状态";
        Waiting: "Waiting", "等待";
        Read: "Read", "已读";
        Refused: "Refused", "拒收";
        NotRecognised: "Not recognised", "无法识别";
        SettingsFile: "Settings", "设置";
        FeeScheduleFile: "Fee schedule", "费率表";
        JournalFile: "Journal of a ledger", "已记账分录";
        ChartFile: "Chart of accounts", "科目表";
        CarryOverFile: "Carry-over", "结转";
        DropMore: "Drop more files anywhere in the window", "可继续向窗口任意处拖入文件";
        Choose: "Choose", "选择";
        Reconcile: "Reconcile", "对账";
        SeeResult: "See the result", "查看结果";
        StartOver: "Start over", "重新开始";
        AllFiles: "All files", "全部文件";
        Preview: "Preview", "预览";
        Replace: "Replace…", "替换…";
        ReplaceFile: "Replace the file", "替换文件";
        ShowFile: "Show the file", "查看文件";
        Remove: "Remove", "移除";
        RawLines: "As the file writes it", "文件原文";
        AsRead: "As read", "读取结果";
        Line: "Line", "行";
        NoPreview: "There is nothing to show of this file.", "该文件没有可显示的内容。";
        Reading: "Reading…", "读取中…";
        StatedTotals: "Totals the file states", "文件自报合计";
        Agrees: "agrees", "相符";
        ShowFewer: "Show fewer", "收起";
        Undo: "Put it back", "放回";
        Password: "Password of the archive", "压缩包密码";
        Unlock: "Unlock", "解锁";
        PasswordStays: "Held in this tab’s memory only.", "仅保存在本标签页内存中。";
    }
}

keys! {
    /// The overview.
    OverviewKey {
        NothingYet: "Nothing reconciled yet", "尚未对账";
        NothingYetText: "Drop a day’s files anywhere in this window, or start with the sample day.", "把一天的文件拖到窗口任意处，或先试用示例日。";
        Working: "The result appears here as soon as it is known.", "结果得出后立即显示在这里。";
        ToIntake: "To the files", "查看文件";
        SeeBooks: "See the books", "查看账务";
        Rows: "Rows", "行数";
        Amount: "Amount", "金额";
        Matched: "matched", "已平";
        SetAside: "set aside", "不计";
        Timing: "timing", "时间差异";
        Exception: "exception", "差错";
        TiesOut: "Ties out", "已平";
        NotRun: "Not run", "未对账";
        DropMissing: "Add it, and this reconciliation runs by itself.", "加入后将自动对账。";
        ByOutcomeAge: "Exceptions by outcome and age", "差错按结果与账龄";
        NoExceptions: "No exception: every row of both sides is accounted for.", "没有差错：双方每一行都有着落。";
        Outcome: "Outcome", "结果";
        AtRisk: "At risk", "风险金额";
        ControlTotals: "Control totals", "控制合计";
        ControlSub: "No row goes missing between the file and the verdict.", "从文件到结论，一行不少。";
        Reconciliation: "Reconciliation", "对账";
        Side: "Side", "一方";
        SumOutcomes: "Σ outcomes, rows", "各结果合计 行";
        SumAmounts: "Σ outcomes, amount", "各结果合计 金额";
        Check: "Check", "核对";
        Equal: "equal", "相等";
        NotEqual: "not equal", "不相等";
        FilesRead: "files read", "已读文件";
        RowsIn: "rows in them", "其中行数";
        RowsRefused: "rows refused", "拒收行数";
        RowsAccounted: "rows accounted", "有着落的行";
        EachSaysWhy: "each says why", "逐行说明原因";
        EveryRow: "every row has an outcome or a reason", "每行都有结果或原因";
        RowsMissing: "rows without an outcome", "行没有结果";
        Notes: "To be noted", "说明";
        LevelSays: "Level: the bubble is between the marks when it ties out", "水平仪：气泡居中即账平";
        QChannel: "Did each channel do what we think it did?", "各通道做的，是否与我们记的一致？";
        QBusiness: "Does each order rest on a channel success?", "每笔订单是否都有通道成功支撑？";
        QPosting: "Is each success posted once, in full?", "每笔成功是否足额入账一次？";
        QFund: "Did the money arrive and leave?", "钱是否真的到账、出账？";
        Expected: "Expected", "应结";
        Bank: "Bank", "银行";
        Statements: "Statements", "对账文件";
    }
}

keys! {
    /// The worklist.
    ListKey {
        Exceptions: "Exceptions", "差错";
        Views: "Views", "视图";
        ToDecide: "To decide", "待处理";
        Timing: "Timing", "时间差异";
        All: "All", "全部";
        Asked: "Chosen rows", "所选记录";
        SearchRows: "Search rows", "搜索";
        Outcome: "Outcome", "结果";
        Channel: "Channel", "通道";
        Treatment: "Treatment", "处理";
        Decision: "Decision", "处理状态";
        Undecided: "Undecided", "未处理";
        Age: "Age", "账龄";
        Reconciliation: "Reconciliation", "对账";
        Currency: "Currency", "币种";
        OrderOrLine: "Order or line", "订单或流水";
        Ours: "Ours", "我方";
        Theirs: "Theirs", "对方";
        Delta: "Delta", "差额";
        Proposed: "Proposed", "建议";
        NoGroups: "Ungrouped", "不分组";
        ByOutcome: "By outcome", "按结果";
        ByChannel: "By channel", "按通道";
        ByAge: "By age", "按账龄";
        AtRiskWord: "at risk", "风险金额";
        ClearFilters: "Clear filters", "清除筛选";
        ClearFilter: "Clear this filter", "清除此筛选";
        NothingFits: "No row fits", "没有符合的记录";
        NothingFitsText: "Take a filter away, or search for a shorter part of the number.", "请减少筛选条件，或缩短搜索的号码。";
        TiesOut: "Nothing to do: the day ties out", "无事可做：当日已平";
        TiesOutText: "Every row of both sides is matched, set aside or a timing difference.", "双方每一行都已平、不计或属于时间差异。";
        SelectRow: "Select", "选择";
        ClearSelection: "Clear selection", "取消选择";
        CopyRows: "Copy", "复制";
        NoChannel: "no channel", "无通道";
        Loading: "Listing…", "列出中…";
    }
}

keys! {
    /// Deciding.
    DecideKey {
        Proposed: "Proposed", "建议";
        Accepted: "Accepted", "已接受";
        NeedsSecond: "Needs a second name", "待复核";
        Deferred: "Deferred", "已暂缓";
        Noted: "Noted", "已备注";
        TakenBack: "Taken back", "已撤回";
        Accept: "Accept", "接受";
        Confirm: "Confirm", "复核确认";
        Change: "Treatment", "更改处理";
        Defer: "Defer", "暂缓";
        Note: "Note", "备注";
        WriteNote: "Write the note", "写入备注";
        Pair: "Pair by hand…", "人工配对…";
        PairTitle: "Pair by hand", "人工配对";
        Paired: "Paired by hand", "人工配对";
        BookedByHand: "Booked by hand", "手工记账";
        PairText: "No rule makes these rows meet. Paired, they are judged as if their numbers agreed; every other match stays as it is, and taking the pair back leaves nothing of it.", "规则未使这些记录核对相符。配对后按号码一致判定；其他匹配不变，撤销后不留痕迹。";
        PairWhy: "Why do they belong together?", "为何属同一笔？";
        PairNow: "Pair them", "配对";
        PairWaits: "Paired by hand, waits for a second name", "人工配对，待复核";
        TakePairBack: "Take the pair back", "撤销配对";
        TakeBack: "Take back", "撤回";
        History: "History", "处理记录";
        Debit: "Debit", "借";
        Credit: "Credit", "贷";
        Red: "Red: the same legs in negative", "红字：同向负数";
        Blue: "Blue: the sides swapped", "蓝字：反向";
        BooksNothing: "Books nothing.", "不记账。";
        WhoDecides: "Who decides?", "由谁处理？";
        WhoDecidesText: "The name stands beside each decision, in the proof sheet too. It is held in this tab’s memory only.", "姓名记在每条处理决定与存证单上，仅保存在本标签页内存中。";
        YourName: "Your name", "姓名";
        GoOn: "Go on", "继续";
        SameName: "A second look wants another name than the first.", "复核人须与经办人不同。";
        AcceptMany: "Accept all selected", "接受所选";
        AcceptSelected: "Accept…", "接受…";
        Cancel: "Cancel", "取消";
        Entry: "Entry", "分录";
        Entries: "Entries", "笔数";
        Amount: "Amount", "金额";
        Undone: "Taken back", "已撤销";
        Redone: "Done again", "已重做";
        NothingToUndo: "Nothing to take back", "没有可撤销的处理";
        NothingToRedo: "Nothing to do again", "没有可重做的处理";
        SaveDecisions: "Save decisions", "保存处理决定";
        SaveFailed: "The browser did not save the file.", "浏览器未能保存文件。";
        Undo: "Undo", "撤销";
        Redo: "Redo", "重做";
    }
}

keys! {
    /// The case pane.
    CaseKey {
        Why: "Why", "原因";
        BothSides: "Both sides", "双方记录";
        OurRows: "Our rows", "我方记录";
        TheirRows: "Their rows", "对方记录";
        OriginalLines: "Original lines", "原始行";
        Candidates: "Candidates", "候选";
        CandidatesText: "More than one answer fits. Nothing is guessed: these are all of them.", "有多个答案符合，不作猜测，全部列出。";
        Proposed: "Proposed", "建议";
        Ours: "Ours", "我方";
        Theirs: "Theirs", "对方";
        NoRow: "no row", "无记录";
        Empty: "empty", "空";
        Differs: "differs", "不同";
        DoesNotCount: "does not count: no success", "不计：非成功";
        Gone: "This row is no longer in the result.", "该记录已不在结果中。";
        Carried: "carried from an earlier day", "前日结转";
        OriginalGone: "The original line cannot be read any more: the file was taken out or has changed.", "原始行已无法读取：文件被移除或已改变。";
        Next: "Next", "下一条";
        Previous: "Previous", "上一条";
        Rule: "Rule", "规则";
    }
}

keys! {
    /// Why not: what comes nearest to a row that met nothing.
    NearestKey {
        Title: "Nearest on the other side", "对方最接近的记录";
        Nothing: "No row of the other side comes near: not by number, not by amount and time, not as a sum of a few.", "对方没有接近的记录：号码、金额与时间、少数几笔之和均不符。";
        LeftOut: "{looked} rows were looked at, {left} beyond them were not.", "已查看 {looked} 行，另有 {left} 行未查看。";
        Folded: "the number but for case, blanks, width or leading zeros", "除大小写、空格、全半角或前导零外号码相同";
        OneCharacter: "the number but for one character", "号码仅差一个字符";
        TwoCharacters: "the number but for two characters", "号码仅差两个字符";
        Sum: "a few rows near in time that sum to it", "时间相近的几笔之和与其相等";
        SameAmount: "the same amount, {apart} apart", "金额相同，相隔 {apart}";
        NearAmount: "nearly the same amount, {days} days apart", "金额相近，相隔 {days} 天";
        NoChannel: "the line belongs to no channel", "该行不属任何渠道";
        NotDue: "it is not due yet", "尚未到期";
        OtherAmount: "another amount", "金额不同";
        OthersToo: "others would explain it too", "另有可解释者";
        OtherChannel: "another channel", "通道不同";
        OtherNumber: "another number", "号码不同";
        OtherFamily: "another direction", "收付方向不同";
        OtherCurrency: "another currency", "币种不同";
        NoSuccess: "no success", "非成功";
        Taken: "it has met others", "已与其他记录相符";
        RefundWithoutPayment: "Order {order} has no payment that this refund could return.", "订单 {order} 没有可退的支付。";
        RefundExceeds: "Refunds of order {order} come to {refunded}, more than its payments of {paid}.", "订单 {order} 的退款合计 {refunded}，超过其支付 {paid}。";
        RefundWithin: "Refunds of order {order} come to {refunded} of {paid} paid.", "订单 {order} 已支付 {paid}，退款合计 {refunded}。";
    }
}
