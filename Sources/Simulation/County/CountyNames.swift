/// The words that invented names are made of: readable, and nobody's.
///
/// Townships are called after the sky and fairy tales, villages after toys, sweets and small animals, people after the
/// stems and branches of the old calendar, so that nothing here is mistaken for a real place or person.
enum CountyNames {
    static let townships = [
        "童话镇", "彩虹镇", "北斗镇", "银河乡", "极光镇", "流星镇", "晨雾镇", "晚霞乡", "琥珀镇", "水晶镇", "翡翠乡", "萤火镇",
        "雪绒镇", "月宫乡", "星灯镇", "云梯镇", "风车镇", "纸船乡", "锦鲤镇", "青鸟镇", "白鹿乡", "麦浪镇", "棉糖镇", "蒲公乡",
    ]

    private static let villageStems = [
        "纸鸢", "风铃", "陀螺", "木马", "灯笼", "拨浪", "皮影", "泥哨", "竹蜓", "万花", "麦芽", "糖槐", "冰梨", "蜜枣", "米花", "豆包",
        "松果", "栗鼠", "刺猬", "蜻蜓", "瓢虫", "蝈蝈", "雀羽", "燕尾", "鸽哨", "鹅黄", "鹿角", "兔耳", "熊掌", "狐尾", "猫眼", "虎牙",
        "月牙", "星斗", "云絮", "雾竹", "雨伞", "雪团", "虹桥", "霞衣", "铜锣", "银铃", "玉兔", "瓷猫", "布虎", "草龙", "荷灯", "葫芦",
        "棋盘", "墨盒", "笔架", "书签", "算珠", "琴弦", "笛孔", "鼓面", "针线", "顶针", "梭子", "纺锤",
    ]

    private static let villageEndings = ["庄", "营", "寨", "屯", "店", "堡", "坡", "桥", "井", "渡", "口", "台"]

    /// Every combination of stem and ending, in order.
    static let villages = villageStems.flatMap { stem in villageEndings.map { stem + $0 } }

    private static let surnames = [
        "云", "风", "星", "月", "山", "河", "松", "竹", "石", "泉", "雁", "鹤", "鹿", "麦", "荷", "桐", "雪", "霜", "岚", "溪", "禾", "棠",
        "柏", "枫",
    ]
    private static let stems = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"]
    private static let branches = ["子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"]

    static func person(using random: inout SeededRandom) -> String {
        random.choice(of: surnames) + random.choice(of: stems) + random.choice(of: branches)
    }

    static let streets = ["东街", "西街", "南街", "北街", "中心街", "槐树巷", "水井巷", "戏台巷"]

    /// Some with commas, quotation marks and two lines, as such notes are.
    static let notes = [
        "独居，耳背，请大声敲门", "行动不便，家里有轮椅", "lives alone, hard of hearing", "院里有狗，先打电话",
        "老两口，\"慢一点\"他们听得懂", "钥匙在东邻，第二家\n敲窗也行", "有高血压，常备药在床头柜",
    ]
}
