//! The privacy notice, in plain words.

super::texts! {
    Privacy {
        title: "隐私说明", "Privacy";
        who_title: "谁处理这些信息", "Who handles this information";
        who: "{}负责隐患治理值班的机构。", "The office of {} that is on duty for hazards.";
        what_title: "收集什么，为什么", "What is collected, and why";
        what_report: "您写的文字、地点和照片：用来找到并消除这处隐患。发送前如果文字里像有姓名、电话，我们会先提醒您。", "Your words, the place and your photos: to find and remove the hazard. If the text seems to hold a name or a number, you are told before it is sent.";
        what_photo: "照片收到后重新生成两个尺寸，去掉拍摄时间、位置和手机型号；原图加密封存，不给承办单位看。", "Each photo is drawn anew in two sizes without time, position or model of phone. The original is sealed and not shown to the unit that deals with it.";
        what_position: "手机位置：您点了“加上我现在的位置”才有，只作找地点的参考。", "The position of your phone: only if you press “Add my position”, to find the place.";
        what_contact: "您自愿留下的姓名和电话：只用来核实和回访。单独加密存放，密钥不在数据库里；责任单位看不到，导出的台账里也没有。", "The name and telephone number that you choose to leave: only to ask you and to call you back. They are encrypted under keys that are not in the database, kept from the party responsible and in no exported list.";
        what_phone: "没发出去的报告暂存在您这部手机的浏览器里，发出后删除。记住语言和字号用两个 Cookie，保存一年。", "A report that could not be sent waits in the browser of this phone and is removed once it was sent. Two cookies remember language and type size for a year.";
        what_speech: "“说话转文字”由您的浏览器识别，可能传给浏览器厂商；我们收到的只有文字。", "Speaking instead of typing uses your browser, which may send the sound to its maker. We receive text only.";
        what_not: "我们不记录您的网络地址，不用第三方统计，不跟踪谁去过哪里。扫码只按地点计数，不按人。", "We do not record your network address, use no third-party analytics and track nobody. Scans are counted by place, never by person.";
        sees_title: "谁能看到", "Who can see it";
        sees_desk: "文字和照片：值班人员，以及被派去核实、处理、验收的单位。", "Words and photos: the desk and the units sent to inspect, deal with and verify it.";
        sees_inside: "从业人员报告的：责任单位看不到文字、照片和报告时间，只看到检查人员查到的内容。", "What employees report: the party responsible sees neither words nor photos nor when, only what inspectors found.";
        sees_contact: "联系方式：只有回访人员和值班长，每次都要写明目的；从业人员报告的和重大隐患，还要另一个人批准。什么时候、哪个单位、为了什么看过，您的回执上都有记录。", "Your contact: only the call-back desk and the shift leader, each time for a stated purpose; for reports by employees and major hazards a second person has to agree. Your receipt shows when, by which office and why.";
        sees_public: "公众：只有类别、登记地点或大致位置、日期和办理情况。没有描述、照片和人。", "The public: kind, registered place or rough position, day and progress. No words, no photos, no people.";
        sees_log: "公开存证：只有内容的指纹，看不出写了什么。", "The public log: fingerprints only, which tell nothing of what was written.";
        kept_title: "保存多久", "How long it is kept";
        kept_contact: "联系方式：办结后最长 {} 个月，到期自动删除；您可以随时提前删除。", "Your contact: at most {} months after closing, then it is deleted by itself. You can delete it earlier at any time.";
        kept_photo: "传上来但没有随报告提交的照片：两天后删除。", "Photos that were sent but belong to no report: removed after two days.";
        kept_record: "报告和办理经过：作为公务记录保存。其中涉及个人的文字可以要求删除，删除后存证仍然有效。", "The report and its history: kept as an official record. Words about a person can be erased on request; the proof stays valid.";
        rights_title: "您的权利", "Your rights";
        rights: "您可以随时在回执页上撤回并删除联系方式，也可以打电话 {} 要求查阅、更正、删除或投诉。不影响隐患的处理。", "You can withdraw and delete your contact on the receipt page at any time, or call {} to see, correct or delete it or to complain. The hazard is dealt with all the same.";
        basis: "依据《中华人民共和国个人信息保护法》第十七条、第十九条、第三十五条告知。", "Given under articles 17, 19 and 35 of the Personal Information Protection Law.";
    }
}
