import Testing

@testable import DispatchHTTP

struct PagesAssignmentTests {
    @Test func anAssignmentShowsWhoAndWhereAndTheNextStep() {
        let html = AssignmentPage.document(PagesSamples.assignment, language: .chinese).html
        #expect(
            html.pageBody == """
                <header class="immediate"><span class="tag">✓ 答应了 18:32</span><h1>送人去医院</h1></header>
                <p class="place">张试例</p>
                <p class="where">固献镇 沙河王庄<br>村东头第三排，红铁门</p>
                <a class="go tel" href="tel:03195550101">打电话 0319-555 0101</a>
                <a class="go half" href="https://uri.amap.com/navigation?to=115.306456,36.980123&amp;mode=car&amp;\
                coordinate=gaode&amp;callnative=1">高德导航</a><a class="go half" href="geo:36.979400,115.300200">其他地图</a>
                <p class="clear"></p>
                <a class="go sos" href="tel:120">病情危急，先打 120</a>
                <p class="box text"><b>情况：</b>老人发烧两天，站不起来，老伴一个人扶不动。</p>
                <p class="box text"><b>注意：</b>耳背，敲门要响。院里有狗，拴着。</p>
                <div class="next"><form method="post">\
                <button class="big" name="action" value="en-route">我出发了</button></form>
                </div>
                <details><summary>跳到后面的步骤</summary>
                <form method="post"><button class="step" name="action" value="on-scene">我到了</button></form>
                <form method="post"><button class="step" name="action" value="transporting">正在送医院</button></form>
                <form method="post"><button class="step" name="action" value="at-facility">到医院了</button></form>
                <form method="post"><button class="step" name="action" value="admitted">住上院了</button></form>
                <form method="post"><button class="step" name="action" value="discharged">出院了</button></form>
                <form method="post"><button class="step" name="action" value="cleared">事情办完了</button></form>
                </details>
                <details><summary>我去不了了</summary>
                <p>会马上另找别人，不要紧。</p>
                <form method="post"><button class="no" name="action" value="release">确定，换别人去</button></form>
                </details>
                <footer><a href="?language=en">English</a>群众有困难，党员第一个到</footer>
                """
        )
    }

    @Test func whatIsUnknownIsLeftOut() {
        var assignment = PagesSamples.assignment
        assignment.name = nil
        assignment.phone = "无"
        assignment.address = " "
        assignment.notes = ""
        assignment.summary = nil
        assignment.point = nil
        assignment.remindsOfAmbulance = false
        assignment.taken = []
        assignment.actions = [.cleared]
        #expect(
            AssignmentPage.document(assignment, language: .english).html.pageBody == """
                <header class="immediate"><span class="tag">Needed now</span><h1>Drive somebody to hospital</h1></header>
                <p class="where">固献镇 沙河王庄</p>
                <div class="next"><form method="post">\
                <button class="big" name="action" value="cleared">All done</button></form>
                </div>
                <footer><a href="?language=zh">中文</a>When neighbours are in trouble, be the first to arrive</footer>
                """
        )
    }

    @Test func everyActionHasAButtonThatSendsIt() {
        var assignment = PagesSamples.assignment
        for action in PageAction.allCases where action != .accept && action != .decline {
            assignment.actions = [action]
            for language in PageLanguage.allCases {
                #expect(AssignmentPage.document(assignment, language: language).html.pageButtons == [action.rawValue])
            }
        }
    }

    @Test func coordinatesAreWrittenPlainly() {
        let point = MapPoint(
            gcj02Latitude: -0.000_001,
            gcj02Longitude: 9,
            wgs84Latitude: 36.000_05,
            wgs84Longitude: -1.5
        )
        #expect(point.amapURL.contains("to=9.000000,-0.000001&"))
        #expect(point.geoURI == "geo:36.000050,-1.500000")
    }
}
