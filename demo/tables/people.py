"""Who works at the demo company: departments, people, their roles and who manages whom; all invented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Department:
    """A part of the company, under the department named as parent."""

    code: str
    name: str
    name_en: str
    parent: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs in; region is the customers a salesperson looks after, card the one shown at sign-in."""

    username: str
    name: str
    name_en: str
    title: str
    title_en: str
    department: str
    role: str
    manager: str
    phone: str
    region: str = ""
    card: bool = False

    @property
    def email(self) -> str:
        return f"{self.username}@example.com"


DEPARTMENTS = [
    Department("management", "总经办", "Management", ""),
    Department("sales", "销售中心", "Sales", "management"),
    Department("sales_north", "北方销售部", "Sales north", "sales"),
    Department("sales_east", "华东销售部", "Sales east", "sales"),
    Department("sales_south", "南方销售部", "Sales south", "sales"),
    Department("order_desk", "订单部", "Order desk", "sales"),
    Department("warehouse", "仓储部", "Warehouse", "management"),
    Department("service", "技术服务部", "Field service", "management"),
    Department("finance", "财务部", "Finance", "management"),
    Department("purchasing", "采购部", "Purchasing", "management"),
]

PEOPLE = [
    Person(
        username="fu.mingyuan",
        name="傅明远",
        name_en="Fu Mingyuan",
        title="总经理",
        title_en="General manager",
        department="management",
        role="director",
        manager="",
        phone="137 0000 6142",
        card=True,
    ),
    Person(
        username="dong.ruotang",
        name="董若棠",
        name_en="Dong Ruotang",
        title="销售总监",
        title_en="Head of sales",
        department="sales",
        role="sales_manager",
        manager="fu.mingyuan",
        phone="139 0000 2875",
        card=True,
    ),
    Person(
        username="luo.qihang",
        name="罗启航",
        name_en="Luo Qihang",
        title="北方区经理",
        title_en="Manager north",
        department="sales_north",
        role="sales_manager",
        manager="dong.ruotang",
        phone="186 0000 7391",
    ),
    Person(
        username="shi.jingyi",
        name="石静怡",
        name_en="Shi Jingyi",
        title="业务员",
        title_en="Salesperson",
        department="sales_north",
        role="sales",
        manager="luo.qihang",
        phone="158 0000 4026",
        region="north",
    ),
    Person(
        username="shen.yuan",
        name="沈予安",
        name_en="Shen Yu'an",
        title="业务员",
        title_en="Salesperson",
        department="sales_east",
        role="sales",
        manager="dong.ruotang",
        phone="135 0000 9518",
        region="east",
        card=True,
    ),
    Person(
        username="qiu.zhiyao",
        name="邱知遥",
        name_en="Qiu Zhiyao",
        title="业务员",
        title_en="Salesperson",
        department="sales_east",
        role="sales",
        manager="dong.ruotang",
        phone="152 0000 3364",
        region="east",
    ),
    Person(
        username="li.jiahe",
        name="黎嘉禾",
        name_en="Li Jiahe",
        title="业务员",
        title_en="Salesperson",
        department="sales_south",
        role="sales",
        manager="dong.ruotang",
        phone="136 0000 8207",
        region="south",
    ),
    Person(
        username="bian.xiaolan",
        name="卞晓岚",
        name_en="Bian Xiaolan",
        title="订单专员",
        title_en="Order clerk",
        department="order_desk",
        role="sales",
        manager="dong.ruotang",
        phone="150 0000 5793",
    ),
    Person(
        username="qi.dayong",
        name="祁大勇",
        name_en="Qi Dayong",
        title="仓库主管",
        title_en="Warehouse lead",
        department="warehouse",
        role="warehouse",
        manager="fu.mingyuan",
        phone="133 0000 1486",
        card=True,
    ),
    Person(
        username="bai.song",
        name="柏松",
        name_en="Bai Song",
        title="仓管员",
        title_en="Storekeeper",
        department="warehouse",
        role="warehouse",
        manager="qi.dayong",
        phone="177 0000 6650",
    ),
    Person(
        username="mo.xiaofeng",
        name="莫晓峰",
        name_en="Mo Xiaofeng",
        title="服务工程师",
        title_en="Service engineer",
        department="service",
        role="technician",
        manager="qi.dayong",
        phone="166 0000 4180",
        card=True,
    ),
    Person(
        username="jian.bo",
        name="简博",
        name_en="Jian Bo",
        title="服务工程师",
        title_en="Service engineer",
        department="service",
        role="technician",
        manager="qi.dayong",
        phone="176 0000 5327",
    ),
    Person(
        username="yin.suqin",
        name="殷素琴",
        name_en="Yin Suqin",
        title="财务经理",
        title_en="Finance manager",
        department="finance",
        role="finance",
        manager="fu.mingyuan",
        phone="189 0000 2931",
        card=True,
    ),
    Person(
        username="fan.lixin",
        name="樊立新",
        name_en="Fan Lixin",
        title="采购员",
        title_en="Buyer",
        department="purchasing",
        role="buyer",
        manager="fu.mingyuan",
        phone="131 0000 7748",
        card=True,
    ),
    Person(
        username="qi.wenbo",
        name="戚文博",
        name_en="Qi Wenbo",
        title="内审员",
        title_en="Internal auditor",
        department="management",
        role="auditor",
        manager="fu.mingyuan",
        phone="180 0000 3579",
        card=True,
    ),
    Person(
        username="gan.lin",
        name="甘霖",
        name_en="Gan Lin",
        title="系统管理员",
        title_en="System administrator",
        department="management",
        role="admin",
        manager="fu.mingyuan",
        phone="157 0000 9062",
        card=True,
    ),
]
