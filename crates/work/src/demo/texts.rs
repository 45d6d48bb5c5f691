//! What people write. By category: where it happens, what it looks like, who is in charge, what they say before
//! and after.

use domain::place::PlaceKind::{self, *};
use files::Scene;

/// One kind of story.
pub(super) struct Story {
    /// 小类.
    pub(super) category: &'static str,
    pub(super) scene: Scene,
    /// 主管部门.
    pub(super) bureau: &'static str,
    /// Where it happens.
    pub(super) at: &'static [PlaceKind],
    /// How often, compared with the others.
    pub(super) weight: i64,
    /// What a reporter says.
    pub(super) seen: &'static [&'static str],
    /// What the unit says when it is done.
    pub(super) done: &'static [&'static str],
}

macro_rules! stories {
    ($($category:literal $scene:ident $bureau:literal [$($at:ident),+] $weight:literal
        seen [$($seen:literal),+ $(,)?] done [$($done:literal),+ $(,)?];)+) => {
        pub(super) const STORIES: &[Story] = &[$(Story {
            category: $category, scene: Scene::$scene, bureau: $bureau, at: &[$($at),+], weight: $weight,
            seen: &[$($seen),+], done: &[$($done),+],
        }),+];
    };
}

stories! {
    "0101" Corridor "FIRE" [Residence, Shop, Venue, Factory] 9
        seen ["二楼安全出口被纸箱堵住，门推不开", "疏散通道里堆了好多货，人要侧着走", "安全出口晚上上了锁，里面还有人上班", "仓库把逃生门当货架用，门后全是杂物"]
        done ["通道已清空，安全出口恢复畅通，已对负责人进行教育", "杂物清运完毕，出口拆锁并张贴提示", "货物移入仓库，地面划出通道线"];
    "0102" Lane "FIRE" [Residence, Shop, Road] 9
        seen ["消防车道停满了私家车，天天如此", "小区门口消防通道被占，画线也没人管", "摊位把消防车道占了一半，大车进不来", "有人在消防通道装了地锁"]
        done ["车辆已清离，重新施划消防车道标线", "地锁已拆除，安排专人值守", "摊位退回线内，通道净宽恢复4米"];
    "0103" Corridor "FIRE" [Residence, Shop, Venue, Factory, School] 8
        seen ["楼道灭火器压力指针在红区，早过期了", "消火栓打开没有水", "应急灯全都不亮", "消火栓箱里水带枪头不见了"]
        done ["更换灭火器并登记年检日期", "消防水泵已修复，消火栓出水正常", "应急照明全部更换，测试合格"];
    "0104" Wiring "FIRE" [Residence, SelfBuilt] 8
        seen ["有人从三楼拉线下来给电动车充电", "电动车停在楼道口充电，半夜吓人", "一楼楼梯间停了七八辆电动车", "电瓶拎回家充，整个楼道一股焦味"]
        done ["飞线已剪除，引导到集中充电棚", "楼道电动车清走，加装阻车装置", "入户劝导并签订承诺书，楼道已清空"];
    "0105" Wall "FIRE" [SelfBuilt, Venue, Residence] 4
        seen ["三楼窗户全焊了铁栅栏，没留口子", "广告牌把整层窗户封死了", "出租房防盗窗没有逃生口"]
        done ["防盗窗已开设逃生口并可从内开启", "广告牌拆除，窗户恢复"];
    "0106" Corridor "FIRE" [Residence, SelfBuilt] 6
        seen ["楼道里堆满旧沙发和纸壳", "邻居把鞋柜和煤球放在楼梯拐角", "楼顶平台堆了很多木料"]
        done ["可燃物全部清理，物业每日巡查", "社区组织清理，楼道恢复畅通"];
    "0201" Gas "CG" [Restaurant, Residence, Gas] 5
        seen ["路过闻到很浓的煤气味", "厨房管道接口嘶嘶响，有臭鸡蛋味", "楼下餐馆后门燃气味很大，头晕"]
        done ["关阀通风，更换接口密封件，检测无泄漏", "泄漏点已抢修，复测浓度为零"];
    "0202" Gas "CG" [Restaurant, Residence] 5
        seen ["灶台用的还是老橡胶软管，已经裂了", "燃气软管穿墙又拉了好几米", "阀门锈死了拧不动"]
        done ["更换为不锈钢波纹管，长度合规", "阀门更换并试压合格"];
    "0203" Gas "SC" [Restaurant, SelfBuilt] 5
        seen ["店里厨房摆了五个煤气瓶，旁边就是明火", "地下室存放液化气瓶", "气瓶没有检验标签，用得发黑"]
        done ["超量气瓶已清退，设置独立瓶间", "不合格气瓶由充装单位回收"];
    "0204" Gas "CG" [Restaurant, Venue] 4
        seen ["燃气报警器没插电", "后厨没有装可燃气体报警器", "报警器过期三年了"]
        done ["已安装联动切断的报警装置并测试", "更换探测器，联动切断阀动作正常"];
    "0205" Gas "CG" [SelfBuilt, Road] 2
        seen ["有人在燃气管道标志桩上面搭棚子", "燃气管线上方盖了小房子"]
        done ["占压棚屋已拆除，管线复测正常"];
    "0301" Wiring "GX" [SelfBuilt, Shop, Residence] 6
        seen ["电线乱拉得像蜘蛛网，伸手就能碰到", "门店私自从路灯接电", "市场里插线板一个接一个"]
        done ["私拉电线拆除，重新穿管敷设", "集中整治，更换为固定插座"];
    "0302" Wiring "GX" [Residence, SelfBuilt, Factory] 5
        seen ["老楼电线皮都掉了，下雨打火花", "车间配电线老化，外皮开裂", "楼道电缆裸露，小孩容易碰到"]
        done ["老化线路整体更换", "绝缘修复并加装套管，检测合格"];
    "0303" Wiring "GX" [Site, Shop, Road] 4
        seen ["路边配电箱门掉了，里面线都露着", "工地配电箱没有漏电保护", "配电箱锁坏了，小孩在旁边玩"]
        done ["箱门修复上锁，加装漏电保护器", "更换配电箱并设警示标志"];
    "0304" Wiring "GX" [Road, Residence] 5
        seen ["通信线垂到马路上，货车差点挂到", "电线杆歪了，线快碰到头", "风把线缆吹下来横在人行道上"]
        done ["线缆重新架设固定", "断线剪除，产权单位已规整"];
    "0401" Wall "ZJ" [SelfBuilt, Residence] 5
        seen ["承重墙有一条斜裂缝，能伸进手指", "老房子向一边歪，门都关不上", "阳台底下开裂掉渣"]
        done ["人员撤离，房屋鉴定后加固", "裂缝灌浆加固，设观测点"];
    "0402" Wall "ZJ" [Residence, Shop, Road] 6
        seen ["外墙瓷砖掉下来砸到车了", "楼顶广告字快掉了，摇摇晃晃", "空调外机架子锈断了"]
        done ["松动瓷砖铲除，设置防护棚", "附着物拆除，地面围挡撤除"];
    "0403" Wall "ZJ" [Residence, SelfBuilt] 2
        seen ["楼上装修把承重墙打了个大洞", "门面改造拆了柱子旁边的墙"]
        done ["责令停工，按加固方案恢复承重墙"];
    "0404" Wall "ZR" [SelfBuilt] 3
        seen ["自建房又往上加了两层，下面还租给人开店", "自建房改成旅馆，只有一个楼梯"]
        done ["加层部分停止使用并拆除", "经营场所腾退，恢复原用途"];
    "0501" Street "CG" [Road] 9
        seen ["井盖不见了，晚上看不见", "井盖碎了一半，电动车差点摔进去", "井盖移位，车压过去哐哐响"]
        done ["井盖补装到位，加装防坠网", "更换新井盖并校平"];
    "0502" Street "CG" [Road] 3
        seen ["路面塌了一个坑，下面是空的", "人行道下沉，砖都翘起来了"]
        done ["开挖回填夯实，恢复路面", "管道渗漏已修，塌陷处回填"];
    "0503" Street "JT" [Road] 5
        seen ["路上一个大坑，下雨看不见", "修路后没补好，坑坑洼洼", "减速带螺丝露出来扎轮胎"]
        done ["坑槽修补完成", "路面铣刨重铺"];
    "0504" Street "JT" [Road, Open] 4
        seen ["桥上护栏缺了一截", "施工路段没有警示灯", "急弯处的反光标志被撞倒了"]
        done ["护栏修复并加装反光膜", "警示标志补齐"];
    "0601" Site "ZJ" [Site] 4
        seen ["工地楼边没有护栏，工人就站在边上", "电梯井口没封，里面黑洞洞的"]
        done ["临边防护搭设完毕，洞口盖板固定", "停工整改，验收后复工"];
    "0602" Site "ZJ" [Site] 3
        seen ["脚手架少了好多扣件，晃得厉害", "脚手板没铺满，只有两根竹子"]
        done ["脚手架按方案重新验收", "补齐扣件和连墙件"];
    "0603" Site "ZJ" [Site, Road] 2
        seen ["挖沟三米多深，两边没有支撑", "基坑边堆了很多土，边坡在掉"]
        done ["沟槽放坡并加支护", "坑边堆土清走，监测数据稳定"];
    "0604" Site "ZJ" [Site, Residence] 3
        seen ["工人在楼外刷墙没系安全带", "高空装广告牌没有任何防护"]
        done ["停止作业，补配安全带和生命绳", "对作业班组进行教育后复工"];
    "0701" Lift "SC" [Residence, Shop, Care] 7
        seen ["电梯经常突然往下掉一截", "电梯门夹人，按开门键没反应", "电梯运行抖动厉害，老人不敢坐"]
        done ["维保单位更换制动部件，检验合格", "门机调整完毕，运行平稳"];
    "0702" Lift "SC" [Residence, Factory, Venue] 3
        seen ["电梯检验标志过期半年了", "锅炉没看到检验标志"]
        done ["已停用并报检，检验合格后恢复"];
    "0703" Barrels "SC" [Factory, Shop] 2
        seen ["市场里开叉车的人没有证，开得飞快", "仓库叉车载人"]
        done ["无证人员停岗，持证人员上岗"];
    "0801" Barrels "YJ" [Hazardous, Factory] 3
        seen ["店里把油漆稀料和杂货堆在一起", "居民楼下存了很多桶不明液体，气味刺鼻"]
        done ["危化品转移到专用仓库", "违规储存物品依法查扣处置"];
    "0802" Barrels "YJ" [Hazardous, Shop] 2
        seen ["小卖部里面屋藏了很多烟花", "烟花店里超量存放，还住人"]
        done ["超量烟花清退，住人清离", "依法收缴并立案"];
    "0901" Water "NS" [Open] 4
        seen ["江边步道护栏断了，小孩在那里玩水", "水塘旁边没有警示牌，也没有救生圈"]
        done ["护栏修复，增设警示牌和救生器材", "补设围栏"];
    "0902" Water "NS" [Road, Open, Residence] 4
        seen ["一下雨这里就积水到膝盖", "排水口被垃圾堵死了", "地下车库入口倒灌"]
        done ["管道疏通，排水恢复", "清掏雨水口，备抽水泵"];
    "0903" Water "NS" [Open] 1
        seen ["堤坡有一块塌了，在渗水", "水渠边坡滑下来一大块"]
        done ["塌坡回填砌护，渗水点封堵"];
    "1001" Wall "JY" [School] 3
        seen ["学校围墙歪了，孩子天天从旁边走", "操场篮球架底座锈穿了"]
        done ["围墙拆除重砌", "器材更换并固定"];
    "1002" Lane "JY" [School] 3
        seen ["校门口没有减速带，放学车开很快", "学校门口斑马线磨没了"]
        done ["增设减速带和警示灯", "标线重新施划，增派护学岗"];
    "9999" Street "YJ" [Open, Other, Road] 3
        seen ["公园的秋千链子快断了", "健身器材螺丝松了，摇得厉害", "公交站顶棚玻璃裂了"]
        done ["损坏设施已维修", "设施更换完毕"];
    "9998" Corridor "YJ" [Residence, Shop, Road] 2
        seen ["墙上的码被小广告盖住了", "码牌掉在地上"]
        done ["重新张贴码牌"];
}

