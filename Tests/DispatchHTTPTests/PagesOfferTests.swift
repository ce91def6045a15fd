import Testing

@testable import DispatchHTTP

struct PagesOfferTests {
    @Test func anOfferAsksInChinese() throws {
        let html = OfferPage.document(PagesSamples.offer, language: .chinese).html
        #expect(html.hasPrefix("<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"))
        #expect(html.contains("<title>送人去医院</title>\n<style>\(PageStyle.sheet.markup)</style>\n"))
        #expect(
            html.pageBody == """
                <header class="immediate"><span class="tag">马上要人</span><h1>送人去医院</h1></header>
                <p class="place">固献镇 沙河王庄</p>
                <p class="cell"><b>650 米</b>距离</p><p class="cell"><b>4 分钟</b>赶过去</p>
                <p class="clear"></p>
                <p>需要您：<b>开车，有车</b><br>请在 18:42 前答复</p>
                <form method="post"><button class="big" name="action" value="accept">我去</button></form>
                <form method="post"><button class="no" name="action" value="decline">去不了</button></form>
                <p class="small">您答应后才显示姓名、电话和地址。</p>
                <footer><a href="?language=en">English</a>群众有困难，党员第一个到</footer>
                """
        )
    }

    @Test func anOfferAsksInEnglish() {
        let html = OfferPage.document(PagesSamples.offer, language: .english).html
        #expect(html.contains("<html lang=\"en\">"))
        #expect(
            html.pageBody == """
                <header class="immediate"><span class="tag">Needed now</span><h1>Drive somebody to hospital</h1></header>
                <p class="place">固献镇 沙河王庄</p>
                <p class="cell"><b>650 m</b>from you</p><p class="cell"><b>4 min</b>to get there</p>
                <p class="clear"></p>
                <p>You would be: <b>driver, with a vehicle</b><br>Please answer by 18:42</p>
                <form method="post"><button class="big" name="action" value="accept">I&#39;ll go</button></form>
                <form method="post"><button class="no" name="action" value="decline">I can&#39;t</button></form>
                <p class="small">Name, phone and address appear once you say yes.</p>
                <footer><a href="?language=zh">中文</a>When neighbours are in trouble, be the first to arrive</footer>
                """
        )
    }

    @Test func whoDeclinedMayStillAccept() {
        var offer = PagesSamples.offer
        offer.isDeclined = true
        offer.urgency = .scheduled
        offer.scheduledFor = "明天 09:00"
        offer.category = "梯子"
        offer.answerBy = nil
        let html = OfferPage.document(offer, language: .chinese).html
        #expect(html.pageButtons == ["accept"])
        #expect(html.contains("您答复过：去不了。"))
        #expect(html.contains("<header class=\"scheduled\"><span class=\"tag\">约好时间</span><h1>梯子</h1></header>"))
        #expect(html.contains("<p class=\"facts\">时间 <b>明天 09:00</b></p>"))
        #expect(!html.contains("前答复"))
    }

    @Test(
        arguments: [
            (0, "50 米", "50 m"), (74, "50 米", "50 m"), (75, "100 米", "100 m"), (960, "950 米", "950 m"),
            (980, "1 公里", "1 km"), (1040, "1 公里", "1 km"), (1660, "1.7 公里", "1.7 km"), (9960, "10 公里", "10 km"),
            (12_440, "12 公里", "12 km"), (-5, "50 米", "50 m"),
        ] as [(Double, String, String)]
    )
    func distancesAreRoundedToWhatTheyMean(meters: Double, chinese: String, english: String) {
        #expect(PageNumbers.distance(meters: meters, in: .chinese) == chinese)
        #expect(PageNumbers.distance(meters: meters, in: .english) == english)
    }

    @Test func minutesAreRoundedUp() {
        #expect(PageNumbers.minutes(seconds: 0, in: .english) == "1 min")
        #expect(PageNumbers.minutes(seconds: 60, in: .chinese) == "1 分钟")
        #expect(PageNumbers.minutes(seconds: 61, in: .english) == "2 min")
        #expect(PageNumbers.minutes(seconds: -9, in: .english) == "1 min")
    }
}
