//! The first page and the privacy notice.

super::texts! {
    Front {
        title: "看到隐患，马上报告", "See a hazard? Report it";
        lead: "发现身边的安全隐患，拍照上报，由区里派单位去处理，处理结果您都能看到。不用登录，不用实名。", "Take a photo of anything that could hurt someone. The district sends the office in charge, and you can see what becomes of it. No sign-in, no name needed.";
        scan_hint: "附近墙上有点位码？用手机扫一扫，位置自动填好。", "Is there a code on the wall nearby? Scan it and the place is filled in for you.";
        code_label: "或者输入牌子上的点位码", "Or type the code on the plate";
        code_hint: "24 个字母和数字，横线和大小写不影响", "24 letters and digits; dashes and case do not matter";
        code_go: "打开", "Open";
        no_code: "没有码？直接报告", "No code? Report without one";
        receipt_title: "查询回执", "Look up a receipt";
        receipt_label: "回执编号", "Receipt number";
        receipt_hint: "11 个字母和数字，例如 7K3M-9Q2T-4XA", "11 letters and digits, for example 7K3M-9Q2T-4XA";
        receipt_go: "查询", "Look up";
        privacy_title: "隐私说明", "Privacy";
        privacy_short: "报告隐患不需要您的姓名和电话。", "You can report without giving your name or telephone number.";
        who_title: "谁处理这些信息", "Who handles this information";
        who: "{}承担隐患治理值守的机构。", "The office of {} that is on duty for hazards.";
        what_title: "收集什么，做什么用", "What is collected and what for";
        what_report: "您写的文字、照片、您同意时手机给出的位置：只用来找到并消除这处隐患。照片里的拍摄参数会另行封存，不给处理单位看。", "What you write, your photos and, if you agree, the position of your phone: only to find and remove the hazard. The technical data inside photos are sealed and not shown to the unit that deals with it.";
        what_contact: "您自愿留下的姓名和电话：只用来核实细节、回访和发放奖励。单独加密存放，与案件分开；责任单位看不到。", "The name and telephone number that you choose to leave: only to ask about details, to call you back and to pay a reward. They are encrypted and kept apart from the case; the party responsible cannot see them.";
        what_not: "我们不记录您的网络地址，不使用第三方统计，不跟踪您去过哪里。", "We do not record your network address, use no third-party analytics and never track where you have been.";
        looks_title: "谁看过您的联系方式", "Who has looked at your contact";
        looks: "每次查看都要写明目的并留下记录，您在自己的回执页上能看到查看时间、单位和目的。", "Every look needs a purpose and leaves a record. Your receipt page shows when, by which office and why.";
        kept_title: "保存多久", "How long it is kept";
        kept: "联系方式保存到这件事办结并完成回访为止，最长不超过办结后 {} 个月。报告和办理经过作为公务记录保存。", "Your contact is kept until the matter is closed and you have been called back, at most {} months after closing. The report and its history are kept as a public record.";
        rights_title: "您的权利", "Your rights";
        rights: "您可以随时在回执页上撤回并删除联系方式，也可以打电话 {} 要求查阅、更正或删除。删除联系方式不影响隐患的处理。", "You can withdraw and delete your contact on the receipt page at any time, or call {} to see, correct or delete it. The hazard is dealt with all the same.";
        basis: "依据《中华人民共和国个人信息保护法》第十七条告知。", "This notice is given under article 17 of the Personal Information Protection Law.";
        privacy_more: "查看完整隐私说明", "Read the whole privacy notice";
    }
}
