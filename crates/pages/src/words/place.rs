//! The page behind a code.

super::texts! {
    Place {
        report: "报告这里的隐患", "Report a hazard here";
        three: "三步就好：拍照 → 提交 → 留好回执。不用登录，可以匿名。", "Three steps: photo → send → keep the receipt. No sign-in; you may stay anonymous.";
        picture: "{}的现场照片", "Picture of {}";
        not_here: "您不在这个地方？", "Not where you are?";
        not_here_text: "牌子可能被人移动或换过。请不要用这块牌子上报，改用下面的方式，并顺便告诉我们牌子有问题。", "The plate may have been moved or swapped. Do not report through it. Use the link below and tell us about the plate as well.";
        not_here_link: "不用这个码，直接报告", "Report without this code";
        code_wrong: "报告：牌子被移动、遮挡或损坏", "Report: the plate was moved, covered or damaged";
        open: "正在处理的隐患：{} 件", "Hazards being dealt with: {}";
        open_none: "目前没有正在处理的隐患。", "No hazard is being dealt with at the moment.";
        here: "这里的隐患", "Hazards here";
        closed_title: "最近办结：", "Recently closed:";
        closed_at: "{} 办结", "closed {}";
        closed_unnamed: "安全隐患", "Hazard";
        party: "责任单位", "Responsible unit";
        phone: "公示电话", "Telephone";
        code: "点位码", "Code";
        ended: "这个场所已停用。仍可报告这里的隐患。", "This place is no longer in use. You can still report a hazard here.";
        typed_title: "打开点位码", "Open a code";
        mistyped_title: "请核对点位码", "Check the code";
        mistyped_length: "点位码有 24 个字母和数字，您输入的多了或少了。", "A code has 24 letters and digits. Yours has more or fewer.";
        mistyped_character: "点位码里没有“{}”这个字符。", "No code contains the character “{}”.";
        mistyped_check: "有一个字符不对。请对照牌子，从头核对一遍。", "One character is wrong. Compare it with the plate from the beginning.";
        mistyped_hint: "点位码只用数字 0–9 和字母 A–Z，不用 I、L、O、U。", "Codes use the digits 0–9 and the letters A–Z except I, L, O and U.";
        forged_title: "警惕：这个码不是本区制作的", "Warning: this code was not made by the district";
        forged_text: "请不要在由它打开的任何页面上填写姓名、电话、密码或付款。", "Do not enter your name, telephone number, password or any payment on a page that it opens.";
        forged_how: "怎样辨认真码", "How to tell a real code";
        forged_how_1: "扫码后打开的网址以 {} 开头。", "After scanning, the address begins with {}.";
        forged_how_2: "打开的页面写着您所在地点的名称和照片。", "The page shows the name and a picture of the place where you stand.";
        forged_how_3: "我们不会让您付款、下载软件或输入验证码。", "We never ask you to pay, to install anything or to enter a verification code.";
        forged_tell: "请告诉我们您在哪里看到它：拨打 {}，或者", "Please tell us where you saw it: call {}, or";
        forged_report: "在线报告可疑的码", "report the suspicious code online";
        unknown_title: "没有查到这个点位码", "This code is not in the register";
        unknown_text: "这个码是本区制作的，但没有登记到任何地点。您仍然可以不用码直接报告。", "The code was made by the district but belongs to no place. You can still report without it.";
        revoked_title: "这块牌子已经停用", "This plate is out of use";
        revoked_text: "{}的这块牌子已停用，但隐患照样可以报告。", "This plate of {} is out of use. You can report the hazard all the same.";
        revoked_new: "打开这个地点的新码", "Open the new code of this place";
        revoked_report: "直接报告隐患", "Report the hazard";
        revoked_since: "停用时间：{}", "Out of use since {}";
        reason_damaged: "原因：破损更换", "Reason: damaged and replaced";
        reason_lost: "原因：遗失", "Reason: lost";
        reason_moved: "原因：被移动", "Reason: it was moved";
        reason_tampered: "原因：被覆盖或冒用", "Reason: it was covered or misused";
        reason_closed: "原因：场所停用", "Reason: the place is closed";
        kind_residence: "住宅小区", "Housing";
        kind_self_built: "自建房", "Self-built house";
        kind_shop: "商场市场", "Shop or market";
        kind_restaurant: "餐饮", "Restaurant";
        kind_venue: "人员密集场所", "Public venue";
        kind_school: "学校、幼儿园", "School";
        kind_care: "医院、养老机构", "Hospital or care home";
        kind_factory: "工厂、仓库", "Factory or warehouse";
        kind_hazardous: "危险化学品、烟花爆竹", "Hazardous materials";
        kind_gas: "燃气站点", "Gas station";
        kind_site: "建筑工地", "Building site";
        kind_road: "道路、桥梁", "Road or bridge";
        kind_open: "公园、广场、水域", "Park, square or water";
        kind_other: "其他场所", "Other place";
    }
}
