//! The first page.

super::texts! {
    Front {
        title: "看到隐患，马上报告", "See a hazard? Report it";
        lead: "发现身边的安全隐患，拍照上报，由区里派单位去处理，处理结果您都能看到。不用登录，不用实名。", "Take a photo of anything that could hurt someone. The district sends the office in charge, and you can see what becomes of it. No sign-in, no name needed.";
        scan_hint: "附近墙上有点位码？用手机扫一扫，位置自动填好。", "Is there a code on the wall nearby? Scan it and the place is filled in for you.";
        code_label: "或者输入牌子上的点位码", "Or type the code on the plate";
        code_hint: "24 个字母和数字，横线和大小写不影响。", "24 letters and digits; dashes and case do not matter.";
        code_go: "打开", "Open";
        no_code: "没有码？直接报告", "No code? Report without one";
        receipt_title: "查询回执", "Look up a receipt";
        receipt_label: "回执编号", "Receipt number";
        receipt_hint: "11 个字母和数字，例如 7K3M-9Q2T-4XA", "11 letters and digits, for example 7K3M-9Q2T-4XA";
        receipt_go: "查询", "Look up";
        privacy_short: "报告隐患不需要您的姓名和电话。", "You can report without giving your name or telephone number.";
        around: "看看身边报告了什么、处理得怎么样", "See what was reported nearby and what became of it";
        inside: "报告自己工作单位的隐患", "Report a hazard at your workplace";
        pick: "手边没有码？从名单里选地点", "No code at hand? Pick the place from a list";
        privacy_more: "查看完整隐私说明", "Read the whole privacy notice";
    }
}
