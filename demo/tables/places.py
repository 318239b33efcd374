"""Where the demo company's customers are: cities with province, sales region, area code and postcode."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A city; the area code opens its companies' tax IDs, the prefix its postcodes; country is empty at home."""

    city: str
    province: str
    country: str
    region: str
    area_code: str
    postcode_prefix: str


PLACES = [
    Place("北京", "北京市", "", "north", "110100", "10"),
    Place("天津", "天津市", "", "north", "120100", "30"),
    Place("石家庄", "河北省", "", "north", "130100", "05"),
    Place("唐山", "河北省", "", "north", "130200", "063"),
    Place("保定", "河北省", "", "north", "130600", "07"),
    Place("太原", "山西省", "", "north", "140100", "030"),
    Place("包头", "内蒙古自治区", "", "north", "150200", "014"),
    Place("沈阳", "辽宁省", "", "north", "210100", "110"),
    Place("大连", "辽宁省", "", "north", "210200", "116"),
    Place("鞍山", "辽宁省", "", "north", "210300", "114"),
    Place("长春", "吉林省", "", "north", "220100", "130"),
    Place("哈尔滨", "黑龙江省", "", "north", "230100", "150"),
    Place("上海", "上海市", "", "east", "310100", "20"),
    Place("南京", "江苏省", "", "east", "320100", "21"),
    Place("无锡", "江苏省", "", "east", "320200", "214"),
    Place("徐州", "江苏省", "", "east", "320300", "221"),
    Place("常州", "江苏省", "", "east", "320400", "213"),
    Place("苏州", "江苏省", "", "east", "320500", "215"),
    Place("南通", "江苏省", "", "east", "320600", "226"),
    Place("盐城", "江苏省", "", "east", "320900", "224"),
    Place("扬州", "江苏省", "", "east", "321000", "225"),
    Place("镇江", "江苏省", "", "east", "321100", "212"),
    Place("泰州", "江苏省", "", "east", "321200", "225"),
    Place("杭州", "浙江省", "", "east", "330100", "31"),
    Place("宁波", "浙江省", "", "east", "330200", "315"),
    Place("温州", "浙江省", "", "east", "330300", "325"),
    Place("嘉兴", "浙江省", "", "east", "330400", "314"),
    Place("湖州", "浙江省", "", "east", "330500", "313"),
    Place("绍兴", "浙江省", "", "east", "330600", "312"),
    Place("金华", "浙江省", "", "east", "330700", "321"),
    Place("台州", "浙江省", "", "east", "331000", "318"),
    Place("合肥", "安徽省", "", "east", "340100", "23"),
    Place("芜湖", "安徽省", "", "east", "340200", "241"),
    Place("马鞍山", "安徽省", "", "east", "340500", "243"),
    Place("福州", "福建省", "", "south", "350100", "350"),
    Place("厦门", "福建省", "", "south", "350200", "361"),
    Place("泉州", "福建省", "", "south", "350500", "362"),
    Place("南昌", "江西省", "", "east", "360100", "330"),
    Place("赣州", "江西省", "", "east", "360700", "341"),
    Place("济南", "山东省", "", "north", "370100", "250"),
    Place("青岛", "山东省", "", "north", "370200", "266"),
    Place("淄博", "山东省", "", "north", "370300", "255"),
    Place("烟台", "山东省", "", "north", "370600", "26"),
    Place("潍坊", "山东省", "", "north", "370700", "26"),
    Place("临沂", "山东省", "", "north", "371300", "276"),
    Place("郑州", "河南省", "", "north", "410100", "45"),
    Place("洛阳", "河南省", "", "north", "410300", "471"),
    Place("新乡", "河南省", "", "north", "410700", "453"),
    Place("武汉", "湖北省", "", "south", "420100", "430"),
    Place("宜昌", "湖北省", "", "south", "420500", "443"),
    Place("长沙", "湖南省", "", "south", "430100", "410"),
    Place("株洲", "湖南省", "", "south", "430200", "412"),
    Place("湘潭", "湖南省", "", "south", "430300", "411"),
    Place("广州", "广东省", "", "south", "440100", "51"),
    Place("深圳", "广东省", "", "south", "440300", "518"),
    Place("佛山", "广东省", "", "south", "440600", "528"),
    Place("惠州", "广东省", "", "south", "441300", "516"),
    Place("东莞", "广东省", "", "south", "441900", "523"),
    Place("中山", "广东省", "", "south", "442000", "528"),
    Place("柳州", "广西壮族自治区", "", "south", "450200", "545"),
    Place("重庆", "重庆市", "", "south", "500100", "40"),
    Place("成都", "四川省", "", "south", "510100", "61"),
    Place("贵阳", "贵州省", "", "south", "520100", "550"),
    Place("昆明", "云南省", "", "south", "530100", "650"),
    Place("西安", "陕西省", "", "north", "610100", "710"),
    Place("宝鸡", "陕西省", "", "north", "610300", "721"),
    Place("兰州", "甘肃省", "", "north", "620100", "730"),
    Place("银川", "宁夏回族自治区", "", "north", "640100", "750"),
    Place("乌鲁木齐", "新疆维吾尔自治区", "", "north", "650100", "830"),
    Place("Ho Chi Minh City", "", "Vietnam", "south", "", "700"),
    Place("Bangkok", "", "Thailand", "south", "", "10"),
    Place("Penang", "", "Malaysia", "south", "", "11"),
    Place("Augsburg", "", "Germany", "south", "", "86"),
    Place("Osaka", "", "Japan", "south", "", "559"),
    Place("Singapore", "", "Singapore", "south", "", "63"),
]

BY_CITY = {place.city: place for place in PLACES}
