//! How things stand with a goal that is not met.

use portolan_core::template;

template!(pub(super) NO_FINDINGS, "goal.no-findings",
    en: "nothing is found now",
    ja: "いまは何も見つかりません");
template!(pub(super) FINDINGS, "goal.findings",
    en: "{n|1 finding|several findings} now: {rules}",
    ja: "いまの指摘: {rules}（{n}件）");
template!(pub(super) ANSWER, "goal.answer",
    en: "the API server answers to {object}: {reason}",
    ja: "{object}に対するAPIサーバーの応答: {reason}");
template!(pub(super) NOT_THERE, "goal.not-there",
    en: "there is no {object}",
    ja: "{object}がありません");
template!(pub(super) FIELD, "goal.field",
    en: "{path} is {value} now",
    ja: "{path}はいま{value}です");
template!(pub(super) NO_FIELD, "goal.no-field",
    en: "{path} is not written",
    ja: "{path}は書かれていません");
template!(pub(super) ENDPOINTS, "goal.endpoints",
    en: "ready endpoints now: {ready}; others: {unready}",
    ja: "いまのエンドポイント: 準備完了{ready}、それ以外{unready}");
template!(pub(super) RESOLVES, "goal.resolves",
    en: "{name} leads to {answers} now",
    ja: "{name}を引くと、いまは{answers}が返ります");
template!(pub(super) ENDINGS, "goal.endings",
    en: "connections end so now: {endings}",
    ja: "いまの接続の結果: {endings}");
template!(pub(super) PODS, "goal.pods",
    en: "answered now by Pods: {n}",
    ja: "いま応答するPodの数: {n}");
template!(pub(super) SOMEBODY_ELSE, "goal.somebody-else",
    en: "answered now by: {pods}",
    ja: "いま応答しているのは{pods}です");
template!(pub(super) SEEN, "goal.seen",
    en: "the Pod sees {seen} now",
    ja: "Podから見える送信元は、いまは{seen}です");
template!(pub(super) NOT_IT, "goal.not-it",
    en: "{answer} is not it",
    ja: "{answer}ではありません");
template!(pub(super) QUESTIONS, "goal.questions",
    en: "questions for {name} now: {n}",
    ja: "{name}のための問い合わせは、いま{n}回です");
template!(pub(super) VARIABLE, "goal.variable",
    en: "{name} is {value} now",
    ja: "{name}はいま{value}です");
template!(pub(super) NO_VARIABLE, "goal.no-variable",
    en: "there is no variable {name}",
    ja: "変数{name}はありません");
template!(pub(super) TABLE, "goal.table",
    en: "the table of {kind} does not show {text}",
    ja: "{kind}の表に{text}はありません");