/// Words before what was seen: where a reporter stands.
pub(super) const OPENINGS: [&str; 6] =
    ["", "", "您好，", "反映一个问题：", "每天路过都看到，", "孩子上学要经过这里，"];
/// Words after it.
pub(super) const ENDINGS: [&str; 7] = [
    "。",
    "，希望尽快处理。",
    "，已经好几天了。",
    "，很危险！",
    "，请派人来看看。",
    "，老人小孩多。",
    "，之前说过没人管。",
];

/// 核实结果.
pub(super) const INSPECTED: [&str; 3] = [
    "现场核实，情况属实，已拍照取证",
    "到场查看，与反映一致，已告知责任单位先行防护",
    "情况属实，现场已拉警戒带",
];
/// 员工举报的核查: nothing in it tells that somebody reported.
pub(super) const CHECKED: [&str; 3] =
    ["例行检查发现问题，已拍照取证", "检查时发现，已要求现场先行防护", "检查发现不符合要求，已固定证据"];
/// 不属实.
pub(super) const UNFOUNDED: [&str; 2] = ["到场未发现反映的情况", "现场正常，系误报"];
/// 临时管控.
pub(super) const INTERIM: [&str; 3] = ["已拉警戒带，专人看守", "临时停用，张贴警示", "设置围挡，夜间加灯"];
/// 整改措施.
pub(super) const MEASURES: [&str; 3] = [
    "先停用后更换，完工检测合格再启用",
    "委托有资质单位施工，社区每日巡查",
    "分两步：先消除直接危险，再整体改造",
];
/// 预案.
pub(super) const EMERGENCY: [&str; 2] = ["发生险情立即疏散并报119", "值班电话24小时畅通，配备应急物资"];
/// 返工理由.
pub(super) const REWORK: [&str; 3] =
    ["照片角度与整改前不一致，请同一位置重拍并补齐", "现场复查仍有杂物未清", "防护高度不足，需补设"];
