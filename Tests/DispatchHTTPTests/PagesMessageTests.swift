import Testing

@testable import DispatchHTTP

struct PagesMessageTests {
    @Test func aMessageSaysOneThing() {
        #expect(
            MessagePage.document(.alreadyCovered, language: .chinese).html.pageBody == """
                <header class="ok"><h1>已经有人去了</h1></header>
                <p class="facts">谢谢您！这次有人先答应了，您不用去了。</p>
                <footer><a href="?language=en">English</a>群众有困难，党员第一个到</footer>
                """
        )
        #expect(
            MessagePage.document(.tryAgain, language: .english).html.pageBody == """
                <header class="quiet"><h1>Not received</h1></header>
                <p class="facts">The system is busy and has not noted your answer. Please tap again in a few seconds.</p>
                <a class="go" href="">Open again</a>
                <footer><a href="?language=zh">中文</a>When neighbours are in trouble, be the first to arrive</footer>
                """
        )
    }

    @Test(arguments: PageMessage.allCases)
    func noMessageAsksForAnAnswer(message: PageMessage) {
        for language in PageLanguage.allCases {
            let html = MessagePage.document(message, language: language).html
            #expect(html.pageButtons.isEmpty)
            #expect(!message.texts(in: language).title.isEmpty && !message.texts(in: language).body.isEmpty)
        }
    }

    @Test func everyPhraseStandsInBothLanguages() {
        for text in PageText.allCases {
            #expect(!text.text(in: .chinese).isEmpty && !text.text(in: .english).isEmpty)
            #expect(text.text(in: .chinese) != text.text(in: .english), "\(text)")
        }
    }

    @Test func theAddressChoosesTheLanguage() {
        #expect(PageLanguage(parameter: "en") == .english)
        #expect(PageLanguage(parameter: nil) == .chinese)
        #expect(PageLanguage(parameter: "fr", default: .english) == .english)
    }
}
