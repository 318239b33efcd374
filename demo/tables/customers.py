"""Who buys from the demo company: 120 customers, all of our own invention."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Term:
    """When an invoice is due: days after its date, or before the goods leave."""

    code: str
    name: str
    name_en: str
    days: int
    prepaid: bool


@dataclass(frozen=True, slots=True)
class Customer:
    """A company, its address, the person one calls there, and how it pays; the limit is in CNY."""

    code: str
    name: str
    name_en: str
    short_name: str
    tier: str
    city: str
    street: str
    postcode: str
    contact: str
    phone: str
    email: str
    tax_id: str
    term: str
    credit_limit: Decimal


TERMS = [
    Term("prepaid", "款到发货", "Cash before delivery", 0, True),
    Term("net15", "发票后15天", "Net 15 days", 15, False),
    Term("net30", "发票后30天", "Net 30 days", 30, False),
    Term("net45", "发票后45天", "Net 45 days", 45, False),
    Term("net60", "发票后60天", "Net 60 days", 60, False),
]

# (code, name, English name, short name, tier), (city, street, postcode),
# (contact, phone, e-mail), (tax ID, terms, credit limit)
ROWS = [
    (
        ("C5649", "北京朔禾自动化设备有限公司", "Beijing Shuohe Automation Equipment Co., Ltd.", "北京朔禾", "key"),
        ("北京", "大兴区榆垡科创东街18号", "102600"),
        ("郎月清", "177 0000 2689", "langyueqing@example.com"),
        ("91110100MAY5X77T4F", "net60", "1800000"),
    ),
    (
        ("C5111", "北京砚川医疗器械有限公司", "Beijing Yanchuan Medical Devices Co., Ltd.", "北京砚川", "core"),
        ("北京", "昌平区沙河北路7号院3号楼", "102200"),
        ("殷绍棠", "133 0000 1372", "yinshaotang@example.com"),
        ("91110100MAF7AT9E63", "net45", "500000"),
    ),
    (
        ("C5198", "北京霁蓝光电科技有限公司", "Beijing Jilan Optoelectronics Co., Ltd.", "北京霁蓝", "standard"),
        ("北京", "通州区景盛南二街25号", "101100"),
        ("蓝若溪", "177 0000 6032", "lanruoxi@example.com"),
        ("91110100MA2L8Y0F9Q", "net30", "160000"),
    ),
    (
        ("C6086", "天津沧禾精密机械有限公司", "Tianjin Canghe Precision Machinery Co., Ltd.", "天津沧禾", "core"),
        ("天津", "西青区赛达四支路9号", "300380"),
        ("臧立群", "135 0000 1947", "zangliqun@example.com"),
        ("91120100MAU3669C9Y", "net45", "600000"),
    ),
    (
        ("C2377", "天津津岚船舶配套有限公司", "Tianjin Jinlan Marine Fittings Co., Ltd.", "天津津岚", "key"),
        ("天津", "滨海新区临港渤海三十路66号", "300450"),
        ("逄海涛", "131 0000 6416", "panghaitao@example.com"),
        ("91120100MABMCTEL28", "net60", "1500000"),
    ),
    (
        ("C8928", "天津恬舟食品有限公司", "Tianjin Tianzhou Foods Co., Ltd.", "天津恬舟", "standard"),
        ("天津", "北辰区双辰中路31号", "300400"),
        ("纪春燕", "186 0000 9639", "jichunyan@example.com"),
        ("91120100MA1A77WJ4H", "net30", "120000"),
    ),
    (
        (
            "C9559",
            "石家庄冀朗制药设备有限公司",
            "Shijiazhuang Jilang Pharmaceutical Equipment Co., Ltd.",
            "石家庄冀朗",
            "standard",
        ),
        ("石家庄", "栾城区裕翔街南段128号", "051430"),
        ("甄宏亮", "157 0000 4634", "zhenhongliang@example.com"),
        ("91130100MA7A9XDR12", "net30", "200000"),
    ),
    (
        (
            "C4322",
            "石家庄滹源农业机械有限责任公司",
            "Shijiazhuang Huyuan Agricultural Machinery Co., Ltd.",
            "石家庄滹源",
            "new",
        ),
        ("石家庄", "正定县华安西路56号", "050800"),
        ("苑凤霞", "131 0000 6604", "yuanfengxia@example.com"),
        ("91130100MAT9MRRH24", "prepaid", "0"),
    ),
    (
        ("C3462", "唐山磬安冶金设备有限公司", "Tangshan Qingan Metallurgical Equipment Co., Ltd.", "唐山磬安", "core"),
        ("唐山", "丰南区临港大道312号", "063300"),
        ("谷青松", "133 0000 9169", "guqingsong@example.com"),
        ("91130200MAUC5NP28D", "net45", "700000"),
    ),
    (
        ("C8087", "保定翊行汽车零部件有限公司", "Baoding Yixing Auto Parts Co., Ltd.", "保定翊行", "standard"),
        ("保定", "竞秀区朝阳北大街1799号", "071000"),
        ("靳晓峰", "180 0000 8380", "jinxiaofeng@example.com"),
        ("91130600MAWLXJMR73", "net30", "260000"),
    ),
    (
        ("C9663", "太原晋砺矿山机械有限公司", "Taiyuan Jinli Mining Machinery Co., Ltd.", "太原晋砺", "core"),
        ("太原", "小店区唐槐路88号", "030032"),
        ("原志刚", "133 0000 6063", "yuanzhigang@example.com"),
        ("91140100MAF4TN2U7F", "net60", "550000"),
    ),
    (
        (
            "C5477",
            "包头昆朔冶金设备有限责任公司",
            "Baotou Kunshuo Metallurgical Equipment Co., Ltd.",
            "包头昆朔",
            "standard",
        ),
        ("包头", "昆都仑区钢铁大街西段45号", "014010"),
        ("云小军", "150 0000 6489", "yunxiaojun@example.com"),
        ("91150200MA254QKW7G", "net45", "240000"),
    ),
    (
        ("C2663", "沈阳浑屹智能装备有限公司", "Shenyang Hunyi Intelligent Equipment Co., Ltd.", "沈阳浑屹", "core"),
        ("沈阳", "铁西区开发大路22号", "110141"),
        ("佟卫东", "157 0000 2689", "tongweidong@example.com"),
        ("91210100MAW073GW5X", "net45", "650000"),
    ),
    (
        (
            "C4592",
            "沈阳盛岑机电工程有限公司",
            "Shenyang Shengcen Electromechanical Engineering Co., Ltd.",
            "沈阳盛岑",
            "standard",
        ),
        ("沈阳", "浑南区全运五路17号", "110179"),
        ("关雪梅", "139 0000 8543", "guanxuemei@example.com"),
        ("91210100MA366YY42B", "net15", "90000"),
    ),
    (
        ("C6147", "大连澜屿船舶配套有限公司", "Dalian Lanyu Marine Fittings Co., Ltd.", "大连澜屿", "core"),
        ("大连", "金州区董家沟街道金悦路40号", "116600"),
        ("曲承志", "159 0000 5308", "quchengzhi@example.com"),
        ("91210200MA0313EJ8J", "net45", "480000"),
    ),
    (
        ("C7022", "大连汐诺食品有限公司", "Dalian Xinuo Foods Co., Ltd.", "大连汐诺", "standard"),
        ("大连", "甘井子区营辉路12号", "116036"),
        ("于慧敏", "186 0000 6043", "yuhuimin@example.com"),
        ("91210200MAJ335NG1M", "net30", "150000"),
    ),
    (
        ("C3958", "鞍山铎石冶金设备有限公司", "Anshan Duoshi Metallurgical Equipment Co., Ltd.", "鞍山铎石", "new"),
        ("鞍山", "立山区通山街203号", "114031"),
        ("康德顺", "139 0000 5747", "kangdeshun@example.com"),
        ("91210300MA88X5M7XT", "prepaid", "0"),
    ),
    (
        ("C3576", "长春驭峻汽车零部件有限公司", "Changchun Yujun Auto Parts Co., Ltd.", "长春驭峻", "key"),
        ("长春", "绿园区西新工业园丙十六路5号", "130062"),
        ("尹国栋", "136 0000 4069", "yinguodong@example.com"),
        ("91220100MAL41QCT9P", "net60", "2000000"),
    ),
    (
        ("C9786", "哈尔滨凇原电力设备有限公司", "Harbin Songyuan Power Equipment Co., Ltd.", "哈尔滨凇原", "standard"),
        ("哈尔滨", "松北区智谷二街301号", "150028"),
        ("敖立冬", "189 0000 3026", "aolidong@example.com"),
        ("91230100MACTBJJJ3C", "net30", "180000"),
    ),
    (
        ("C5680", "济南泺衡精密机械有限公司", "Jinan Luoheng Precision Machinery Co., Ltd.", "济南泺衡", "core"),
        ("济南", "历城区春暄路2600号", "250100"),
        ("韶志远", "133 0000 5104", "shaozhiyuan@example.com"),
        ("91370100MA9WC7FG3B", "net45", "520000"),
    ),
    (
        ("C6209", "济南趵远物流设备有限公司", "Jinan Baoyuan Material Handling Co., Ltd.", "济南趵远", "standard"),
        ("济南", "长清区平安北路77号", "250300"),
        ("巩玉珍", "186 0000 2337", "gongyuzhen@example.com"),
        ("91370100MAHKG0Y262", "net30", "140000"),
    ),
    (
        (
            "C9816",
            "青岛崂璟自动化设备股份有限公司",
            "Qingdao Laojing Automation Equipment Co., Ltd.",
            "青岛崂璟",
            "key",
        ),
        ("青岛", "城阳区棘洪滩锦宏东路9号", "266111"),
        ("逯永强", "152 0000 7114", "luyongqiang@example.com"),
        ("91370200MAW7D7WL72", "net60", "1600000"),
    ),
    (
        ("C5887", "青岛汀禾纺织机械有限公司", "Qingdao Tinghe Textile Machinery Co., Ltd.", "青岛汀禾", "standard"),
        ("青岛", "黄岛区团结路2877号", "266400"),
        ("迟桂英", "139 0000 6507", "chiguiying@example.com"),
        ("91370200MA9Y15F41F", "net30", "220000"),
    ),
    (
        ("C6419", "青岛岬湾物流设备有限公司", "Qingdao Jiawan Material Handling Co., Ltd.", "青岛岬湾", "new"),
        ("青岛", "即墨区蓝鳌路1308号", "266200"),
        ("矫卫民", "137 0000 8909", "jiaoweimin@example.com"),
        ("91370200MA3D8UKB74", "net15", "40000"),
    ),
    (
        ("C7773", "淄博翮鸣化工装备有限公司", "Zibo Heming Chemical Equipment Co., Ltd.", "淄博翮鸣", "core"),
        ("淄博", "临淄区乙烯南路19号", "255400"),
        ("亓建国", "137 0000 9674", "qijianguo@example.com"),
        ("91370300MAR07PBJ88", "net45", "450000"),
    ),
    (
        ("C8592", "烟台芝岚汽车零部件有限公司", "Yantai Zhilan Auto Parts Co., Ltd.", "烟台芝岚", "standard"),
        ("烟台", "福山区永达街600号", "265500"),
        ("衣学文", "189 0000 4742", "yixuewen@example.com"),
        ("91370600MAHHKGKX3M", "net30", "210000"),
    ),
    (
        ("C9490", "潍坊鸢驰农业机械有限公司", "Weifang Yuanchi Agricultural Machinery Co., Ltd.", "潍坊鸢驰", "core"),
        ("潍坊", "坊子区凤凰大街4号", "261200"),
        ("郇宝林", "177 0000 7868", "huanbaolin@example.com"),
        ("91370700MANBMHM72J", "net45", "380000"),
    ),
    (
        ("C6094", "临沂沂澄五金制品有限公司", "Linyi Yicheng Hardware Co., Ltd.", "临沂沂澄", "standard"),
        ("临沂", "罗庄区通达南路340号", "276017"),
        ("咸金花", "133 0000 1664", "xianjinhua@example.com"),
        ("91371300MABRYUN643", "net15", "85000"),
    ),
    (
        ("C8645", "郑州嵩砥矿山机械有限公司", "Zhengzhou Songdi Mining Machinery Co., Ltd.", "郑州嵩砥", "core"),
        ("郑州", "高新区雪松路169号", "450001"),
        ("訾向阳", "139 0000 2874", "zixiangyang@example.com"),
        ("91410100MADYD2Y395", "net45", "560000"),
    ),
    (
        ("C2012", "郑州穗麦香食品有限公司", "Zhengzhou Suimaixiang Foods Co., Ltd.", "郑州穗麦香", "standard"),
        ("郑州", "惠济区天河路41号", "450044"),
        ("禹秋菊", "131 0000 9806", "yuqiuju@example.com"),
        ("91410100MATQDG7U8E", "net30", "170000"),
    ),
    (
        ("C6118", "洛阳伊阙川机械制造有限公司", "Luoyang Yiquechuan Machinery Co., Ltd.", "洛阳伊阙川", "core"),
        ("洛阳", "涧西区华夏路30号", "471003"),
        ("雒建平", "177 0000 9848", "luojianping@example.com"),
        ("91410300MA0CTQ5T6L", "net60", "620000"),
    ),
    (
        (
            "C4499",
            "新乡牧野原物流设备有限公司",
            "Xinxiang Muyeyuan Material Handling Co., Ltd.",
            "新乡牧野原",
            "standard",
        ),
        ("新乡", "红旗区德源路88号", "453000"),
        ("琚小磊", "137 0000 9126", "juxiaolei@example.com"),
        ("91410700MA43T94M5G", "net30", "110000"),
    ),
    (
        ("C9644", "西安鄠云电力设备有限公司", "Xi'an Huyun Power Equipment Co., Ltd.", "西安鄠云", "standard"),
        ("西安", "鄠邑区沣京大道13号", "710300"),
        ("同海龙", "189 0000 7000", "tonghailong@example.com"),
        ("91610100MA0N9LPDX1", "net30", "190000"),
    ),
    (
        ("C9034", "西安灞宁智能装备有限公司", "Xi'an Baning Intelligent Equipment Co., Ltd.", "西安灞宁", "core"),
        ("西安", "灞桥区纺渭路516号", "710025"),
        ("雷若谷", "158 0000 5049", "leiruogu@example.com"),
        ("91610100MAHQAAHE6N", "net45", "430000"),
    ),
    (
        ("C7125", "宝鸡岐衡模具有限公司", "Baoji Qiheng Mould & Die Co., Ltd.", "宝鸡岐衡", "standard"),
        ("宝鸡", "渭滨区高新大道195号", "721006"),
        ("逯晓燕", "133 0000 6665", "luxiaoyan@example.com"),
        ("91610300MA9X4M5W91", "net30", "100000"),
    ),
    (
        (
            "C3135",
            "兰州皋兰砾化工装备有限公司",
            "Lanzhou Gaolanli Chemical Equipment Co., Ltd.",
            "兰州皋兰砾",
            "standard",
        ),
        ("兰州", "西固区环行东路61号", "730060"),
        ("妥文华", "137 0000 1983", "tuowenhua@example.com"),
        ("91620100MAT8WGNCXH", "net45", "230000"),
    ),
    (
        ("C7011", "银川塞溪塑料制品有限公司", "Yinchuan Saixi Plastics Co., Ltd.", "银川塞溪", "new"),
        ("银川", "西夏区宝湖西路402号", "750021"),
        ("纳玉兰", "186 0000 8618", "nayulan@example.com"),
        ("91640100MA4CWDF195", "prepaid", "0"),
    ),
    (
        (
            "C8622",
            "乌鲁木齐博峦电力设备有限公司",
            "Urumqi Boluan Power Equipment Co., Ltd.",
            "乌鲁木齐博峦",
            "standard",
        ),
        ("乌鲁木齐", "米东区振兴中路715号", "830019"),
        ("米小江", "189 0000 4236", "mixiaojiang@example.com"),
        ("91650100MAD5KKDB1T", "net30", "160000"),
    ),
    (
        ("C5769", "上海澄砚自动化设备有限公司", "Shanghai Chengyan Automation Equipment Co., Ltd.", "上海澄砚", "key"),
        ("上海", "松江区车墩影佳路208号", "201611"),
        ("俞景行", "150 0000 3952", "yujingxing@example.com"),
        ("91310100MATH3E2P76", "net60", "2600000"),
    ),
    (
        ("C3342", "上海嘉砺汽车零部件股份有限公司", "Shanghai Jiali Auto Parts Co., Ltd.", "上海嘉砺", "key"),
        ("上海", "嘉定区安亭园汽路1155号", "201805"),
        ("封若琳", "159 0000 2959", "fengruolin@example.com"),
        ("91310100MAJQQFA79K", "net60", "2200000"),
    ),
    (
        ("C2987", "上海沪屿医疗器械有限责任公司", "Shanghai Huyu Medical Devices Co., Ltd.", "上海沪屿", "core"),
        ("上海", "浦东新区张江哈雷西路98号", "201203"),
        ("詹慕白", "158 0000 4387", "zhanmubai@example.com"),
        ("91310100MAW7TBTL67", "net45", "700000"),
    ),
    (
        ("C4766", "上海浦芷电子科技有限公司", "Shanghai Puzhi Electronics Co., Ltd.", "上海浦芷", "core"),
        ("上海", "闵行区颛桥光华路598号", "201108"),
        ("柴嘉宁", "136 0000 4251", "chaijianing@example.com"),
        ("91310100MA8YKM4823", "net45", "540000"),
    ),
    (
        (
            "C8643",
            "上海衍祺工业品贸易有限公司",
            "Shanghai Yanqi Industrial Supplies Co., Ltd.",
            "上海衍祺",
            "standard",
        ),
        ("上海", "宝山区富联三路77号", "201906"),
        ("戎晓东", "152 0000 7193", "rongxiaodong@example.com"),
        ("91310100MAGQMPYX4J", "net30", "260000"),
    ),
    (
        (
            "C7203",
            "上海青湄包装机械有限公司",
            "Shanghai Qingmei Packaging Machinery Co., Ltd.",
            "上海青湄",
            "standard",
        ),
        ("上海", "青浦区崧泽大道6066号", "201706"),
        ("嵇文静", "137 0000 8668", "jiwenjing@example.com"),
        ("91310100MA89F09C76", "net30", "240000"),
    ),
    (
        ("C6244", "南京秣澜智能装备有限公司", "Nanjing Molan Intelligent Equipment Co., Ltd.", "南京秣澜", "core"),
        ("南京", "江宁区将军大道166号", "211100"),
        ("虞承泽", "157 0000 3407", "yuchengze@example.com"),
        ("91320100MAFF2RBH13", "net45", "600000"),
    ),
    (
        ("C3414", "南京栖屹电力设备有限公司", "Nanjing Qiyi Power Equipment Co., Ltd.", "南京栖屹", "standard"),
        ("南京", "栖霞区仙林大道10号", "210046"),
        ("花向荣", "152 0000 5313", "huaxiangrong@example.com"),
        ("91320100MAW6RTH05J", "net30", "220000"),
    ),
    (
        (
            "C5571",
            "南京浦桥轨道交通设备有限公司",
            "Nanjing Puqiao Rail Transit Equipment Co., Ltd.",
            "南京浦桥",
            "core",
        ),
        ("南京", "浦口区步月路29号", "211800"),
        ("芮国安", "135 0000 7353", "ruiguoan@example.com"),
        ("91320100MAMQ76865W", "net60", "680000"),
    ),
    (
        ("C7438", "无锡梁溪舟精密机械有限公司", "Wuxi Liangxizhou Precision Machinery Co., Ltd.", "无锡梁溪舟", "key"),
        ("无锡", "新吴区锡梅路106号", "214028"),
        ("过云飞", "135 0000 6778", "guoyunfei@example.com"),
        ("91320200MANGUXK8XF", "net60", "1700000"),
    ),
    (
        ("C2912", "无锡惠岚新能源科技有限公司", "Wuxi Huilan New Energy Co., Ltd.", "无锡惠岚", "core"),
        ("无锡", "惠山区堰新路311号", "214174"),
        ("惠小曼", "159 0000 3932", "huixiaoman@example.com"),
        ("91320200MA6TQKL63R", "net45", "580000"),
    ),
    (
        ("C6370", "无锡暨砺五金制品有限公司", "Wuxi Jili Hardware Co., Ltd.", "无锡暨砺", "standard"),
        ("无锡", "江阴市澄杨路1068号", "214400"),
        ("承建忠", "159 0000 1579", "chengjianzhong@example.com"),
        ("91320200MAPW05XA7W", "net30", "200000"),
    ),
    (
        ("C9729", "徐州彭驭矿山机械有限责任公司", "Xuzhou Pengyu Mining Machinery Co., Ltd.", "徐州彭驭", "core"),
        ("徐州", "铜山区黄河北路15号", "221116"),
        ("权大伟", "158 0000 8473", "quandawei@example.com"),
        ("91320300MAMLEYWW09", "net45", "490000"),
    ),
    (
        (
            "C3814",
            "常州晋陵岸自动化设备有限公司",
            "Changzhou Jinlingan Automation Equipment Co., Ltd.",
            "常州晋陵岸",
            "core",
        ),
        ("常州", "武进区常武中路801号", "213164"),
        ("恽晓明", "158 0000 7286", "yunxiaoming@example.com"),
        ("91320400MATAGW628M", "net45", "510000"),
    ),
    (
        ("C5851", "常州钟楼桥模具有限公司", "Changzhou Zhonglouqiao Mould & Die Co., Ltd.", "常州钟楼桥", "standard"),
        ("常州", "钟楼区梅花路12号", "213023"),
        ("是丽娟", "186 0000 6330", "shilijuan@example.com"),
        ("91320400MAFWMM4E3M", "net30", "150000"),
    ),
    (
        ("C8381", "常州溧岫新能源科技有限公司", "Changzhou Lixiu New Energy Co., Ltd.", "常州溧岫", "key"),
        ("常州", "溧阳市昆仑北路218号", "213300"),
        ("狄文涛", "135 0000 7518", "diwentao@example.com"),
        ("91320400MABXT9XY8D", "net60", "1400000"),
    ),
    (
        ("C5155", "苏州姑砚电子科技股份有限公司", "Suzhou Guyan Electronics Co., Ltd.", "苏州姑砚", "key"),
        ("苏州", "虎丘区鹿山路369号", "215129"),
        ("金慕华", "150 0000 3099", "jinmuhua@example.com"),
        ("91320500MAX6698D70", "net60", "2400000"),
    ),
    (
        (
            "C4368",
            "苏州澹台湖自动化设备有限公司",
            "Suzhou Tantaihu Automation Equipment Co., Ltd.",
            "苏州澹台湖",
            "core",
        ),
        ("苏州", "吴中区东吴南路168号", "215128"),
        ("翁怀瑾", "157 0000 9918", "wenghuaijin@example.com"),
        ("91320500MAP9BWBM8Y", "net45", "650000"),
    ),
    (
        (
            "C8549",
            "苏州娄江月精密机械有限公司",
            "Suzhou Loujiangyue Precision Machinery Co., Ltd.",
            "苏州娄江月",
            "core",
        ),
        ("苏州", "昆山市玉杨路299号", "215300"),
        ("顾长庚", "133 0000 9023", "guchanggeng@example.com"),
        ("91320500MAD3Q4RAXX", "net45", "620000"),
    ),
    (
        ("C6121", "苏州吴淞岸光电科技有限公司", "Suzhou Wusongan Optoelectronics Co., Ltd.", "苏州吴淞岸", "standard"),
        ("苏州", "吴江区江陵东路555号", "215200"),
        ("计小帆", "186 0000 1716", "jixiaofan@example.com"),
        ("91320500MA0L2NLB35", "net30", "240000"),
    ),
    (
        ("C4246", "南通狼岫船舶配套有限公司", "Nantong Langxiu Marine Fittings Co., Ltd.", "南通狼岫", "core"),
        ("南通", "崇川区通盛大道188号", "226000"),
        ("成美玲", "137 0000 6028", "chengmeiling@example.com"),
        ("91320600MAXC6T4H4K", "net45", "460000"),
    ),
    (
        ("C4394", "南通海澹纺织机械有限公司", "Nantong Haidan Textile Machinery Co., Ltd.", "南通海澹", "standard"),
        ("南通", "通州区金新街道碧华路9号", "226300"),
        ("保国庆", "137 0000 2697", "baoguoqing@example.com"),
        ("91320600MA74PBF05X", "net30", "130000"),
    ),
    (
        ("C3685", "盐城湄盐新能源科技有限公司", "Yancheng Meiyan New Energy Co., Ltd.", "盐城湄盐", "standard"),
        ("盐城", "亭湖区希望大道南路5号", "224000"),
        ("卞春林", "157 0000 6726", "bianchunlin@example.com"),
        ("91320900MA29073J2H", "net45", "250000"),
    ),
    (
        (
            "C3146",
            "扬州邗舟包装机械有限公司",
            "Yangzhou Hanzhou Packaging Machinery Co., Ltd.",
            "扬州邗舟",
            "standard",
        ),
        ("扬州", "邗江区扬子江中路711号", "225009"),
        ("居延平", "158 0000 2501", "juyanping@example.com"),
        ("91321000MAMMJBJA3C", "net30", "170000"),
    ),
    (
        ("C8506", "镇江京岘机械制造有限公司", "Zhenjiang Jingxian Machinery Co., Ltd.", "镇江京岘", "standard"),
        ("镇江", "丹徒区谷阳大道229号", "212028"),
        ("眭荣华", "157 0000 4536", "suironghua@example.com"),
        ("91321100MAGBG7T23H", "net30", "160000"),
    ),
    (
        (
            "C7305",
            "泰州凤城渡制药设备有限公司",
            "Taizhou Fengchengdu Pharmaceutical Equipment Co., Ltd.",
            "泰州凤城渡",
            "core",
        ),
        ("泰州", "海陵区药城大道1号", "225300"),
        ("印国良", "131 0000 5856", "yinguoliang@example.com"),
        ("91321200MA8MBJU04E", "net45", "400000"),
    ),
    (
        ("C6321", "杭州云岫精密机械有限公司", "Hangzhou Yunxiu Precision Machinery Co., Ltd.", "杭州云岫", "key"),
        ("杭州", "萧山区建设四路8899号", "311215"),
        ("楼望舒", "157 0000 7816", "louwangshu@example.com"),
        ("91330100MAGJDJG67B", "net60", "1900000"),
    ),
    (
        (
            "C2940",
            "杭州湘湖屿智能装备有限公司",
            "Hangzhou Xianghuyu Intelligent Equipment Co., Ltd.",
            "杭州湘湖屿",
            "core",
        ),
        ("杭州", "滨江区滨康路669号", "310051"),
        ("傅以宁", "136 0000 6972", "fuyining@example.com"),
        ("91330100MAJ3ABKL8R", "net45", "630000"),
    ),
    (
        ("C5710", "杭州余墨光电科技有限公司", "Hangzhou Yumo Optoelectronics Co., Ltd.", "杭州余墨", "standard"),
        ("杭州", "余杭区仓前龙舟路6号", "311121"),
        ("来思远", "135 0000 6798", "laisiyuan@example.com"),
        ("91330100MA4EA1NP52", "net30", "230000"),
    ),
    (
        (
            "C7906",
            "杭州富春砚造纸机械有限公司",
            "Hangzhou Fuchunyan Paper Machinery Co., Ltd.",
            "杭州富春砚",
            "standard",
        ),
        ("杭州", "富阳区高尔夫路218号", "311400"),
        ("孙怀舟", "133 0000 7383", "sunhuaizhou@example.com"),
        ("91330100MA60JH3M74", "net30", "180000"),
    ),
    (
        ("C3266", "宁波甬澄模具有限公司", "Ningbo Yongcheng Mould & Die Co., Ltd.", "宁波甬澄", "core"),
        ("宁波", "北仑区大港三路39号", "315800"),
        ("励向前", "159 0000 5377", "lixiangqian@example.com"),
        ("91330200MAJ9GPU57E", "net45", "520000"),
    ),
    (
        ("C8132", "宁波鄞岚塑料制品有限公司", "Ningbo Yinlan Plastics Co., Ltd.", "宁波鄞岚", "standard"),
        ("宁波", "鄞州区金源路988号", "315104"),
        ("乐小芸", "177 0000 6141", "yuexiaoyun@example.com"),
        ("91330200MABJ1AK202", "net30", "190000"),
    ),
    (
        ("C4926", "宁波慈溟五金制品有限公司", "Ningbo Ciming Hardware Co., Ltd.", "宁波慈溟", "core"),
        ("宁波", "慈溪市新兴大道1368号", "315300"),
        ("岑海波", "136 0000 2299", "cenhaibo@example.com"),
        ("91330200MA2QEN8W64", "net45", "360000"),
    ),
    (
        ("C2488", "温州瓯屿电力设备有限公司", "Wenzhou Ouyu Power Equipment Co., Ltd.", "温州瓯屿", "core"),
        ("温州", "乐清市纬十七路261号", "325600"),
        ("南志成", "180 0000 1387", "nanzhicheng@example.com"),
        ("91330300MAEC80YL5Q", "net45", "440000"),
    ),
    (
        (
            "C4946",
            "温州楠溪川医疗器械有限公司",
            "Wenzhou Nanxichuan Medical Devices Co., Ltd.",
            "温州楠溪川",
            "standard",
        ),
        ("温州", "永嘉县瓯北东瓯街22号", "325100"),
        ("厉晓晓", "135 0000 6688", "lixiaoxiao@example.com"),
        ("91330300MAXU0HKB8T", "net30", "120000"),
    ),
    (
        ("C7779", "嘉兴鸳湖纺织机械有限公司", "Jiaxing Yuanhu Textile Machinery Co., Ltd.", "嘉兴鸳湖", "standard"),
        ("嘉兴", "秀洲区康和路1288号", "314031"),
        ("陆梦溪", "157 0000 9990", "lumengxi@example.com"),
        ("91330400MA439L695D", "net30", "150000"),
    ),
    (
        ("C4678", "嘉兴乍澜化工装备有限责任公司", "Jiaxing Zhalan Chemical Equipment Co., Ltd.", "嘉兴乍澜", "core"),
        ("嘉兴", "平湖市乍浦雅山西路10号", "314201"),
        ("劳文彬", "131 0000 2230", "laowenbin@example.com"),
        ("91330400MA4PF67F2W", "net45", "470000"),
    ),
    (
        ("C4994", "湖州苕砚新能源科技有限公司", "Huzhou Shaoyan New Energy Co., Ltd.", "湖州苕砚", "core"),
        ("湖州", "长兴县经二路1号", "313100"),
        ("钦卫国", "157 0000 9997", "qinweiguo@example.com"),
        ("91330500MACTREFP02", "net45", "550000"),
    ),
    (
        ("C2293", "绍兴鉴桥纺织机械有限公司", "Shaoxing Jianqiao Textile Machinery Co., Ltd.", "绍兴鉴桥", "standard"),
        ("绍兴", "柯桥区钱陶公路151号", "312030"),
        ("骆宝珠", "131 0000 4677", "luobaozhu@example.com"),
        ("91330600MA211RRR3J", "net30", "140000"),
    ),
    (
        ("C5531", "金华婺砺五金制品有限公司", "Jinhua Wuli Hardware Co., Ltd.", "金华婺砺", "standard"),
        ("金华", "永康市五湖路18号", "321300"),
        ("应天赐", "157 0000 8414", "yingtianci@example.com"),
        ("91330700MA4T04JR3D", "net30", "160000"),
    ),
    (
        ("C9191", "台州黄岩屿模具有限公司", "Taizhou Huangyanyu Mould & Die Co., Ltd.", "台州黄岩屿", "core"),
        ("台州", "黄岩区王西路41号", "318020"),
        ("牟永康", "131 0000 6356", "mouyongkang@example.com"),
        ("91331000MAMXLCHY0H", "net45", "420000"),
    ),
    (
        ("C4383", "台州椒屿包装机械有限公司", "Taizhou Jiaoyu Packaging Machinery Co., Ltd.", "台州椒屿", "standard"),
        ("台州", "椒江区东海大道1888号", "318000"),
        ("解文斌", "137 0000 5412", "xiewenbin@example.com"),
        ("91331000MAEQE1WC7W", "net30", "130000"),
    ),
    (
        ("C3779", "合肥庐岑智能装备股份有限公司", "Hefei Lucen Intelligent Equipment Co., Ltd.", "合肥庐岑", "key"),
        ("合肥", "经开区紫云路239号", "230601"),
        ("程牧野", "189 0000 8723", "chengmuye@example.com"),
        ("91340100MA2GQ0XE16", "net60", "1500000"),
    ),
    (
        ("C2367", "合肥巢湄新能源科技有限公司", "Hefei Chaomei New Energy Co., Ltd.", "合肥巢湄", "core"),
        ("合肥", "新站区珠城路178号", "230012"),
        ("宛秋实", "159 0000 7871", "wanqiushi@example.com"),
        ("91340100MA1MXF3GX5", "net45", "480000"),
    ),
    (
        ("C7616", "芜湖鸠屿汽车零部件有限公司", "Wuhu Jiuyu Auto Parts Co., Ltd.", "芜湖鸠屿", "core"),
        ("芜湖", "弋江区花津南路105号", "241002"),
        ("奚少华", "180 0000 8287", "xishaohua@example.com"),
        ("91340200MAX69RB99N", "net45", "530000"),
    ),
    (
        (
            "C7731",
            "马鞍山采石渡冶金设备有限公司",
            "Maanshan Caishidu Metallurgical Equipment Co., Ltd.",
            "马鞍山采石渡",
            "standard",
        ),
        ("马鞍山", "雨山区九华西路1369号", "243000"),
        ("伍长河", "158 0000 1694", "wuchanghe@example.com"),
        ("91340500MAQ93LY61C", "net30", "200000"),
    ),
    (
        ("C8963", "南昌赣屿电子科技有限公司", "Nanchang Ganyu Electronics Co., Ltd.", "南昌赣屿", "standard"),
        ("南昌", "青山湖区高新五路999号", "330096"),
        ("万紫薇", "137 0000 2696", "wanziwei@example.com"),
        ("91360100MA08UYNG8D", "net30", "210000"),
    ),
    (
        ("C6136", "赣州章贡川模具有限公司", "Ganzhou Zhanggongchuan Mould & Die Co., Ltd.", "赣州章贡川", "new"),
        ("赣州", "章贡区水西冶金路8号", "341000"),
        ("钟起凡", "157 0000 1723", "zhongqifan@example.com"),
        ("91360700MAW6BHC97P", "prepaid", "0"),
    ),
    (
        ("C9462", "福州闽岚光电科技有限公司", "Fuzhou Minlan Optoelectronics Co., Ltd.", "福州闽岚", "standard"),
        ("福州", "闽侯县东岭路5号", "350108"),
        ("卓一鸣", "189 0000 6155", "zhuoyiming@example.com"),
        ("91350100MAFFMTE496", "net30", "180000"),
    ),
    (
        ("C2106", "厦门鹭砚电子科技有限公司", "Xiamen Luyan Electronics Co., Ltd.", "厦门鹭砚", "core"),
        ("厦门", "集美区后溪金龙路892号", "361024"),
        ("庄子宁", "152 0000 7976", "zhuangzining@example.com"),
        ("91350200MA55B3CF8W", "net45", "560000"),
    ),
    (
        ("C6542", "厦门筼舟医疗器械有限公司", "Xiamen Yunzhou Medical Devices Co., Ltd.", "厦门筼舟", "standard"),
        ("厦门", "海沧区翁角西路2052号", "361026"),
        ("连雅琴", "186 0000 6239", "lianyaqin@example.com"),
        ("91350200MAP00Y8Q93", "net30", "170000"),
    ),
    (
        ("C9152", "泉州刺桐岸机械制造有限公司", "Quanzhou Citongan Machinery Co., Ltd.", "泉州刺桐岸", "standard"),
        ("泉州", "晋江市灵源林格路33号", "362200"),
        ("吴海潮", "158 0000 3237", "wuhaichao@example.com"),
        ("91350500MAKHA16W61", "net30", "190000"),
    ),
    (
        ("C7605", "武汉楚砥自动化设备有限公司", "Wuhan Chudi Automation Equipment Co., Ltd.", "武汉楚砥", "core"),
        ("武汉", "江夏区大桥现代产业园强华路7号", "430200"),
        ("喻鸿渐", "136 0000 9429", "yuhongjian@example.com"),
        ("91420100MAN5T1G730", "net45", "600000"),
    ),
    (
        ("C5547", "武汉沌屿汽车零部件有限公司", "Wuhan Dunyu Auto Parts Co., Ltd.", "武汉沌屿", "core"),
        ("武汉", "蔡甸区沌口小区珠山湖大道181号", "430056"),
        ("阮小蝶", "135 0000 7502", "ruanxiaodie@example.com"),
        ("91420100MARN714Y1Q", "net45", "580000"),
    ),
    (
        (
            "C7178",
            "宜昌夷陵舟化工装备有限公司",
            "Yichang Yilingzhou Chemical Equipment Co., Ltd.",
            "宜昌夷陵舟",
            "standard",
        ),
        ("宜昌", "猇亭区先锋路29号", "443007"),
        ("向东流", "152 0000 6936", "xiangdongliu@example.com"),
        ("91420500MANR7LFF7D", "net30", "160000"),
    ),
    (
        ("C3161", "长沙麓岑智能装备股份有限公司", "Changsha Lucen Intelligent Equipment Co., Ltd.", "长沙麓岑", "key"),
        ("长沙", "岳麓区麓松路609号", "410205"),
        ("易安然", "150 0000 3715", "yianran@example.com"),
        ("91430100MAA9B4BQ77", "net60", "1600000"),
    ),
    (
        ("C6293", "长沙星沙渡矿山机械有限公司", "Changsha Xingshadu Mining Machinery Co., Ltd.", "长沙星沙渡", "core"),
        ("长沙", "长沙县漓湘东路18号", "410100"),
        ("粟文明", "135 0000 4010", "suwenming@example.com"),
        ("91430100MAJEPNFY7H", "net45", "470000"),
    ),
    (
        (
            "C3922",
            "株洲渌江川轨道交通设备有限公司",
            "Zhuzhou Lujiangchuan Rail Transit Equipment Co., Ltd.",
            "株洲渌江川",
            "core",
        ),
        ("株洲", "石峰区田心高科园时代大道5号", "412001"),
        ("凌霄汉", "186 0000 9703", "lingxiaohan@example.com"),
        ("91430200MAEQMWDT3P", "net60", "650000"),
    ),
    (
        ("C6608", "湘潭昭岚电力设备有限公司", "Xiangtan Zhaolan Power Equipment Co., Ltd.", "湘潭昭岚", "standard"),
        ("湘潭", "岳塘区书院东路42号", "411101"),
        ("彭雪兰", "177 0000 2343", "pengxuelan@example.com"),
        ("91430300MAGENERT10", "net30", "130000"),
    ),
    (
        (
            "C7407",
            "广州珠砚自动化设备有限责任公司",
            "Guangzhou Zhuyan Automation Equipment Co., Ltd.",
            "广州珠砚",
            "key",
        ),
        ("广州", "黄埔区开源大道2209号", "510530"),
        ("麦冠文", "180 0000 7976", "maiguanwen@example.com"),
        ("91440100MACXQ27R19", "net60", "2000000"),
    ),
    (
        (
            "C6052",
            "广州番岚机电工程有限公司",
            "Guangzhou Panlan Electromechanical Engineering Co., Ltd.",
            "广州番岚",
            "standard",
        ),
        ("广州", "番禺区石楼市莲路339号", "511447"),
        ("冼婉仪", "152 0000 2764", "xianwanyi@example.com"),
        ("91440100MA7M36UN1E", "net30", "230000"),
    ),
    (
        ("C5830", "深圳鹏澹电子科技有限公司", "Shenzhen Pengdan Electronics Co., Ltd.", "深圳鹏澹", "key"),
        ("深圳", "宝安区沙井蚝乡路4015号", "518104"),
        ("温思齐", "139 0000 7927", "wensiqi@example.com"),
        ("91440300MAKP95U0XF", "net60", "2800000"),
    ),
    (
        ("C3354", "深圳坪岫医疗器械有限公司", "Shenzhen Pingxiu Medical Devices Co., Ltd.", "深圳坪岫", "core"),
        ("深圳", "坪山区锦绣中路14号", "518118"),
        ("古月明", "157 0000 1005", "guyueming@example.com"),
        ("91440300MAYEF67D04", "net45", "620000"),
    ),
    (
        ("C6148", "东莞莞澄模具有限公司", "Dongguan Guancheng Mould & Die Co., Ltd.", "东莞莞澄", "core"),
        ("东莞", "长安镇振安中路366号", "523850"),
        ("叶知秋", "152 0000 9609", "yezhiqiu@example.com"),
        ("91441900MANBB0L109", "net45", "500000"),
    ),
    (
        (
            "C8602",
            "东莞松湖屿光电科技有限公司",
            "Dongguan Songhuyu Optoelectronics Co., Ltd.",
            "东莞松湖屿",
            "standard",
        ),
        ("东莞", "松山湖工业北三路6号", "523808"),
        ("司徒慧", "139 0000 7741", "situhui@example.com"),
        ("91441900MAFHPNN80U", "net30", "260000"),
    ),
    (
        ("C8001", "佛山禅砺五金制品有限公司", "Foshan Chanli Hardware Co., Ltd.", "佛山禅砺", "core"),
        ("佛山", "顺德区北滘林港路11号", "528311"),
        ("霍志恒", "177 0000 9420", "huozhiheng@example.com"),
        ("91440600MALMGEP26B", "net45", "480000"),
    ),
    (
        ("C5827", "佛山岭汀玻璃制品有限公司", "Foshan Lingting Glassware Co., Ltd.", "佛山岭汀", "standard"),
        ("佛山", "南海区狮山桃园东路93号", "528225"),
        ("招小玲", "137 0000 8026", "zhaoxiaoling@example.com"),
        ("91440600MAQYC8BA4Y", "net15", "95000"),
    ),
    (
        ("C8487", "中山香岚电力设备有限公司", "Zhongshan Xianglan Power Equipment Co., Ltd.", "中山香岚", "standard"),
        ("中山", "火炬区科技东路29号", "528437"),
        ("缪家俊", "135 0000 2374", "miaojiajun@example.com"),
        ("91442000MA4EGNDU5P", "net30", "150000"),
    ),
    (
        ("C5147", "惠州鹅岭川新能源科技有限公司", "Huizhou Elingchuan New Energy Co., Ltd.", "惠州鹅岭川", "standard"),
        ("惠州", "惠城区仲恺和畅五路西8号", "516006"),
        ("邬天佑", "159 0000 7648", "wutianyou@example.com"),
        ("91441300MA2N0X3C9X", "net30", "210000"),
    ),
    (
        ("C4132", "成都锦岑自动化设备有限公司", "Chengdu Jincen Automation Equipment Co., Ltd.", "成都锦岑", "core"),
        ("成都", "新都区工业东区龙虎大道668号", "610500"),
        ("蒲云舒", "131 0000 7782", "puyunshu@example.com"),
        ("91510100MA0QDT9U38", "net45", "540000"),
    ),
    (
        (
            "C9474",
            "成都岷砚轨道交通设备有限公司",
            "Chengdu Minyan Rail Transit Equipment Co., Ltd.",
            "成都岷砚",
            "standard",
        ),
        ("成都", "龙泉驿区车城东五路222号", "610100"),
        ("苟建华", "136 0000 3801", "goujianhua@example.com"),
        ("91510100MAGG85K729", "net30", "200000"),
    ),
    (
        ("C4753", "重庆渝屹汽车零部件有限公司", "Chongqing Yuyi Auto Parts Co., Ltd.", "重庆渝屹", "core"),
        ("重庆", "北碚区蔡家岗嘉德大道99号", "400707"),
        ("冉启明", "131 0000 6885", "ranqiming@example.com"),
        ("91500100MAPJCXY609", "net45", "570000"),
    ),
    (
        ("C9891", "重庆巴澜机械制造有限公司", "Chongqing Balan Machinery Co., Ltd.", "重庆巴澜", "standard"),
        ("重庆", "江津区双福九江大道11号", "402247"),
        ("谯小琴", "136 0000 4396", "qiaoxiaoqin@example.com"),
        ("91500100MA6XF37H1K", "net30", "170000"),
    ),
    (
        (
            "C8151",
            "柳州龙壁川汽车零部件有限公司",
            "Liuzhou Longbichuan Auto Parts Co., Ltd.",
            "柳州龙壁川",
            "standard",
        ),
        ("柳州", "柳南区河西路21号", "545007"),
        ("覃永福", "158 0000 7290", "qinyongfu@example.com"),
        ("91450200MA3TFHW004", "net30", "180000"),
    ),
    (
        ("C7036", "昆明滇岫食品有限公司", "Kunming Dianxiu Foods Co., Ltd.", "昆明滇岫", "new"),
        ("昆明", "呈贡区大塘路1069号", "650500"),
        ("寸丽云", "152 0000 3123", "cunliyun@example.com"),
        ("91530100MA0UF7GA97", "net15", "40000"),
    ),
    (
        ("C6343", "贵阳筑岚环保设备有限公司", "Guiyang Zhulan Environmental Equipment Co., Ltd.", "贵阳筑岚", "new"),
        ("贵阳", "白云区云环东路800号", "550014"),
        ("柳成荫", "177 0000 8026", "liuchengyin@example.com"),
        ("91520100MAJ7A50C4H", "prepaid", "0"),
    ),
    (
        ("C3660", "越南明岸自动化设备有限公司", "Minh An Automation Equipment Co., Ltd.", "越南明岸", "core"),
        ("Ho Chi Minh City", "Lot C7, Tan Thuan Export Processing Zone", "700000"),
        ("Tran Quoc Lam", "+84 28 0000 4173", "tran.quoc.lam@example.com"),
        ("", "net45", "400000"),
    ),
    (
        ("C6192", "泰国暹合包装机械有限公司", "Siamha Packaging Machinery Co., Ltd.", "泰国暹合", "standard"),
        ("Bangkok", "88/14 Bangna-Trad Road, Bang Na", "10260"),
        ("Kanya Siriporn", "+66 2 000 5826", "kanya.siriporn@example.com"),
        ("", "net30", "180000"),
    ),
    (
        ("C5931", "马来西亚槟屿电子科技有限公司", "Binyu Electronics Sdn. Bhd.", "马来西亚槟屿", "core"),
        ("Penang", "12 Lorong Perusahaan Maju, Bayan Lepas", "11900"),
        ("Lim Wei Sheng", "+60 4 000 7318", "lim.wei.sheng@example.com"),
        ("", "net45", "450000"),
    ),
    (
        ("C9006", "德国赫林机械制造有限责任公司", "Hellin Machinery GmbH", "德国赫林", "standard"),
        ("Augsburg", "Steinbruchweg 27", "86156"),
        ("Jonas Hellinger", "+49 821 000 6294", "jonas.hellinger@example.com"),
        ("", "net60", "300000"),
    ),
    (
        ("C2535", "日本浪叶精密机械株式会社", "Namiha Precision Machinery K.K.", "日本浪叶", "standard"),
        ("Osaka", "3-7-41 Nanko Higashi, Suminoe-ku", "559-0031"),
        ("Sakura Morinaga", "+81 6 0000 9152", "sakura.morinaga@example.com"),
        ("", "net30", "220000"),
    ),
    (
        ("C5217", "新加坡狮砚工业品贸易有限公司", "Shiyan Industrial Supplies Pte. Ltd.", "新加坡狮砚", "new"),
        ("Singapore", "31 Tuas Crescent", "638727"),
        ("Tan Mei Xin", "+65 0000 3487", "tan.mei.xin@example.com"),
        ("", "prepaid", "0"),
    ),
]

CUSTOMERS = [
    Customer(*company, *address, *contact, tax_id=tax_id, term=term, credit_limit=Decimal(limit))
    for company, address, contact, (tax_id, term, limit) in ROWS
]
