//! The form.

super::texts! {
    Report {
        title: "报告隐患", "Report a hazard";
        photos_hint: "拍清楚隐患和周围环境，最多 9 张。尽量不要拍到人脸和车牌。", "Show the hazard and what is around it, up to 9 photos. Leave out faces and number plates if you can.";
        photos_button: "拍照或选照片", "Take or choose photos";
        photos_kept: "已收到的照片", "Photos already received";
        photo_n: "照片 {}", "Photo {}";
        photo_drop: "不要这张", "Leave this one out";
        photo_remove: "删除", "Remove";
        text: "看到了什么", "What did you see?";
        text_hint: "例如：楼道里堆满纸箱，安全出口打不开", "For example: the stairs are full of boxes and the exit does not open";
        text_plate: "点位码的牌子有问题：", "There is something wrong with a code plate: ";
        address: "在哪里", "Where is it?";
        address_hint: "写明街道、门牌或附近标志物", "Street, house number or what is nearby";
        address_more: "更具体的位置（可不填）", "More precisely (optional)";
        address_more_hint: "例如：3 栋 2 单元 5 楼楼道", "For example: building 3, entrance 2, fifth floor";
        position: "加上我现在的位置", "Add my position";
        position_done: "已加上位置，误差约 {} 米", "Position added, accurate to about {} metres";
        position_failed: "没有取到位置，请用文字写明地点", "No position was found. Please describe the place in words";
        danger: "有人有生命危险", "Someone’s life is in danger";
        kind: "是哪一类（可不选）", "What kind is it? (optional)";
        kind_none: "不确定", "Not sure";
        contact: "留下联系方式（可不填）", "Leave a contact (optional)";
        contact_why: "不留也会处理。留下电话，工作人员可以向您核实细节，奖励也才能发给您。", "The hazard is dealt with either way. With a telephone number the desk can ask you for details, and a reward can be paid.";
        name: "怎么称呼您", "Your name";
        phone: "电话", "Telephone";
        phone_hint: "手机号，或带区号的固定电话", "Mobile, or landline with area code";
        privacy: "联系方式单独加密存放，责任单位看不到；只用于核实、回访和奖励，最长保存到办结后 {} 个月；谁在什么时候看过，您的回执上都有记录；您可以随时撤回并删除。", "Your contact is encrypted and kept apart; the party responsible cannot see it. It is used only to ask, call back and reward, and kept at most {} months after closing. Your receipt shows who looked at it and when. You can withdraw and delete it at any time.";
        insider: "我在这家单位工作", "I work there";
        insider_label: "按从业人员举报保护", "Protect me as an employee";
        insider_hint: "举报本单位的事故隐患受法律保护。勾选后，这件事按更严的保密办法办理。请不要在文字里写到自己。", "The law protects employees who report hazards at work. If you tick this, your report is handled under stricter secrecy. Do not describe yourself in the text.";
        trap: "请勿填写这一栏", "Leave this field empty";
        send: "提交", "Send";
        send_hint: "提交后会得到一个回执，凭它查看处理经过。", "You will get a receipt with which you can follow what happens.";
        sending: "正在发送…", "Sending…";
        e_nothing: "请拍一张照片，或者写几个字说明看到了什么。", "Take a photo, or write a few words about what you saw.";
        e_place: "请写明在哪里，例如“先锋路 12 号门口”；也可以加上您的位置。", "Say where it is, for example “outside 12 Xianfeng Road”, or add your position.";
        e_text_long: "文字太长了，请缩短到 4000 字以内。", "The text is too long. Shorten it to 4000 characters.";
        e_phone: "这不像电话号码。请填 11 位手机号，或带区号的固定电话；不想留可以空着。", "This does not look like a telephone number. Enter a mobile number or a landline with area code, or leave it empty.";
        e_name_long: "姓名太长了，请缩短到 50 字以内。", "The name is too long. Shorten it to 50 characters.";
        e_kind: "没有这个类别，请重新选择。", "There is no such kind. Choose again.";
        e_trap: "请把“请勿填写”那一栏清空后再提交。", "Empty the field “Leave this field empty” and send again.";
        e_position: "手机给出的位置不对，已去掉。请用文字写明地点。", "The position from the phone was wrong and has been removed. Describe the place in words.";
        e_sent_before: "这一页已经提交过一份内容不同的报告。要再报一件，请直接再点一次“提交”；要补充前一件，请打开前一件的回执。", "A different report was already sent from this page. To report this as well, press Send again. To add to the earlier one, open its receipt.";
        e_photos_many: "最多 9 张照片，多出的没有收。", "At most 9 photos; the others were not taken.";
        e_photo_large: "{}：超过 20 MB。请在手机上缩小或截图后再选。", "{}: larger than 20 MB. Reduce it or take a screenshot and choose that.";
        e_photo_heic: "{}：是 HEIC 格式，暂时不能读。请在手机“设置 – 相机 – 格式”里选“兼容性最佳”后重拍，或者截图后再选。", "{}: this is HEIC and cannot be read. On the phone choose Settings – Camera – Formats – Most Compatible and take it again, or take a screenshot.";
        e_photo_type: "{}：不是能识别的照片。请选 JPEG、PNG 或 WebP 格式的照片。", "{}: not a photo we can read. Choose a JPEG, PNG or WebP photo.";
        e_photo_pixels: "{}：尺寸太大。请在手机上缩小或截图后再选。", "{}: too many pixels. Reduce it or take a screenshot and choose that.";
        e_photo_small: "{}：太小，看不清。请重新拍一张。", "{}: too small to show anything. Take another one.";
        e_photo_damaged: "{}：传输中断或文件损坏。请重新选一次。", "{}: cut short or damaged. Choose it again.";
        e_photo_kept: "有一张照片已失效，请重新选择。", "One photo is no longer available. Choose it again.";
    }
}