/// 验收意见.
pub(super) const VERIFIED: [&str; 3] = ["现场复查，整改到位", "与整改前同位置比对，隐患已消除", "抽查合格"];
/// 延期理由.
pub(super) const EXTENSION: [&str; 2] = ["配件需外地采购，预计晚到", "连续降雨无法施工"];
/// 挂账管控措施.
pub(super) const SUSPENSION: [&str; 2] =
    ["资金待列入年度预算，期间封闭使用、每周巡查", "枯水期方可施工，期间设围栏和值守"];
/// 退回理由.
pub(super) const RETURNED: [&str; 2] = ["该处产权不属本单位，附权属说明", "位置在辖区界线以外，建议改派"];
/// 回头看.
pub(super) const LOOKED_BACK: [&str; 2] =
    ["回头看：现场保持良好，未见反弹", "复查与销号照片一致，责任人在岗"];
/// 答复群众.
pub(super) const REPLIES: [&str; 3] = [
    "您反映的问题已整改完毕，感谢您的监督。",
    "已现场处理，欢迎继续监督，如未解决可在回执页面告诉我们。",
    "问题已办结，详情见回执页面照片。",
];
/// 评价.
pub(super) const PRAISE: [&str; 4] = ["", "处理很快，谢谢", "满意", "确实弄好了"];
/// 不满意.
pub(super) const COMPLAINTS: [&str; 3] = ["过两天又堵上了", "只是拍了照，没有真的修", "还是老样子"];
