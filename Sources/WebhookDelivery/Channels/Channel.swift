/// How the messages of an endpoint look and how its answers are read; the raw values stand in lists and in the store.
package enum Channel: String, CaseIterable, Hashable, Sendable {
    /// A machine that takes the JSON of the API, signed as Standard Webhooks 1.0.0 has it.
    case generic
    /// A group robot of WeCom (企业微信 群机器人).
    case wecom
    /// A group robot of DingTalk (钉钉 自定义机器人).
    case dingtalk
    /// A group robot of Feishu or Lark (飞书 自定义机器人).
    case feishu
    /// A topic of an ntfy server, which one person has subscribed to.
    case ntfy

    /// Whether everybody in a group reads what is sent: then nothing may be said of the household.
    package var isGroup: Bool {
        switch self {
        case .wecom, .dingtalk, .feishu: true
        case .generic, .ntfy: false
        }
    }
}
