//! The page of the public log.

super::texts! {
    Ledger {
        title: "公开存证", "Public log";
        lead: "每一件隐患从上报到办结的每一步，都记入一本只能往后写的日志。日志定期签名公布，谁改动过去的记录，别人一核对就知道。", "Every step of every hazard, from report to closing, is written into a log that only grows. The log is signed and published, so that anyone who checks will see if the past was changed.";
        privacy: "日志里没有姓名、电话和描述文字，只有它们的指纹。", "The log holds no names, telephone numbers or descriptions, only their fingerprints.";
        key: "本区日志的公钥（Ed25519）", "The district’s public key (Ed25519)";
        key_hint: "请从不同渠道核对它：区政府网站、公告栏、报纸。", "Compare it with other sources: the district’s web site, the notice board, the newspaper.";
        checkpoint: "最新检查点", "Newest checkpoint";
        checkpoint_none: "日志还没有内容。", "The log is still empty.";
        checkpoint_link: "纯文本", "Plain text";
        entries: "共 {} 条记录。", "{} entries.";
        at: "签署时间：{}", "Signed {}";
        how: "怎样自己核对一份回执", "How to check a receipt yourself";
        how_1: "在回执页上下载证明文件 proof.json。", "Download proof.json from the receipt page.";
        how_2: "下载核对程序（约 200 行，只用 Python 自带的库，可以自己读一遍）。", "Download the program (about 200 lines, Python’s own library only, short enough to read).";
        how_3: "运行下面的命令，把公钥换成您从别处得到的那一个。", "Run the command below, with the key that you got from elsewhere.";
        script: "核对程序 verify_receipt.py", "The program verify_receipt.py";
        means: "程序核对四件事：报告内容与指纹相符；指纹在日志的那个位置；日志指向签名的检查点；签名出自本区的公钥。", "It checks four things: the report fits its fingerprint; the fingerprint is in the log at that place; the log leads to the signed checkpoint; the signature is by the district’s key.";
    }
}
