//! Numbers for everybody.

super::texts! {
    Figures {
        title: "公开数字", "Figures";
        lead: "全区隐患治理的数字，随办随更新，人人可看，可以下载。", "How the district deals with hazards, in numbers that follow every step as it happens. Anyone may read and download them.";
        since: "统计时间：{}至 {}。", "From {} to {}.";
        few: "少于 {} 件的不显示具体数，免得认出是谁报告的；必要时相邻的一个数也不显示。从业人员举报自立案起计入。还没有分类、没有划到街道的，只计入全区。", "Counts below {} are not shown, so that nobody can be recognised; where it could be worked out from the others, one more is left out. What employees report is counted from its filing on. What has no kind or street yet counts for the whole district only.";
        open_now: "正在办理", "Being dealt with";
        reported: "新增", "New";
        closed: "办结", "Closed";
        closed_on_time: "按期办结", "Closed on time";
        on_time: "按期率", "On time";
        open: "在办", "Open";
        rate_means: "按期率 = 按期办结 ÷ 办结。不足 3 件不计算。", "On time = closed on time ÷ closed, where at least 3 were closed.";
        by_month: "按月", "By month";
        by_street: "按街道", "By street";
        by_kind: "按类别", "By kind";
        whole: "全区", "Whole district";
        table: "表", "Table";
        item: "项目", "Item";
        download: "下载表格（CSV）", "Download as a table (CSV)";
        bars: "横条：上为新增，下为办结。", "Bars: new above, closed below.";
    }
}
