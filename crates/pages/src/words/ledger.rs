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
        means: "程序核对五件事：报告内容与指纹相符；收到报告时的凭据由本区签名；指纹在日志的那个位置；日志指向签名的检查点；签名出自本区的公钥。", "It checks five things: the report fits its fingerprint; the promise given when it came in is signed by the district; the fingerprint is in the log at that place; the log leads to the signed checkpoint; the signature is by the district’s key.";
        draws: "抽查复核怎样抽取", "How closed cases are drawn for re-checks";
        draws_lead: "每月从已销号的隐患中随机抽取一部分，由没有参与过的单位到现场再看一次。抽中谁，任何人都不能挑选：月初先公布一个秘密数字（种子）的指纹，下月初才公布种子本身；种子和日志里的记录合在一起，决定抽中哪些。", "Every month some of the closed cases are drawn and looked at again on the spot, by a unit that had no part in them. Nobody can choose which: the fingerprint of a secret number, the seed, is published when a month begins, and the seed itself only when the next one does. Seed and log together decide which cases are drawn.";
        draws_none: "还没有抽取过。", "Nothing has been drawn yet.";
        draw_committed: "指纹公布时间：{}", "Fingerprint published {}";
        draw_entry: "记在日志第 {} 条。", "It is entry {} of the log.";
        draw_commitment: "指纹", "Fingerprint";
        draw_seed: "种子", "Seed";
        draw_revealed: "种子公布时间：{}", "Seed published {}";
        draw_result: "共销号 {} 件，抽中 {} 件（比例 {}%）。", "{} cases closed, {} drawn ({} %).";
        draw_hidden: "种子下月初公布。", "The seed is published when the next month begins.";
        draw_proof: "下载验证材料", "Download the proof";
        draw_how: "怎样自己重抽一遍", "How to repeat a drawing yourself";
        draw_how_1: "在上面选一个月份，下载它的验证材料。里面只有编号和指纹，看不出是哪一件隐患。", "Choose a month above and download its proof. It holds numbers and fingerprints only; nobody learns from it which hazards they are.";
        draw_how_2: "把下面两个程序下载到同一个文件夹，它们只用 Python 自带的库。", "Download these two programs into one folder. They use Python’s own library only.";
        draw_how_3: "运行下面的命令，把月份换成您下载的那一个，把公钥换成您从别处得到的那一个。", "Run the command below, with the month that you downloaded and the key that you got from elsewhere.";
        draw_means: "程序核对：种子与事先公布的指纹相符；指纹确实早已在日志里；每一件销号都在这一个月；按公布的办法重抽一遍，结果相同。它不能单独查出的是名单里有没有漏掉哪一件：办理过某件隐患的人可以在名单里找到它的指纹，审计人员核对整本日志。", "It checks that the seed fits the fingerprint that was published before, that the log held that fingerprint, that every closing lies within the month, and that drawing again by the published method gives the same result. What it cannot see alone is whether a closing was left out of the list: whoever knows a case can look for its fingerprint there, and the auditor reads the whole log.";
        draw_script: "重抽程序 verify_draw.py", "The program verify_draw.py";
    }
}
