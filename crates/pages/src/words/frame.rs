//! What stands on every page.

super::texts! {
    Frame {
        service: "隐患治理“码上办”", "Mashang hazard reporting";
        other_language: "English", "中文";
        large_type: "大字", "Large type";
        usual_type: "标准字", "Usual type";
        nav: "网站导航", "Site";
        skip: "跳到正文", "Skip to the main content";
        demo: "演示系统：地点、单位和人员均为虚构，请勿在此报告真实隐患。", "Demonstration: places, offices and people are made up. Do not report real hazards here.";
        emergency: "有人有危险，先打电话", "Someone in danger? Call first";
        fire: "火灾", "Fire";
        medical: "急救", "Ambulance";
        police: "报警", "Police";
        home: "首页", "Home";
        report: "报告隐患", "Report a hazard";
        look_up: "查询回执", "Look up a receipt";
        privacy: "隐私说明", "Privacy";
        proof: "公开存证", "Public log";
        around: "身边的隐患", "Hazards nearby";
        figures: "公开数字", "Figures";
        help: "遇险怎么办", "In an emergency";
        dangers: "着火、燃气味、触电……该怎么办", "Fire, gas, electric shock: what to do";
        hotline: "咨询电话 {}", "Questions: call {}";
        error_title: "请先改正下面的问题", "Please put this right first";
        error_prefix: "错误：", "Error: ";
        queue_waiting: "以下报告还存在这部手机里，没有送到：", "These reports are still on this phone and have not been sent:";
        queue_sent: "已提交。", "Sent.";
        queue_receipt: "打开回执", "Open the receipt";
        queue_send: "现在发送", "Send now";
        queue_discard: "删除不发", "Discard";
        queue_done: "知道了", "Done";
        queue_sending: "正在发送…", "Sending…";
        queue_offline: "还没送到，报告先存在这部手机里。有信号时打开这个网页，会自动发送；在那之前请不要清除浏览器数据。", "Not sent. The report is kept on this phone. Open this page again when there is signal and it is sent by itself. Until then do not clear the browser’s data.";
        queue_refused: "没有被收下：", "It was not accepted: ";
        queue_photos: "张照片", "photo(s)";
        queue_sure: "确定删除这份没有送到的报告吗？", "Discard this unsent report?";
    }
}
