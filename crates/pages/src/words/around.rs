//! What was reported and put right nearby.

super::texts! {
    Around {
        title: "身边的隐患", "Hazards nearby";
        lead: "已受理的隐患和办理结果。不显示报告人、描述和照片；没有登记地点的，地图上只标大致位置。", "Hazards that were taken up, and what became of them. Never who reported, in which words or with which photos; where no place is registered the position is rough.";
        street: "街道", "Street";
        kind: "类别", "Kind";
        state: "办理情况", "Progress";
        all: "全部", "All";
        state_open: "办理中", "Being dealt with";
        state_closed: "已办结", "Closed";
        show: "查看", "Show";
        map: "示意图：各街道已公开隐患的位置，内容与下面的名单相同", "Sketch of where published hazards lie; the list below says the same";
        map_open: "有办理中的", "some being dealt with";
        map_closed: "都已办结", "all closed";
        map_none: "地点还没有登记位置，画不出示意图。", "No place has a registered position yet, so there is no sketch.";
        list: "名单", "List";
        none: "没有符合条件的隐患。", "Nothing matches.";
        nowhere: "{}（地点未公开）", "{} (place not published)";
        reported: "{} 报告", "reported {}";
        closed: "{} 办结", "closed {}";
        newer: "← 较新的", "← Newer";
        older: "较早的 →", "Older →";
        rules: "不公开的有：还没有受理的、不予受理的、有人有生命危险还没处理完的、从业人员报告的。", "Not published: what was not yet taken up or was turned away, danger to life while it lasts, and what employees report.";
    }
}
