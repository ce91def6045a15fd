/// The lists of a small county around one village, with people that nobody is.
enum InventedVillage {
    static let name = "沙河王庄"
    static let township = "固献镇"

    static let villages = """
        code,name,township_code,township,latitude,longitude,crs
        130533111225,沙河王庄,130533111,固献镇,36.922226,115.363312,WGS-84
        130533111226,试验东庄,130533111,固献镇,36.931000,115.371000,WGS-84
        130533102227,宋庄,130533102,章台镇,37.172504,115.421205,WGS-84
        130533106212,宋庄,130533106,方家营镇,36.985928,115.343266,WGS-84
        """

    /// The contact lives in the next village and has a car; the driver lives round the corner; the walker has no car.
    static func members(endpointBase: String) -> String {
        """
        id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret
        contact,试联甲,0319-5550201,130533111226,试验支部,,,,vehicle;first-aid,car,generic,\(endpointBase)/members/contact,
        driver,试驾乙,0319-5550202,130533111225,试验支部,36.922900,115.363900,,vehicle,car,generic,\(endpointBase)/members/driver,
        second,试驾丙,0319-5550203,130533111225,试验支部,36.924000,115.365000,,vehicle,car,generic,\(endpointBase)/members/second,
        third,试驾丁,0319-5550204,130533111226,试验支部,,,,vehicle,ebike,generic,\(endpointBase)/members/third,
        walker,试步戊,0319-5550205,130533111225,试验支部,36.922300,115.363400,,lifting,walk,generic,\(endpointBase)/members/walker,
        """
    }

    static let callerPhone = "0319-5550107"
    static let householdName = "试户老人"
    static let address = "试验巷九号"
    static let notes = "门口有台阶"
    static let summary = "老人起不来 腿疼得厉害"

    static let households = """
        id,name,phone,village_code,address,latitude,longitude,crs,contacts,notes
        household,\(householdName),\(callerPhone),130533111225,\(address),36.922500,115.363500,,contact,\(notes)
        """

    /// What must reach nobody who has not accepted.
    static let secrets = [
        householdName, callerPhone, callerPhone.filter(\.isNumber), address, notes, "起不来", "腿疼",
        "试联甲", "试驾乙", "试驾丙", "0319-55502",
    ]
}
