//! 从业人员通道: for people who report their own workplace.

super::texts! {
    Inside {
        title: "报告本单位的隐患", "Report a hazard at your workplace";
        lead: "您有权报告本单位的事故隐患，单位不得因此降工资、降待遇或解除劳动合同。走这个通道，我们按更严的办法保护您。", "You have the right to report hazards at your workplace, and your employer must not cut your pay or dismiss you for it. Reports sent here are handled under stricter rules.";
        promise_party: "您写的文字、拍的照片，责任单位一个字、一张图都看不到；它只看到检查人员到现场后自己查到的内容。", "The party responsible sees none of your words or photos, only what inspectors find when they come.";
        promise_time: "责任单位看不到什么时候、由谁、以什么方式报告的；对它来说，这就是一次部门检查。", "It does not see when, by whom or how it was reported. To it this is an inspection like any other.";
        promise_list: "不出现在“身边的隐患”名单和地图上，也不计入地点页面。", "It appears in no public list, on no map and on no page of a place.";
        promise_contact: "不留联系方式也办。留了就单独加密，谁看过，您的回执上都有记录。", "No contact is needed. If you leave one it is encrypted, and your receipt shows who looked at it.";
        contact: "不留也会处理。留下电话，工作人员可以向您核实。责任单位永远看不到。", "The hazard is dealt with either way. With a telephone number you can be asked for details. The party responsible never sees it.";
        you_title: "怎样保护自己", "How to protect yourself";
        you_where: "尽量用自己的手机和流量，不用单位的手机、电脑和无线网；这一页不会在手机里留下草稿。", "Use your own phone and connection, not your employer’s. This page leaves no draft on the phone.";
        you_text: "只写看到的隐患，不写自己的岗位、班次、工位和同事。", "Write only about the hazard, not about your post, your shift or your colleagues.";
        you_photo: "照片里不要有只有您才拍得到的角度、工牌、影子和倒影。", "Leave out angles that only you could take, badges, shadows and reflections.";
        you_receipt: "回执网址自己留好，不要发到工作群；浏览记录可以删掉。", "Keep the receipt’s address to yourself and clear the browser’s history.";
        law: "依据《中华人民共和国安全生产法》第五十四条、第七十三条、第七十四条和《生产经营单位从业人员安全生产举报处理规定》（应急〔2020〕69号）。", "Work Safety Law, articles 54, 73 and 74; rules on reports by employees (Ministry of Emergency Management, 2020, no. 69).";
    }
}
