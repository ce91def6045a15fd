import Testing

@testable import DispatchHTTP

struct PagesMemberTests {
    @Test func aMemberSeesDutyChoicesAndWhatWaits() {
        #expect(
            MemberPage.document(PagesSamples.member, language: .chinese).html.pageBody == """
                <header class="ok"><span class="tag">李样本</span><h1>值班中</h1></header>
                <h2>等您答复</h2>
                <a class="go entry" href="/o/abc?language=zh"><b>有人摔倒，扶一把</b><br>固献镇 沙河王庄 · 尽快</a>
                <h2>暂时不在，到：</h2>
                <form method="post"><input type="hidden" name="until" value="2026-03-01T12:30:00Z">\
                <button class="choice" name="action" value="away">2 小时后 20:30</button></form>
                <form method="post"><input type="hidden" name="until" value="2026-03-01T14:00:00Z">\
                <button class="choice" name="action" value="away">今晚 22:00</button></form>
                <form method="post"><input type="hidden" name="until" value="2026-03-01T23:00:00Z">\
                <button class="choice" name="action" value="away">明天早上 07:00</button></form>
                <div class="apart"><form method="post">\
                <button class="no" name="action" value="duty-off">我不值班了</button></form>
                </div>
                <footer><a href="?language=en">English</a>群众有困难，党员第一个到</footer>
                """
        )
    }

    @Test func dutyDecidesTheButtons() {
        var member = PagesSamples.member
        member.duty = .off
        #expect(MemberPage.document(member, language: .chinese).html.pageButtons == ["duty-on"])
        member.duty = .away(until: "22:00")
        let away = MemberPage.document(member, language: .english).html
        #expect(away.pageButtons == ["duty-on", "duty-off"])
        #expect(away.contains("<h1>Away until 22:00</h1>"))
    }

    @Test func savingIsConfirmedAndNothingToDoIsSaid() {
        var member = PagesSamples.member
        member.pendingOffers = []
        member.isSaved = true
        let html = MemberPage.document(member, language: .english).html
        #expect(html.contains("<p class=\"box\">Saved.</p>"))
        #expect(html.contains("<p>Nothing is waiting for you.</p>"))
        member.assignments = PagesSamples.member.pendingOffers
        #expect(MemberPage.document(member, language: .english).html.contains("<h2>Your case</h2>"))
    }

    @Test(arguments: ["//elsewhere.example/o/abc", "https://elsewhere.example", "javascript:alert(1)", ""])
    func onlyOurOwnPathsAreLinked(path: String) {
        var member = PagesSamples.member
        member.pendingOffers[0].path = path
        #expect(MemberPage.document(member, language: .chinese).html.contains("<a class=\"go entry\" href=\"\">"))
    }
}
