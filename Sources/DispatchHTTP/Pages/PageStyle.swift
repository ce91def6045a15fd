import Crypto
import FoundationEssentials

/// The one style sheet of all pages, and its hash for the content security policy.
///
/// Made for old phones in sunlight: black on white, large type, buttons as wide as the screen. Only what browsers of 2016
/// know; no script, no picture, no font from elsewhere.
enum PageStyle {
    static let sheet: HTMLText = """
        *{box-sizing:border-box}\
        html{-webkit-text-size-adjust:100%;color-scheme:light}\
        body{margin:0;background:#fff;color:#000;font:20px/1.45 sans-serif;word-wrap:break-word}\
        main{max-width:560px;margin:0 auto;padding:0 16px 16px}\
        header{color:#fff;background:#0b4a8f;padding:12px 16px;margin:0 -16px 14px}\
        .immediate{background:#b3001b}\
        .urgent{background:#8a3800}\
        .routine,.scheduled{background:#0b4a8f}\
        .ok{background:#0a5c2b}\
        .quiet{background:#333}\
        h1{font-size:30px;line-height:1.2;margin:0}\
        h2{font-size:20px;margin:20px 0 8px}\
        p{margin:0 0 10px}\
        .tag{display:block;font-size:20px;font-weight:bold;margin-bottom:2px}\
        .place{font-size:28px;line-height:1.25;font-weight:bold;margin-bottom:6px}\
        .facts{font-size:24px;line-height:1.35;margin-bottom:10px}\
        .where{font-size:24px;line-height:1.3;font-weight:bold;margin-bottom:12px}\
        .cell{float:left;width:50%;font-size:19px;line-height:1.3}\
        .cell b{display:block;font-size:30px;line-height:1.2;white-space:nowrap}\
        .sos{color:#b3001b}\
        .go.sos{color:#b3001b;border-color:#b3001b;font-size:22px}\
        .small{font-size:17px;color:#222}\
        .text{white-space:pre-line}\
        .box{border-left:6px solid #000;padding:2px 0 2px 12px;margin-bottom:12px}\
        form{margin:0}\
        label{display:block;margin-bottom:4px;font-weight:bold}\
        select,input{display:block;width:100%;min-height:60px;margin:0 0 14px;padding:8px 12px;border:3px solid #000;\
        border-radius:12px;background:#fff;color:#000;font:24px/1.25 sans-serif}\
        button,.go{display:block;width:100%;min-height:60px;margin:0 0 12px;padding:12px;border:3px solid #000;\
        border-radius:12px;background:#fff;color:#000;font:bold 24px/1.25 sans-serif;text-align:center;\
        text-decoration:none}\
        button.big{min-height:84px;font-size:34px;color:#fff;background:#0a5c2b;border-color:#0a5c2b}\
        button.no{min-height:68px;font-size:28px}\
        .go.tel{color:#fff;background:#0b4a8f;border-color:#0b4a8f;font-size:28px}\
        .entry{font-weight:normal;font-size:20px;text-align:left}\
        .entry b{font-size:24px}\
        .half{float:left;width:49%;font-size:20px;padding:14px 4px}\
        .half+.half{margin-left:2%}\
        .clear{clear:both;height:0;margin:0}\
        .next{position:-webkit-sticky;position:sticky;bottom:0;background:#fff;border-top:1px solid #777;\
        padding:8px 0 1px}\
        .steps{font-size:18px;margin-bottom:10px}\
        .steps span{white-space:nowrap;margin-right:12px}\
        .step{min-height:48px;font-size:20px;border-width:2px;margin-bottom:8px}\
        .choice{font-size:22px}\
        .apart{padding-top:16px}\
        details{margin:4px 0 0}\
        summary{padding:11px 0;font-size:20px;text-decoration:underline}\
        footer{margin-top:20px;padding-top:10px;border-top:1px solid #777;font-size:16px}\
        footer a{color:#000;float:right;padding:8px 0 8px 12px;margin-top:-8px}
        """

    /// The source expression that lets exactly this sheet be used (CSP level 2, section 4.2.5).
    static let contentSecuritySource: String = {
        let digest = SHA256.hash(data: Data(sheet.markup.utf8))
        return "'sha256-\(Data(digest).base64EncodedString())'"
    }()
}
