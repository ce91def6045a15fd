/// The lists of an invented county: two townships, four villages, eight members, three households.
///
/// Everything said about people carries the marker “MARK”, so that a test can look for it where it must not be.
struct APIRosters: Sendable {
    static let county = "999999"
    static let firstTownship = "999999001"
    static let secondTownship = "999999002"
    /// In the first township.
    static let firstVillage = "999999001001"
    /// In the first township, and of one name with the third.
    static let secondVillage = "999999001002"
    /// In the second township.
    static let thirdVillage = "999999002001"

    /// Texts about people that may go to nobody but those who accepted, and operators.
    static let marks = ["MARK", "1390000", "1391111"]

    /// Whether all members share the robot of one group.
    var isGroup = false
    /// Whether the first four members' machines have a secret, and those of the first two must sign with it.
    var hasSecrets = false
    static let secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    let villages = """
        code,name,township_code,township,latitude,longitude,crs
        999999001001,Upper Example,999999001,First Township,37.0000,115.2000,WGS-84
        999999001002,Twin Example,999999001,First Township,37.0200,115.2200,WGS-84
        999999002001,Twin Example,999999002,Second Township,37.1000,115.3000,WGS-84
        999999002002,Lower Example,999999002,Second Township,37.1200,115.3200,WGS-84

        """

    /// - Parameter endpoint: Where notices go. The last member is rung by hand, the one before is off the roads by car.
    func members(endpoint: String) -> String {
        let header =
            "id,name,phone,village_code,branch,latitude,longitude,crs,capabilities,transport,channel,endpoint,secret,answers"
        let rows = (1...8).map { number in
            let village = number <= 5 ? Self.firstVillage : Self.thirdVillage
            let capabilities = number == 8 ? "" : "vehicle;first-aid"
            let address = number == 8 ? "" : "\(endpoint)\(isGroup ? "group" : "m\(number)")"
            return "m\(number),MARK Name \(number),1390000000\(number),\(village),,,,,"
                + "\(capabilities),car,\(isGroup ? "wecom" : "generic"),\(address),"
                + (hasSecrets && number <= 4 ? Self.secret : "") + (hasSecrets && number <= 2 ? ",signed" : ",")
        }
        return ([header] + rows).joined(separator: "\n") + "\n"
    }

    let households = """
        id,name,phone,village_code,address,latitude,longitude,crs,contacts,notes
        h1,MARK Old Man,13911110001,999999001001,MARK Lane 1,37.0010,115.2010,WGS-84,m5,MARK needs a stick
        h2,MARK Twin One,13911110002,999999001001,MARK Lane 2,,,,,
        h3,MARK Twin Two,13911110002,999999002001,MARK Lane 3,,,,,

        """
}
