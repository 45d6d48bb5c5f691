//! What to do in an emergency, and what happens then.

super::texts! {
    Emergency {
        title: "遇险怎么办", "In an emergency";
        lead: "有人有危险，先离开、先打电话，后报告。这里不能代替 119、120、110。", "If anyone is in danger: get away and call first, report later. This service does not replace 119, 120 or 110.";
        say_title: "电话里说什么", "What to say on the telephone";
        say: "在哪里（街道、门牌、几楼，或点位码牌子上的地点名）；出了什么事；有没有人受伤、被困；您的电话。对方没挂，您先别挂。", "Where (street, number, floor, or the name on the code plate); what happened; whether anyone is hurt or trapped; your number. Do not hang up first.";
        fire_title: "着火", "Fire";
        fire: "喊人、关门、弯腰走楼梯，不坐电梯，不回去拿东西。走不了就关紧门、用湿布堵缝、到窗口呼救。打 119。", "Warn others, close doors, keep low and take the stairs, never the lift; do not go back for things. If you cannot get out, shut the door, seal the gaps with wet cloth and call from a window. Call 119.";
        gas_title: "闻到燃气味", "Smell of gas";
        gas: "不开灯、不关灯、不点火、不在屋里打电话。关阀门，开窗，走到室外再打燃气公司电话或 119。", "Touch no switch, light nothing, make no call indoors. Close the valve, open windows, go outside, then call the gas company or 119.";
        power_title: "触电、电线掉落", "Electric shock, fallen wire";
        power: "不要用手拉人，先断电，或用干燥的木棍挑开电线。电线掉在地上，双脚并拢慢慢跳开 8 米以外。打 120。", "Do not touch the person. Cut the power or push the wire away with dry wood. If a wire lies on the ground, keep your feet together and hop at least 8 metres away. Call 120.";
        house_title: "房屋开裂、倾斜，坡上掉土石", "Cracking or leaning building, falling earth";
        house: "马上离开，不要回屋，远离墙根和坡脚，提醒邻居。打 119 或 110。", "Leave at once, do not go back, keep away from walls and slopes, warn neighbours. Call 119 or 110.";
        water_title: "溺水、路面积水", "Drowning, flooded road";
        water: "不要手拉手下水。扔绳子、木板、救生圈，大声呼救。积水盖住路面的地方不要走：下面可能没有井盖、可能带电。打 110 或 120。", "Do not go in hand in hand. Throw a rope, a board or a ring and shout. Do not walk where water covers the road: there may be an open manhole or live current. Call 110 or 120.";
        lift_title: "困在电梯里", "Trapped in a lift";
        lift: "按警铃或轿厢里的电话，报电梯编号。不扒门，不爬顶。没人应就打 119。", "Press the alarm or use the telephone in the cabin and say the number of the lift. Do not force the doors. If nobody answers call 119.";
        chem_title: "刺鼻气味、化学品泄漏", "Sharp smell, chemical leak";
        chem: "捂住口鼻，朝上风向、高处走，不碰泄漏物。打 119。", "Cover nose and mouth, go upwind and uphill, touch nothing. Call 119.";
        crowd_title: "人多拥挤", "Crowd";
        crowd: "顺着人流走，双手护胸，不弯腰捡东西；摔倒就侧身蜷起，护住头颈。打 110。", "Move with the crowd, arms before your chest, pick nothing up. If you fall, curl up on your side and protect head and neck. Call 110.";
        after_title: "报告时勾选“有人有生命危险”会怎样", "What ticking “Someone’s life is in danger” does";
        after_1: "值班人员最迟 {}内着手处理，白天黑夜一样。", "Somebody at the desk deals with it within {}, day and night.";
        after_2: "值班人员一个人就能决定受理，但不能一个人决定不受理。", "One person at the desk may take it up, but not turn it away alone.";
        after_3: "需要时，工作人员会查看您留下的电话与您联系；您的回执上会有记录。", "If need be your telephone number is looked up to call you. Your receipt shows it.";
        after_4: "处理完之前，不出现在“身边的隐患”里。", "It is not published while it lasts.";
        minutes: "{} 分钟", "{} minutes";
        hours: "{} 小时", "{} hours";
        days: "{} 天", "{} days";
        report: "人已安全，报告隐患", "Everyone is safe: report the hazard";
    }
}
