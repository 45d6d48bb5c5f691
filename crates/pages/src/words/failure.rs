//! What went wrong, and what to do about it.

super::texts! {
    Failure {
        not_found_title: "没有找到这一页", "Page not found";
        not_found: "网址可能抄错了，或者不完整。", "The address may be mistyped or incomplete.";
        receipt_title: "打不开这份回执", "This receipt cannot be opened";
        receipt: "网址不完整或有错字。请用回执的二维码重新打开，或者凭编号查询进展。", "The address is incomplete or mistyped. Open it again from the code on your receipt, or look up the number.";
        too_large_title: "内容太大，没有发出", "Too large to send";
        too_large: "照片一次最多 60 MB，每张不超过 20 MB；文字一次最多 4000 字。请返回删减，或者分两次提交。", "At most 60 MB of photos at once, 20 MB for each, and 4000 characters of text. Go back and leave some out, or send it in two reports.";
        shape_title: "没有读懂这份表单", "This form could not be read";
        shape: "请从网页上的表单提交。给程序的说明：要用 multipart/form-data 或 application/x-www-form-urlencoded 格式。", "Send it from the form on the page. For programs: use multipart/form-data or application/x-www-form-urlencoded.";
        slow_title: "网络太慢，没有传完", "The connection was too slow";
        slow: "什么都没有丢：请返回，到信号好一点的地方再提交一次。", "Nothing is lost: go back and send again where the signal is better.";
        broken_title: "传输中断了", "The transfer broke off";
        broken: "请返回再提交一次。不会重复立案。", "Go back and send again. It will not be filed twice.";
        often_title: "操作太频繁", "Too many requests";
        often: "请过 {} 分钟再试。紧急情况请直接打电话。", "Minutes to wait before trying again: {}. In an emergency call.";
        busy_title: "现在有点忙", "Busy at the moment";
        busy: "您的内容还没有收下。请返回，稍等片刻再提交一次；不会重复立案。", "Your report was not taken in yet. Go back, wait a moment and send again. It will not be filed twice.";
        internal_title: "出了点问题", "Something went wrong";
        internal: "是我们这边的问题，已经记录。请稍后再试；紧急情况请直接打电话。", "The fault is ours and has been recorded. Try again later. In an emergency call.";
    }
}
